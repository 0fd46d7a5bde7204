// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Testing

struct JobTests {
    @Test func `Leads get numbers without gaps, and a known address keeps its own`() async throws {
        let casebook = try Workshop().open()
        let (first, added) = try await casebook.startRun(
            settings: "", personas: ["desktop", "phone"],
            leads: newLeads(["a.example", "b.example", "a.example"]))

        let (second, again) = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["b.example", "c.example"]))

        #expect(added == AddedLeads(new: 2, known: 0, repeated: 1))
        #expect(again == AddedLeads(new: 1, known: 1, repeated: 0))
        #expect(try await casebook.find("c.example")?.lead.number == 3)
        #expect(try await casebook.counts(of: first.number).waiting == 4)
        #expect(try await casebook.counts(of: second.number).leads == 2)
        #expect(second.filledAt != nil)
        #expect(
            try await casebook.custody(of: nil).map(\.action) == [
                .leadAdded, .leadAdded, .leadAdded,
            ])
    }

    @Test func `Jobs come by priority, then as added, each to one owner`() async throws {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        let other = try workshop.open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"],
            leads: newLeads(["a.example", "b.example", "c.example"])
        ).run.number
        try await casebook.addLeads(newLeads(["first.example"]), toRun: run, priority: 1)

        let ours = try await casebook.claim(2, of: run, owner: "1")
        let theirs = try await other.claim(9, of: run, owner: "2")

        #expect(ours.map(\.lead.address.host) == ["first.example", "a.example"])
        #expect(theirs.map(\.lead.address.host) == ["b.example", "c.example"])
        #expect(try await casebook.claim(1, of: run, owner: "1").isEmpty)
        #expect(try await casebook.caseFile(1)?.state == .working)
    }

    @Test func `A lease that ran out frees its job; one that was renewed does not`() async throws {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example", "b.example"])
        ).run.number
        let jobs = try await casebook.claim(2, of: run, owner: "1", leaseSeconds: 60)

        workshop.pass(50)
        let kept = try await casebook.renew([jobs[0]], owner: "1", leaseSeconds: 60)
        workshop.pass(20)
        let reclaimed = try await casebook.claim(2, of: run, owner: "2", leaseSeconds: 60)

        #expect(kept == [jobs[0].id])
        #expect(reclaimed.map(\.id) == [jobs[1].id])
        #expect(reclaimed.first?.attempt == 1)
        #expect(try await casebook.renew(jobs, owner: "1") == [jobs[0].id])
        #expect(try await casebook.counts(of: run).working == 2)
    }

    @Test func `What is given back can be claimed at once, once`() async throws {
        let casebook = try Workshop().open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example"])
        ).run.number
        let jobs = try await casebook.claim(1, of: run, owner: "1")

        try await casebook.release(jobs, owner: "someone else")
        #expect(try await casebook.counts(of: run).waiting == 0)
        try await casebook.release(jobs, owner: "1")
        try await casebook.release(jobs, owner: "1")

        #expect(try await casebook.counts(of: run).waiting == 1)
        #expect(try await casebook.caseFile(1)?.state == .waiting)
        #expect(try await casebook.claim(5, of: run, owner: "2").map(\.id) == jobs.map(\.id))
    }

    @Test func `A job that two finish lands once`() async throws {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example"])
        ).run.number
        let slow = try await casebook.claim(1, of: run, owner: "1", leaseSeconds: 1)
        workshop.pass(2)
        let quick = try await casebook.claim(1, of: run, owner: "2", leaseSeconds: 1)

        let first = try await casebook.finish(result(#require(slow.first), level: .suspect))
        let second = try await casebook.finish(result(#require(quick.first), level: .high))

        #expect([first, second] == [.landed, .landedBefore])
        #expect(try await casebook.caseFile(1)?.verdict?.level == .suspect)
        #expect(try await casebook.caseFile(1)?.captures.count == 1)
        let counts = try await casebook.counts(of: run)
        #expect([counts.waiting, counts.working, counts.done, counts.failed] == [0, 0, 1, 0])
        #expect(counts.levels == [.dismiss: 0, .doubtful: 0, .suspect: 1, .high: 0])
        #expect(
            try await casebook.custody(of: 1).map(\.action) == [.leadAdded, .captured, .judged])
    }

    @Test func `The same visit of two runs lands once, and both runs end`() async throws {
        let casebook = try Workshop().open()
        let leads = newLeads(["a.example"])
        var jobs: [Job] = []
        for run in 1...2 {
            _ = try await casebook.startRun(settings: "", personas: ["desktop"], leads: leads)
            jobs += try await casebook.claim(1, of: Int64(run), owner: "1")
        }

        let landings = [
            try await casebook.finish(result(jobs[0])), try await casebook.finish(result(jobs[1])),
        ]

        #expect(landings == [.landed, .landedBefore])
        #expect(try await casebook.counts(of: 2).done == 1)
        #expect(try await casebook.counts(of: 2).levels[.high] == 1)
    }

    @Test func `A result that is handed in while the sweep is cancelled lands`() async throws {
        let casebook = try Workshop().open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example", "b.example"])
        ).run.number
        let jobs = try await casebook.claim(2, of: run, owner: "1")

        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let landing = try await casebook.finish(result(jobs[0]))
            try await casebook.release([jobs[1]], owner: "1")
            return landing
        }

        #expect(try await task.value == .landed)
        #expect(try await casebook.counts(of: run).waiting == 1)
    }

    @Test func `A run that is not there is an error`() async throws {
        let casebook = try Workshop().open()

        #expect(try await casebook.run(7) == nil)
        await #expect(throws: CasebookError.noSuchRun(7)) { try await casebook.counts(of: 7) }
        await #expect(throws: CasebookError.noSuchRun(7)) { try await casebook.finishRun(7) }
        await #expect(throws: CasebookError.noSuchRun(7)) {
            try await casebook.addLeads(newLeads(["a.example"]), toRun: 7)
        }
    }

    @Test func `Twenty thousand leads are added and claimed`() async throws {
        let casebook = try Workshop().open()
        let leads = newLeads((0..<20_000).map { "h\($0).example" })

        let (run, added) = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: leads)
        var seen: Set<Int64> = []
        while true {
            let jobs = try await casebook.claim(5000, of: run.number, owner: "1")
            if jobs.isEmpty { break }
            seen.formUnion(jobs.map(\.lead.number))
        }

        #expect(added.new == 20_000)
        #expect(seen.count == 20_000)
        #expect(try await casebook.counts(of: run.number).working == 20_000)
    }
}
