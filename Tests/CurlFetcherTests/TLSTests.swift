// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import FoundationEssentials
import Range
import Testing

struct TLSTests {
    @Test func `A page behind a self-signed certificate is fetched, and the chain recorded`()
        async throws
    {
        let exchange = try await Loopback.with(isSecure: true, reply: { _ in .page("behind") }) {
            await $0.fetch()
        }

        #expect(exchange.failure == nil)
        #expect(text(exchange.response?.body) == "behind")
        let tls = try #require(exchange.tls)
        #expect(tls.version == "TLSv1.3")
        #expect(!tls.cipher.isEmpty)
        #expect(tls.chain.count == 1)
        #expect(tls.chain.first?.starts(with: [0x30, 0x82]) == true)
        #expect(!tls.isTrusted)
        #expect(tls.distrust == "self-signed certificate")
        #expect(exchange.timing.securedMilliseconds != nil)
    }

    @Test func `A certificate is trusted by its root, and only for its own host`() async throws {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "roots-\(UInt64.random(in: 0 ... .max)).pem")
        defer { try? FileManager.default.removeItem(at: file) }

        let sessions = try await Loopback.with(isSecure: true, reply: { _ in .page("") }) { site in
            let leaf = try #require(await site.fetch().tls?.chain.first)
            let pem =
                "-----BEGIN CERTIFICATE-----\n"
                + Data(leaf).base64EncodedString(options: .lineLength64Characters)
                + "\n-----END CERTIFICATE-----\n"
            try Data(pem.utf8).write(to: file)
            let configuration = FetcherConfiguration(
                policy: .loopback, trustStore: file.path(percentEncoded: false))
            return try await withFetcher(configuration) { fetcher in
                (
                    own: await fetcher.fetch(site.request()).exchange.tls,
                    other: await fetcher.fetch(site.request(host: "other.example")).exchange.tls,
                    number: await fetcher.fetch(site.request(host: "127.9.9.9")).exchange.tls
                )
            }
        }

        #expect(sessions.own?.isTrusted == true)
        #expect(sessions.own?.distrust == nil)
        #expect(sessions.other?.distrust?.lowercased() == "hostname mismatch")
        #expect(sessions.number?.distrust?.lowercased() == "ip address mismatch")
        #expect(sessions.other?.isTrusted == false)
    }

    @Test func `A server that does not speak TLS is a failure of TLS`() async throws {
        let server = WireServer { wire in
            _ = wire.read(5)
            wire.write("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        defer { server.stop() }
        var request = server.request()
        request.address.scheme = .https

        let exchange = try await withFetcher { await $0.fetch(request).exchange }

        #expect(exchange.failure?.code == "tls")
        #expect(exchange.response == nil)
        #expect(exchange.remote != nil)
    }

    @Test func `Roots that cannot be read are said by their path`() {
        let configuration = FetcherConfiguration(trustStore: "/nowhere/roots.pem")

        let error = #expect(throws: FetchFailure.self) { try CurlFetcher(configuration) }

        #expect(
            error == .tls("the root certificates cannot be read from '/nowhere/roots.pem'"))
    }
}
