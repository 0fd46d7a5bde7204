// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Range
import Testing
import Wording

struct ProxyTests {
    private static func proxy(_ text: String) throws -> ProxySetting { try ProxySetting(text) }

    @Test func `A plain site is asked for by its whole address, and credentials stay secret`()
        async throws
    {
        let notes = Notes()
        let server = WireServer { wire in
            notes.add(wire.readHead())
            wire.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nvia")
        }
        defer { server.stop() }
        let address = try WebAddress("http://site.example/a?b=1")
        let proxy = try Self.proxy("http://officer:s3cret@127.0.0.1:\(server.port)")
        let request = FetchRequest(address: address, persona: .desktop, proxy: proxy)

        // The policy is for sites; a proxy on this machine is the user's own choice.
        let exchange = try await withFetcher(FetcherConfiguration()) {
            await $0.fetch(request).exchange
        }

        #expect(exchange.failure == nil)
        #expect(text(exchange.response?.body) == "via")
        let sent = try #require(notes.all.first)
        #expect(sent.hasPrefix("GET http://site.example/a?b=1 HTTP/1.1\r\nHost: site.example\r\n"))
        #expect(sent.contains("Proxy-Authorization: Basic b2ZmaWNlcjpzM2NyZXQ=\r\n"))
        let recorded = text(exchange.request.head)
        #expect(!recorded.contains("Authorization"))
        #expect(
            recorded
                == sent.replacing("Proxy-Authorization: Basic b2ZmaWNlcjpzM2NyZXQ=\r\n", with: ""))
        #expect(exchange.remote?.address.description == "127.0.0.1")
        #expect(exchange.remote?.proxy == "http://127.0.0.1:\(server.port)")
    }

    @Test func `A site with TLS is reached through a tunnel, and its own chain recorded`()
        async throws
    {
        let notes = Notes()
        let exchange = try await Loopback.with(isSecure: true, reply: { _ in .page("deep") }) {
            site in
            let server = WireServer { wire in
                notes.add(wire.readHead())
                wire.write("HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n")
                wire.tunnel(to: site.address, port: site.server.securePort)
            }
            defer { server.stop() }
            var request = site.request("/deep")
            request.connectTo = []
            request.proxy = try Self.proxy("http://officer:s3cret@127.0.0.1:\(server.port)")
            return await site.fetcher.fetch(request).exchange
        }

        #expect(exchange.failure == nil)
        #expect(text(exchange.response?.body) == "deep")
        #expect(exchange.tls?.distrust == "self-signed certificate")
        #expect(exchange.response?.headers.first("X-Proxy") == nil)
        #expect(notes.all.first?.hasPrefix("CONNECT site.example:") == true)
        #expect(text(exchange.request.head).hasPrefix("GET /deep HTTP/1.1\r\n"))
        #expect(!text(exchange.request.head).contains("s3cret"))
    }

    @Test func `A SOCKS proxy is given the name, and not asked to trust ours`() async throws {
        let notes = Notes()
        let exchange = try await Loopback.with(reply: { _ in .page("socks") }) { site in
            let server = WireServer { wire in
                // RFC 1928: greeting, choice of method, request for a domain name, reply.
                let methods = Int(wire.read(2).last ?? 0)
                _ = wire.read(methods)
                wire.write([5, 0])
                let length = Int(wire.read(5).last ?? 0)
                notes.add(wire.read(length))
                _ = wire.read(2)
                wire.write([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])
                wire.tunnel(to: site.address, port: site.server.port)
            }
            defer { server.stop() }
            var request = site.request()
            request.proxy = try Self.proxy("socks5h://127.0.0.1:\(server.port)")
            return await site.fetcher.fetch(request).exchange
        }

        #expect(exchange.failure == nil)
        #expect(text(exchange.response?.body) == "socks")
        #expect(notes.all == ["site.example"])
    }

    @Test(arguments: [
        ("https://site.example/", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
        (
            "http://site.example/",
            "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
        ),
    ])
    func `A proxy that refuses is a failure of the proxy`(
        address: String, answer: String
    ) async throws {
        let server = WireServer { wire in
            _ = wire.readHead()
            wire.write(answer)
        }
        defer { server.stop() }
        let request = FetchRequest(
            address: try WebAddress(address), persona: .desktop,
            proxy: try Self.proxy("http://127.0.0.1:\(server.port)"))

        let exchange = try await withFetcher { await $0.fetch(request).exchange }

        #expect(exchange.failure?.code == "proxy")
    }

    @Test func `A proxy whose name was not resolved is not connected to`() async throws {
        let request = FetchRequest(
            address: try WebAddress("http://site.example/"), persona: .desktop,
            proxy: try Self.proxy("http://proxy.example:3128"))

        let exchange = try await withFetcher { await $0.fetch(request).exchange }

        #expect(exchange.failure == .proxy("no address is known for the proxy's name"))
    }

    @Test func `After a proxy, requests go directly again`() async throws {
        let one = FetcherConfiguration(shards: 1, maximumInFlight: 1, policy: .loopback)
        let exchange = try await Loopback.with(configuration: one, reply: { _ in .page("direct") })
        {
            site in
            var proxied = site.request()
            proxied.proxy = try Self.proxy("http://officer:s3cret@127.0.0.1:1")
            let first = await site.fetcher.fetch(proxied).exchange
            #expect(first.failure?.code == "proxy")
            return await site.fetch()
        }

        #expect(text(exchange.response?.body) == "direct")
        #expect(exchange.remote?.proxy == nil)
    }
}

struct ProxySettingTests {
    @Test func `A proxy is read, and shown without its credentials`() throws {
        let proxy = try ProxySetting("HTTP://of%40ficer:p:w@Proxy.Example:3128/")

        #expect(proxy.description == "http://proxy.example:3128")
        #expect("\(proxy)" == "http://proxy.example:3128")
        #expect(String(reflecting: proxy) == "http://proxy.example:3128")
        #expect(Mirror(reflecting: proxy).children.isEmpty)
        #expect(proxy.addresses.isEmpty)
    }

    @Test func `An address in brackets is the proxy's own`() throws {
        let proxy = try ProxySetting("socks5h://[::1]:1080")

        #expect(proxy.description == "socks5h://[::1]:1080")
        #expect(proxy.addresses.map(\.description) == ["::1"])
    }

    @Test(arguments: [
        (
            "proxy.example:3128",
            "a proxy begins with how to speak to it; write it like one of: "
                + "http://name:password@host:port, socks5h://host:port"
        ),
        (
            "socks5://u:p@h.example:1",
            "a proxy cannot be spoken to by 'socks5'; write it like one of: "
                + "http://name:password@host:port, socks5h://host:port"
        ),
        (
            "http://u:p@h.example",
            "the proxy's port is missing; write it after its host: "
                + "http://name:password@host:port, socks5h://host:port"
        ),
        (
            "http://name:p4ssword",
            "the proxy's port is not a number from 1 to 65535; write it after its host: "
                + "http://name:password@host:port, socks5h://host:port"
        ),
        ("http://u:p@a b:1", "'a b' is not a proxy's host; write its name or IP address"),
    ])
    func `What is not a proxy is said, without credentials`(text: String, words: String) {
        let error = #expect(throws: ProxySettingError.self) { try ProxySetting(text) }

        #expect(error?.message.english == words)
    }
}
