// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "CDatagrams.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

int cdatagrams_can_segment(int socket) {
#ifdef UDP_SEGMENT
    int none = 0;
    return setsockopt(socket, IPPROTO_UDP, UDP_SEGMENT, &none, sizeof none) == 0;
#else
    (void)socket;
    return 0;
#endif
}

int cdatagrams_send(int socket, const cdatagrams_message *messages, int count) {
    struct mmsghdr headers[CDATAGRAMS_MAXIMUM];
    struct iovec parts[CDATAGRAMS_MAXIMUM];
    if (count > CDATAGRAMS_MAXIMUM) count = CDATAGRAMS_MAXIMUM;
    memset(headers, 0, sizeof headers[0] * (size_t)count);
#ifdef UDP_SEGMENT
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(uint16_t))];
    } controls[CDATAGRAMS_MAXIMUM];
#endif
    for (int index = 0; index < count; index++) {
        struct msghdr *header = &headers[index].msg_hdr;
        parts[index].iov_base = (void *)messages[index].bytes;
        parts[index].iov_len = messages[index].length;
        header->msg_iov = &parts[index];
        header->msg_iovlen = 1;
#ifdef UDP_SEGMENT
        if (messages[index].segment == 0) continue;
        header->msg_control = &controls[index];
        header->msg_controllen = sizeof controls[index];
        struct cmsghdr *control = CMSG_FIRSTHDR(header);
        control->cmsg_level = IPPROTO_UDP;
        control->cmsg_type = UDP_SEGMENT;
        control->cmsg_len = CMSG_LEN(sizeof(uint16_t));
        memcpy(CMSG_DATA(control), &messages[index].segment, sizeof(uint16_t));
#endif
    }
    int sent;
    do sent = sendmmsg(socket, headers, (unsigned)count, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent;
}

int cdatagrams_receive(
    int socket, uint8_t *bytes, size_t stride, uint32_t *lengths, int count) {
    struct mmsghdr headers[CDATAGRAMS_MAXIMUM];
    struct iovec parts[CDATAGRAMS_MAXIMUM];
    if (count > CDATAGRAMS_MAXIMUM) count = CDATAGRAMS_MAXIMUM;
    memset(headers, 0, sizeof headers[0] * (size_t)count);
    for (int index = 0; index < count; index++) {
        parts[index].iov_base = bytes + stride * (size_t)index;
        parts[index].iov_len = stride;
        headers[index].msg_hdr.msg_iov = &parts[index];
        headers[index].msg_hdr.msg_iovlen = 1;
    }
    int got;
    do got = recvmmsg(socket, headers, (unsigned)count, MSG_DONTWAIT | MSG_TRUNC, NULL);
    while (got < 0 && errno == EINTR);
    for (int index = 0; index < got; index++) lengths[index] = headers[index].msg_len;
    return got;
}

void cdatagrams_set_buffers(int socket, int bytes) {
    // What root may have is not bounded by the system's settings.
    if (setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0) {
        setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    }
    if (setsockopt(socket, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) != 0) {
        setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    }
}

int cdatagrams_random(void *bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        ssize_t got = getrandom((char *)bytes + done, count - done, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        done += (size_t)got;
    }
    return 0;
}
