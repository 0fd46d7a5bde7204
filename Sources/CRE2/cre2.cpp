// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

#include "cre2.h"

#include <re2/re2.h>

#include <cstring>
#include <memory>
#include <new>

struct cre2 {
    RE2 expression;
    cre2(const re2::StringPiece &pattern, const RE2::Options &options)
        : expression(pattern, options) {}
};

cre2 *cre2_new(
    const char *pattern, size_t length, size_t memory, char *problem, size_t room) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(static_cast<int64_t>(memory));
    std::unique_ptr<cre2> made(
        new (std::nothrow) cre2(re2::StringPiece(pattern, length), options));
    if (made && made->expression.ok()) return made.release();
    if (room > 0) {
        const char *why = made ? made->expression.error().c_str() : "out of memory";
        std::strncpy(problem, why, room - 1);
        problem[room - 1] = 0;
    }
    return nullptr;
}

void cre2_free(cre2 *expression) { delete expression; }

int cre2_find(
    const cre2 *expression, const char *text, size_t length, size_t start, size_t *first,
    size_t *end) {
    re2::StringPiece found;
    if (start > length ||
        !expression->expression.Match(
            re2::StringPiece(text, length), start, length, RE2::UNANCHORED, &found, 1))
        return 0;
    *first = static_cast<size_t>(found.data() - text);
    *end = *first + found.size();
    return 1;
}
