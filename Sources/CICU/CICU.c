// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

#include "CICU.h"

#include <unicode/uspoof.h>
#include <unicode/utypes.h>

cicu_checker *cicu_open(int32_t *status) {
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&error);
    if (U_SUCCESS(error)) {
        uspoof_setChecks(checker, USPOOF_RESTRICTION_LEVEL, &error);
        uspoof_setRestrictionLevel(checker, USPOOF_HIGHLY_RESTRICTIVE);
    }
    *status = (int32_t)error;
    if (U_FAILURE(error)) {
        uspoof_close(checker);
        return NULL;
    }
    return (cicu_checker *)checker;
}

void cicu_close(cicu_checker *checker) {
    uspoof_close((USpoofChecker *)checker);
}

int32_t cicu_skeleton(
    const cicu_checker *checker, const char *text, int32_t length, char *skeleton,
    int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t count = uspoof_getSkeletonUTF8(
        (const USpoofChecker *)checker, 0, text, length, skeleton, capacity, &error);
    // When the skeleton is cut, ICU counts what it needs and reports an error.
    if (error == U_BUFFER_OVERFLOW_ERROR) return count;
    return U_FAILURE(error) ? -1 : count;
}

int32_t cicu_mixes_scripts(const cicu_checker *checker, const char *text, int32_t length) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t failed = uspoof_checkUTF8((const USpoofChecker *)checker, text, length, NULL, &error);
    if (U_FAILURE(error)) return -1;
    return (failed & USPOOF_RESTRICTION_LEVEL) != 0;
}

const char *cicu_error_name(int32_t status) {
    return u_errorName((UErrorCode)status);
}
