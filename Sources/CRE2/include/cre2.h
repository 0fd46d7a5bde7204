// RE2 behind plain functions, because its own interface is C++.

#ifndef CRE2_H
#define CRE2_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled regular expression over UTF-8; may be used by many threads at once.
typedef struct cre2 cre2;

/// Compiles `pattern`, for which at most `memory` bytes may be used, then and when it runs.
///
/// Returns NULL if it is no pattern or needs more; `problem` then says why, cut to `room` bytes with
/// a NUL at the end.
cre2 *cre2_new(
    const char *pattern, size_t length, size_t memory, char *problem, size_t room);

void cre2_free(cre2 *expression);

/// Looks for the leftmost match in `text` from byte `start` on.
///
/// Returns 1 and its first byte and the one after its last, or 0 if there is none. The time is
/// linear in `length`, whatever the pattern.
int cre2_find(
    const cre2 *expression, const char *text, size_t length, size_t start, size_t *first,
    size_t *end);

#ifdef __cplusplus
}
#endif

#endif
