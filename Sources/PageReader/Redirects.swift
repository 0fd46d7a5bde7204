// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// Finds where a page sends its reader by itself, without running anything.
enum Redirects {
    /// The address in the content of a meta refresh: `0; url=/next`.
    ///
    /// Source: <https://html.spec.whatwg.org/#shared-declarative-refresh-steps>.
    static func refreshTarget(_ content: Bytes) -> String? {
        var index = 0
        while index < content.count, isBlank(content[index]) { index += 1 }
        while index < content.count, isDigit(content[index]) || content[index] == 0x2E {
            index += 1
        }
        while index < content.count,
            isBlank(content[index]) || content[index] == 0x3B || content[index] == 0x2C
        {
            index += 1
        }
        if content.hasCaseless("url", at: index) {
            var next = index + 3
            while next < content.count, isBlank(content[next]) { next += 1 }
            if next < content.count, content[next] == 0x3D {
                index = next + 1
                while index < content.count, isBlank(content[index]) { index += 1 }
            }
        }
        var end = content.count
        if index < end, content[index] == 0x22 || content[index] == 0x27 {
            let quote = content[index]
            index += 1
            end = content.first(quote, from: index, to: end) ?? end
        }
        while end > index, isBlank(content[end - 1]) { end -= 1 }
        return index < end ? content.string(index..<end) : nil
    }

    /// Where the script in `range` sets `location` to an address that stands there as a literal.
    static func inScript(_ source: Bytes, _ range: Range<Int>) -> [PageRedirect] {
        var redirects: [PageRedirect] = []
        var from = range.lowerBound
        while redirects.count < 20, let hit = source.first(0x6C, from: from, to: range.upperBound) {
            from = hit + 1
            guard source.has("location", at: hit), hit + 8 <= range.upperBound else { continue }
            if hit > range.lowerBound {
                let before = source[hit - 1]
                if isAlphanumeric(before) || before == 0x5F || before == 0x24 || before == 0x2D {
                    continue
                }
            }
            if let target = target(source, after: hit + 8, to: range.upperBound) {
                redirects.append(
                    PageRedirect(means: .script, target: target.text, place: hit..<target.end))
                from = target.end
            }
        }
        return redirects
    }

    /// The literal that is assigned, or given to `replace` or `assign`, after `location`.
    private static func target(
        _ source: Bytes, after start: Int, to end: Int
    ) -> (text: String, end: Int)? {
        var index = start
        func skipBlanks() { while index < end, isBlank(source[index]) { index += 1 } }
        var isCall = false
        if source.has(".href", at: index) {
            index += 5
        } else if source.has(".replace", at: index) {
            index += 8
            isCall = true
        } else if source.has(".assign", at: index) {
            index += 7
            isCall = true
        }
        skipBlanks()
        guard index < end, source[index] == UInt8(ascii: isCall ? "(" : "=") else { return nil }
        index += 1
        skipBlanks()
        guard index < end, [0x22, 0x27, 0x60].contains(source[index]) else { return nil }
        let quote = source[index]
        index += 1
        var text: [UInt8] = []
        while index < end, source[index] != quote {
            if source[index] == 0x0A || text.count > 4096 { return nil }
            if source[index] == 0x5C { index += 1 }  // `\/` is the only escape that is usual here.
            guard index < end else { return nil }
            text.append(source[index])
            index += 1
        }
        guard index < end else { return nil }
        let close = index + 1
        index = close
        skipBlanks()
        // A literal that more is added to is no address yet.
        if index < end, source[index] == UInt8(ascii: "+") { return nil }
        let string = String(decoding: text, as: UTF8.self)
        guard !string.isEmpty, !string.hasPrefix("#"), !string.contains("${") else { return nil }
        return (string, close)
    }
}
