// libpsl: which part of a host anyone can register.

#ifndef CPSL_SHIM_H
#define CPSL_SHIM_H

#include <libpsl.h>

/// The list in the file at `path`, as text or as DAFSA, or null if it cannot be read as one.
static inline psl_ctx_t *_Nullable cpsl_load(const char *_Nonnull path) {
    return psl_load_file(path);
}

/// The list that the library was built with, or null if it was built without. Never freed.
static inline const psl_ctx_t *_Nullable cpsl_builtin(void) {
    return psl_builtin();
}

static inline void cpsl_free(psl_ctx_t *_Nonnull list) {
    psl_free(list);
}

/// How many suffixes the list holds; -1 if its form does not say, as in a DAFSA.
static inline int cpsl_suffix_count(const psl_ctx_t *_Nonnull list) {
    return psl_suffix_count(list);
}

/// The shortest domain that one owner can register, as a place inside `host`, or null if `host` is
/// itself a public suffix. `host` must be in lowercase ASCII.
static inline const char *_Nullable cpsl_registrable_domain(
    const psl_ctx_t *_Nonnull list, const char *_Nonnull host) {
    return psl_registrable_domain(list, host);
}

/// When the built-in list was made, in seconds since 1970.
static inline long cpsl_builtin_time(void) {
    return (long)psl_builtin_file_time();
}

#endif
