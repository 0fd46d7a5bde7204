// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Range
import Testing

struct HostileServerTests {
    private static let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".utf8)

    @Test func `A reset in mid-body keeps what came`() async throws {
        let part = Self.head + Array("part".utf8)

        let exchange = try await Loopback.with(reply: { _ in .reset(after: part) }) {
            await $0.fetch()
        }

        #expect(exchange.failure == .connectionReset)
        #expect(text(exchange.response?.body) == "part")
        #expect(exchange.response?.status == 200)
    }

    @Test func `An end before the announced length keeps what came`() async throws {
        let part = Self.head + Array("part".utf8)

        let exchange = try await Loopback.with(reply: { _ in .raw(part) }) { await $0.fetch() }

        #expect(exchange.failure == .cutShort)
        #expect(text(exchange.response?.body) == "part")
    }

    @Test(arguments: [
        ("", "cut-short"),
        ("SSH-2.0-OpenSSH_9.6\r\n", "malformed"),
        ("<html>no header at all</html>", "malformed"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", "malformed"),
        ("HTTP/1.1 200 OK\r\nX-A: a\0b\r\n\r\n", "malformed"),
        ("HTTP/9.9 200 OK\r\n\r\n", "malformed"),
    ])
    func `What is not HTTP has its failure`(bytes: String, code: String) async throws {
        let exchange = try await Loopback.with(reply: { _ in .raw(bytes) }) { await $0.fetch() }

        #expect(exchange.failure?.code == code)
    }

    @Test func `A server that stalls reaches the limit of the first byte`() async throws {
        let limits = FetchLimits.with { $0.firstByteSeconds = 0.2 }

        // The second request has the handle that served the first, and must not see its times.
        let exchange = try await Loopback.with(
            reply: { $0.path == "/stall" ? .stall : .page("quick") }
        ) {
            _ = await $0.fetch()
            return await $0.fetch("/stall", limits: limits)
        }

        #expect(exchange.failure == .limitReached(.firstByte(seconds: 0.2)))
        #expect(exchange.response == nil)
        #expect(!exchange.request.head.isEmpty)
    }

    @Test func `A drip is too slow, and what dripped is kept`() async throws {
        let limits = FetchLimits.with { $0.slowSeconds = 1 }
        let body = [UInt8](repeating: 0x61, count: 1000)

        let exchange = try await Loopback.with(
            reply: { _ in .drip(head: Self.head, body: body, milliseconds: 50) },
            { await $0.fetch(limits: limits) })

        #expect(exchange.failure == .limitReached(.slow(bytesPerSecond: 100)))
        #expect((1...100).contains(exchange.response?.body.count ?? 0))
    }

    @Test func `A drip of header lines that never end is too slow`() async throws {
        let limits = FetchLimits.with {
            $0.firstByteSeconds = 0.3
            $0.slowSeconds = 1
        }
        let letters = [UInt8](repeating: 0x61, count: 1000)

        let exchange = try await Loopback.with(
            reply: { _ in .drip(head: Array("HTTP/1.1 ".utf8), body: letters, milliseconds: 50) },
            { await $0.fetch(limits: limits) })

        #expect(exchange.failure == .limitReached(.slow(bytesPerSecond: 100)))
    }

    @Test func `A request may not take longer than its time`() async throws {
        let limits = FetchLimits.with { $0.totalSeconds = 0.3 }

        let exchange = try await Loopback.with(
            reply: { _ in
                .drip(
                    head: Self.head, body: [UInt8](repeating: 0x61, count: 1000), milliseconds: 20)
            }, { await $0.fetch(limits: limits) })

        #expect(exchange.failure == .limitReached(.total(seconds: 0.3)))
        #expect(exchange.response?.body.isEmpty == false)
    }

    @Test func `A handshake that does not come reaches the limit of connecting`() async throws {
        let server = WireServer { wire in _ = wire.read(1 << 20) }
        defer { server.stop() }
        var request = server.request()
        request.address.scheme = .https
        request.limits.connectSeconds = 0.2

        let exchange = try await withFetcher { await $0.fetch(request).exchange }

        #expect(exchange.failure == .limitReached(.connect(seconds: 0.2)))
        #expect(exchange.remote?.address.description == "127.0.0.1")
    }

    @Test func `A flood of header lines is cut at the limit`() async throws {
        let flood = RangeReply.endless(
            head: Array("HTTP/1.1 200 OK\r\n".utf8), chunk: Array("X-Flood: 0123456789\r\n".utf8),
            bytes: 4 << 20)
        let limits = FetchLimits.with { $0.headerBytes = 1000 }

        let exchange = try await Loopback.with(reply: { _ in flood }) {
            await $0.fetch(limits: limits)
        }

        #expect(exchange.failure == .limitReached(.header(bytes: 1000)))
        #expect((900...1000).contains(exchange.response?.head.count ?? 0))
    }

    @Test func `A header line without end is cut at the limit`() async throws {
        let flood = RangeReply.endless(
            head: Array("HTTP/1.1 200 OK\r\nX-Flood: ".utf8), chunk: Array("0123456789".utf8),
            bytes: 4 << 20)

        let exchange = try await Loopback.with(reply: { _ in flood }) { await $0.fetch() }

        #expect(exchange.failure == .limitReached(.header(bytes: 64 * 1024)))
    }

    @Test func `A body without end is cut at the limit, and its beginning kept`() async throws {
        let endless = RangeReply.endless(
            head: Array("HTTP/1.1 200 OK\r\n\r\n".utf8), chunk: Array("0123456789".utf8),
            bytes: 64 << 20)
        let limits = FetchLimits.with { $0.bodyBytes = 100_003 }

        let exchange = try await Loopback.with(reply: { _ in endless }) {
            await $0.fetch(limits: limits)
        }

        #expect(exchange.failure == .limitReached(.body(bytes: 100_003)))
        let body = try #require(exchange.response?.body)
        #expect(body.count == 100_003)
        #expect(body.suffix(4) == Array("9012".utf8)[...])
    }

    @Test func `A body of just the limit is whole`() async throws {
        let limits = FetchLimits.with { $0.bodyBytes = 5 }

        let exchange = try await Loopback.with(reply: { _ in .page("12345") }) {
            await $0.fetch(limits: limits)
        }

        #expect(exchange.failure == nil)
        #expect(text(exchange.response?.body) == "12345")
    }

    @Test func `A port that nobody listens on refuses`() async throws {
        let exchange = try await Loopback.with(reply: { _ in .page("before") }) { site in
            #expect(await site.fetch().failure == nil)
            site.server.stop()
            return await site.fetch()
        }

        #expect(exchange.failure == .connectionRefused)
        #expect(exchange.response == nil)
        #expect(exchange.remote == nil)
    }
}
