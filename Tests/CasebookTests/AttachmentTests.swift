// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Testing

struct AttachmentTests {
    private static let file = AttachedFile(
        name: "beian.png", format: .png, bytes: 9, sha256: String(repeating: "a", count: 64))

    private func filled(_ workshop: Workshop) async throws -> Casebook {
        let book = try workshop.open()
        _ = try await book.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example", "b.example"]))
        return book
    }

    @Test func `What was looked up stands in its case and in the custody log`() async throws {
        let workshop = try Workshop()
        let book = try await filled(workshop)
        defer { try? book.close() }

        let first = try await book.attach(
            .icp, text: "未备案", source: "beian.miit.gov.cn", by: "李四", files: [Self.file], to: 1)
        let second = try await book.attach(
            .note, text: "又来电", source: nil, by: "李四", files: [], to: 2)

        #expect([first.number, second.number] == [1, 2])
        #expect(try await book.caseFile(1)?.attachments == [first])
        #expect(try await book.caseFile(2)?.attachments == [second])
        let line = try await book.custody(of: 1).last
        #expect(line?.action == .attached)
        #expect(line?.subject == "attachment-1")
        guard case .whole = try await book.verifyCustody() else {
            Issue.record("the custody log does not hold")
            return
        }
    }

    @Test func `An attachment that was changed or taken away breaks the custody log`() async throws
    {
        let workshop = try Workshop()
        let book = try await filled(workshop)
        _ = try await book.attach(
            .icp, text: "未备案", source: nil, by: "李四", files: [], to: 1)
        try book.close()

        try workshop.tamper(
            "update attachments set attachment = replace(attachment, '未备案', '已备案')")
        let changed = try workshop.open()
        let found = try await changed.verifyCustody()
        try changed.close()
        try workshop.tamper("delete from attachments")
        let emptied = try workshop.open()
        defer { try? emptied.close() }

        #expect(found == .broken(line: 3, .subjectChanged("attachment-1")))
        #expect(
            try await emptied.verifyCustody()
                == .broken(line: 3, .subjectMissing("attachment-1")))
    }

    @Test func `A lead that is not there takes nothing`() async throws {
        let workshop = try Workshop()
        let book = try await filled(workshop)
        defer { try? book.close() }

        await #expect(throws: CasebookError.self) {
            try await book.attach(.note, text: "x", source: nil, by: "l", files: [], to: 99)
        }

        #expect(try await book.custody(of: nil).count == 2)
    }

    @Test func `A casebook from before attachments keeps its cases and learns about them`()
        async throws
    {
        let workshop = try Workshop()
        try await filled(workshop).close()
        for sql in Workshop.withoutWatch + [
            "drop table attachments", "alter table registry_answers drop column forget_at",
            "drop table boots", "drop table notices",
            "drop table certificate_logs", "drop table certificate_gaps",
            "drop table certificate_findings", "drop table certificate_sightings",
            "drop table known_names", "drop table name_sweeps",
            "delete from schema_version where version >= 5",
        ] { try workshop.tamper(sql) }

        let book = try workshop.open()
        defer { try? book.close() }

        #expect(try await book.caseFile(1)?.attachments == [])
        let added = try await book.attach(
            .whois, text: "x", source: nil, by: "l", files: [], to: 1)
        #expect(added.number == 1)
    }
}
