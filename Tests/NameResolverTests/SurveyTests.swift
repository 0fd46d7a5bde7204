// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Glibc
import NameResolver
import Synchronization
import Testing

/// What a survey says of names, and what becomes of servers that are silent, broken or lie.
struct SurveyTests {
    private static let address = DNSMessage.record(1, data: [127, 0, 0, 1])
    /// The port of tcpmux, which nobody serves, and which no other test can be given.
    private let closedPort = "127.0.0.1:1"

    /// A server that answers A with an address and everything else with nothing.
    private static let honest: Responder.Script = { query in
        [DNSMessage.reply(to: query, answers: DNSMessage.type(of: query) == 1 ? [address] : [])]
    }

    /// `isPatient` unless the test waits for a time-out: then answers are not missed on a busy
    /// machine.
    private func survey(
        _ servers: ServerAddress..., isPatient: Bool = true, tries: Int = 2
    ) throws -> NameSurvey {
        try NameSurvey(
            ResolverConfiguration(
                servers: servers, timeoutMilliseconds: isPatient ? 20_000 : 60, tries: tries),
            types: [.a, .aaaa])
    }

    @Test func `A name that no server answers for is unknown, never absent`() async throws {
        let silent = try Responder { _ in [] }

        let report = try await answer(
            of: survey(silent.address, silent.address, isPatient: false), to: "a.example")

        #expect(report.liveness == .unknown)
        #expect(report.answers.map(\.status) == [.timeout, .timeout])
        #expect(report.answers.map(\.resolver) == [nil, nil])
        // Two questions, two servers in the list, two tries.
        #expect(silent.count(of: "a.example") == 8)
    }

    @Test func `A question whose answer is lost is asked again`() async throws {
        let seen = Seen()
        let server = try Responder { query in seen.isFirst(query) ? [] : Self.honest(query) }

        let report = try await answer(of: survey(server.address, isPatient: false), to: "a.example")

        #expect(report.liveness == .live)
        #expect(server.count(of: "a.example") >= 4)
    }

    @Test func `A port where nobody listens ends each name after its tries`() async throws {
        let address = try #require(ServerAddress(closedPort))
        let names = (0..<3000).map { "n\($0).example" }

        let reports = try await answers(of: survey(address), to: names)

        #expect(reports.count == 3000)
        #expect(reports.values.allSatisfy { $0.answers.map(\.status) == [.timeout, .timeout] })
    }

    @Test func `A server that is gone does not keep the next from answering`() async throws {
        let address = try #require(ServerAddress(closedPort))
        let good = try Responder(Self.honest)

        let report = try await answer(
            of: survey(address, good.address), to: "a.example")

        #expect(report.liveness == .live)
        #expect(report.answers[0].resolver == good.address.description)
    }

    @Test(
        arguments: [
            (1, .serverFailure), (2, .serverFailure), (4, .refused), (5, .refused),
        ] as [(UInt16, NameAnswer.Status)])
    func `A server's failure is unknown`(code: UInt16, status: NameAnswer.Status) async throws {
        let failing = try Responder { [DNSMessage.reply(to: $0, code: code)] }

        let report = try await answer(of: survey(failing.address), to: "a.example")

        #expect(report.liveness == .unknown)
        #expect(report.answers.map(\.status) == [status, status])
        #expect(report.answers[0].resolver == failing.address.description)
        // It is not asked again.
        #expect(failing.count(of: "a.example") == 2)
    }

    @Test(arguments: [2, 5] as [UInt16])
    func `After a failure the next server is asked, and named`(code: UInt16) async throws {
        let failing = try Responder { [DNSMessage.reply(to: $0, code: code)] }
        let good = try Responder(Self.honest)

        let report = try await answer(of: survey(failing.address, good.address), to: "a.example")

        #expect(report.liveness == .live)
        #expect(report.answers.map(\.resolver) == Array(repeating: "\(good.address)", count: 2))
    }

    @Test func `A name that does not exist is absent`() async throws {
        let server = try Responder { [DNSMessage.reply(to: $0, code: 3)] }

        let report = try await answer(of: survey(server.address), to: "a.example")

        #expect(report.liveness == .absent)
    }

    /// What a server might send that answers no question of ours.
    static let forgeries: [@Sendable ([UInt8]) -> [UInt8]] = [
        // Another number.
        { query in
            var reply = DNSMessage.reply(to: query, answers: [address])
            reply[0] ^= 0x55
            return reply
        },
        // Another name, as long as ours.
        { query in
            var reply = DNSMessage.reply(to: query, answers: [address])
            reply[13] ^= 1
            return reply
        },
        // Another type.
        { query in
            var reply = DNSMessage.reply(to: query, answers: [address])
            reply[DNSMessage.question(of: query).count + 12 - 3] ^= 0x40
            return reply
        },
        // Another class.
        { query in
            var reply = DNSMessage.reply(to: query, answers: [address])
            reply[DNSMessage.question(of: query).count + 12 - 1] = 3
            return reply
        },
        // No question, and two.
        { query in Array(query.prefix(2)) + [0x81, 0x80, 0, 0, 0, 1, 0, 0, 0, 0] + address },
        { query in
            var reply = DNSMessage.reply(to: query, answers: [address])
            reply[5] = 2
            return reply
        },
        // Noise.
        { _ in [] }, { _ in [1] }, { query in Array(query.prefix(12)) },
        { query in Array(query.prefix(20)) }, { _ in [UInt8](repeating: 0xFF, count: 5000) },
    ]

    @Test(arguments: forgeries.indices)
    func `What answers no question of ours is passed over`(index: Int) async throws {
        let forging = try Responder { [Self.forgeries[index]($0)] }
        let both = try Responder { [Self.forgeries[index]($0)] + Self.honest($0) }

        let forged = try await answer(
            of: survey(forging.address, isPatient: false, tries: 1), to: "a.example")
        let answered = try await answer(of: survey(both.address), to: "a.example")

        #expect(forged.answers.map(\.status) == [.timeout, .timeout])
        #expect(forged.addresses.isEmpty)
        #expect(answered.liveness == .live)
    }

    @Test func `What another host sends is passed over`() async throws {
        let (stranger, _) = try loopbackSocket()
        defer { close(stranger) }
        let server = try Responder(answering: { query, peer in
            // The stranger knows number, name and port, but is not the one who was asked.
            send(DNSMessage.reply(to: query, answers: [Self.address]), from: stranger, to: peer)
            return []
        })

        let report = try await answer(of: survey(server.address, isPatient: false), to: "a.example")

        #expect(report.answers.map(\.status) == [.timeout, .timeout])
        #expect(server.count(of: "a.example") == 4)
    }

    @Test func `A question in other letters is ours`() async throws {
        let server = try Responder { query in
            let reply = DNSMessage.reply(
                to: query,
                answers: DNSMessage.type(of: query) == 1 ? [Self.address] : [])
            return [reply.enumerated().map { $0 == 13 ? $1 & 0xDF : $1 }]
        }

        let report = try await answer(of: survey(server.address), to: "a.example")

        #expect(report.liveness == .live)
    }

    @Test(
        arguments: [
            DNSMessage.record(1, data: [127, 0, 0]),
            DNSMessage.record(1, data: [127, 0, 0, 1], length: 400),
            [0xC0, 27] + DNSMessage.word(1), [0xC1, 0xFF], [0x80, 1, 2], [],
        ] as [[UInt8]])
    func `A broken record makes the answer malformed`(record: [UInt8]) async throws {
        let server = try Responder { [DNSMessage.reply(to: $0, answers: [record])] }

        let report = try await answer(of: survey(server.address), to: "a.example")

        #expect(report.liveness == .unknown)
        #expect(report.answers[0].status == .malformed)
    }

    @Test func `A hosts file goes before the servers`() async throws {
        let server = try Responder(Self.honest)
        let hosts = try HostsFile(text: "127.0.0.9 site.test\n", name: "hosts")
        let survey = try NameSurvey(
            ResolverConfiguration(servers: [server.address], overrides: hosts))

        let report = await answer(of: survey, to: "Site.test")

        #expect(report.addresses.map(\.description) == ["127.0.0.9"])
        #expect(server.count(of: "site.test") == 0)
    }
}

/// The queries that came once.
final class Seen: Sendable {
    private let questions = Mutex<Set<[UInt8]>>([])

    func isFirst(_ query: [UInt8]) -> Bool {
        questions.withLock { $0.insert(DNSMessage.question(of: query)).inserted }
    }
}

/// All reports of a survey of `names`, by name.
func answers(of survey: NameSurvey, to names: [String]) async -> [String: NameReport] {
    async let feeding: Void = {
        for start in stride(from: 0, to: names.count, by: 100) {
            await survey.add(Array(names[start..<min(start + 100, names.count)]))
        }
        survey.finish()
    }()
    var reports: [String: NameReport] = [:]
    while let batch = await survey.next() {
        for report in batch {
            #expect(reports[report.host] == nil, "\(report.host) is reported twice")
            reports[report.host] = report
        }
    }
    await feeding
    survey.shutDown()
    return reports
}

func answer(of survey: NameSurvey, to name: String) async -> NameReport {
    let reports = await answers(of: survey, to: [name])
    return reports[name] ?? NameReport(host: "", liveness: .unknown)
}
