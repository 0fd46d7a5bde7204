// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Testing

struct RequestHeadTests {
    /// What a server sees of the requests that `requests` makes of it, one after the other.
    private static func wire(
        reply: String = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        _ requests: (WireServer) -> [FetchRequest]
    ) async throws -> (seen: [String], said: [String]) {
        let notes = Notes()
        let server = WireServer { wire in
            while true {
                let head = wire.readHead()
                guard !head.isEmpty else { return }
                notes.add(head)
                wire.write(reply)
                if reply.hasPrefix("HTTP/1.0") { return }
            }
        }
        defer { server.stop() }
        let said = try await withFetcher { fetcher in
            var said: [String] = []
            for request in requests(server) {
                said.append(text(await fetcher.fetch(request).exchange.request.head))
            }
            return said
        }
        return (notes.all, said)
    }

    @Test func `The head that is recorded is the head that was sent`() async throws {
        let (seen, said) = try await Self.wire { [$0.request("/query.php?id=JX-1&x=%20")] }

        #expect(said == seen)
        let lines = try #require(seen.first).split(separator: "\r\n")
        #expect(lines.first == "GET /query.php?id=JX-1&x=%20 HTTP/1.1")
        let names = lines.dropFirst().map { $0.prefix { $0 != ":" } }
        #expect(names == ["Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding"])
    }

    @Test func `So it is on a kept connection, and with a persona's own fields`() async throws {
        var persona = Persona.search
        persona.extraHeaders = [
            HeaderField("accept", "text/html"), HeaderField("X-Requested-With", ""),
            HeaderField("X-Evil", "a\r\nHost: other.example"),
        ]

        let (seen, said) = try await Self.wire { server in
            var first = server.request("/1")
            first.keepsConnection = true
            var second = server.request("/2")
            second.persona = persona
            return [first, second]
        }

        #expect(said == seen)
        let second = try #require(seen.last)
        #expect(second.contains("\r\nReferer: https://www.baidu.com/\r\n"))
        #expect(second.contains("\r\naccept: text/html\r\n"))
        #expect(!second.contains("\r\nAccept: "))
        #expect(!second.contains("X-Evil"))
    }

    @Test func `So it is with cookies`() async throws {
        let (seen, said) = try await Self.wire { server in
            var request = server.request()
            request.cookies = ["wire.example\tFALSE\t/\tFALSE\t0\tsid\t42"]
            return [request]
        }

        #expect(said == seen)
        #expect(seen.first?.contains("\r\nCookie: sid=42\r\n") == true)
    }

    @Test func `So it is after a server that speaks HTTP 1.0`() async throws {
        let reply = "HTTP/1.0 200 OK\r\n\r\nold"

        let (seen, said) = try await Self.wire(reply: reply) { server in
            (1...3).map { server.request("/\($0)") }
        }

        #expect(said == seen)
    }

    @Test func `A head that was not sent is empty`() async throws {
        let exchange = try await withFetcher(FetcherConfiguration()) { fetcher in
            let address = try WebAddress("http://site.example/")
            let request = FetchRequest(
                address: address, connectTo: [IPAddress("127.0.0.1")].compactMap(\.self),
                persona: .desktop)
            return await fetcher.fetch(request).exchange
        }

        #expect(exchange.request.head.isEmpty)
        #expect(exchange.remote == nil)
    }

    @Test func `A head of nothing but credentials leaves nothing`() {
        #expect(RequestHead.withoutCredentials(Array("Proxy-Authorization: Basic eDp5".utf8)) == [])
        #expect(RequestHead.withoutCredentials([]) == [])
    }
}
