// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Testing
import Wording

struct OpeningTests {
    @Test func `A casebook keeps what it was told when it is opened again`() async throws {
        let workshop = try Workshop()
        let first = try workshop.open()
        _ = try await first.startRun(
            settings: "s", personas: ["desktop"], leads: newLeads(["a.example"]))
        try first.close()

        let second = try workshop.open()

        #expect(try await second.lastUnfinishedRun()?.settings == "s")
        #expect(try await second.caseFile(1)?.lead.address.host == "a.example")
        #expect(
            try await second.verifyCustody().message.english == "the custody log is whole: 1 lines")
    }

    @Test func `A file that is no database is refused, with what to do`() throws {
        let workshop = try Workshop()
        try Data(repeating: 0x55, count: 8192).write(to: URL(filePath: workshop.file))

        let error = #expect(throws: CasebookError.self) { try workshop.open() }

        guard case .corrupt(let file, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file == workshop.file)
        #expect(error?.message.english.contains("put back the last backup") == true)
        #expect(error?.message.chinese.contains("恢复最近的备份") == true)
    }

    @Test func `A file that was damaged while it was left open is refused`() async throws {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        _ = try await casebook.startRun(
            settings: "", personas: ["desktop"],
            leads: newLeads((0..<2000).map { "h\($0).example" }))
        try casebook.close()
        // As a crash leaves it: a log beside the file; then a page in the middle is lost.
        var bytes = try Data(contentsOf: URL(filePath: workshop.file))
        for index in bytes.count / 2 / 4096 * 4096..<bytes.count / 2 / 4096 * 4096 + 4096 {
            bytes[index] = 0xFF
        }
        let copy = try Workshop()
        try bytes.write(to: URL(filePath: copy.file))
        try Data(repeating: 0, count: 32).write(to: URL(filePath: copy.file + "-wal"))

        let error = #expect(throws: CasebookError.self) { try copy.open() }

        guard case .corrupt = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `A casebook of a newer version is refused`() throws {
        let workshop = try Workshop()
        try workshop.open().close()
        try workshop.tamper("insert into schema_version values (99, '2030-01-01T00:00:00.000Z')")

        let error = #expect(throws: CasebookError.self) { try workshop.open() }

        #expect(error == .newerSchema(file: workshop.file, found: 99, known: 3))
        #expect(error?.message.chinese.contains("请升级本机的鉴伪") == true)
    }

    @Test func `A database of something else is refused and left as it is`() throws {
        let workshop = try Workshop()
        try workshop.tamper("create table songs (title text)")

        #expect(throws: CasebookError.notACasebook(file: workshop.file)) { try workshop.open() }
    }

    @Test func `A folder that cannot be made or written is named`() throws {
        #expect(throws: CasebookError.self) {
            try Casebook.open("/proc/casebook", actor: "a")
        }
        let workshop = try Workshop()
        try Data().write(to: URL(filePath: workshop.directory + "/file"))
        #expect(
            throws: CasebookError.noFolder(
                workshop.directory + "/file/in", reason: "Not a directory")
        ) {
            try Casebook.open(workshop.directory + "/file/in", actor: "a")
        }
        try FileManager.default.createDirectory(
            atPath: workshop.file, withIntermediateDirectories: false)
        let error = #expect(throws: CasebookError.self) { try workshop.open() }
        guard case .notWritable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `What is asked of a closed casebook is an error, not a crash`() async throws {
        let workshop = try Workshop()
        let casebook = try workshop.open()
        try casebook.close()

        await #expect(throws: CasebookError.closed(file: workshop.file)) {
            try await casebook.lastUnfinishedRun()
        }
        await #expect(throws: CasebookError.closed(file: workshop.file)) {
            try await casebook.startRun(settings: "", personas: [])
        }
    }
}
