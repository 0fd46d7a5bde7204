// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Range
import Testing

struct AddressChoiceTests {
    private static func fetch(
        to addresses: [String], policy: AddressPolicy
    ) async throws -> (exchange: Exchange, asked: Int) {
        let configuration = FetcherConfiguration(policy: policy)
        return try await Loopback.with(
            at: "127.77.3.1", configuration: configuration, reply: { _ in .page("here") }
        ) { site in
            var request = site.request()
            request.connectTo = addresses.compactMap { IPAddress($0) }
            let exchange = await site.fetcher.fetch(request).exchange
            return (exchange, site.server.requests(of: "site").count)
        }
    }

    @Test(arguments: ["127.77.3.1", "::ffff:127.77.3.1", "64:ff9b::7f4d:301", "::1"])
    func `Our own machine is refused when the socket is opened`(address: String) async throws {
        let (exchange, asked) = try await Self.fetch(to: [address], policy: AddressPolicy())

        let refused = try #require(IPAddress(address))
        #expect(exchange.failure == .addressRefused(refused, .loopback))
        #expect(exchange.remote == nil)
        #expect(asked == 0)
    }

    @Test func `The next address is tried after one that is refused`() async throws {
        // 127.77.3.2 refuses the connection, 10.0.0.1 is not allowed.
        let addresses = ["10.0.0.1", "127.77.3.2", "127.77.3.1"]

        let (exchange, asked) = try await Self.fetch(to: addresses, policy: .loopback)

        #expect(exchange.failure == nil)
        #expect(exchange.remote?.address.description == "127.77.3.1")
        #expect(asked == 1)
    }

    @Test func `A host that is an address needs no other`() async throws {
        let exchange = try await Loopback.with(reply: { _ in .page("number") }) { site in
            var request = site.request(host: "127.77.0.1")
            request.connectTo = []
            return await site.fetcher.fetch(request).exchange
        }

        #expect(text(exchange.response?.body) == "number")
    }

    @Test func `Without an address nothing is connected`() async throws {
        let (exchange, asked) = try await Self.fetch(to: [], policy: .loopback)

        #expect(exchange.failure?.code == "internal-fault")
        #expect(asked == 0)
    }

    @Test func `A kept connection is used again, and told by its address`() async throws {
        let server = WireServer { wire in
            while !wire.readHead().isEmpty {
                wire.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        defer { server.stop() }
        var request = server.request()
        request.keepsConnection = true

        let exchanges = try await withFetcher { fetcher in
            let first = await fetcher.fetch(request).exchange
            // A new connection would be refused now.
            server.stop()
            return [first, await fetcher.fetch(request).exchange]
        }

        #expect(exchanges.map(\.failure) == [nil, nil])
        #expect(exchanges.map(\.remote?.address.description) == ["127.0.0.1", "127.0.0.1"])
    }
}

/// Whether this machine's loopback speaks IPv6.
let hasIPv6: Bool = {
    let site = PracticeSite(
        id: "six", summary: "Is there IPv6?", hosts: [], expected: .verdict(.dismiss, []),
        reply: { _ in .stall })
    guard let server = try? RangeServer(sites: [site], firstAddress: IPAddress("::1")) else {
        return false
    }
    server.stop()
    return true
}()
