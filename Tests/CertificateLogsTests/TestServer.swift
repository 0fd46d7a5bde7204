// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// An HTTP server on 127.0.0.1 that answers each connection once.
final class TestServer: Sendable {
    struct Reply: Sendable {
        var status = "200 OK"
        var headers: [String] = []
        var body: [UInt8]
        /// The length that is announced, if it is not the body's.
        var announced: Int?
        /// Whether the body is sent again and again.
        var isEndless = false
        /// Whether nothing is sent at all, for as long as anyone waits.
        var isSilent = false

        static func json(_ text: String) -> Reply { Reply(body: Array(text.utf8)) }
    }

    struct Failure: Error {}

    let port: UInt16
    private let listener: Int32

    init(_ reply: @escaping @Sendable (String) -> Reply) throws {
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
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                Thread.detachNewThread {
                    Self.serve(peer, reply)
                    close(peer)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ peer: Int32, _ reply: (String) -> Reply) {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while received.suffix(4) != [13, 10, 13, 10] {
            let count = recv(peer, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            received += buffer[..<count]
        }
        let words = String(decoding: received, as: UTF8.self).split(separator: " ", maxSplits: 2)
        let reply = reply(words.count > 1 ? String(words[1]) : "")
        if reply.isSilent {
            _ = recv(peer, &buffer, buffer.count, 0)
            return
        }
        let count = reply.announced ?? reply.body.count
        let length = reply.isEndless ? [] : ["Content-Length: \(count)"]
        let head = (["HTTP/1.1 \(reply.status)", "Connection: close"] + length + reply.headers)
            .joined(separator: "\r\n")
        guard send(Array((head + "\r\n\r\n").utf8), to: peer) else { return }
        repeat {
            guard send(reply.body, to: peer) else { return }
        } while reply.isEndless
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
