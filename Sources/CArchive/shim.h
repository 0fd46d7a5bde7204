// libarchive's functions, and a locale in which it can write names beyond ASCII.

#ifndef CARCHIVE_SHIM_H
#define CARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

/// Makes this thread convert names as UTF-8; returns the locale to give back.
///
/// libarchive converts names by the locale, and a program that never set one runs in "C", where
/// Chinese names fail. Only this thread is changed.
static inline void *_Nullable carchive_begin_utf8(void) {
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    return utf8 == (locale_t)0 ? NULL : (void *)uselocale(utf8);
}

/// Gives this thread back the locale that `carchive_begin_utf8` returned.
static inline void carchive_end_utf8(void *_Nullable before) {
    if (before == NULL) return;
    locale_t utf8 = uselocale((locale_t)before);
    if (utf8 != LC_GLOBAL_LOCALE && utf8 != (locale_t)0) freelocale(utf8);
}

#endif
