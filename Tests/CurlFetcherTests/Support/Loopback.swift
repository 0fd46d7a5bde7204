// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Range
import Testing

/// One practice site on loopback, and a fetcher that may connect to it.
struct Loopback {
    let server: RangeServer
    let fetcher: CurlFetcher
    let address: IPAddress

    /// Runs `body` while the site is up.
    static func with<Value>(
        isSecure: Bool = false, host: String = "site.example", at first: String = "127.77.0.1",
        configuration: FetcherConfiguration = FetcherConfiguration(policy: .loopback),
        reply: @escaping @Sendable (RangeRequest) -> RangeReply,
        _ body: (Loopback) async throws -> Value
    ) async throws -> Value {
        let address = try #require(IPAddress(first))
        let site = PracticeSite(
            id: "site", summary: "A site for one test.", hosts: [host], isSecure: isSecure,
            expected: .verdict(.dismiss, []), reply: reply)
        let server = try RangeServer(sites: [site], firstAddress: address)
        defer { server.stop() }
        let fetcher = try CurlFetcher(configuration)
        defer { fetcher.shutDown() }
        return try await body(Loopback(server: server, fetcher: fetcher, address: address))
    }

    /// A request for `path` of the site.
    func request(_ path: String = "/", host: String = "site.example") -> FetchRequest {
        let isSecure = server.sites[0].isSecure
        let address = WebAddress(
            scheme: isSecure ? .https : .http, host: host,
            port: isSecure ? server.securePort : server.port, path: path)
        return FetchRequest(address: address, connectTo: [self.address], persona: .desktop)
    }

    func fetch(_ path: String = "/", limits: FetchLimits = FetchLimits()) async -> Exchange {
        var request = request(path)
        request.limits = limits
        return await fetcher.fetch(request).exchange
    }
}

extension AddressPolicy {
    /// Lets a test connect to this machine.
    static var loopback: AddressPolicy {
        AddressPolicy(allowed: ["127.0.0.0/8", "::1/128"].compactMap { AddressRange($0) })
    }
}

extension FetchLimits {
    /// The usual limits, but for what `change` changes.
    static func with(_ change: (inout FetchLimits) -> Void) -> FetchLimits {
        var limits = FetchLimits()
        change(&limits)
        return limits
    }
}

extension RangeReply {
    static func page(_ text: String, headers: [HeaderField] = []) -> RangeReply {
        .response(status: 200, headers: headers, body: Array(text.utf8))
    }

    static func raw(_ text: String) -> RangeReply { .raw(Array(text.utf8)) }
}

func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }
