// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Testing

struct NoticeTests {
    private static let sent = Date(timeIntervalSince1970: 1_795_000_000)

    private func filled(_ workshop: Workshop) async throws -> Casebook {
        let book = try workshop.open()
        _ = try await book.startRun(
            settings: "", personas: ["desktop"], leads: newLeads(["a.example", "b.example"]))
        return book
    }

    @Test func `A notice and its later receipt are two records, each with a custody line`()
        async throws
    {
        let workshop = try Workshop()
        let book = try await filled(workshop)
        defer { try? book.close() }

        let first = try await book.noticeSent(
            to: .registrar, name: "示例域名", way: "abuse@registrar.example", sentAt: Self.sent,
            receipt: nil, by: "李四", about: 1)
        let second = try await book.noticeSent(
            to: .registrar, name: "示例域名", way: "abuse@registrar.example", sentAt: Self.sent,
            receipt: "A-42", by: "李四", about: 1)

        #expect(try await book.caseFile(1)?.notices == [first, second])
        #expect(try await book.caseFile(2)?.notices == [])
        let lines = try await book.custody(of: 1).suffix(2)
        #expect(lines.map(\.action) == [.noticeSent, .noticeSent])
        #expect(lines.map(\.subject) == ["notice-1", "notice-2"])
        guard case .whole = try await book.verifyCustody() else {
            Issue.record("the custody log does not hold")
            return
        }
    }

    @Test func `A notice that was changed or taken away breaks the custody log`() async throws {
        let workshop = try Workshop()
        let book = try await filled(workshop)
        _ = try await book.noticeSent(
            to: .cac, name: "", way: "www.12377.cn", sentAt: Self.sent, receipt: "A-42", by: "李四",
            about: 1)
        try book.close()

        try workshop.tamper("update notices set notice = replace(notice, 'A-42', 'A-43')")
        let changed = try workshop.open()
        let found = try await changed.verifyCustody()
        try changed.close()
        try workshop.tamper("delete from notices")
        let emptied = try workshop.open()
        defer { try? emptied.close() }

        #expect(found == .broken(line: 3, .subjectChanged("notice-1")))
        #expect(
            try await emptied.verifyCustody() == .broken(line: 3, .subjectMissing("notice-1")))
    }
}
