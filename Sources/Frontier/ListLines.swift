// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework
internal import Wording

/// A list cut into lines, or into the records of a table, one at a time.
struct ListLines {
    /// The most lines that one record of a table may have: a quote that is never closed must not
    /// swallow the list.
    private static let maximumRecordLines = 50

    private let bytes: [UInt8]
    private var index = 0
    private var number = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// One line, or one record that perhaps spans several.
    struct Line {
        /// Where it begins: 1 for the first line.
        var number: Int
        var bytes: ArraySlice<UInt8>
        var problem: Message?

        /// Whether there is nothing on it but space or a comment.
        var isBlank: Bool {
            let first = bytes.first { $0 > 0x20 }
            return problem == nil && (first == nil || first == UInt8(ascii: "#"))
        }
    }

    mutating func next(asTable: Bool) -> Line? {
        guard index < bytes.count else { return nil }
        var line = nextLine()
        if asTable, !line.isBlank {
            let start = (index: index, number: number)
            while Self.isQuoteOpen(line.bytes) {
                guard index < bytes.count, number - line.number < Self.maximumRecordLines,
                    line.bytes.count <= LeadList.maximumLineBytes
                else {
                    (index, number) = start
                    line.problem = FrontierMessages.quoteNotClosed()
                    return line
                }
                line.bytes = bytes[line.bytes.startIndex..<nextLine().bytes.endIndex]
            }
        }
        if line.bytes.count > LeadList.maximumLineBytes {
            line.problem = FrontierMessages.tooLong(LeadList.maximumLineBytes)
        }
        return line
    }

    /// The next line, which ends in LF, CR LF or CR.
    private mutating func nextLine() -> Line {
        let start = index
        while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
        let end = index
        if index < bytes.count {
            index +=
                bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
                ? 2 : 1
        }
        number += 1
        return Line(number: number, bytes: bytes[start..<end])
    }

    /// Whether a field that begins with a quote has not ended.
    private static func isQuoteOpen(_ bytes: ArraySlice<UInt8>) -> Bool {
        var isOpen = false
        var atStart = true
        var wasQuote = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") {
                // Inside, two quotes mean one: closed, then open again.
                wasQuote = isOpen || atStart || wasQuote
                if wasQuote { isOpen.toggle() }
                atStart = false
            } else {
                wasQuote = false
                atStart = byte == UInt8(ascii: ",") && !isOpen
            }
        }
        return isOpen
    }
}

extension ListLines.Line {
    /// The fields of a record of a table; of a text line, the line without its comment.
    func fields(asTable: Bool) -> [String] {
        guard asTable else { return [Self.withoutComment(bytes)] }
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuote = false
        func end() {
            fields.append(String(decoding: field, as: UTF8.self))
            (field, isQuoted, wasQuote) = ([], false, false)
        }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\"") where isQuoted:
                if wasQuote { field.append(byte) }
                wasQuote.toggle()
            case UInt8(ascii: "\"") where field.isEmpty:
                isQuoted = true
            case UInt8(ascii: ",") where !isQuoted || wasQuote:
                end()
            default:
                field.append(byte)
            }
        }
        end()
        return fields
    }

    /// A comment begins at a `#` after a space: one inside an address is its fragment.
    private static func withoutComment(_ bytes: ArraySlice<UInt8>) -> String {
        var end = bytes.endIndex
        for index in bytes.indices.dropFirst()
        where bytes[index] == UInt8(ascii: "#") && bytes[index - 1] <= 0x20 {
            end = index
            break
        }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

/// Which field of a table is which.
struct ListColumns {
    private enum Column {
        case address
        case source
        case reportedAt
        case reference
        case note
    }

    private static let names: [String: Column] = [
        "url": .address, "网址": .address, "address": .address, "链接": .address,
        "source": .source, "来源": .source,
        "reported_at": .reportedAt, "举报时间": .reportedAt, "时间": .reportedAt,
        "reporter_ref": .reference, "举报编号": .reference, "编号": .reference,
        "note": .note, "备注": .note,
    ]
    private static let sources: [String: LeadOrigin.Source] = [
        "分析员": .analyst, "人工": .analyst, "热线": .hotline, "举报": .hotline, "12350": .hotline,
        "12345": .hotline, "二维码": .qrCode, "扫码": .qrCode, "名单": .list, "列表": .list,
    ]
    /// The longest note or reference that is kept, in characters.
    private static let maximumNote = 1000

    /// A list without a table: the line is the address.
    static let textOnly = ListColumns(columns: [.address])

    private let columns: [Column?]

    private init(columns: [Column?]) { self.columns = columns }

    /// Reads a header; `nil` if no field of it is the name of the address column.
    init?(header: [String]) {
        let columns = header.map { Self.names[Self.trimmed($0).lowercased()] }
        guard columns.contains(.address) else { return nil }
        self.columns = columns
    }

    struct Row {
        var address = ""
        var origin: LeadOrigin
        var mends: [Message] = []
    }

    func row(_ fields: [String], defaultSource: LeadOrigin.Source) -> Row {
        var row = Row(origin: LeadOrigin(defaultSource))
        for (column, field) in zip(columns, fields) {
            let value = Self.trimmed(field)
            guard let column, !value.isEmpty else { continue }
            let text = String(value.prefix(Self.maximumNote))
            switch column {
            case .address: row.address = value
            case .reportedAt: row.origin.reportedAt = text
            case .reference: row.origin.reporterReference = text
            case .note: row.origin.note = text
            case .source:
                if let source = LeadOrigin.Source(rawValue: value.lowercased())
                    ?? Self.sources[value]
                {
                    row.origin.source = source
                } else {
                    row.mends.append(
                        FrontierMessages.unknownSource(text, defaultSource.rawValue))
                }
            }
        }
        return row
    }

    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}
