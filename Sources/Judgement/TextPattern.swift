// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A compiled regular expression, run by an engine whose time is linear in the text.
///
/// The judge knows no engine: whoever reads rule files is given one.
package protocol TextPattern: Sendable {
    /// As it was written.
    var source: String { get }

    /// Where it matches in `text`, which is UTF-8, from left to right and not overlapping; at most
    /// `limit` places.
    func matches(in text: [UInt8], limit: Int) -> [Range<Int>]
}

/// Why an expression cannot be used.
package struct PatternError: Error, Hashable {
    /// In the engine's words.
    package var reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// Makes a ``TextPattern`` of what a rule file says.
package typealias PatternCompiler = @Sendable (String) throws(PatternError) -> any TextPattern

/// Asks for a regular expression in some fields, as they are written, not folded.
package struct PatternTest: Sendable, Hashable {
    package var pattern: any TextPattern
    package var fields: [FieldName]

    package init(_ pattern: any TextPattern, fields: [FieldName]) {
        self.pattern = pattern
        self.fields = fields
    }

    package static func == (a: PatternTest, b: PatternTest) -> Bool {
        a.pattern.source == b.pattern.source && a.fields == b.fields
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(pattern.source)
        hasher.combine(fields)
    }
}
