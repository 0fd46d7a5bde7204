// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// Makes system calls fail, as a full or broken disk makes them fail. Loaded before the C library.
//
// JIANWEI_FAULT=<call>:<n>:<error>:<how> has the n-th call of that name fail, once or from then on
// (<how> is "once" or "on"); the error "SHORT" writes half. Of the calls that concern a file only
// those below the folder JIANWEI_FAULT_UNDER count.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { pass = 0, halve = -1 };

static atomic_int calls;

static int is_under(const char *path) {
    const char *folder = getenv("JIANWEI_FAULT_UNDER");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
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
static int fate(const char *name, int counts) {
    const char *plan = getenv("JIANWEI_FAULT");
    char call[16], error[16], how[8];
    int at;
    if (!plan || !counts) return pass;
    if (sscanf(plan, "%15[^:]:%d:%15[^:]:%7s", call, &at, error, how) != 4) return pass;
    if (strcmp(call, name) != 0) return pass;
    int now = atomic_fetch_add(&calls, 1) + 1;
    if (now < at || (now > at && strcmp(how, "on") != 0)) return pass;
    if (strcmp(error, "SHORT") == 0) return halve;
    if (strcmp(error, "ENOSPC") == 0) return ENOSPC;
    if (strcmp(error, "EMFILE") == 0) return EMFILE;
    return EIO;
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

#define WRITES(name, offset)                                                                   \
    ssize_t name(int file, const void *bytes, size_t count, offset place) {                    \
        int fault = fate("write", is_open_under(file));                                        \
        if (fault > 0) return errno = fault, -1;                                               \
        if (fault == halve && count > 1) count /= 2;                                           \
        return REAL(ssize_t, name, int, const void *, size_t, offset)(file, bytes, count, place); \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

ssize_t write(int file, const void *bytes, size_t count) {
    int fault = fate("write", is_open_under(file));
    if (fault > 0) return errno = fault, -1;
    if (fault == halve && count > 1) count /= 2;
    return REAL(ssize_t, write, int, const void *, size_t)(file, bytes, count);
}

#define SYNCS(name)                                                                            \
    int name(int file) {                                                                       \
        int fault = fate("sync", is_open_under(file));                                         \
        if (fault > 0) return errno = fault, -1;                                               \
        return REAL(int, name, int)(file);                                                     \
    }
SYNCS(fsync)
SYNCS(fdatasync)

#define OPENS(name)                                                                            \
    int name(const char *path, int flags, ...) {                                               \
        va_list rest;                                                                          \
        va_start(rest, flags);                                                                 \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                \
        va_end(rest);                                                                          \
        int fault = fate("open", is_under(path));                                              \
        if (fault > 0) return errno = fault, -1;                                               \
        return REAL(int, name, const char *, int, ...)(path, flags, mode);                     \
    }
OPENS(open)
OPENS(open64)

int rename(const char *old, const char *new) {
    int fault = fate("rename", is_under(new));
    if (fault > 0) return errno = fault, -1;
    return REAL(int, rename, const char *, const char *)(old, new);
}

int link(const char *old, const char *new) {
    int fault = fate("link", is_under(new));
    if (fault > 0) return errno = fault, -1;
    return REAL(int, link, const char *, const char *)(old, new);
}

int socket(int family, int type, int protocol) {
    int fault = fate("socket", family == AF_INET && (type & SOCK_STREAM));
    if (fault > 0) return errno = fault, -1;
    return REAL(int, socket, int, int, int)(family, type, protocol);
}
