// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework
internal import FoundationEssentials
internal import GRDB

/// A row that does not hold what its table promises: somebody else wrote it.
struct UnreadableRecord: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

// GRDB's subscripts end the process on a value of another type; these throw.
extension Row {
    func text(_ column: String) throws -> String {
        guard let value = optionalText(column) else {
            throw UnreadableRecord("column '\(column)' holds no text")
        }
        return value
    }

    func number(_ column: String) throws -> Int64 {
        guard let value = optionalNumber(column) else {
            throw UnreadableRecord("column '\(column)' holds no number")
        }
        return value
    }

    func optionalText(_ column: String) -> String? {
        String.fromDatabaseValue(self[column] ?? .null)
    }

    func optionalNumber(_ column: String) -> Int64? {
        Int64.fromDatabaseValue(self[column] ?? .null)
    }

    func time(_ column: String) throws -> Date {
        let written = try text(column)
        guard let date = Timestamp.date(written) else {
            throw UnreadableRecord("'\(written)' in column '\(column)' is no time")
        }
        return date
    }

    func optionalTime(_ column: String) throws -> Date? {
        optionalText(column) == nil ? nil : try time(column)
    }

    /// The value written as JSON in `column`, or `nil` if there is none.
    func optionalJSON<Value: Decodable>(_ type: Value.Type, _ column: String) throws -> Value? {
        try optionalText(column).map { try CaseworkJSON.decode(type, from: $0.utf8) }
    }
}

/// `value` as it is stored.
func json(_ value: some Encodable) throws -> String {
    String(decoding: try CaseworkJSON.encode(value), as: UTF8.self)
}

extension Verdict.Level {
    /// How levels are stored, so that they sort: 0 for `dismiss` to 3 for `high`.
    var stored: Int64 {
        switch self {
        case .dismiss: 0
        case .doubtful: 1
        case .suspect: 2
        case .high: 3
        }
    }

    init?(stored: Int64) {
        guard let level = Self.allCases.first(where: { $0.stored == stored }) else { return nil }
        self = level
    }
}

extension Lead {
    /// Reads a row of the table `leads`.
    init(row: Row) throws {
        let number = try row.number("number")
        let address = try WebAddress(try row.text("address"))
        guard let source = LeadOrigin.Source(rawValue: try row.text("source")) else {
            throw UnreadableRecord("lead \(number) has an unknown source")
        }
        self.init(
            number: number, address: address,
            schemeIsGuess: try row.number("scheme_is_guess") != 0,
            origin: LeadOrigin(
                source, reportedAt: row.optionalText("reported_at"),
                reporterReference: row.optionalText("reporter_reference"),
                note: row.optionalText("note"), foundOn: row.optionalText("found_on")),
            addedAt: try row.time("added_at"))
    }
}
