// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Glibc
import NameResolver
import Synchronization
import Testing

/// A DNS server over UDP that says what a test tells it to, rules or no rules.
final class Responder: @unchecked Sendable {
    // @unchecked Sendable because the source is made and cancelled once, and `Asked` has a lock.

    /// Makes replies of a query: none, one or several.
    typealias Script = @Sendable (_ query: [UInt8]) -> [[UInt8]]

    let address: ServerAddress
    private let asked: Asked
    private let source: any DispatchSourceRead

    /// The queries so far.
    private final class Asked: Sendable {
        let queries = Mutex<[[UInt8]]>([])
    }

    convenience init(_ script: @escaping Script) throws {
        try self.init(answering: { query, _ in script(query) })
    }

    /// One that is slow, and drops queries when more bytes of them wait.
    convenience init(
        _ script: @escaping Script, queueBytes: Int32, pauseMicroseconds: UInt32
    ) throws {
        try self.init(queueBytes: queueBytes) { query, _ in
            usleep(pauseMicroseconds)
            return script(query)
        }
    }

    /// As a script that also knows who asks.
    init(
        queueBytes: Int32? = nil,
        answering script: @escaping @Sendable (_ query: [UInt8], _ peer: sockaddr_in) -> [[UInt8]]
    ) throws {
        let (socket, port) = try loopbackSocket()
        if var bytes = queueBytes {
            setsockopt(
                socket, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
        }
        address = try #require(ServerAddress("127.0.0.1:\(port)"))
        let asked = Asked()
        self.asked = asked
        source = DispatchSource.makeReadSource(fileDescriptor: socket)
        source.setEventHandler {
            var peer = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            var buffer = [UInt8](repeating: 0, count: 2048)
            let count = withUnsafeMutablePointer(to: &peer) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT), $0, &size)
                }
            }
            guard count > 0 else { return }
            let query = Array(buffer.prefix(count))
            asked.queries.withLock { $0.append(query) }
            for reply in script(query, peer) { send(reply, from: socket, to: peer) }
        }
        source.setCancelHandler { close(socket) }
        source.activate()
    }

    deinit {
        source.cancel()
    }

    /// How many queries came so far.
    var count: Int { asked.queries.withLock { $0.count } }

    /// How many queries for `name` came so far.
    func count(of name: String) -> Int {
        asked.queries.withLock { queries in
            queries.count { DNSMessage.name(of: $0) == name }
        }
    }
}

/// Sends a datagram.
func send(_ bytes: [UInt8], from socket: Int32, to peer: sockaddr_in) {
    var peer = peer
    withUnsafePointer(to: &peer) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = sendto(socket, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

/// How the tests write DNS packets.
enum DNSMessage {
    /// A reply to `query`: its number and question, then records that are already encoded.
    ///
    /// `flags` are the third and fourth byte; by default those of a response of a recursive server.
    static func reply(
        to query: [UInt8], flags: UInt16 = 0x8180, code: UInt16 = 0, answers: [[UInt8]] = [],
        authorities: [[UInt8]] = []
    ) -> [UInt8] {
        Array(query.prefix(2)) + word(flags | code) + word(1) + word(UInt16(answers.count))
            + word(UInt16(authorities.count)) + word(0) + question(of: query)
            + answers.joined() + authorities.joined()
    }

    /// A record whose owner is `owner`, or the name that was asked.
    static func record(
        _ type: UInt16, owner: String? = nil, ttl: UInt16 = 60, data: [UInt8], length: UInt16? = nil
    ) -> [UInt8] {
        (owner.map(name) ?? [0xC0, 12]) + word(type) + word(1) + word(0) + word(ttl)
            + word(length ?? UInt16(data.count)) + data
    }

    static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    static func question(of query: [UInt8]) -> [UInt8] {
        var end = 12
        while query[end] != 0 { end += Int(query[end]) + 1 }
        return Array(query[12..<(end + 5)])
    }

    static func name(of query: [UInt8]) -> String {
        var labels: [String] = []
        var place = 12
        while query[place] != 0 {
            let end = place + 1 + Int(query[place])
            labels.append(String(decoding: query[(place + 1)..<end], as: UTF8.self))
            place = end
        }
        return labels.joined(separator: ".")
    }

    static func type(of query: [UInt8]) -> UInt16 {
        let question = question(of: query)
        return UInt16(question[question.count - 4]) << 8 | UInt16(question[question.count - 3])
    }

    static func word(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
}
