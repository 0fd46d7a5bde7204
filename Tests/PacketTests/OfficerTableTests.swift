// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Packet
import Testing

struct OfficerTableTests {
    /// A case with one page of this title, and one finding of this text.
    private static func contents(title: String, found: String) throws -> PacketContents {
        let address = try WebAddress("http://cx-mem.example/")
        let verdict = Verdict(
            url: address.description, level: .high, score: 93, categories: [.fakeQuery],
            findings: [
                Finding(
                    rule: "rule-1", title: "免考", field: "text", text: found, start: 0, end: 4,
                    weight: -2.5, why: "法释〔2019〕15号")
            ], rules: "")
        let page = PageRecord(
            address: address, title: title, encoding: "utf-8", text: "", hiddenText: "",
            identifiers: [], contacts: [], fingerprints: Fingerprints(), verdict: verdict)
        return PacketContents(
            caseFile: CaseFile(
                lead: Lead(number: 7, address: address, origin: LeadOrigin(.list), addedAt: .now),
                state: .done, verdict: verdict, pages: [page]),
            custody: [], files: [], software: "Jianwei", exportedAt: .now, exportedBy: "a@b")
    }

    @Test(arguments: [
        "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "  =1+1", "\u{3000}=1+1", "＝1+1", "＠A1",
        "\t=1+1", "\r=1+1",
    ])
    func `No field of a CSV table is a formula, and every row is one line`(attack: String) throws {
        let contents = try Self.contents(title: attack, found: attack)

        for table in [OfficerTable.cases([contents]), OfficerTable.findings([contents])] {
            let lines = table.csv.split(separator: "\r\n").map(String.init)
            #expect(lines.count == 2)
            // A control is shown as a code, which is none.
            #expect(lines[1].contains("\"'") || lines[1].contains("\"⟦U+000D⟧"))
            #expect(!table.csv.replacing("\r\n", with: "").contains { $0.isNewline || $0 == "\t" })
        }
    }

    @Test func `A title forges neither a field nor a row, and is bounded and shown`() throws {
        let title =
            "\u{202E}\u{0}\",\"高度可疑\"\r\n\"JW-000008\",\"http://innocent.example/\""
            + String(repeating: "长", count: 10_000)
        let csv = OfficerTable.cases([try Self.contents(title: title, found: "x")]).csv

        let lines = csv.split(separator: "\r\n")
        #expect(lines.count == 2)
        #expect(csv.contains("⟦U+202E⟧⟦U+0000⟧\"\",\"\"高度可疑\"\""))
        #expect(csv.contains("（全长 10,0"))
        #expect(lines[1].unicodeScalars.count < 3000)
    }

    @Test func `Numbers can be calculated with, and nothing is empty`() throws {
        let contents = try Self.contents(title: "", found: "")
        let tables = [OfficerTable.cases([contents]), OfficerTable.findings([contents])]

        #expect(tables[1].csv.contains(",-2.5,"))
        #expect(tables[0].csv.contains(",93,"))
        #expect(tables[0].csv.hasPrefix("\u{FEFF}\"案件编号\","))
        for table in tables {
            #expect(!table.csv.contains("\"\""))
            #expect(table.rows.allSatisfy { $0.count == table.columns.count })
        }
    }
}
