// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Testing

struct CaseTests {
    @Test func `The verdict that stands is the highest of each persona's newest`() async throws {
        let casebook = try Workshop().open()
        let leads = newLeads(["a.example"])
        func sweep(_ levels: [String: Verdict.Level?]) async throws {
            let run = try await casebook.startRun(
                settings: "", personas: levels.keys.sorted(), leads: leads
            ).run.number
            for job in try await casebook.claim(9, of: run, owner: "1") {
                let level = levels[job.persona] ?? nil
                try await casebook.finish(
                    result(
                        job, level: level, failure: level == nil ? .connectionRefused : nil,
                        dossier: level.map { Dossier(host: $0.rawValue) }, text: job.persona))
            }
        }

        try await sweep(["desktop": .dismiss, "wechat": .high])
        let file = try #require(try await casebook.caseFile(1))
        #expect(file.verdict?.level == .high)
        #expect(file.pages.map(\.text) == ["wechat", "desktop"])
        #expect(file.state == .done)

        // The site goes down: what was known of it stands.
        try await sweep(["wechat": nil])
        let down = try #require(try await casebook.caseFile(1))
        #expect(down.verdict == file.verdict)
        #expect(down.state == .done)
        #expect(down.failure == .connectionRefused)
        #expect(down.dossier == file.dossier)
        #expect(down.captures.map(\.name).last == "JW-000001-wechat-2")

        // It comes back as something else: the newest counts.
        try await sweep(["wechat": .doubtful])
        let back = try #require(try await casebook.caseFile(1))
        #expect(back.verdict?.level == .doubtful)
        #expect(back.failure == nil)
        #expect(back.captures.count == 4)
        #expect(try await casebook.cases().first?.level == .doubtful)
    }

    @Test func `A lead that nobody reached failed, and says why`() async throws {
        let casebook = try Workshop().open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example"])
        ).run.number
        let job = try #require(try await casebook.claim(1, of: run, owner: "1").first)

        try await casebook.finish(result(job, level: nil, failure: .nameAbsent))

        let summary = try #require(try await casebook.cases().first)
        #expect(summary.state == .failed)
        #expect(summary.failure == "name-absent")
        #expect(summary.level == nil)
        #expect(try await casebook.counts(of: run).failed == 1)
        #expect(try await casebook.custody(of: 1).map(\.action) == [.leadAdded, .captured])
    }

    @Test func `Cases are listed by what is asked, the most suspect first`() async throws {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"],
            leads: newLeads(["a_b.example", "aXb.example".lowercased(), "c.example", "d.example"])
        ).run.number
        let levels: [Verdict.Level] = [.doubtful, .high, .dismiss]
        for (job, level) in zip(try await casebook.claim(3, of: run, owner: "1"), levels) {
            try await casebook.finish(result(job, level: level))
        }
        workshop.pass(3600)
        _ = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["new.example"]))

        func numbers(_ filter: CaseFilter) async throws -> [Int64] {
            try await casebook.cases(matching: filter).map(\.number)
        }
        #expect(try await numbers(CaseFilter()) == [2, 1, 3, 5, 4])
        #expect(try await numbers(CaseFilter(level: .doubtful)) == [2, 1])
        #expect(try await numbers(CaseFilter(category: .fakeQuery)) == [2])
        #expect(try await numbers(CaseFilter(host: "A_B")) == [1])
        #expect(try await numbers(CaseFilter(host: "%")) == [])
        #expect(try await numbers(CaseFilter(state: .waiting)) == [5, 4])
        #expect(try await numbers(CaseFilter(run: 2)) == [5])
        #expect(try await numbers(CaseFilter(limit: 2, offset: 1)) == [1, 3])
        let updated = try #require(
            try await casebook.cases(matching: CaseFilter(host: "new")).first)
        #expect(try await numbers(CaseFilter(since: updated.updatedAt)) == [5])
        #expect(try await casebook.cases().first?.why == "冒用机关名称")
    }

    @Test(arguments: [
        "JW-000002", "jw-2", "2", "https://b.example/", "b.example", "http://B.EXAMPLE/x",
    ])
    func `A case is found by what a person calls it`(text: String) async throws {
        let casebook = try Workshop().open()
        _ = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example", "b.example"]))

        #expect(try await casebook.find(text)?.lead.number == 2)
        #expect(try await casebook.find("nobody.example") == nil)
        #expect(try await casebook.find("no such thing") == nil)
    }
}
