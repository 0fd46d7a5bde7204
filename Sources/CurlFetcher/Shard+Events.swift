// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import CEpoll
import Dispatch
import Glibc

extension Shard {
    /// Connects libcurl to the epoll set, and the epoll set to the queue.
    func startEvents(keepingConnections connections: Int) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        expectOK(
            ccurl_multi_set_callbacks(
                multi,
                { _, socket, interest, context, known in
                    Shard.from(context).register(socket, for: interest, isKnown: known != nil)
                    return 0
                },
                { _, milliseconds, context in
                    Shard.from(context).wakeCurl(after: milliseconds)
                    return 0
                },
                me))
        expectOK(ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections))
        // Two requests never share a connection at the same time.
        expectOK(ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING)))

        timer.setEventHandler { [unowned self] in
            timerArmedAt = .max
            turn()
        }
        timer.schedule(deadline: .distantFuture)
        timer.activate()
        source.setEventHandler { [unowned self] in turn() }
        source.setCancelHandler { [epoll] in close(epoll) }
        source.activate()
    }

    func stopEvents() {
        timer.cancel()
        source.cancel()
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Shard {
        guard let context else { preconditionFailure("libcurl lost its context") }
        return Unmanaged<Shard>.fromOpaque(context).takeUnretainedValue()
    }

    /// Watches `socket` as libcurl asks: for reading, writing, both, or no longer.
    private func register(_ socket: curl_socket_t, for interest: Int32, isKnown: Bool) {
        if interest == CURL_POLL_REMOVE {
            // It may be closed already, and so be gone from the set.
            epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
            return
        }
        var event = epoll_event()
        event.data.fd = socket
        if interest & CURL_POLL_IN != 0 { event.events |= EPOLLIN.rawValue }
        if interest & CURL_POLL_OUT != 0 { event.events |= EPOLLOUT.rawValue }
        let (first, second) =
            isKnown ? (EPOLL_CTL_MOD, EPOLL_CTL_ADD) : (EPOLL_CTL_ADD, EPOLL_CTL_MOD)
        // libcurl's and our idea of what is known differ when a transfer moves to another
        // connection; the other call is right then. If neither is, the time limits end it.
        if epoll_ctl(epoll, first, socket, &event) != 0 {
            epoll_ctl(epoll, second, socket, &event)
        }
        if !isKnown {
            expectOK(curl_multi_assign(multi, socket, UnsafeMutableRawPointer(bitPattern: 1)))
        }
    }

    /// Notes when libcurl wants to be called.
    private func wakeCurl(after milliseconds: Int) {
        mustKick = milliseconds == 0
        curlDeadline =
            milliseconds > 0 ? Instant.now &+ UInt64(milliseconds) &* 1_000_000 : .max
    }

    /// Does all there is to do now, within reason.
    ///
    /// Bounded, so that a busy epoll set cannot keep new requests and cancellations waiting.
    func turn() {
        dispatchPrecondition(condition: .onQueue(queue))
        guard !source.isCancelled else { return }
        for _ in 0..<8 {
            kick()
            let count = Int(epoll_wait(epoll, events.baseAddress, Int32(events.count), 0))
            for index in 0..<max(0, count) { act(on: events[index]) }
            finishCompleted()
            finishExpired()
            if count <= 0, !mustKick, !mustAdmit { break }
        }
        if mustKick || mustAdmit { queue.async { [self] in turn() } }
        armTimer()
    }

    private func kick() {
        guard mustKick || curlDeadline <= Instant.now else { return }
        mustKick = false
        curlDeadline = .max
        var running: Int32 = 0
        expectOK(curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running))
        finishCompleted()
    }

    private func act(on event: epoll_event) {
        var ready: Int32 = 0
        if event.events & EPOLLIN.rawValue != 0 { ready |= CURL_CSELECT_IN }
        if event.events & EPOLLOUT.rawValue != 0 { ready |= CURL_CSELECT_OUT }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
            ready |= CURL_CSELECT_ERR | CURL_CSELECT_IN
        }
        var running: Int32 = 0
        expectOK(curl_multi_socket_action(multi, event.data.fd, ready, &running))
    }

    /// Sets the one timer, unless it will fire early enough anyway.
    private func armTimer() {
        let wanted = min(curlDeadline, deadlines.earliest ?? .max)
        guard wanted < timerArmedAt else { return }
        timerArmedAt = wanted
        timer.schedule(
            deadline: DispatchTime(uptimeNanoseconds: wanted), leeway: .milliseconds(2))
    }
}
