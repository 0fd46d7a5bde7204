// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Range
import Testing

struct ResponseTests {
    @Test func `A response keeps its bytes, and its header in order and letter case`()
        async throws
    {
        let head =
            "HTTP/1.1 200 Fine\r\nx-Odd: 1\r\nSERVER: nginx\r\nX-Odd:2\r\n"
            + "Content-Length: 4\r\n\r\n"

        let exchange = try await Loopback.with(reply: { _ in .raw(head + "a\0b\n") }) {
            await $0.fetch("/query?id=1")
        }

        #expect(exchange.failure == nil)
        let response = try #require(exchange.response)
        #expect(response.status == 200)
        #expect(response.httpVersion == "HTTP/1.1")
        #expect(text(response.head) == head)
        #expect(
            response.headers == [
                HeaderField("x-Odd", "1"), HeaderField("SERVER", "nginx"),
                HeaderField("X-Odd", "2"), HeaderField("Content-Length", "4"),
            ])
        #expect(response.body == Array("a\0b\n".utf8))
        #expect(exchange.remote?.address.description == "127.77.0.1")
        #expect(exchange.remote?.proxy == nil)
        #expect(exchange.tls == nil)
        #expect(exchange.timing.firstByteMilliseconds ?? 0 > 0)
    }

    @Test func `Chunks are joined, and a trailer is not part of the head`() async throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
        let body = "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n"

        let exchange = try await Loopback.with(reply: { _ in .raw(head + body) }) {
            await $0.fetch()
        }

        #expect(exchange.failure == nil)
        #expect(text(exchange.response?.head) == head)
        #expect(text(exchange.response?.body) == "abcde")
    }

    @Test func `A content coding is kept`() async throws {
        let bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 1, 2, 3]
        let reply = RangeReply.response(
            status: 200, headers: [HeaderField("Content-Encoding", "gzip")], body: bytes)

        let exchange = try await Loopback.with(reply: { _ in reply }) { await $0.fetch() }

        #expect(exchange.failure == nil)
        #expect(exchange.response?.body == bytes)
    }

    @Test func `Interim responses are skipped`() async throws {
        let exchange = try await Loopback.with(
            reply: { _ in
                .raw("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 404 No\r\n\r\nnone")
            }, { await $0.fetch() })

        #expect(exchange.response?.status == 404)
        #expect(text(exchange.response?.head) == "HTTP/1.1 404 No\r\n\r\n")
        #expect(text(exchange.response?.body) == "none")
    }

    @Test func `A redirect is returned and not followed`() async throws {
        let reply = RangeReply.response(
            status: 302, headers: [HeaderField("Location", "/next")], body: [])

        let (exchange, asked) = try await Loopback.with(reply: { _ in reply }) {
            (await $0.fetch(), $0.server.requests(of: "site").count)
        }

        #expect(exchange.response?.status == 302)
        #expect(asked == 1)
    }

    @Test func `Header bytes that are not UTF-8 are kept in the head`() async throws {
        let head =
            Array("HTTP/1.1 200 OK\r\nX-Name: ".utf8) + [0xD6, 0xD0] + Array("\r\n\r\n".utf8)

        let exchange = try await Loopback.with(reply: { _ in .raw(head) }) { await $0.fetch() }

        #expect(exchange.response?.head == head)
        #expect(exchange.response?.headers == [HeaderField("X-Name", "\u{FFFD}\u{FFFD}")])
    }

    @Test(.enabled(if: hasIPv6)) func `A site is reached over IPv6`() async throws {
        let exchange = try await Loopback.with(at: "::1", reply: { _ in .page("six") }) {
            await $0.fetch()
        }

        #expect(exchange.failure == nil)
        #expect(text(exchange.response?.body) == "six")
        #expect(exchange.remote?.address.description == "::1")
    }
}
