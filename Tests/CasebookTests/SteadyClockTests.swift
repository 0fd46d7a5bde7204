// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Synchronization
import Testing

/// Leases and pauses go by a clock that nobody sets.
struct SteadyClockTests {
    /// A machine whose clock and uptime the test moves.
    private final class Machine: Sendable {
        let workshop: Workshop
        private let time = Mutex((wall: 1_795_411_980.0, up: 100.0, boot: "first"))

        init() throws { workshop = try Workshop() }

        func open() throws -> Casebook {
            try Casebook.open(
                workshop.directory, actor: "li@bureau",
                uptime: { [self] in
                    time.withLock { Uptime(boot: $0.boot, seconds: $0.up) }
                },
                clock: { [self] in
                    time.withLock { Date(timeIntervalSince1970: $0.wall) }
                })
        }

        func pass(_ seconds: Double) {
            time.withLock { time in
                time.wall += seconds
                time.up += seconds
            }
        }

        func setClock(by seconds: Double) { time.withLock { $0.wall += seconds } }

        func startAgain() { time.withLock { $0 = (wall: $0.wall + 60, up: 20, boot: "second") } }
    }

    private static let leads = newLeads(["a.example"])

    @Test(arguments: [10_800.0, -10_800])
    func `A lease neither ends nor lasts longer when the clock is set`(step: Double) async throws {
        let machine = try Machine()
        let casebook = try machine.open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: Self.leads
        ).run.number
        _ = try await casebook.claim(1, of: run, owner: "1", leaseSeconds: 120)

        machine.setClock(by: step)
        machine.pass(119)
        let early = try await casebook.claim(1, of: run, owner: "2")
        machine.pass(2)
        // Also for a process that starts only now.
        let after = try await machine.open().claim(1, of: run, owner: "2")

        #expect(early.isEmpty)
        #expect(after.count == 1)
    }

    @Test(arguments: [10_800.0, -10_800])
    func `A pause is kept when the clock is set`(step: Double) async throws {
        let machine = try Machine()
        let ours = try machine.open()
        let place = Turn(places: ["site a.example": 30])
        _ = try await ours.exchangeTurns(leaving: [], taking: [place], owner: "1")

        machine.setClock(by: step)
        let theirs = try machine.open()
        machine.pass(29)
        let early = try await theirs.exchangeTurns(leaving: [], taking: [place], owner: "2")
        machine.pass(2)
        let after = try await theirs.exchangeTurns(leaving: [], taking: [place], owner: "2")

        #expect([early, after] == [[false], [true]])
    }

    @Test func `A lease of hours was written when the clock was wrong, and is over`() async throws {
        let machine = try Machine()
        machine.setClock(by: 86_400)
        let casebook = try machine.open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: Self.leads
        ).run.number
        _ = try await casebook.claim(1, of: run, owner: "1")
        _ = try await casebook.exchangeTurns(
            leaving: [], taking: [Turn(places: ["site a.example": 30])], owner: "1")
        try casebook.close()

        machine.startAgain()
        machine.setClock(by: -86_400)
        let again = try machine.open()
        try await again.forgetTurns()

        #expect(try await again.claim(1, of: run, owner: "2").count == 1)
        #expect(try await again.turnOwners().isEmpty)
    }

    @Test func `The custody log says once by how much the clock was set`() async throws {
        let machine = try Machine()
        let casebook = try machine.open()
        let other = try machine.open()
        try await casebook.appendCustody(.exported, lead: 1, subject: "before")

        machine.setClock(by: 3600)
        try await casebook.appendCustody(.exported, lead: 1, subject: "after")
        try await other.appendCustody(.exported, lead: 1, subject: "other")
        machine.setClock(by: -3600)
        try await machine.open().appendCustody(.exported, lead: 1, subject: "back")
        machine.setClock(by: 0.4)
        try await casebook.appendCustody(.exported, lead: 1, subject: "corrected")

        let subjects = try await casebook.custody(of: nil).map(\.subject)
        #expect(
            subjects == ["before", "+3600 s", "after", "other", "-3600 s", "back", "corrected"])
        guard case .whole(lines: 7, head: _) = try await casebook.verifyCustody() else {
            Issue.record("the chain is broken")
            return
        }
    }
}
