// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CRE2
package import Judgement

/// A regular expression that cannot run for ever: RE2's syntax, without back references.
///
/// Source: <https://github.com/google/re2/wiki/Syntax>.
package final class RegularExpression: TextPattern, @unchecked Sendable {
    // @unchecked Sendable because RE2 promises that a compiled expression may be used by many
    // threads at once, and this one never changes.
    package let source: String
    private let raw: OpaquePointer

    /// The most memory that one expression may use: 4 MiB; beyond it the engine is slower.
    private static let memoryBytes = 4 << 20
    /// The longest expression: 10,000 bytes.
    private static let sourceBytes = 10_000

    /// - Throws: ``PatternError`` if `source` is no expression, or a too large one.
    package init(_ source: String) throws(PatternError) {
        guard source.utf8.count <= Self.sourceBytes else {
            throw PatternError(reason: "longer than \(Self.sourceBytes) bytes")
        }
        var text = source
        var problem = [CChar](repeating: 0, count: 200)
        let made = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cre2_new($0.baseAddress, $0.count, Self.memoryBytes, &problem, problem.count)
            }
        }
        guard let made else {
            let reason = problem.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw PatternError(reason: String(decoding: reason, as: UTF8.self))
        }
        self.source = source
        raw = made
    }

    deinit {
        cre2_free(raw)
    }

    package func matches(in text: [UInt8], limit: Int) -> [Range<Int>] {
        text.withUnsafeBytes { bytes in
            var found: [Range<Int>] = []
            let characters = bytes.assumingMemoryBound(to: CChar.self)
            var start = 0
            var first = 0
            var end = 0
            while found.count < limit, start <= bytes.count,
                cre2_find(raw, characters.baseAddress, bytes.count, start, &first, &end) == 1
            {
                found.append(first..<end)
                // An empty match must not be found again.
                start = end > first ? end : end + 1
            }
            return found
        }
    }

    /// Compiles for whoever reads rule files.
    package static let compiler: PatternCompiler = { source throws(PatternError) in
        try RegularExpression(source)
    }
}
