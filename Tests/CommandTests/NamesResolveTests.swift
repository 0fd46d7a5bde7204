// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Dispatch
import Foundation
import Glibc
import Testing

/// `jianwei names resolve`, with a name server on loopback.
struct NamesResolveTests {
    /// Hosts with `gone` in them do not exist; all others have the address 127.0.0.9.
    private let server: TinyNameServer

    init() throws {
        server = try TinyNameServer()
    }

    @Test func `Each host is said to be live or absent, on a line of its own`() async throws {
        let result = try await Program.run(
            "names", "resolve", "--resolver", server.address, "a.example", "gone.example",
            "https://b.example/x")

        #expect(result.code == 0, "\(result.errors)")
        #expect(
            result.lines.sorted() == [
                "absent  gone.example", "live  a.example 127.0.0.9", "live  b.example 127.0.0.9",
            ])
    }

    @Test func `Ten thousand lines are each answered once`() async throws {
        let input = (0..<10_000).map { "n\($0).example  # noted\n" }.joined()

        let result = try await Program.run(
            ["names", "resolve", "--json", "--resolver", server.address], input: input)

        #expect(result.code == 0, "\(result.errors)")
        let reports = try result.lines.map {
            try CaseworkJSON.decode(NameReport.self, from: $0.utf8)
        }
        #expect(reports.count == 10_000)
        #expect(Set(reports.map(\.host)).count == 10_000)
        #expect(reports.allSatisfy { $0.liveness == .live && $0.answers.count == 4 })
    }

    @Test func `A line that names no host is told, and the others are answered`() async throws {
        let result = try await Program.run(
            ["names", "resolve", "--resolver", server.address], input: "http://[::1\n\na.example\n",
            language: "zh_CN.UTF-8")

        #expect(result.code == 1)
        #expect(result.errors.contains("不是域名"), "\(result.errors)")
        #expect(result.lines == ["存活  a.example 127.0.0.9"])
    }

    @Test func `A host that no server answers for is unknown, and the exit code says so`()
        async throws
    {
        let result = try await Program.run(
            "names", "resolve", "--resolver", "127.0.0.1:1", "a.example")

        #expect(result.code == 1)
        #expect(result.lines == ["unknown  a.example  (timeout)"])
    }

    @Test func `What is no name server is misuse of the option, and told`() async throws {
        let result = try await Program.run("names", "resolve", "--resolver", "nowhere", "a.example")

        #expect(result.code == 1)
        #expect(result.errors.contains("'nowhere' is no name server"), "\(result.errors)")
    }
}

/// A name server that knows one address.
private final class TinyNameServer: Sendable {
    let address: String
    // Dispatch sources may be used from any thread; their protocols do not say so on Linux.
    private nonisolated(unsafe) let source: any DispatchSourceRead

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        try #require(isBound)
        address = "127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
        source.setEventHandler {
            var peer = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            var buffer = [UInt8](repeating: 0, count: 512)
            withUnsafeMutablePointer(to: &peer) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                    while case let count = recvfrom(
                        descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT), peer, &size),
                        count > 16
                    {
                        let reply = Self.reply(to: Array(buffer.prefix(count)))
                        sendto(descriptor, reply, reply.count, 0, peer, size)
                    }
                }
            }
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit {
        source.cancel()
    }

    private static func reply(to query: [UInt8]) -> [UInt8] {
        let isGone = query.indices.contains { query[$0...].starts(with: "gone".utf8) }
        let isAddress = query[query.count - 4] == 0 && query[query.count - 3] == 1
        let hasAnswer = isAddress && !isGone
        let record: [UInt8] = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 9]
        return Array(query.prefix(2)) + [0x81, isGone ? 0x83 : 0x80, 0, 1, 0, hasAnswer ? 1 : 0]
            + [0, 0, 0, 0] + query.dropFirst(12) + (hasAnswer ? record : [])
    }
}
