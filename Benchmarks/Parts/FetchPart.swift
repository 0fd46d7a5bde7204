// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Glibc
import PageReader

/// Fetches each address of a list once, by a new connection, and reads the pages if asked to.
struct FetchPart {
    private let addresses: [WebAddress]
    private let inFlight: Int
    private let reads: Bool
    private var limits = FetchLimits()

    /// What came of one address.
    private struct Outcome {
        var isPage = false
        var bytes = 0
        var text = 0
        var links = 0
    }

    init(_ arguments: ArraySlice<String>) throws {
        var arguments = Array(arguments)
        guard let inFlight = Int(arguments[1]) else { throw Misuse() }
        self.inFlight = inFlight
        addresses = try BenchmarkParts.lines(of: arguments[0]).map { try WebAddress($0) }
        arguments.removeFirst(2)
        reads = arguments.first == "read"
        if reads { arguments.removeFirst() }
        if arguments.count == 2, let connect = Double(arguments[0]),
            let total = Double(arguments[1])
        {
            limits.connectSeconds = connect
            limits.firstByteSeconds = total
            limits.totalSeconds = total
        }
    }

    func run() async throws -> [String: Int] {
        guard let loopback = AddressRange("127.0.0.0/8") else { throw Misuse() }
        let fetcher = try CurlFetcher(
            FetcherConfiguration(
                maximumInFlight: inFlight, policy: AddressPolicy(allowed: [loopback])))
        let done = await withTaskGroup(of: Outcome.self) { group in
            var done = ["asked": addresses.count, "inFlight": fetcher.maximumInFlight]
            func take(_ outcome: Outcome) {
                done["pages", default: 0] += outcome.isPage ? 1 : 0
                done["bytes", default: 0] += outcome.bytes
                done["text", default: 0] += outcome.text
                done["links", default: 0] += outcome.links
            }
            for (index, address) in addresses.enumerated() {
                if index >= inFlight, let outcome = await group.next() { take(outcome) }
                group.addTask { [self] in await visit(address, fetcher) }
            }
            for await outcome in group { take(outcome) }
            return done
        }
        fetcher.shutDown()
        return done
    }

    private func visit(_ address: WebAddress, _ fetcher: CurlFetcher) async -> Outcome {
        let exchange = await fetcher.fetch(
            FetchRequest(address: address, persona: .desktop, limits: limits)
        ).exchange
        guard exchange.failure == nil, let response = exchange.response else { return Outcome() }
        var outcome = Outcome(isPage: true, bytes: response.body.count)
        guard reads else { return outcome }
        let page = PageReader.read(
            response.body, at: address, contentType: response.headers.first("Content-Type"))
        outcome.text = page.text.bytes.count
        outcome.links = page.links.count
        return outcome
    }
}
