// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import GRDB
import Testing

struct RegistryTests {
    @Test func `Turns at a server keep their distance across openings`() async throws {
        let workshop = try Workshop()
        let first = try workshop.open()
        let now = try await first.takeRegistryTurn(at: "whois.example:43", every: 2, within: 10)
        let next = try await first.takeRegistryTurn(at: "whois.example:43", every: 2, within: 10)
        try first.close()
        let second = try workshop.open()
        defer { try? second.close() }

        let third = try await second.takeRegistryTurn(at: "whois.example:43", every: 2, within: 10)
        let other = try await second.takeRegistryTurn(at: "rdap.example", every: 2, within: 10)

        #expect(now == .after(seconds: 0))
        #expect(next == .after(seconds: 2))
        #expect(third == .after(seconds: 4))
        #expect(other == .after(seconds: 0))
    }

    @Test func `Who would wait too long takes no turn`() async throws {
        let workshop = try Workshop()
        let book = try workshop.open()
        defer { try? book.close() }
        _ = try await book.takeRegistryTurn(at: "whois.example:43", every: 5, within: 1)

        let refused = try await book.takeRegistryTurn(at: "whois.example:43", every: 5, within: 1)
        workshop.pass(5)
        let later = try await book.takeRegistryTurn(at: "whois.example:43", every: 5, within: 1)

        #expect(refused == .tooLate)
        #expect(later == .after(seconds: 0))
    }

    @Test func `A server that limits is left alone for its time, also by the next run`()
        async throws
    {
        let workshop = try Workshop()
        let first = try workshop.open()
        let until = try await first.leaveRegistryAlone("whois.example:43", seconds: 3600)
        try first.close()
        let second = try workshop.open()
        defer { try? second.close() }

        workshop.pass(3599)
        let early = try await second.takeRegistryTurn(
            at: "whois.example:43", every: 2, within: 1e6)
        workshop.pass(1)
        let then = try await second.takeRegistryTurn(at: "whois.example:43", every: 2, within: 1)

        #expect(early == .leftAlone(until: until))
        #expect(then == .after(seconds: 0))
    }

    @Test func `A clock that is set back shuts no server away`() async throws {
        let workshop = try Workshop()
        let book = try workshop.open()
        defer { try? book.close() }
        workshop.pass(1e8)
        _ = try await book.leaveRegistryAlone("whois.example:43", seconds: 3600)

        workshop.pass(-1e8)
        let turn = try await book.takeRegistryTurn(at: "whois.example:43", every: 2, within: 1)

        #expect(turn == .after(seconds: 0))
    }

    @Test func `An answer is used again until it is too old`() async throws {
        let workshop = try Workshop()
        let book = try workshop.open()
        defer { try? book.close() }
        let answer = RegistryAnswer(
            method: .whois, server: "whois.example:43", question: "whois://whois.example:43/a",
            remote: IPAddress("203.0.113.9"), body: [0xD6, 0xD0, 0x0A, 0x00, 0xFF],
            askedAt: Date(timeIntervalSince1970: 1_795_411_980))
        try await book.keep(answer, forgettingAfter: 86_400)

        workshop.pass(86_400)
        let day = try await book.registryAnswer(to: answer.question, within: 86_400)
        workshop.pass(1)
        let later = try await book.registryAnswer(to: answer.question, within: 86_400)

        #expect(day == answer)
        #expect(later == nil)
    }

    @Test func `Each answer is kept for its own time, whoever else is asked`() async throws {
        let workshop = try Workshop()
        let book = try workshop.open()
        defer { try? book.close() }
        func answer(_ name: String) -> RegistryAnswer {
            RegistryAnswer(
                method: .lookup, server: "s", question: name, body: [1],
                askedAt: Date(timeIntervalSince1970: 1_795_411_980))
        }
        try await book.keep(answer("month"), forgettingAfter: 30 * 86_400)
        try await book.keep(answer("hour"), forgettingAfter: 3600)

        workshop.pass(7200)
        try await book.keep(answer("other"), forgettingAfter: 60)

        #expect(try await book.registryAnswer(to: "month", within: 30 * 86_400) != nil)
        #expect(try await book.registryAnswer(to: "hour", within: 30 * 86_400) == nil)
    }

    @Test func `A casebook from before registries learns about them`() async throws {
        let workshop = try Workshop()
        try workshop.open().close()
        for sql in Workshop.withoutWatch + [
            "drop table registry_servers", "drop table registry_answers", "drop table attachments",
            "drop table turns", "drop table boots", "drop table notices",
            "drop table certificate_logs", "drop table certificate_gaps",
            "drop table certificate_findings", "drop table certificate_sightings",
            "drop table known_names", "drop table name_sweeps", "drop index jobs_at_work",
            "alter table jobs drop column site",
            "delete from schema_version where version >= 3",
        ] { try workshop.tamper(sql) }

        let book = try workshop.open()
        defer { try? book.close() }

        let turn = try await book.takeRegistryTurn(at: "whois.example:43", every: 2, within: 1)
        #expect(turn == .after(seconds: 0))
        #expect(try await book.cases().isEmpty)
    }
}
