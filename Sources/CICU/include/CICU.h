// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// ICU's check for letters that look alike (UTS 39).
//
// ICU renames its functions for each version by macros, and Foundation carries an ICU of its own.
// So ICU is called from C only, and these functions are all that Swift sees of it.

#ifndef CICU_H
#define CICU_H

#include <stdbool.h>
#include <stdint.h>

/// ICU's `USpoofChecker`. Once opened it is only read, which any threads may do at once.
typedef struct cicu_checker cicu_checker;

/// Opens a checker at the level "highly restrictive", or returns null and ICU's error in `status`.
cicu_checker *_Nullable cicu_open(int32_t *_Nonnull status);

void cicu_close(cicu_checker *_Nonnull checker);

/// Writes the UTS 39 skeleton of `length` bytes of UTF-8, and returns how many bytes it takes;
/// more than `capacity` if it was cut, -1 on an error.
int32_t cicu_skeleton(
    const cicu_checker *_Nonnull checker, const char *_Nonnull text, int32_t length,
    char *_Nonnull skeleton, int32_t capacity);

/// 1 if `length` bytes of UTF-8 mix scripts as no honest name does, 0 if not, -1 on an error.
///
/// Latin with Han, and Latin and Han with kana, bopomofo or hangul are not deceptive mixtures.
int32_t cicu_mixes_scripts(
    const cicu_checker *_Nonnull checker, const char *_Nonnull text, int32_t length);

/// ICU's name for `status`: `U_MEMORY_ALLOCATION_ERROR`.
const char *_Nonnull cicu_error_name(int32_t status);

#endif
