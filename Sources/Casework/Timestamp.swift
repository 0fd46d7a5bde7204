// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// How times are written wherever machines read them, and where people do.
///
/// Counts in whole milliseconds: Foundation's own format cuts fractions off, so that a time could
/// be another one millisecond earlier each time it was written and read, and no hash would hold.
package enum Timestamp {
    /// `2026-11-23T05:13:00.123Z` (RFC 3339, UTC, milliseconds), for the years 0 to 9999.
    package static func text(_ date: Date) -> String {
        Fields(date).text("T", andMilliseconds: true)
    }

    /// Reads what ``text(_:)`` writes, also without milliseconds.
    package static func date(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 || bytes.count == 24, bytes.last == UInt8(ascii: "Z"),
            bytes.count == 20 || bytes[19] == UInt8(ascii: ".")
        else { return nil }
        for (index, mark) in zip([4, 7, 10, 13, 16], "--T::".utf8) {
            guard bytes[index] == mark else { return nil }
        }
        let milliseconds = bytes.count == 24 ? number(bytes[20..<23]) : 0
        guard let year = number(bytes[..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
            let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            let milliseconds, (1...12).contains(month), (1...31).contains(day), hour < 24,
            minute < 60, second < 60
        else { return nil }
        let days = CalendarDay(year, month, day).number
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        return Date(timeIntervalSince1970: Double(seconds * 1000 + milliseconds) / 1000)
    }

    /// `2026-11-23 13:13:00` in Beijing time (UTC+8), for officers to read.
    package static func beijing(_ date: Date) -> String {
        Fields(date.addingTimeInterval(8 * 3600)).text(" ", andMilliseconds: false)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    /// A moment in UTC, taken apart.
    private struct Fields {
        private var year, month, day, hour, minute, second, millisecond: Int

        init(_ date: Date) {
            // The years 0 to 9999; an infinite time is no number either.
            let bounds = (first: -62_167_219_200.0, last: 253_402_300_799.999)
            let seconds = max(bounds.first, min(bounds.last, date.timeIntervalSince1970))
            let milliseconds = Int((seconds * 1000).rounded())
            let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
            let rest = milliseconds - days * 86_400_000
            millisecond = rest % 1000
            second = rest / 1000 % 60
            minute = rest / 60_000 % 60
            hour = rest / 3_600_000

            let date = CalendarDay(number: days)
            (year, month, day) = (date.year, date.month, date.day)
        }

        /// `2026-11-23`, `separator`, `05:13:00`, and `.123Z` if asked for.
        func text(_ separator: Unicode.Scalar, andMilliseconds: Bool) -> String {
            String(unsafeUninitializedCapacity: 24) { buffer in
                var end = 0
                func add(_ number: Int, _ width: Int, then mark: Unicode.Scalar?) {
                    var rest = number
                    for place in stride(from: end + width - 1, through: end, by: -1) {
                        buffer[place] = 0x30 + UInt8(rest % 10)
                        rest /= 10
                    }
                    end += width
                    guard let mark else { return }
                    buffer[end] = UInt8(ascii: mark)
                    end += 1
                }
                add(year, 4, then: "-")
                add(month, 2, then: "-")
                add(day, 2, then: separator)
                add(hour, 2, then: ":")
                add(minute, 2, then: ":")
                add(second, 2, then: andMilliseconds ? "." : nil)
                if andMilliseconds { add(millisecond, 3, then: "Z") }
                return end
            }
        }
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
