// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Digests
import Testing
import Wording

struct CustodyTests {
    private func filled() async throws -> (Workshop, Casebook) {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        let run = try await casebook.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example", "b.example"])
        ).run.number
        for job in try await casebook.claim(2, of: run, owner: "1") {
            try await casebook.finish(result(job))
        }
        try await casebook.appendCustody(.exported, lead: 1, subject: "JW-000001.zip", sha256: "ab")
        return (workshop, casebook)
    }

    @Test func `Each line is bound to the one before it`() async throws {
        let (_, casebook) = try await filled()

        let lines = try await casebook.custody(of: nil)

        #expect(lines.map(\.sequence) == [1, 2, 3, 4, 5, 6, 7])
        #expect(
            lines.map(\.action) == [
                .leadAdded, .leadAdded, .captured, .judged, .captured, .judged, .exported,
            ])
        #expect(lines.first?.previous == CustodyEntry.genesis)
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.hash == $1.previous })
        #expect(lines.allSatisfy { Digest.hex($0.canonical) == $0.hash && $0.actor == "li@bureau" })
        #expect(
            try await casebook.verifyCustody() == .whole(lines: 7, head: #require(lines.last).hash))
        #expect(try await casebook.custody(of: nil, after: 5, limit: 1).map(\.sequence) == [6])
    }

    @Test(
        arguments: [
            ("update custody set actor = 'wang@bureau' where sequence = 3", 3, .changed),
            ("update custody set at = '2020-01-01T00:00:00.000Z' where sequence = 1", 1, .changed),
            ("update custody set action = 'erased' where sequence = 2", 2, .changed),
            ("update custody set subject = x'00ff' where sequence = 2", 2, .changed),
            ("delete from custody where sequence = 4", 4, .missing),
            ("delete from custody where sequence = 7", 7, .missing),
            ("delete from custody", 1, .missing),
            ("update custody set sequence = 99 where sequence = 1", 1, .missing),
            (
                "update custody set sequence = 100 where sequence = 2; "
                    + "update custody set sequence = 2 where sequence = 3; "
                    + "update custody set sequence = 3 where sequence = 100", 2, .unlinked
            ),
            (
                "update captures set capture = '{}' where name = 'JW-000001-desktop-1'", 3,
                .subjectChanged("JW-000001-desktop-1")
            ),
            (
                "update captures set verdict = null where name = 'JW-000002-desktop-1'", 6,
                .subjectMissing("JW-000002-desktop-1")
            ),
            ("delete from captures where lead = 2", 5, .subjectMissing("JW-000002-desktop-1")),
        ] as [(String, Int64, CustodyCheck.Fault)])
    func `A change, loss or exchange behind our back is found where it is`(
        sql: String, line: Int64, fault: CustodyCheck.Fault
    ) async throws {
        let (workshop, casebook) = try await filled()
        try workshop.tamper(sql)

        let check = try await casebook.verifyCustody()

        #expect(check == .broken(line: line, fault))
        #expect(check.message.english.contains("line \(line)"))
    }
}
