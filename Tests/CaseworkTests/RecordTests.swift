// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Testing

struct RecordTests {
    @Test func `A time is the same after it was written and read, to the millisecond`() throws {
        for millisecond in 0..<2000 {
            let date = Date(timeIntervalSince1970: 1_795_411_980 + Double(millisecond) / 1000)

            let text = Timestamp.text(date)

            let digits = String(1000 + millisecond % 1000).dropFirst()
            #expect(text.hasSuffix(".\(digits)Z"))
            #expect(try Timestamp.text(#require(Timestamp.date(text))) == text)
        }
    }

    @Test func `A time is written in UTC for machines and in Beijing time for officers`() {
        let date = Date(timeIntervalSince1970: 1_795_411_980.25)

        #expect(Timestamp.text(date) == "2026-11-23T05:33:00.250Z")
        #expect(Timestamp.beijing(date) == "2026-11-23 13:33:00")
        #expect(
            Timestamp.date("2026-11-23T05:33:00Z") == Date(timeIntervalSince1970: 1_795_411_980))
        #expect(Timestamp.date("yesterday") == nil)
    }

    @Test func `Days are right through leap years and centuries`() {
        let style = Date.ISO8601FormatStyle()
        for day in stride(from: -20_000, to: 60_000, by: 13) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 86_399)

            #expect(Timestamp.text(date) == style.format(date).dropLast() + ".000Z")
            #expect(Timestamp.date(Timestamp.text(date)) == date)
        }
        #expect(Timestamp.text(Date(timeIntervalSince1970: .infinity)).hasPrefix("9999-12-31"))
        #expect(Timestamp.text(Date(timeIntervalSince1970: -0.0004)) == "1970-01-01T00:00:00.000Z")
    }

    @Test func `A custody line's canonical form is exactly as documented`() {
        let entry = CustodyEntry(
            sequence: 7, at: Date(timeIntervalSince1970: 0), actor: "li@bureau", action: .exported,
            lead: nil, subject: "a\\b\r\nc", sha256: nil, previous: CustodyEntry.genesis, hash: "")

        #expect(
            entry.canonical == """
                7
                1970-01-01T00:00:00.000Z
                li@bureau
                exported
                -
                a\\\\b\\r\\nc
                -
                \(String(repeating: "0", count: 64))

                """)
    }

    @Test func `No field of a custody line can pass for two`() {
        func canonical(_ subject: String, _ sha256: String) -> String {
            CustodyEntry(
                sequence: 1, at: Date(timeIntervalSince1970: 0), actor: "a", action: .attached,
                lead: 1, subject: subject, sha256: sha256, previous: "p", hash: ""
            ).canonical
        }

        #expect(canonical("x\r\ny", "z") != canonical("x", "y\nz"))
        #expect(canonical("x\\n", "z") != canonical("x\n", "z"))
        #expect(canonical("x\ny", "z").utf8.filter { $0 == 0x0A }.count == 8)
    }

    @Test(
        arguments: [
            ("JW-000042", 42), ("jw-42", 42), ("42", 42), ("JW-", nil), ("0", nil),
            ("-1", nil), ("JW-４２", nil),
        ] as [(String, Int64?)])
    func `A case number is read as people write it`(text: String, expected: Int64?) {
        #expect(CaseNumber(text)?.value == expected)
    }
}
