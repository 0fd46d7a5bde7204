// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Glibc
import Packet
import PacketExport
import Testing
import Wording

struct TableFilesTests {
    var sample: SampleCase
    init() throws { sample = try SampleCase() }

    @Test(.enabled(if: Checkers.folder != nil, Comment(rawValue: Checkers.reason)))
    func `Texts that look like formulas, links or codes are read back as they were shown`() throws {
        let titles = [
            "=HYPERLINK(\"http://evil.example\")", "http://evil.example/", "_x003D_1+1_x202E_",
            "a\u{FFFF}b\u{1}c\u{202E}d", "<v>1</v>&amp;]]>", "  two  spaces ",
        ]
        var request = sample.request
        let finding = try #require(request.caseFile.verdict?.findings.first)
        request.caseFile.verdict?.findings = titles.map { title in
            var finding = finding
            finding.title = title
            return finding
        }
        let packet = try PacketExporter.export(request, to: sample.path("packet"))

        let script = """
            import sys, openpyxl
            book = openpyxl.load_workbook(sys.argv[1])
            print(book.sheetnames)
            for row in book.worksheets[1].iter_rows(min_row=2):
                assert row[2].data_type in ("s", "inlineStr") and not row[2].hyperlink
                # Spreadsheets read the code of an underscore as one; openpyxl leaves it.
                print(row[2].value.replace("_x005F_", "_"))
            """
        let read = try Checkers.run(
            "python3", ["-c", script, packet.path + "/data/tables.xlsx"])
        #expect(read.code == 0)
        let shown = titles.map(HostileText.visible)
        #expect(
            read.output.split(separator: "\n").map(String.init) == ["['案件', '命中']"] + shown)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can mount a small disk"))
    func `A disk that is full while the workbook is made leaves nothing but the message`() throws {
        var request = sample.request
        let finding = try #require(request.caseFile.verdict?.findings.first)
        request.caseFile.verdict?.findings = Array(repeating: finding, count: 4000)
        let whole = try PacketExporter.export(request, to: sample.path("packet")).path
        // What comes before the workbook; then its rows wait in a nameless file, larger than as CSV.
        var room = 0
        for file in try SampleCase.files(whole) where file.hasPrefix("data/") {
            let attributes = try FileManager.default.attributesOfItem(atPath: whole + "/" + file)
            let isLater = ["data/tables.xlsx", "data/report.html"].contains(file)
            let size = isLater || file.contains("/2-list") ? 0 : attributes[.size] as? Int ?? 0
            room += (size + 8191) / 4096 * 4096
        }
        let disk = sample.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try #require(mount("none", disk, "tmpfs", 0, "size=\(room + 500_000)") == 0)
        defer { umount2(disk, 0) }

        let error = #expect(throws: PacketError.self) {
            try PacketExporter.export(request, to: disk + "/packet")
        }

        guard case .spreadsheet = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.message.chinese.contains("磁盘是否已满") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk).isEmpty)
    }

    @Test func `The same case makes the same tables, whenever it is exported`() throws {
        var later = sample.request
        later.exportedAt += 3600
        let packets = try [sample.request, later].enumerated().map { index, request in
            try PacketExporter.export(request, to: sample.path("packet\(index)")).path
        }

        for name in ["tables.xlsx", "cases.csv", "findings.csv", "machine/case.jsonld"] {
            let files = packets.map { "\($0)/data/\(name)" }
            #expect(FileManager.default.contentsEqual(atPath: files[0], andPath: files[1]))
        }
    }
}
