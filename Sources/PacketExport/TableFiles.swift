// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Packet
import Spreadsheets
import WebArchive

/// The officer's tables: each as CSV, and all in one workbook.
enum TableFiles {
    static func write(
        _ cases: [PacketContents], to bag: inout BagFolder
    ) throws(PacketError) {
        // Not the time of the export: the same case makes the same table.
        guard let last = cases.map({ Observables($0).lastSeen }).max() else { return }
        let tables = [OfficerTable.cases(cases), OfficerTable.findings(cases)]
        for (table, name) in zip(tables, ["cases", "findings"]) {
            try bag.add(
                "data/\(name).csv", kind: table.name + "表", format: "CSV (UTF-8)", text: table.csv)
        }
        let folder = bag.path
        try bag.add("data/tables.xlsx", kind: "案件表与命中表", format: "XLSX") {
            path throws(PacketError) in
            do throws(SpreadsheetError) {
                try Workbook.write(
                    tables, titled: "案件表与命中表", at: last, to: path, passing: folder)
            } catch {
                throw .spreadsheet(error)
            }
            try check(path, tables)
        }
    }

    /// Throws unless every part of the workbook is whole and every cell is in it, because the
    /// library does not notice when a part of it meets a full disk.
    private static func check(_ path: String, _ tables: [OfficerTable]) throws(PacketError) {
        var counts: [Int] = []
        var isWhole = true
        var isSheet = false
        var tail: [UInt8] = []
        do throws(ArchiveError) {
            try ZipReader.read(path) { event in
                switch event {
                case .entry(let name, _, _):
                    isSheet = name.hasPrefix("xl/worksheets/")
                    if isSheet { counts.append(0) }
                    tail = []
                case .data(let bytes):
                    if isSheet { counts[counts.count - 1] += cells(in: tail.suffix(2) + bytes) }
                    tail = Array((tail + bytes.suffix(16)).suffix(16))
                case .end(let damage):
                    let end = isSheet ? "</worksheet>" : ">"
                    if tail.last == UInt8(ascii: "\n") { tail.removeLast() }
                    let isEnded = tail.suffix(end.utf8.count) == Array(end.utf8)[...]
                    if damage != nil || !isEnded { isWhole = false }
                }
            }
        } catch {
            throw .archive(error)
        }
        guard isWhole, counts == tables.map(Workbook.cells) else {
            throw .spreadsheet(.incomplete(path))
        }
    }

    /// How often `<c ` stands in `bytes`.
    private static func cells(in bytes: ArraySlice<UInt8>) -> Int {
        var count = 0
        for index in bytes.indices.dropLast(2)
        where bytes[index] == UInt8(ascii: "<") && bytes[index + 1] == UInt8(ascii: "c")
            && bytes[index + 2] == UInt8(ascii: " ")
        {
            count += 1
        }
        return count
    }
}
