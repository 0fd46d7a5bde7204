// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import NameResolver
import Testing

/// What is asked once, what is not asked at all, and how it ends.
struct SharingTests {
    private func server(ttl: UInt16) throws -> Responder {
        try Responder { query in
            let records =
                DNSMessage.type(of: query) == 1
                ? [DNSMessage.record(1, ttl: ttl, data: [127, 0, 0, 1])] : []
            return [DNSMessage.reply(to: query, answers: records)]
        }
    }

    private func resolver(
        _ server: Responder, overrides: HostsFile = HostsFile(), maximumOutstanding: Int = 1000
    ) throws -> NameResolver {
        try NameResolver(
            ResolverConfiguration(
                servers: [server.address], timeoutMilliseconds: 200, tries: 1, overrides: overrides,
                maximumOutstanding: maximumOutstanding))
    }

    @Test func `Callers that ask the same at one time share one question`() async throws {
        let server = try Responder { query in
            let isHeld = DNSMessage.name(of: query) == "held.example"
            return isHeld ? [] : [DNSMessage.reply(to: query)]
        }
        let resolver = try resolver(server, maximumOutstanding: 1)

        // A question that is not answered holds the only place, so that the others meet.
        async let held = resolver.resolve("held.example", depth: .addresses)
        while server.count(of: "held.example") == 0 { await Task.yield() }
        let reports = await withTaskGroup(of: NameReport.self) { group in
            for _ in 0..<20 {
                group.addTask { await resolver.resolve("same.example", depth: .addresses) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(await held.liveness == .unknown)
        #expect(reports.count { $0.liveness == .absent } == 20)
        // Two questions; some more if this machine was too busy to start all callers in time.
        #expect(server.count(of: "same.example") < 20)
    }

    @Test func `An address is asked for once while its record is valid`() async throws {
        let server = try server(ttl: 60)
        let resolver = try resolver(server)

        let first = await resolver.resolve("a.example", depth: .addresses)
        let second = await resolver.resolve("A.example.", depth: .addresses)

        #expect(second.addresses == first.addresses)
        #expect(second.answers[0] == first.answers[0])
        // A once; AAAA twice, because nothing said how long its absence holds.
        #expect(server.count(of: "a.example") == 3)
    }

    @Test func `A record without a time to live is asked for each time`() async throws {
        let server = try server(ttl: 0)
        let resolver = try resolver(server)

        for _ in 0..<2 { _ = await resolver.resolve("a.example", depth: .addresses) }

        #expect(server.count(of: "a.example") == 4)
    }

    @Test func `No server is asked about an IP address`() async throws {
        let server = try server(ttl: 60)

        let report = try await resolver(server).resolve("127.0.0.9", depth: .full)

        #expect(report.liveness == .live)
        #expect(report.addresses.map(\.description) == ["127.0.0.9"])
        #expect(report.answers.isEmpty)
    }

    @Test func `No server is asked about a host that is overridden`() async throws {
        let server = try server(ttl: 60)
        let hosts = try HostsFile(text: "::1 site.test\n127.0.0.9 site.test\n", name: "hosts")
        let resolver = try resolver(server, overrides: hosts)

        let report = await resolver.resolve("Site.test", depth: .full)
        let isWildcard = await resolver.probeWildcard("site.test", under: "test")

        #expect(report.liveness == .live)
        #expect(report.addresses.map(\.description) == ["127.0.0.9", "::1"])
        #expect(report.answers.map(\.status) == [.overridden, .overridden])
        #expect(report.answers.allSatisfy { $0.resolver == nil })
        #expect(isWildcard == nil)
        #expect(server.count(of: "site.test") == 0)
    }

    @Test(arguments: [
        "", "a..example", String(repeating: "a", count: 64) + ".example",
        String(repeating: "abcdefg.", count: 40) + "example", "a\0.example", #"a\046b.example"#,
        "a b.example", "hidden.onion",
    ])
    func `A name that cannot be asked for is unknown`(host: String) async throws {
        let server = try server(ttl: 60)

        let report = try await resolver(server).resolve(host, depth: .addresses)

        #expect(report.liveness == .unknown)
        #expect(report.answers.map(\.status) == [.malformed, .malformed])
        #expect(report.answers.map(\.resolver) == [nil, nil])
    }

    @Test func `Shutting down ends what is open, and what comes after`() async throws {
        let silent = try Responder { _ in [] }
        let resolver = try NameResolver(
            ResolverConfiguration(servers: [silent.address], timeoutMilliseconds: 600_000))

        async let open = resolver.resolve("a.example", depth: .addresses)
        while silent.count(of: "a.example") == 0 { await Task.yield() }
        resolver.shutDown()
        resolver.shutDown()
        let late = await resolver.resolve("b.example", depth: .addresses)

        #expect(await open.liveness == .unknown)
        #expect(late.liveness == .unknown)
        #expect(silent.count(of: "b.example") == 0)
    }
}
