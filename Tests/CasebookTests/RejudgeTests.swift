// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Testing

struct RejudgeTests {
    private func filled() async throws -> (Workshop, Casebook) {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example", "b.example"])
        ).run.number
        for job in try await casebook.claim(2, of: run, owner: "1") {
            try await casebook.finish(result(job))
        }
        return (workshop, casebook)
    }

    private func milder(_ stored: StoredCapture) throws -> Verdict {
        var verdict = try #require(stored.verdict)
        verdict.level = .doubtful
        verdict.score = 30
        verdict.categories = []
        verdict.rules = "r2"
        return verdict
    }

    @Test func `A new verdict stands, and the log still proves the old one`() async throws {
        let (_, casebook) = try await filled()
        let stored = try #require(try await casebook.captures(after: nil, limit: 1).first)

        let isWritten = try await casebook.rejudge(
            stored, verdict: milder(stored), pages: stored.pages)

        #expect(isWritten)
        let summary = try #require(try await casebook.cases().last)
        #expect(summary.number == 1)
        #expect(summary.level == .doubtful)
        #expect(summary.score == 30)
        #expect(try await casebook.caseFile(1)?.verdict == milder(stored))
        let lines = try await casebook.custody(of: 1)
        #expect(lines.map(\.action) == [.leadAdded, .captured, .judged, .judged])
        #expect(
            try await casebook.verifyCustody()
                == .whole(lines: 7, head: #require(lines.last).hash))
        #expect(try await casebook.captures(after: stored.capture, limit: 9).count == 1)
    }

    @Test func `Who read an older verdict does not overwrite a newer one`() async throws {
        let (_, casebook) = try await filled()
        let stored = try #require(try await casebook.captures(after: nil, limit: 1).first)
        var verdict = try milder(stored)
        _ = try await casebook.rejudge(stored, verdict: verdict, pages: stored.pages)
        verdict.score = 40

        let isWritten = try await casebook.rejudge(stored, verdict: verdict, pages: stored.pages)

        #expect(!isWritten)
        #expect(try await casebook.caseFile(1)?.verdict?.score == 30)
    }

    @Test(arguments: [
        // Back to the verdict that was replaced.
        "update captures set verdict = (select verdict from former_verdicts) where lead = 1",
        "update former_verdicts set verdict = replace(verdict, '90', '20')",
        "delete from former_verdicts",
    ])
    func `A verdict that is changed behind our back, new or old, is found`(sql: String) async throws
    {
        let (workshop, casebook) = try await filled()
        let stored = try #require(try await casebook.captures(after: nil, limit: 1).first)
        _ = try await casebook.rejudge(stored, verdict: milder(stored), pages: stored.pages)
        try workshop.tamper(sql)

        let check = try await casebook.verifyCustody()

        guard case .broken(_, .subjectChanged("JW-000001-desktop-1")) = check else {
            Issue.record("\(check)")
            return
        }
    }
}
