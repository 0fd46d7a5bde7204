// c-ares, and the few calls around it that Swift cannot make as they are.

#ifndef CARES_SHIM_H
#define CARES_SHIM_H

#include <ares.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/// Makes one server the only one of `channel`: an address of `family` in network order, and a port
/// in host order for both UDP and TCP.
static inline int cares_set_server(
    ares_channel _Nonnull channel, int family, const void *_Nonnull address, int port) {
    struct ares_addr_port_node server;
    memset(&server, 0, sizeof server);
    server.family = family;
    memcpy(&server.addr, address, family == AF_INET6 ? 16 : 4);
    server.udp_port = port;
    server.tcp_port = port;
    return ares_set_servers_ports(channel, &server);
}

/// A new epoll set that programs we start do not inherit, or -1.
static inline int cares_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

/// Watches `socket` for reading, writing, both or, if neither, no longer; marks its events with
/// `tag`. Returns 0, or -1 as `epoll_ctl` does.
static inline int cares_epoll_watch(int set, int socket, unsigned tag, int reading, int writing) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.data.u64 = (unsigned long long)tag << 32 | (unsigned)socket;
    event.events = (reading ? EPOLLIN : 0u) | (writing ? EPOLLOUT : 0u);
    if (event.events == 0) return epoll_ctl(set, EPOLL_CTL_DEL, socket, &event);
    if (epoll_ctl(set, EPOLL_CTL_ADD, socket, &event) == 0) return 0;
    return epoll_ctl(set, EPOLL_CTL_MOD, socket, &event);
}

/// The tag that `event`'s socket was watched with.
static inline unsigned cares_event_tag(const struct epoll_event *_Nonnull event) {
    return (unsigned)(event->data.u64 >> 32);
}

/// The socket to read from because of `event`, or ARES_SOCKET_BAD. An error counts as readable:
/// reading is what takes it off the socket.
static inline int cares_event_reading(const struct epoll_event *_Nonnull event) {
    return event->events & (EPOLLIN | EPOLLERR | EPOLLHUP) ? (int)(unsigned)event->data.u64
                                                           : ARES_SOCKET_BAD;
}

/// The socket to write to because of `event`, or ARES_SOCKET_BAD.
static inline int cares_event_writing(const struct epoll_event *_Nonnull event) {
    return event->events & EPOLLOUT ? (int)(unsigned)event->data.u64 : ARES_SOCKET_BAD;
}

#endif
