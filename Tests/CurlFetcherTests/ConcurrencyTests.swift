// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import FoundationEssentials
import Glibc
import Range
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ConcurrencyTests {
    @Test func `Cancelling a task ends its request`() async throws {
        let exchange = try await Loopback.with(reply: { _ in .stall }) { site in
            let request = site.request()
            let task = Task { [fetcher = site.fetcher] in await fetcher.fetch(request).exchange }
            while site.server.requests(of: "site").isEmpty { await Task.yield() }
            task.cancel()
            return await task.value
        }

        #expect(exchange.failure == .cancelled)
        #expect(!exchange.request.head.isEmpty)
    }

    @Test func `A request that is cancelled before its turn is never sent`() async throws {
        let one = FetcherConfiguration(shards: 1, maximumInFlight: 1, policy: .loopback)

        let (exchange, asked) = try await Loopback.with(
            configuration: one, reply: { _ in .stall }
        ) { site in
            let request = site.request()
            let first = Task { [fetcher = site.fetcher] in await fetcher.fetch(request).exchange }
            while site.server.requests(of: "site").isEmpty { await Task.yield() }
            let second = Task { [fetcher = site.fetcher] in await fetcher.fetch(request).exchange }
            second.cancel()
            let exchange = await second.value
            first.cancel()
            _ = await first.value
            return (exchange, site.server.requests(of: "site").count)
        }

        #expect(exchange.failure == .cancelled)
        #expect(asked == 1)
    }

    @Test func `Shutting down answers what runs, what waits and what comes later`() async throws {
        let one = FetcherConfiguration(shards: 1, maximumInFlight: 1, policy: .loopback)

        let failures = try await Loopback.with(
            configuration: one, reply: { _ in .stall }
        ) { site in
            let request = site.request()
            let tasks = (0..<2).map { _ in
                Task { [fetcher = site.fetcher] in await fetcher.fetch(request).exchange.failure }
            }
            while site.server.requests(of: "site").isEmpty { await Task.yield() }
            site.fetcher.shutDown()
            var failures: [FetchFailure?] = []
            for task in tasks { failures.append(await task.value) }
            failures.append(await site.fetcher.fetch(request).exchange.failure)
            return failures
        }

        #expect(failures == [.cancelled, .cancelled, .cancelled])
    }

    @Test func `No more requests run at once than allowed, and all are served`() async throws {
        let three = FetcherConfiguration(shards: 2, maximumInFlight: 3, policy: .loopback)

        let (most, served) = try await Loopback.with(
            configuration: three, reply: { _ in .page("one of many") }
        ) { site in
            #expect(site.fetcher.maximumInFlight == 3)
            return await withTaskGroup(of: (Int, Bool).self) { group in
                for index in 0..<60 {
                    let request = site.request("/\(index)")
                    group.addTask { [fetcher = site.fetcher, server = site.server] in
                        let exchange = await fetcher.fetch(request).exchange
                        return (server.connectionCount, exchange.failure == nil)
                    }
                }
                return await group.reduce(into: (0, 0)) { sum, one in
                    sum.0 = max(sum.0, one.0)
                    sum.1 += one.1 ? 1 : 0
                }
            }
        }

        #expect(served == 60)
        // A connection that was closed may not have been seen by the server yet.
        #expect(most <= 6)
    }

    @Test func `Five hundred requests at once need few threads`() async {
        // In a process of its own, where no other test has threads.
        await #expect(processExitsWith: .success) {
            let count = 500
            // Many sites, so that every event loop has its share; all lead to the one server.
            let threads = try await Loopback.with(
                configuration: FetcherConfiguration(maximumInFlight: 4 * count, policy: .loopback),
                reply: { _ in .stall }
            ) { site in
                let tasks = (0..<count).map { index in
                    let request = site.request("/\(index)", host: "site-\(index).example")
                    return Task { [fetcher = site.fetcher] in await fetcher.fetch(request) }
                }
                while site.server.connectionCount < count { await Task.yield() }
                let threads = threadCount()
                for task in tasks { task.cancel() }
                for task in tasks { _ = await task.value }
                return threads
            }
            #expect(threads > 0)
            #expect(threads <= FetcherConfiguration.processorCount + 8)
        }
    }
}

/// How many threads this process has.
private func threadCount() -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Threads:") })
    else { return 0 }
    return Int(line.dropFirst("Threads:".count).filter(\.isNumber)) ?? 0
}
