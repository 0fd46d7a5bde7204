// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import NameResolver
import Testing

/// What becomes of servers that are silent, broken or lie.
struct HostileServerTests {
    private static let address = DNSMessage.record(1, data: [127, 0, 0, 1])
    private static let startOfAuthority = DNSMessage.record(
        6,
        data: DNSMessage.name("ns.example") + DNSMessage.name("mail.example")
            + [UInt8](repeating: 0, count: 18) + [0, 60])

    /// A server that answers A with an address and everything else with nothing.
    private static let honest: Responder.Script = { query in
        [DNSMessage.reply(to: query, answers: DNSMessage.type(of: query) == 1 ? [address] : [])]
    }

    /// `isPatient` unless the test waits for a time-out: then answers are not missed on a busy
    /// machine.
    private func resolver(
        _ servers: Responder..., tries: Int = 2, isPatient: Bool = true
    ) throws -> NameResolver {
        try NameResolver(
            ResolverConfiguration(
                servers: servers.map(\.address), timeoutMilliseconds: isPatient ? 20_000 : 60,
                tries: tries))
    }

    @Test func `A name that no server answers for is unknown, never absent`() async throws {
        let silent = try Responder { _ in [] }

        let report = try await resolver(silent, silent, isPatient: false).resolve(
            "a.example", depth: .addresses)

        #expect(report.liveness == .unknown)
        #expect(report.answers.map(\.status) == [.timeout, .timeout])
        #expect(report.answers.map(\.resolver) == [nil, nil])
        // Two questions, two servers in the list, two tries.
        #expect(silent.count(of: "a.example") == 8)
    }

    @Test func `A port where nobody listens is like silence`() async throws {
        let address = try {
            let gone = try Responder { _ in [] }
            return gone.address
        }()
        let resolver = try NameResolver(
            ResolverConfiguration(servers: [address], timeoutMilliseconds: 60, tries: 2))

        let report = await resolver.resolve("a.example", depth: .addresses)

        #expect(report.answers.map(\.status) == [.timeout, .timeout])
    }

    @Test(
        arguments: [
            (1, .serverFailure), (2, .serverFailure), (4, .refused), (5, .refused),
        ] as [(UInt16, NameAnswer.Status)])
    func `A server's failure is unknown`(code: UInt16, status: NameAnswer.Status) async throws {
        let failing = try Responder { [DNSMessage.reply(to: $0, code: code)] }

        let report = try await resolver(failing).resolve("a.example", depth: .addresses)

        #expect(report.liveness == .unknown)
        #expect(report.answers.map(\.status) == [status, status])
        #expect(report.answers[0].resolver == failing.address.description)
    }

    @Test(arguments: [2, 5] as [UInt16])
    func `After a failure the next server is asked, and named`(code: UInt16) async throws {
        let failing = try Responder { [DNSMessage.reply(to: $0, code: code)] }
        let good = try Responder(Self.honest)

        let report = try await resolver(failing, good).resolve("a.example", depth: .addresses)

        #expect(report.liveness == .live)
        #expect(
            report.answers.map(\.resolver) == [good.address.description, good.address.description])
        #expect(failing.count(of: "a.example") == 2)
    }

    @Test func `After silence the next server is asked`() async throws {
        let silent = try Responder { _ in [] }
        let good = try Responder(Self.honest)

        let report = try await resolver(silent, good, isPatient: false).resolve(
            "a.example", depth: .addresses)

        #expect(report.addresses.map(\.description) == ["127.0.0.1"])
        #expect(report.answers.map(\.status) == [.answered, .noRecords])
    }

    @Test func `A name that does not exist is absent`() async throws {
        let server = try Responder { [DNSMessage.reply(to: $0, code: 3)] }

        let report = try await resolver(server).resolve("a.example", depth: .addresses)

        #expect(report.liveness == .absent)
    }

    @Test(
        arguments: [
            // Neither with authority nor recursive: a referral, empty or with NXDOMAIN.
            0x8000, 0x8003,
            // Our own question, sent back.
            0x0100,
            // A response to another kind of query.
            0xA180,
        ] as [UInt16])
    func `An empty answer of a server without authority is unknown`(flags: UInt16) async throws {
        let server = try Responder { [DNSMessage.reply(to: $0, flags: flags)] }

        let report = try await resolver(server).resolve("a.example", depth: .addresses)

        #expect(report.liveness == .unknown)
    }

    @Test func `A failure in the extended code does not pass for an empty answer`() async throws {
        // BADVERS is code 16: nothing of it in the header, 1 in the OPT record.
        let badVersion = [0] + DNSMessage.word(41) + DNSMessage.word(1232) + [1, 0, 0, 0, 0, 0]
        let server = try Responder { [DNSMessage.reply(to: $0, authorities: [badVersion])] }

        let report = try await resolver(server).resolve("a.example", depth: .addresses)

        #expect(report.answers.map(\.status) == [.serverFailure, .serverFailure])
    }

    @Test func `A reply with another number is passed over`() async throws {
        let server = try Responder { query in
            var forged = DNSMessage.reply(to: query, answers: [Self.address])
            forged[0] ^= 0x55
            return [forged]
        }

        let report = try await resolver(server, isPatient: false).resolve(
            "a.example", depth: .addresses)

        #expect(report.liveness == .unknown)
        #expect(report.addresses.isEmpty)
    }

    @Test func `Noise does not keep the true reply from being read`() async throws {
        let server = try Responder { query in
            [[], [1], Array(query.prefix(11)), [UInt8](repeating: 0xFF, count: 700)]
                + Self.honest(query)
        }

        let report = try await resolver(server).resolve("a.example", depth: .addresses)

        #expect(report.liveness == .live)
    }

    @Test(
        arguments: [
            // An address of three bytes, and one that runs past the end.
            DNSMessage.record(1, data: [127, 0, 0]),
            DNSMessage.record(1, data: [127, 0, 0, 1], length: 400),
            // A name that points at itself, forward, or uses a label type that does not exist.
            [0xC0, 27] + DNSMessage.word(1), [0xC1, 0xFF], [0x80, 1, 2],
            // An alias with something behind the name.
            DNSMessage.record(5, data: DNSMessage.name("b.example") + [0]),
            // No record at all, though one is announced.
            [],
        ] as [[UInt8]])
    func `A broken record makes the answer malformed`(record: [UInt8]) async throws {
        let server = try Responder { [DNSMessage.reply(to: $0, answers: [record])] }

        let report = try await resolver(server).resolve("a.example", depth: .addresses)

        #expect(report.liveness == .unknown)
        // Of a record of another type only the frame is read: AAAA may be empty.
        #expect(report.answers[0].status == .malformed)
    }

    @Test func `A packet cut at any byte is never taken for another answer`() async throws {
        let server = try Responder { query in
            let name = DNSMessage.name(of: query)
            let whole = DNSMessage.reply(
                to: query, answers: [DNSMessage.record(5, data: DNSMessage.name("b.example"))],
                authorities: [Self.startOfAuthority])
            guard let cut = Int(name.prefix { $0 != "." }), cut < whole.count else {
                return [whole]
            }
            return [Array(whole.prefix(cut))]
        }
        let resolver = try resolver(server, tries: 1, isPatient: false)

        // From the end of the question, which all names here share, on.
        await withTaskGroup(of: NameReport.self) { group in
            for cut in 29..<90 {
                group.addTask { await resolver.resolve("\(cut).example", depth: .addresses) }
            }
            for await report in group where report.host != "89.example" {
                #expect(report.liveness == .unknown, "\(report.host)")
            }
        }
    }

    @Test func `Aliases in a circle inside one packet are malformed`() async throws {
        let server = try Responder {
            [
                DNSMessage.reply(
                    to: $0,
                    answers: [
                        DNSMessage.record(5, data: DNSMessage.name("b.example")),
                        DNSMessage.record(
                            5, owner: "b.example", data: DNSMessage.name("a.example")),
                    ])
            ]
        }

        let report = try await resolver(server).resolve("a.example", depth: .addresses)

        #expect(report.answers.map(\.status) == [.malformed, .malformed])
    }

    @Test func `A chain of aliases that does not end is given up after sixteen`() async throws {
        let server = try Responder { query in
            let next = (Int(DNSMessage.name(of: query).dropLast(8)) ?? 0) + 1
            let alias = DNSMessage.record(5, data: DNSMessage.name("\(next).example"))
            return [DNSMessage.reply(to: query, answers: [alias])]
        }

        let report = try await resolver(server).resolve("0.example", depth: .addresses)

        #expect(report.answers.map(\.status) == [.malformed, .malformed])
        #expect(report.answers[0].records.count == 16)
        #expect(server.count(of: "16.example") == 0)
    }

    @Test func `Records of names that were not asked for are left out`() async throws {
        let server = try Responder { query in
            let other = DNSMessage.record(1, owner: "bank.example", data: [127, 9, 9, 9])
            return [DNSMessage.reply(to: query, answers: [other])]
        }

        let report = try await resolver(server).resolve("a.example", depth: .addresses)

        #expect(report.addresses.isEmpty)
        #expect(report.answers[0].records.isEmpty)
    }

    @Test func `Control characters in names and texts are escaped`() async throws {
        let server = try Responder { query in
            let type = DNSMessage.type(of: query)
            let text: [UInt8] = [6, 0x1B, 0x5B, 0x0A, 0x22, 0x20, 0xE4]
            let name: [UInt8] = [3, 0x41, 0x2E, 0x07, 0]
            switch type {
            case 16:
                return [DNSMessage.reply(to: query, answers: [DNSMessage.record(16, data: text)])]
            case 2:
                return [DNSMessage.reply(to: query, answers: [DNSMessage.record(2, data: name)])]
            default: return [DNSMessage.reply(to: query)]
            }
        }

        let report = try await resolver(server).resolve("a.example", depth: .full)

        #expect(report.answers[2].records.map(\.value) == [#"a\.\007."#])
        #expect(report.answers[5].records.map(\.value) == [#""\027[\010\" \228""#])
    }

    @Test func `A long text is cut at four kilobytes`() async throws {
        let strings = [UInt8](repeating: 255, count: 256)  // one string of 255 escaped bytes
        let server = try Responder { query in
            guard DNSMessage.type(of: query) == 16 else { return [DNSMessage.reply(to: query)] }
            let data = [[UInt8]](repeating: strings, count: 4).flatMap(\.self)
            let record = DNSMessage.record(16, data: data)
            return [DNSMessage.reply(to: query, answers: [record])]
        }

        let report = try await resolver(server).resolve("a.example", depth: .full)

        let text = try #require(report.answers[5].records.first?.value)
        #expect(text.utf8.count < 5 * 1024)
    }
}
