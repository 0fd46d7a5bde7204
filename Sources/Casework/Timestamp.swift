// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// How times are written wherever machines read them, and where people do.
package enum Timestamp {
    /// `2026-11-23T05:13:00.123Z` (RFC 3339, UTC, milliseconds).
    package static func text(_ date: Date) -> String {
        // The formatter cuts, and no Date is exactly .123: so we give it the middle of the
        // millisecond. Reading a time and writing it again must not change it, for hashes cover it.
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        let middle = Date(timeIntervalSince1970: (milliseconds + 0.5) / 1000)
        return middle.formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Reads what ``text(_:)`` writes, also without milliseconds.
    package static func date(_ text: String) -> Date? {
        if let date = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text) {
            return date
        }
        return try? Date.ISO8601FormatStyle().parse(text)
    }

    /// `2026-11-23 13:13:00` in Beijing time (UTC+8), for officers to read.
    package static func beijing(_ date: Date) -> String {
        let shifted = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down) + 28800)
        let utc = shifted.formatted(Date.ISO8601FormatStyle())
        return utc.replacing("T", with: " ").replacing("Z", with: "")
    }
}

/// How values are written as JSON: keys sorted, times as ``Timestamp/text(_:)``.
package enum CaseworkJSON {
    package static func encode(_ value: some Encodable, pretty: Bool = false) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty
            ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            : [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.text(date))
        }
        return Array(try encoder.encode(value))
    }

    package static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: some Sequence<UInt8>
    ) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = Timestamp.date(text) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "'\(text)' is not a time")
            }
            return date
        }
        return try decoder.decode(type, from: Data(bytes))
    }
}
