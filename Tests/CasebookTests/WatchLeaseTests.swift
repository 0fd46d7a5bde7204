// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Synchronization
import Testing

/// Who may watch, and what is owed, over restarts of the machine.
struct WatchLeaseTests {
    private final class Machine: Sendable {
        private let state = Mutex((boot: "a", up: 1000.0, wall: 1_800_000_000.0))
        var uptime: Uptime {
            state.withLock { Uptime(boot: $0.boot, seconds: $0.up) }
        }
        var now: Date { state.withLock { Date(timeIntervalSince1970: $0.wall) } }
        func pass(_ seconds: Double) {
            state.withLock { state in
                state.up += seconds
                state.wall += seconds
            }
        }
        func setClock(by seconds: Double) { state.withLock { $0.wall += seconds } }
        func restart() {
            state.withLock { state in
                state.boot += "a"
                state.up = 10
                state.wall += 60
            }
        }
    }

    private let machine = Machine()
    private let directory =
        FileManager.default.temporaryDirectory.path + "/lease-\(UUID().uuidString)"

    private func open() throws -> Casebook {
        let machine = machine
        return try Casebook.open(
            directory, actor: "li@bureau", uptime: { machine.uptime }, clock: { machine.now })
    }

    @Test func `One watches at a time, until its lease ends`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let book = try open()

        #expect(try await book.takeWatch(owner: "one", leaseSeconds: 120))
        #expect(try await !book.takeWatch(owner: "two", leaseSeconds: 120))
        machine.pass(100)
        #expect(try await book.takeWatch(owner: "one", leaseSeconds: 120))
        machine.pass(100)
        // A clock that is set ends no lease.
        machine.setClock(by: 86_400)
        #expect(try await !book.takeWatch(owner: "two", leaseSeconds: 120))
        #expect(try await book.watchOwner() == "one")
        machine.pass(21)
        #expect(try await book.takeWatch(owner: "two", leaseSeconds: 120))
        #expect(try await !book.takeWatch(owner: "one", leaseSeconds: 120))
        try await book.endWatch(owner: "one")
        #expect(try await book.watchOwner() == "two")
        try await book.endWatch(owner: "two")
        #expect(try await book.watchOwner() == nil)
    }

    @Test func `A lease holds over a restart of the machine, and ends`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let book = try open()
        #expect(try await book.takeWatch(owner: "one", leaseSeconds: 120))
        try book.close()
        machine.restart()
        let after = try open()
        #expect(try await !after.takeWatch(owner: "two", leaseSeconds: 120))
        machine.pass(120)
        #expect(try await after.takeWatch(owner: "two", leaseSeconds: 120))
    }

    @Test func `A run that ends twice tells its changes once`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let book = try open()
        let run = try await book.startWatchRun(
            schedule: "known", due: machine.now, missed: 0, settings: "{}", personas: ["desktop"])
        try await book.addLeads(
            [
                NewLead(
                    address: try WebAddress("https://cx-mem.example/"), origin: LeadOrigin(.list))
            ],
            toRun: run.sweep)
        try await book.markFilled(run.sweep)
        let jobs = try await book.claim(1, of: run.sweep, owner: "one")
        let job = try #require(jobs.first)
        let persona = try #require(Persona.named("desktop"))
        try await book.finish(
            JobResult(
                job: job,
                capture: Capture(
                    lead: job.lead.number, persona: persona, attempt: job.attempt,
                    startedAt: machine.now, endedAt: machine.now, software: "test"),
                failure: .connectionRefused,
                traits: SiteTraits(.silent, failure: "connection-refused")))
        let end = WatchEnd(run: run, destinations: ["duty"], software: "Jianwei/test")

        let first = try await book.endWatchRun(end)
        machine.pass(60)
        let again = try await book.endWatchRun(end)

        #expect(first.changes.map(\.kind) == [.new])
        #expect(again == first)
        #expect(try await book.deliveries().count == 1)
        #expect(try await book.history(of: "cx-mem.example")?.events.count == 1)
        #expect(try await book.openWatchRun() == nil)
    }
}
