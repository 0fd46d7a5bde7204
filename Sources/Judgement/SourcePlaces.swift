// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// Turns bytes of a page's source into Unicode code points.
struct SourcePlaces {
    private let source: [UInt8]
    /// The code points before each 1,024th byte.
    private let marks: [Int]
    private static let step = 1024

    init(_ source: [UInt8]) {
        self.source = source
        var marks: [Int] = []
        var count = 0
        marks.reserveCapacity(source.count / Self.step + 1)
        source.withUnsafeBufferPointer { source in
            for start in stride(from: 0, to: source.count, by: Self.step) {
                marks.append(count)
                let part = UnsafeBufferPointer(
                    rebasing: source[start..<min(start + Self.step, source.count)])
                let begun = Self.codePoints(in: part)
                count += begun
            }
        }
        self.marks = marks
    }

    /// The code points that begin before `byte`.
    func codePoint(at byte: Int) -> Int {
        let byte = min(max(0, byte), source.count)
        guard !marks.isEmpty else { return 0 }
        let mark = min(byte / Self.step, marks.count - 1)
        return marks[mark]
            + source[(mark * Self.step)..<byte].withUnsafeBufferPointer(Self.codePoints)
    }

    /// How many of `bytes` begin a code point, counted eight at a time.
    private static func codePoints(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var continued = 0
        var index = 0
        let raw = UnsafeRawBufferPointer(bytes)
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // A byte that continues one begins with 10.
            continued += (word & ~(word << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
            index += 8
        }
        while index < raw.count {
            continued += raw[index] & 0xC0 == 0x80 ? 1 : 0
            index += 1
        }
        return raw.count - continued
    }
}

extension Reading {
    /// The most code points of a page that a finding quotes.
    static let quoteLimit = 200

    /// `evidence` as a quotation: the field's name, the text, and its place in code points.
    func quote(
        _ evidence: Evidence, _ places: SourcePlaces
    ) -> (field: String, text: String, start: Int, end: Int) {
        if let structure = evidence.structure {
            let text = String(
                String.UnicodeScalarView(structure.text.unicodeScalars.prefix(Self.quoteLimit)))
            guard let place = structure.place else {
                return (structure.name, text, 0, text.unicodeScalars.count)
            }
            return (
                structure.name, text, places.codePoint(at: place.lowerBound),
                places.codePoint(at: place.upperBound)
            )
        }
        let field = fields[evidence.field ?? 0]
        var bytes = field.folded.textRange(of: evidence.range)
        var quoted = String(decoding: field.placed.bytes[bytes], as: UTF8.self)
        if quoted.unicodeScalars.count > Self.quoteLimit {
            quoted = String(String.UnicodeScalarView(quoted.unicodeScalars.prefix(Self.quoteLimit)))
            bytes = bytes.lowerBound..<(bytes.lowerBound + quoted.utf8.count)
        }
        if field.isInSource {
            let range = field.placed.sourceRange(of: bytes)
            return (
                field.name.rawValue, quoted, places.codePoint(at: range.lowerBound),
                places.codePoint(at: range.upperBound)
            )
        }
        let start = String(decoding: field.placed.bytes[..<bytes.lowerBound], as: UTF8.self)
            .unicodeScalars.count
        return (field.name.rawValue, quoted, start, start + quoted.unicodeScalars.count)
    }
}
