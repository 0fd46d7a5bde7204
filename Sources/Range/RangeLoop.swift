// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CEpoll
import Casework
import Dispatch
import Glibc
import Synchronization

// How hundreds of slow visitors are served
//
// Every socket is non-blocking and in one epoll set, and the set's own descriptor is watched by one
// Dispatch source. So a connection that stalls for an hour costs a descriptor and a few hundred
// bytes, not a thread, and closing one needs no wait for a cancel handler: Dispatch never knows it.
//
// The set is level-triggered: what is not finished in one turn comes again in the next, after the
// others had theirs.

/// Accepts visitors and lets each connection move on when it can.
final class RangeLoop: @unchecked Sendable {
    // @unchecked Sendable because all mutable state is used on `queue` only, which
    // `dispatchPrecondition` checks, but for the log, which has a lock.
    private let queue = DispatchQueue(label: "jianwei.range")
    private let epoll: Int32
    private var source: (any DispatchSourceRead)?
    private var listeners: [Int32: Listener] = [:]
    private var connections: [Int32: RangeConnection] = [:]
    private var accepted = 0
    private var isStopped = false
    private let keepsRequests: Bool
    private let log = Mutex<[String: [RangeRequest]]>([:])

    private struct Listener {
        let sites: [PracticeSite]
        let tls: RangeTLS?
    }

    init(keepsRequests: Bool) throws(RangeError) {
        self.keepsRequests = keepsRequests
        epoll = cepoll_create()
        guard epoll >= 0 else {
            throw .systemCall("epoll_create", reason: Listening.reason(errno))
        }
    }

    /// Adds a listening socket, which becomes the loop's own.
    ///
    /// Only before ``start()``.
    func serve(_ sites: [PracticeSite], on socket: Int32, tls: RangeTLS?) {
        queue.sync {
            listeners[socket] = Listener(sites: sites, tls: tls)
            watch(socket, events: EPOLLIN.rawValue, isNew: true)
        }
    }

    func start() {
        queue.sync {
            let source = DispatchSource.makeReadSource(fileDescriptor: epoll, queue: queue)
            source.setEventHandler { [self] in turn() }
            source.setCancelHandler { [epoll] in close(epoll) }
            source.resume()
            self.source = source
        }
    }

    func stop() {
        queue.sync {
            guard !isStopped else { return }
            isStopped = true
            for connection in connections.values { connection.abandon() }
            connections = [:]
            for socket in listeners.keys { close(socket) }
            listeners = [:]
            if let source {
                source.cancel()
                self.source = nil
            } else {
                close(epoll)
            }
        }
    }

    var connectionCount: Int { queue.sync { connections.count } }

    func requests(of id: String) -> [RangeRequest] {
        log.withLock { $0[id] ?? [] }
    }

    static func makeNonBlocking(_ descriptor: Int32) -> Bool {
        let flags = fcntl(descriptor, F_GETFL, 0)
        return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0
            && fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
    }

    private func turn() {
        dispatchPrecondition(condition: .onQueue(queue))
        guard !isStopped else { return }
        var events = [epoll_event](repeating: epoll_event(), count: 128)
        let count = epoll_wait(epoll, &events, Int32(events.count), 0)
        guard count > 0 else { return }
        for event in events.prefix(Int(count)) {
            let socket = event.data.fd
            if let listener = listeners[socket] {
                accept(from: socket, as: listener)
            } else if let connection = connections[socket] {
                // A descriptor may have been closed and given out again in this same turn, so the
                // event is only a hint: the connection finds out by trying.
                connection.proceed()
                settle(connection)
            }
        }
    }

    private func accept(from listening: Int32, as listener: Listener) {
        for _ in 0..<64 {
            let socket = Glibc.accept(listening, nil, nil)
            guard socket >= 0 else { return }
            var one: Int32 = 1
            guard Self.makeNonBlocking(socket),
                setsockopt(
                    socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one,
                    socklen_t(MemoryLayout<Int32>.size)) == 0,
                let connection = RangeConnection(
                    socket: socket, serial: accepted, tls: listener.tls,
                    answer: { [unowned self] request in answer(request, of: listener.sites) })
            else {
                close(socket)
                continue
            }
            accepted += 1
            connections[socket] = connection
            watch(socket, events: EPOLLIN.rawValue, isNew: true)
        }
    }

    private func answer(_ request: RangeRequest, of sites: [PracticeSite]) -> RangeReply {
        let named = sites.first { $0.hosts.contains(request.host) }
        guard let site = named ?? (sites.count == 1 ? sites.first : nil) else {
            return .text(421, "no site of this name is here")
        }
        if keepsRequests { log.withLock { $0[site.id, default: []].append(request) } }
        return site.reply(request)
    }

    /// Watches the connection for what it waits for, or forgets it.
    private func settle(_ connection: RangeConnection) {
        let socket = connection.socket
        if connection.isFinished {
            connections[socket] = nil
            connection.abandon()
            return
        }
        let events = EPOLLIN.rawValue | (connection.wantsToWrite ? EPOLLOUT.rawValue : 0)
        if events != connection.watchedEvents {
            connection.watchedEvents = events
            watch(socket, events: events, isNew: false)
        }
        if let delay = connection.takeDelay() {
            // The descriptor may belong to another visitor by then.
            let serial = connection.serial
            queue.asyncAfter(deadline: .now() + .milliseconds(delay)) { [weak self] in
                guard let self, let connection = connections[socket], connection.serial == serial
                else { return }
                connection.wake()
                settle(connection)
            }
        }
    }

    private func watch(_ socket: Int32, events: UInt32, isNew: Bool) {
        var event = epoll_event()
        event.events = events
        event.data.fd = socket
        let status = epoll_ctl(epoll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event)
        // Fails only if the kernel has no memory, or by a mistake of ours.
        precondition(status == 0, "epoll_ctl: \(Listening.reason(errno))")
    }
}
