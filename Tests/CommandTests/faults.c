// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// Makes calls of the C library fail, as a full or broken disk, a machine without memory, or a clock
// that is set makes them fail. Loaded before the C library.
//
// JIANWEI_FAULT=<call>:<n>:<what>:<how> has the n-th call of that name fail, once or from then on
// (<how> is "once" or "on"). <what> is an error, or
//     SHORT      write: half is written
//     a number   clock: the clock is so many seconds ahead; "once" is for as many calls again
// Of the calls that concern a file only those below the folder JIANWEI_FAULT_UNDER count.
// JIANWEI_FAULT_COUNTS=<file> writes at the end how often each was called.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum call { opening, writing, syncing, cutting, renaming, linking, making, connecting, memory,
    clocks, callCount };
static const char *const names[callCount] = { "open", "write", "sync", "truncate", "rename", "link",
    "mkdir", "socket", "malloc", "clock" };
enum { pass = 0, halve = -1 };

static atomic_long calls[callCount];
static int planned = -1;
static long at, ahead;
static int error, goesOn;
static char folder[4096], counts[4096];

// Before main: what the plan says may be read while nothing else runs.
__attribute__((constructor)) static void begin(void) {
    char call[16] = "", what[16] = "", how[8] = "";
    const char *plan = getenv("JIANWEI_FAULT"), *under = getenv("JIANWEI_FAULT_UNDER");
    const char *file = getenv("JIANWEI_FAULT_COUNTS");
    if (under) snprintf(folder, sizeof folder, "%s", under);
    if (file) snprintf(counts, sizeof counts, "%s", file);
    if (!plan || sscanf(plan, "%15[^:]:%ld:%15[^:]:%7s", call, &at, what, how) != 4) return;
    static const struct { const char *name; int number; } errors[] = {
        { "SHORT", halve }, { "ENOSPC", ENOSPC }, { "EMFILE", EMFILE }, { "ENOMEM", ENOMEM },
        { "EIO", EIO } };
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(what, errors[i].name) == 0) error = errors[i].number;
    ahead = strtol(what, NULL, 10);
    goesOn = strcmp(how, "on") == 0;
    for (int i = 0; i < callCount; i++) atomic_store(&calls[i], 0);
    for (int i = 0; i < callCount; i++)
        if (strcmp(call, names[i]) == 0) planned = i;
}

__attribute__((destructor)) static void end(void) {
    if (!counts[0]) return;
    FILE *file = fopen(counts, "w");
    if (!file) return;
    for (int i = 0; i < callCount; i++) fprintf(file, "%s %ld\n", names[i], atomic_load(&calls[i]));
    fclose(file);
}

static int is_under(const char *path) {
    return folder[0] && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_open_under(int descriptor) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_under(path);
}

// What is to become of this call: `pass`, `halve`, or the error it fails with.
static int fate(enum call call, int concerns) {
    if (!concerns) return pass;
    long now = atomic_fetch_add(&calls[call], 1) + 1;
    if ((int)call != planned || now < at || (now > at && !goesOn)) return pass;
    return error;
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))
#define FAILS(call, concerns)                  \
    int fault = fate(call, concerns);          \
    if (fault > 0) return errno = fault, -1;

// Files

#define WRITES(name, offset)                                                                      \
    ssize_t name(int file, const void *bytes, size_t count, offset place) {                       \
        FAILS(writing, is_open_under(file))                                                       \
        if (fault == halve && count > 1) count /= 2;                                              \
        return REAL(ssize_t, name, int, const void *, size_t, offset)(file, bytes, count, place); \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

ssize_t write(int file, const void *bytes, size_t count) {
    FAILS(writing, is_open_under(file))
    if (fault == halve && count > 1) count /= 2;
    return REAL(ssize_t, write, int, const void *, size_t)(file, bytes, count);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    FAILS(writing, is_open_under(file))
    if (fault == halve && count > 1) count /= 2;
    return REAL(ssize_t, writev, int, const struct iovec *, int)(file, parts, count);
}

#define SYNCS(name)                            \
    int name(int file) {                       \
        FAILS(syncing, is_open_under(file))    \
        return REAL(int, name, int)(file);     \
    }
SYNCS(fsync)
SYNCS(fdatasync)

#define TRUNCATES(name, offset)                               \
    int name(int file, offset length) {                       \
        FAILS(cutting, is_open_under(file))                   \
        return REAL(int, name, int, offset)(file, length);    \
    }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

#define OPENS(name)                                                             \
    int name(const char *path, int flags, ...) {                                \
        va_list rest;                                                           \
        va_start(rest, flags);                                                  \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                           \
        FAILS(opening, is_under(path))                                          \
        return REAL(int, name, const char *, int, ...)(path, flags, mode);      \
    }
OPENS(open)
OPENS(open64)

#define MOVES(name, call)                                                      \
    int name(const char *old, const char *new) {                               \
        FAILS(call, is_under(new))                                             \
        return REAL(int, name, const char *, const char *)(old, new);          \
    }
MOVES(rename, renaming)
MOVES(link, linking)

int mkdir(const char *path, mode_t mode) {
    FAILS(making, is_under(path))
    return REAL(int, mkdir, const char *, mode_t)(path, mode);
}

// Sockets, of which only those to web servers count

int socket(int family, int type, int protocol) {
    FAILS(connecting, family == AF_INET && (type & SOCK_STREAM))
    return REAL(int, socket, int, int, int)(family, type, protocol);
}

// Memory, by the names that glibc keeps for those who wrap it

void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t),
    *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
    return fate(memory, 1) ? (errno = ENOMEM, NULL) : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return fate(memory, 1) ? (errno = ENOMEM, NULL) : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    return fate(memory, 1) ? (errno = ENOMEM, NULL) : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return fate(memory, 1) ? (errno = ENOMEM, NULL) : __libc_memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size) {
    if (fate(memory, 1)) return ENOMEM;
    void *made = __libc_memalign(alignment, size);
    if (!made) return ENOMEM;
    *place = made;
    return 0;
}

// The clock that can be set; the one that only goes on is left alone

static long shift(void) {
    long now = atomic_fetch_add(&calls[clocks], 1) + 1;
    int isOff = planned == clocks && now >= at && (goesOn || now < 2 * at);
    return isOff ? ahead : 0;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = REAL(int, clock_gettime, clockid_t, struct timespec *)(clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        time->tv_sec += shift();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int result = REAL(int, gettimeofday, struct timeval *, void *)(now, zone);
    if (result == 0) now->tv_sec += shift();
    return result;
}

time_t time(time_t *place) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place) *place = now.tv_sec;
    return now.tv_sec;
}
