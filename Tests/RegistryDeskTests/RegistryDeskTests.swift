// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Sweep
import WebArchive
import Testing
import Wording

struct RegistryDeskTests {
    @Test func `A registry and its registrar are asked, and both answers are kept`() async throws {
        let registrar = try LineServer.whois { domain in
            .text(
                "Domain Name: \(domain)\nRegistrar Abuse Contact Email: abuse@registrar.test\n"
                    + "Registrar: 示例域名服务有限公司\n")
        }
        let own = registrar.port
        let registry = try LineServer.whois { domain in
            .text(Answers.registry(of: domain, referral: "whois://registrar.test:\(own)/"))
        }
        let counter = try Counter(.whois(registry.port))
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(registry.asked == ["cx-mem.example"])
        #expect(registrar.asked == ["cx-mem.example"])
        #expect(findings.registrations.map(\.problem) == [nil, nil])
        #expect(findings.registrations.first?.registrar == "示例域名服务有限公司")
        #expect(findings.registrations.last?.abuseMail == "abuse@registrar.test")
        #expect(findings.gaps.isEmpty)
        let place = try #require(findings.places.first)
        let record = try #require(try counter.records(at: place).first)
        #expect(record.type == "resource")
        #expect(record.target == "whois://whois.test:\(registry.port)/cx-mem.example")
        #expect(record.fields.first("WARC-IP-Address") == "127.0.0.1")
        #expect(
            record.block
                == Array(
                    Answers.registry(
                        of: "cx-mem.example", referral: "whois://registrar.test:\(own)/"
                    ).utf8))
        #expect(record.faults.isEmpty)
    }

    @Test func `The form of a server is what is sent, spaces and all`() async throws {
        let registry = try LineServer.whois { _ in .text(Answers.registry(of: "cx-mem.example")) }
        var directory = RegistryDirectory.whois(registry.port)
        directory.suffixes["example"]?.whois?.form = "domain =%2F? {}"
        let counter = try Counter(directory)
        defer { counter.remove() }

        _ = try await counter.ask(["cx-mem.example"])

        #expect(registry.asked == ["domain =%2F? cx-mem.example"])
    }

    @Test func `A second visit takes the answer from the casebook, and keeps it anew`()
        async throws
    {
        let registry = try LineServer.whois { .text(Answers.registry(of: $0)) }
        let first = try Counter(.whois(registry.port))
        defer { first.remove() }
        let before = try await first.ask(["cx-mem.example"])
        try first.close()
        let second = try Counter(.whois(registry.port), in: first.directory)
        defer { second.remove() }

        let after = try await second.ask(["cx-mem.example"])

        #expect(registry.asked.count == 1)
        #expect(after.registrations.map(\.registrar) == before.registrations.map(\.registrar))
        #expect(
            after.registrations.map(\.source.sha256) == before.registrations.map(\.source.sha256))
        #expect(after.places.count == 1)
    }

    @Test func `A registry that limits is left alone, also by the next run`() async throws {
        let registry = try LineServer.whois { _ in .text("Query limit exceeded.\n") }
        let first = try Counter(.whois(registry.port))
        defer { first.remove() }
        let before = try await first.ask(["cx-mem.example"])
        try first.close()
        let second = try Counter(.whois(registry.port), in: first.directory)
        defer { second.remove() }

        let after = try await second.ask(["other.example"])

        #expect(registry.asked == ["cx-mem.example"])
        #expect(before.registrations.map(\.problem) == [.limited])
        #expect(before.gaps.count == 1)
        #expect(after.registrations.isEmpty)
        #expect(after.gaps.first?.chinese.contains("查询过于频繁") ?? false)
    }

    @Test func `Servers that refer on and on are asked a few times`() async throws {
        let ring = try Ring(count: 6)
        var directory = RegistryDirectory.whois(ring.ports[0])
        directory.phrases.absent = []
        let counter = try Counter(directory)
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(ring.questions == 4)
        #expect(findings.gaps.contains { $0.english.contains("refers on and on") })
    }

    @Test func `An answer without end is cut, kept and said to be cut`() async throws {
        let registry = try LineServer.whois { _ in .endless("Name Server: ns1.dns.example\n") }
        var bounds = RegistryDesk.Bounds()
        bounds.answerBytes = 20_000
        let counter = try Counter(.whois(registry.port), bounds: bounds)
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(findings.registrations.map(\.problem) == [.cut])
        let place = try #require(findings.places.first)
        let record = try #require(try counter.records(at: place).first)
        #expect(record.blockBytes == 20_000)
        #expect(record.fields.first("WARC-Truncated") == "length")
    }

    @Test func `An answer that is reset keeps what came`() async throws {
        let registry = try LineServer.whois { .reset(after: Answers.registry(of: $0)) }
        let counter = try Counter(.whois(registry.port))
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(findings.registrations.first?.registrar == "示例域名服务有限公司")
        #expect(findings.registrations.first?.problem == .cut)
    }

    @Test func `A silent registry costs no more than its time, and is a gap`() async throws {
        let registry = try LineServer.whois { _ in .silence }
        var bounds = RegistryDesk.Bounds()
        bounds.secondsPerLead = 1.5
        let counter = try Counter(.whois(registry.port), bounds: bounds)
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(findings.registrations.isEmpty)
        #expect(findings.gaps.count == 1)
    }

    @Test func `A server at a private address is refused`() async throws {
        let counter = try Counter(.whois(43, host: "private.test"))
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(findings.gaps.first?.english.contains("10.1.2.3") ?? false)
        #expect(findings.places.isEmpty)
    }

    @Test func `Names and addresses that nobody is named for are not asked about`() async throws {
        var directory = RegistryDirectory()
        directory.suffixes["*"] = .init(whois: .init(host: "whois.test"))
        let counter = try Counter(directory)
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.test"], addresses: ["127.0.0.1"])

        #expect(findings.registrations.isEmpty)
        #expect(findings.gaps.count == 1)
    }
}

/// WHOIS servers each of which refers to the next.
private final class Ring: Sendable {
    private let servers: [LineServer]
    let ports: [UInt16]

    init(count: Int) throws {
        var servers: [LineServer] = []
        // From the last to the first, so that each knows the port that it refers to.
        for _ in 0..<count {
            let next = servers.last?.port ?? 9
            servers.append(
                try LineServer.whois { _ in .text("refer: whois.test:\(next)\n") })
        }
        self.servers = servers
        ports = servers.reversed().map(\.port)
    }

    var questions: Int { servers.reduce(0) { $0 + $1.asked.count } }
}
