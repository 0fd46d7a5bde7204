// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Casework
import Glibc

// The functions that libcurl calls while a transfer runs. None may start or end a transfer; they
// note what they see in `incoming`, and ask libcurl to stop by answering less than it expects.

extension Transfer {
    func setCallbacks() throws(FetchFailure) {
        let code = ccurl_easy_set_callbacks(
            easy.raw,
            { bytes, _, count, context in
                Transfer.from(context).receiveHeader(
                    UnsafeRawBufferPointer(start: bytes, count: count))
            },
            { bytes, _, count, context in
                Transfer.from(context).receiveBody(
                    UnsafeRawBufferPointer(start: bytes, count: count))
            },
            { context, address, _, _, _ in
                Transfer.from(context).willRequest(to: address)
                    ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            },
            { context, _, address in
                guard let address else { return -1 }
                return Transfer.from(context).openSocket(address)
            },
            { _, tls, context in
                guard let tls else { return CURLE_SSL_CONNECT_ERROR }
                Transfer.from(context).willSecure(OpaquePointer(tls))
                return CURLE_OK
            },
            { _, kind, bytes, count, context in
                if kind == CURLINFO_HEADER_OUT {
                    Transfer.from(context).didSend(
                        UnsafeRawBufferPointer(start: bytes, count: count))
                }
                return 0
            },
            Unmanaged.passUnretained(self).toOpaque())
        try easy.check(code, "the callbacks")
    }

    static func from(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context else { preconditionFailure("libcurl lost its context") }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// Opens a socket to the address that was checked, and to no other.
    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        let target = targets[attempt]
        // The last line of defence: whoever checked the address, it is checked again here, where
        // the connection is made. A proxy is the user's own choice.
        if job?.request.proxy == nil, let range = shard.policy.refusal(of: target) {
            incoming.stop = .addressRefused(target, range)
            return -1
        }
        guard ccurl_sockaddr_set(address, target.bytes, target.bytes.count) == 1 else {
            incoming.stop = .internalFault("libcurl asked for a socket of another family")
            return -1
        }
        let socket = ccurl_socket_open(address)
        if socket >= 0 {
            incoming.isNewSocket = true
        } else {
            incoming.stop = FetchFailure(socketError: errno)
        }
        return socket
    }

    /// The connection stands, and TLS begins.
    private func willSecure(_ context: OpaquePointer) {
        if incoming.isNewSocket { incoming.remote = targets[attempt] }
        shard.trustStore.prepare(context)
    }

    /// The connection stands, TLS included; the request goes out if this answers `true`.
    private func willRequest(to text: UnsafePointer<CChar>?) -> Bool {
        guard let job else { return false }
        if incoming.isNewSocket {
            incoming.remote = targets[attempt]
        } else {
            incoming.remote = text.flatMap { IPAddress(String(cString: $0)) }
            if job.request.proxy == nil, let remote = incoming.remote,
                let range = shard.policy.refusal(of: remote)
            {
                incoming.stop = .addressRefused(remote, range)
                return false
            }
        }
        if job.request.address.scheme == .https, let tls = ccurl_easy_tls(easy.raw) {
            incoming.isHTTP2 = TLSSession.isHTTP2(tls)
            incoming.tls = TLSSession(tls, host: job.request.address.host)
        }
        let now = Instant.now
        clock.didRequest(at: now)
        shard.watch(self, at: now)
        return true
    }

    private func didSend(_ bytes: UnsafeRawBufferPointer) {
        if bytes.starts(with: "CONNECT ".utf8) { return }
        // libcurl begins anew if a connection that it kept turns out to be dead.
        if bytes.starts(with: "GET ".utf8) || bytes.starts(with: "POST ".utf8) {
            incoming.sentHead = []
        }
        incoming.sentHead.append(contentsOf: bytes)
    }

    /// Takes one line of header, and returns how many bytes of it were welcome.
    private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
        guard let limits = job?.request.limits else { return 0 }
        noteFirstByte()
        incoming.headerBytes += line.count
        guard incoming.headerBytes <= limits.headerBytes else {
            incoming.stop = .limitReached(.header(bytes: limits.headerBytes))
            return 0
        }
        // What comes after the head is a trailer of a chunked body, and is not kept.
        if incoming.isHeadComplete { return line.count }
        incoming.head.append(contentsOf: line)
        if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
            if isInterim {
                incoming.head.removeAll(keepingCapacity: true)
            } else {
                incoming.isHeadComplete = true
            }
        }
        return line.count
    }

    private func noteFirstByte() {
        guard clock.firstByteAt == nil else { return }
        let now = Instant.now
        clock.didReceiveFirstByte(at: now)
        shard.watch(self, at: now)
    }

    /// Whether the head is of an interim response, after which the real one follows.
    private var isInterim: Bool {
        guard let space = incoming.head.firstIndex(of: UInt8(ascii: " ")) else { return false }
        let code = incoming.head[space...].drop { $0 == UInt8(ascii: " ") }.prefix(3)
        return code.first == UInt8(ascii: "1") && !code.elementsEqual("101".utf8)
    }

    /// Takes bytes of body, and returns how many of them were welcome.
    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let limits = job?.request.limits else { return 0 }
        noteFirstByte()
        if incoming.body.isEmpty { reserveBody(limits) }
        let room = limits.bodyBytes - incoming.body.count
        guard bytes.count <= room else {
            incoming.body.append(contentsOf: bytes.prefix(max(0, room)))
            incoming.stop = .limitReached(.body(bytes: limits.bodyBytes))
            return 0
        }
        incoming.body.append(contentsOf: bytes)
        return bytes.count
    }

    /// Makes room for the announced length, as far as an announcement is to be believed.
    private func reserveBody(_ limits: FetchLimits) {
        var announced: curl_off_t = 0
        let code = ccurl_easy_get_offset(
            easy.raw, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced)
        guard code == CURLE_OK, announced > 0 else { return }
        incoming.body.reserveCapacity(min(Int(announced), limits.bodyBytes, 1 << 20))
    }
}
