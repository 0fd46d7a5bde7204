// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// A TCP server on 127.0.0.1 that reads up to an end mark, answers once, and closes: WHOIS as it
/// is, and as much of HTTP as RDAP needs.
final class LineServer: Sendable {
    enum Reply: Sendable {
        case text(String)
        case bytes([UInt8])
        /// The text, and then a reset.
        case reset(after: String)
        /// This text again and again, for as long as anyone reads.
        case endless(String)
        /// Nothing, for as long as anyone waits.
        case silence

        static func rdap(_ body: String, status: String = "200 OK") -> Reply {
            .text(
                "HTTP/1.1 \(status)\r\nContent-Type: application/rdap+json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
        }

        static func redirect(to address: String) -> Reply {
            .text("HTTP/1.1 302 Found\r\nLocation: \(address)\r\nContent-Length: 0\r\n\r\n")
        }
    }

    let port: UInt16
    private let listener: Int32
    private let questions: Questions

    private final class Questions: Sendable {
        let asked = Mutex<[String]>([])
    }

    struct Failure: Error {}

    init(until end: String, _ reply: @escaping @Sendable (String) -> Reply) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard listener >= 0, isReady else { throw Failure() }
        let questions = Questions()
        self.listener = listener
        self.questions = questions
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                Thread.detachNewThread {
                    Self.serve(peer, end, questions, reply)
                    close(peer)
                }
            }
        }
    }

    static func whois(_ reply: @escaping @Sendable (String) -> Reply) throws -> LineServer {
        try LineServer(until: "\r\n", reply)
    }

    /// `reply` is given the path.
    static func rdap(_ reply: @escaping @Sendable (String) -> Reply) throws -> LineServer {
        try LineServer(until: "\r\n\r\n") { head in
            let words = head.split(separator: " ", maxSplits: 2)
            return reply(words.count > 1 ? String(words[1]) : "")
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// What was asked so far, without the end mark.
    var asked: [String] { questions.asked.withLock { $0 } }

    private static func serve(
        _ peer: Int32, _ end: String, _ questions: Questions, _ reply: (String) -> Reply
    ) {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !received.ends(with: end) {
            let count = recv(peer, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            received += buffer[..<count]
        }
        let question = String(decoding: received.dropLast(end.utf8.count), as: UTF8.self)
        questions.asked.withLock { $0.append(question) }
        switch reply(question) {
        case .text(let text): _ = send(Array(text.utf8), to: peer)
        case .bytes(let bytes): _ = send(bytes, to: peer)
        case .reset(let text):
            _ = send(Array(text.utf8), to: peer)
            usleep(100_000)
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(peer, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        case .endless(let text):
            let bytes = Array(text.utf8)
            while send(bytes, to: peer) {}
        case .silence: _ = recv(peer, &buffer, buffer.count, 0)
        }
    }

    private static func send(_ bytes: [UInt8], to peer: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

extension [UInt8] {
    fileprivate func ends(with text: String) -> Bool {
        suffix(text.utf8.count) == Array(text.utf8)[...]
    }
}
