// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import Foundation
import Testing

@testable import Packet

struct CustodyLogTests {
    /// Five lines, of which the second and the fourth are case 7's.
    private let entries: [CustodyEntry] = {
        var entries: [CustodyEntry] = []
        for (index, lead) in [3, 7, 3, 7, 8].enumerated() {
            var entry = CustodyEntry(
                sequence: Int64(index + 1), at: Date(timeIntervalSince1970: 1_795_410_780),
                actor: "analyst@host", action: .captured, lead: Int64(lead),
                subject: "a\tb\\c\nd\r\n", sha256: nil,
                previous: entries.last?.hash ?? CustodyEntry.genesis, hash: "")
            entry.hash = Digest.hex(entry.canonical)
            entries.append(entry)
        }
        return entries
    }()

    private func hash(_ text: String) -> String { Digest.hex(text) }

    @Test func `A case's log holds its own lines whole and others only as hashes`() {
        let slice = CustodyLog.slice(entries, leads: [7])
        let text = CustodyLog.text(slice, leads: [7])

        #expect(slice.map(\.sequence) == [2, 3, 4])
        #expect(CustodyLog.problems(in: slice, hash: hash).isEmpty)
        #expect(CustodyLog.problems(inFile: text, end: CustodyLog.end(slice), hash: hash).isEmpty)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == 3)
        #expect(lines[0].contains("analyst@host"))
        #expect(lines[1].hasPrefix("3\t-\t-\t-\t-\t-\t-\t"))
    }

    @Test func `A change, a loss, a swap and a cut are found, also in the casebook`() {
        let slice = CustodyLog.slice(entries, leads: [7])
        let text = CustodyLog.text(slice, leads: [7])
        var lines = text.split(separator: "\n").map(String.init)
        let first = lines.firstIndex { $0.hasPrefix("2\t") } ?? 0
        func problems(_ lines: [String]) -> [CustodyLog.Problem] {
            CustodyLog.problems(
                inFile: lines.joined(separator: "\n") + "\n", end: CustodyLog.end(slice),
                hash: hash)
        }

        #expect(
            problems(lines.map { $0.replacing("analyst", with: "visitor") }).contains(
                .changed(sequence: 2)))
        var less = lines
        less.remove(at: first + 1)
        #expect(problems(less).contains(.broken(sequence: 4)))
        var cut = lines
        cut.remove(at: first + 2)
        #expect(problems(cut) == [.cut])
        cut[cut.count - 1] = "# end 2 \(entries[2].hash)"
        #expect(problems(cut) == [.cut])
        lines.swapAt(first, first + 1)
        #expect(problems(lines).contains(.broken(sequence: 2)))

        var broken = Array(slice)
        broken.remove(at: 1)
        #expect(CustodyLog.problems(in: broken, hash: hash) == [.broken(sequence: 4)])
        #expect(CustodyLog.problems(in: [], hash: hash) == [.empty])
    }
}
