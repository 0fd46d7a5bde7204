// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// A table that an officer opens in a spreadsheet: a row for each case, or for each finding.
///
/// Its texts are ``FormText``, so nothing hostile comes in: masked, visible, on one line, bounded.
package struct OfficerTable: Sendable, Hashable {
    /// One cell; none is empty, a case that lacks something says why.
    package enum Cell: Sendable, Hashable {
        case text(FormText)
        /// To calculate with; at most one decimal.
        case number(Double)
    }

    package struct Column: Sendable, Hashable {
        package let title: String
        /// In letters of the Latin alphabet.
        package let width: Double

        init(_ title: String, _ width: Double) {
            self.title = title
            self.width = width
        }
    }

    /// What its sheet is called.
    package let name: String
    package let columns: [Column]
    package let rows: [[Cell]]

    /// The most rows: 20,000, which a spreadsheet opens at once.
    package static let rowLimit = 20_000

    init(_ name: String, _ columns: [Column], _ rows: [[Cell]]) {
        self.name = name
        self.columns = columns
        self.rows = Array(rows.prefix(Self.rowLimit))
    }

    /// As CSV (RFC 4180) in UTF-8, with the mark by which spreadsheets know that.
    ///
    /// Texts are quoted. One that a spreadsheet would calculate begins with an apostrophe.
    package var csv: String {
        var text = "\u{FEFF}" + columns.map { Self.field($0.title) }.joined(separator: ",") + "\r\n"
        for row in rows {
            let fields = row.map { cell in
                switch cell {
                case .text(let words): Self.field(words.plain)
                case .number(let value): Self.digits(value)
                }
            }
            text += fields.joined(separator: ",") + "\r\n"
        }
        return text
    }

    /// What a spreadsheet takes for the beginning of a formula, in East Asian widths too.
    ///
    /// Source: OWASP, CSV Injection.
    private static let formulas = Set("=+-@\t\r\n＝＋－＠".unicodeScalars)

    static func field(_ text: String) -> String {
        var field = "\""
        // Some spreadsheets drop spaces before they look.
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace || $0.value < 0x20 }
        if let first, formulas.contains(first) { field += "'" }
        // By code points: a quote with a mark on it is another character, but still a quote.
        for scalar in text.unicodeScalars {
            if scalar == "\"" { field += "\"" }
            field.unicodeScalars.append(scalar)
        }
        return field + "\""
    }

    private static func digits(_ value: Double) -> String {
        let tenths = Int((min(max(value, -1e12), 1e12) * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}
