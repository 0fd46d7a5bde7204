// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Testing

/// Two sweeps on one casebook are as polite as one.
struct TurnTests {
    private func turn(_ places: String..., seconds: Double) -> Turn {
        Turn(places: Dictionary(places.map { ($0, seconds) }) { first, _ in first })
    }

    @Test func `A place is one owner's at a time, and left alone for its pause`() async throws {
        let workshop = try Workshop()
        let ours = try workshop.open()
        let theirs = try workshop.open()
        let place = turn("site a.example", seconds: 30)

        let first = try await ours.exchangeTurns(leaving: [], taking: [place], owner: "1")
        let meanwhile = try await theirs.exchangeTurns(leaving: [], taking: [place], owner: "2")
        let again = try await ours.exchangeTurns(leaving: [], taking: [place], owner: "1")
        _ = try await ours.exchangeTurns(
            leaving: [turn("site a.example", seconds: 2)], taking: [], owner: "1")
        workshop.pass(1.9)
        let inPause = try await theirs.exchangeTurns(leaving: [], taking: [place], owner: "2")
        workshop.pass(0.2)
        let after = try await theirs.exchangeTurns(leaving: [], taking: [place], owner: "2")

        #expect([first, meanwhile, again] == [[true], [false], [true]])
        #expect([inPause, after] == [[false], [true]])
        #expect(try await ours.turnOwners() == ["2"])
    }

    @Test func `Places are taken together or not at all`() async throws {
        let casebook = try Workshop().open()
        let shared = turn("site a.example", "address 192.0.2.1", seconds: 30)
        let neighbour = turn("site b.example", "address 192.0.2.1", seconds: 30)
        let alone = turn("site b.example", seconds: 30)

        _ = try await casebook.exchangeTurns(leaving: [], taking: [shared], owner: "1")
        let granted = try await casebook.exchangeTurns(
            leaving: [], taking: [neighbour, alone], owner: "2")

        #expect(granted == [false, true])
    }

    @Test func `Only the holder gives a place back`() async throws {
        let casebook = try Workshop().open()
        let place = turn("site a.example", seconds: 30)
        _ = try await casebook.exchangeTurns(leaving: [], taking: [place], owner: "1")

        _ = try await casebook.exchangeTurns(
            leaving: [turn("site a.example", seconds: 0)], taking: [], owner: "2")

        #expect(
            try await casebook.exchangeTurns(leaving: [], taking: [place], owner: "2") == [false])
    }

    @Test func `Of a dead owner's turns only the pause is kept`() async throws {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        let place = turn("site a.example", seconds: 130)
        _ = try await casebook.exchangeTurns(leaving: [], taking: [place], owner: "dead")

        try await casebook.endTurns(of: "dead", pauseSeconds: 1)
        let before = try await casebook.exchangeTurns(leaving: [], taking: [place], owner: "2")
        workshop.pass(1.1)
        try await casebook.forgetTurns()
        let after = try await casebook.exchangeTurns(leaving: [], taking: [place], owner: "2")

        #expect([before, after] == [[false], [true]])
        #expect(try await casebook.turnOwners() == ["2"])
    }

    @Test func `A site is visited by one owner at a time, in whatever run`() async throws {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        let leads = newLeads(["a.site.example", "b.site.example", "c.other.example"])
        var runs: [Int64] = []
        for _ in 1...2 {
            runs.append(
                try await casebook.startRun(
                    settings: "", personas: ["desktop", "phone"], leads: leads,
                    siteOf: { $0.host.split(separator: ".").suffix(2).joined(separator: ".") }
                ).run.number)
        }

        let one = try await casebook.claim(1, of: runs[0], owner: "1", leaseSeconds: 60)
        let two = try await casebook.claim(9, of: runs[1], owner: "2", leaseSeconds: 60)
        let three = try await casebook.claim(9, of: runs[0], owner: "1", leaseSeconds: 60)
        let none = try await casebook.claim(9, of: runs[0], owner: "3", leaseSeconds: 60)
        try await casebook.release(one + three, owner: "1")
        let freed = try await casebook.claim(9, of: runs[1], owner: "2", leaseSeconds: 60)

        #expect(one.map(\.lead.address.host) == ["a.site.example"])
        #expect(Set(two.map(\.lead.address.host)) == ["c.other.example"])
        #expect(Set(three.map(\.lead.address.host)) == ["a.site.example", "b.site.example"])
        #expect(none.isEmpty)
        #expect(freed.count == 4)
    }

    @Test func `A site is free when the lease of its visitor ran out`() async throws {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop", "phone"], leads: newLeads(["a.example"])
        ).run.number
        _ = try await casebook.claim(1, of: run, owner: "1", leaseSeconds: 60)

        let before = try await casebook.claim(9, of: run, owner: "2", leaseSeconds: 60)
        workshop.pass(61)
        let after = try await casebook.claim(9, of: run, owner: "2", leaseSeconds: 60)

        #expect(before.isEmpty)
        #expect(after.count == 2)
    }

    @Test func `A casebook from before turns keeps its work, and a site is then its host`()
        async throws
    {
        let workshop = try Workshop()
        let old = try workshop.open()
        let run = try await old.startRun(
            settings: "", personas: ["desktop", "phone"], leads: newLeads(["a.example"])
        ).run.number
        try old.close()
        for sql in Workshop.withoutWatch + [
            "alter table registry_answers drop column forget_at", "drop table attachments",
            "drop table turns", "drop table boots", "drop table notices",
            "drop table certificate_logs", "drop table certificate_gaps",
            "drop table certificate_findings", "drop table certificate_sightings",
            "drop table known_names", "drop table name_sweeps", "drop index jobs_at_work",
            "alter table jobs drop column site", "delete from schema_version where version >= 4",
        ] { try workshop.tamper(sql) }

        let casebook = try workshop.open()
        let ours = try await casebook.claim(1, of: run, owner: "1")
        let theirs = try await casebook.claim(1, of: run, owner: "2")

        #expect(ours.count == 1)
        #expect(theirs.isEmpty)
    }
}
