// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CEpoll
import Casework
import Glibc

/// One visitor's connection: reads requests, sends what the site replies, and misbehaves as told.
///
/// Not thread safe: used on the queue of its ``RangeLoop``.
final class RangeConnection {
    let socket: Int32
    /// Tells this connection from others that had or will have the same descriptor.
    let serial: Int
    /// What the loop's epoll set watches for.
    var watchedEvents = EPOLLIN.rawValue
    private(set) var isFinished = false
    /// Whether there is more to send than the socket takes now.
    private(set) var wantsToWrite = false

    private let answer: (RangeRequest) -> RangeReply
    private let tls: RangeTLS.Session?
    private var input: [UInt8] = []
    private var output = Output()
    private var next = Next.request
    private var delay: Int?
    /// Whether a pause has begun and not yet ended.
    private var isPausing = false

    /// What follows when all output is sent.
    private enum Next {
        /// The next request of a kept connection.
        case request
        /// Nothing: the visitor waits until it loses patience.
        case silence
        /// The next byte of a slow body, after a pause.
        case drip(ArraySlice<UInt8>, milliseconds: Int)
        case end
        case reset
        /// The end has been sent; what still comes is not read, or the kernel would answer the rest
        /// with a reset, which could overtake our last bytes.
        case drain
    }

    /// The most bytes of one request's header: 64 KiB.
    private static let headerBytes = 64 * 1024
    /// The most bytes sent in one turn, so that a fast visitor does not keep out the others.
    private static let turnBytes = 1 << 20

    /// Takes the socket, which is then closed by ``abandon()``; `nil` if TLS cannot start.
    init?(
        socket: Int32, serial: Int, tls: RangeTLS?, answer: @escaping (RangeRequest) -> RangeReply
    ) {
        self.socket = socket
        self.serial = serial
        self.answer = answer
        if let tls {
            guard let session = tls.session() else { return nil }
            self.tls = session
        } else {
            self.tls = nil
        }
    }

    /// Closes the socket.
    func abandon() {
        isFinished = true
        close(socket)
    }

    /// Milliseconds until ``wake()`` is due, if it was not yet arranged.
    func takeDelay() -> Int? {
        defer { delay = nil }
        return delay
    }

    /// Reads and writes as far as it goes without waiting.
    func proceed() {
        guard !isFinished else { return }
        receive()
        // Several requests may have come at once; each is answered before the next is looked at.
        repeat { send() } while !isFinished && isReadyForRequest && respond()
    }

    /// Goes on after a pause.
    func wake() {
        isPausing = false
        switch next {
        case .drip(let rest, let milliseconds):
            output.append(Array(rest.prefix(1)))
            next = rest.count > 1 ? .drip(rest.dropFirst(), milliseconds: milliseconds) : .end
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            isFinished = true
        case .drain:
            isFinished = true
        case .request, .silence, .end:
            break
        }
        send()
    }

    // MARK: Reading

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        // A few times only: whoever floods us waits for the next turn, as everybody does.
        for _ in 0..<8 {
            guard input.count <= Self.headerBytes else {
                // No request is this long, and nobody needs to ask so much ahead.
                if !isReadyForRequest { isFinished = true }
                return
            }
            let count = recv(socket, &buffer, buffer.count, 0)
            if count < 0 {
                if errno != EAGAIN, errno != EINTR { isFinished = true }
                return
            }
            guard count > 0 else {
                isFinished = true
                return
            }
            if case .drain = next { continue }
            guard let tls else {
                input += buffer.prefix(count)
                continue
            }
            if !tls.receive(buffer.prefix(count), into: &input) {
                // What OpenSSL has to say about it is still sent.
                next = .end
                return
            }
        }
    }

    private var isReadyForRequest: Bool {
        guard case .request = next else { return false }
        return output.isEmpty
    }

    /// Answers the first whole request in the input; `false` if there is none.
    private func respond() -> Bool {
        let end: Int
        switch RequestHead.end(in: input, limit: Self.headerBytes) {
        case .incomplete: return false
        case .tooLong:
            begin(.text(431, "header too large"), keep: false, isHead: false)
            return true
        case .at(let offset): end = offset
        }
        let head = RequestHead(input[..<end])
        input.removeFirst(end)
        guard let head else {
            begin(.text(400, "not a request"), keep: false, isHead: false)
            return true
        }
        let request = head.request
        guard request.method == "GET" || request.method == "HEAD" else {
            begin(
                .response(
                    status: 405,
                    headers: [HeaderField("Allow", "GET, HEAD")],
                    body: Array("only GET and HEAD\n".utf8)),
                keep: false, isHead: false)
            return true
        }
        begin(answer(request), keep: head.keepsConnection, isHead: request.method == "HEAD")
        return true
    }

    // MARK: Writing

    private func begin(_ reply: RangeReply, keep: Bool, isHead: Bool) {
        next = .end
        switch reply {
        case .response(let status, let headers, let body):
            output.append(
                ResponseHead.bytes(
                    status: status, headers: headers, bodyBytes: body.count, keep: keep))
            if !isHead { output.append(body) }
            if keep { next = .request }
        case .raw(let bytes):
            output.append(bytes)
        case .stall:
            next = .silence
        case .drip(let head, let body, let milliseconds):
            output.append(head)
            if !isHead, !body.isEmpty { next = .drip(body[...], milliseconds: milliseconds) }
        case .reset(let bytes):
            output.append(bytes)
            next = .reset
        case .endless(let head, let chunk, let bytes):
            output.append(head)
            if !isHead { output.repeatChunk(chunk, bytes: bytes) }
        }
    }

    private func send() {
        wantsToWrite = false
        var budget = Self.turnBytes
        while !isFinished {
            guard let piece = outgoing() else {
                finishOutput()
                return
            }
            guard budget > 0 else {
                wantsToWrite = true
                return
            }
            let count = piece.withUnsafeBytes {
                // A visitor that has gone must not end the process by SIGPIPE.
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count >= 0 else {
                if errno == EAGAIN || errno == EINTR {
                    wantsToWrite = true
                } else {
                    isFinished = true
                }
                return
            }
            budget -= count
            if let tls { tls.sent(count) } else { output.sent(count) }
        }
    }

    /// The next bytes for the wire, or `nil` if all is sent.
    private func outgoing() -> ArraySlice<UInt8>? {
        guard let tls else { return output.piece }
        if let piece = tls.pending { return piece }
        guard tls.isEstablished, let plain = output.piece?.prefix(16 * 1024) else { return nil }
        guard tls.encrypt(plain) else {
            isFinished = true
            return nil
        }
        output.sent(plain.count)
        return tls.pending
    }

    /// Does what follows now that all output is sent.
    private func finishOutput() {
        switch next {
        case .request, .silence:
            break
        case .drip(_, let milliseconds):
            pause(milliseconds)
        case .reset:
            // So that the visitor has read what came before; a reset may overtake it otherwise.
            pause(50)
        case .end:
            if let tls, tls.close(), tls.pending != nil {
                send()
                return
            }
            next = .drain
            shutdown(socket, Int32(SHUT_WR))
            pause(2000)
        case .drain:
            break
        }
    }

    /// Asks to be woken in a while, once, however often the socket stirs meanwhile.
    private func pause(_ milliseconds: Int) {
        guard !isPausing else { return }
        isPausing = true
        delay = milliseconds
    }
}
