// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CEpoll
import Glibc

/// An epoll set of our own, which Dispatch watches as one readable descriptor.
///
/// Whoever makes it closes it, once Dispatch no longer watches it.
struct EpollSet {
    struct Event {
        let socket: Int32
        /// Whether to read.
        ///
        /// An error counts as readable: reading is what takes it off the socket.
        let mayRead: Bool
        let mayWrite: Bool
    }

    let descriptor: Int32

    private static let eventsAtOnce = 64

    init() throws(ResolverError) {
        descriptor = cepoll_create()
        guard descriptor >= 0 else {
            throw .cannotStart(step: "epoll_create1", reason: String(cString: strerror(errno)))
        }
    }

    func close() {
        Glibc.close(descriptor)
    }

    /// Watches `socket` for reading, writing, both or, if neither, no longer.
    ///
    /// Its events bear `tag`. Returns whether the system could.
    func watch(_ socket: Int32, tag: Int, reading: Bool, writing: Bool) -> Bool {
        var event = epoll_event()
        event.data.u64 = UInt64(tag) << 32 | UInt64(UInt32(bitPattern: socket))
        if reading { event.events |= EPOLLIN.rawValue }
        if writing { event.events |= EPOLLOUT.rawValue }
        if event.events == 0 {
            return epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, &event) == 0
        }
        return epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event) == 0
            || epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event) == 0
    }

    /// Calls `body` for each socket that is ready now, with the tag it is watched by; at most 64,
    /// whose number is returned.
    func forEachEvent(_ body: (_ tag: Int, Event) -> Void) -> Int {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventsAtOnce) { events in
            let count = epoll_wait(descriptor, events.baseAddress, Int32(Self.eventsAtOnce), 0)
            for event in events.prefix(max(0, Int(count))) {
                let isError = event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
                body(
                    Int(event.data.u64 >> 32),
                    Event(
                        socket: Int32(bitPattern: UInt32(truncatingIfNeeded: event.data.u64)),
                        mayRead: isError || event.events & EPOLLIN.rawValue != 0,
                        mayWrite: event.events & EPOLLOUT.rawValue != 0))
            }
            return max(0, Int(count))
        }
    }
}
