// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
package import Wording

/// What was mended in an address as a person wrote it.
package enum Mend: String, Sendable, Hashable, CaseIterable {
    /// Full-width letters, digits or signs: `ｃｘ．ｍｅｍ`, `http：／／`.
    case fullWidth = "full-width"
    /// `。`, `｡` or `、` for a dot.
    case ideographicDot = "ideographic-dot"
    /// Spaces and line ends, around or inside.
    case spaces
    /// Characters that take no room: zero-width spaces, marks of direction.
    case invisible
    /// Quotation marks or brackets around the address.
    case quotes
    /// Punctuation of the sentence that the address ended.
    case trailingPunctuation = "trailing-punctuation"
    /// Written so that nobody opens it by mistake: `hxxp://`, `[.]`.
    case defanged

    /// What was done, for the analyst who wrote it.
    package var message: Message { NameMessages.mended(rawValue) }
}

extension HostNames {
    /// The host that `written` names, which may be a whole address; `nil` if it names none.
    package func host(in written: String) -> String? {
        // Nothing in a plain host is to be mended, but for the first letters of `hxxp`.
        if WebAddress.isPlainHost(written), !written.hasPrefix("hxxp") { return written }
        let mended = mend(written).text
        let text = mended.contains("://") ? mended : "https://" + mended
        return (try? WebAddress(text, mapping: { ascii($0) }))?.host
    }

    /// `written` as the address that was meant, and what was mended to get there, in order.
    ///
    /// Only the scheme and the host are mended inside: what follows them may be as it is for a
    /// reason, and is kept but for line ends and characters that take no room.
    package func mend(_ written: String) -> (text: String, mends: [Mend]) {
        var mending = Mending(written)
        mending.dropInvisible()
        mending.dropSurroundings()
        mending.mendHead()
        return (String(String.UnicodeScalarView(mending.scalars)), mending.mends)
    }
}

/// An address while it is being mended.
private struct Mending {
    var scalars: [Unicode.Scalar]
    private(set) var mends: [Mend] = []

    init(_ written: String) {
        scalars = Array(written.unicodeScalars)
    }

    private mutating func note(_ mend: Mend) {
        if !mends.contains(mend) { mends.append(mend) }
    }

    /// Drops what is not seen, and line ends, which browsers drop too.
    mutating func dropInvisible() {
        let before = scalars.count
        scalars.removeAll { $0.properties.isDefaultIgnorableCodePoint }
        if scalars.count < before { note(.invisible) }
        let visible = scalars.count
        scalars.removeAll { $0 == "\n" || $0 == "\r" || $0 == "\t" }
        if scalars.count < visible { note(.spaces) }
    }

    private static let opening: [Unicode.Scalar: Unicode.Scalar] = [
        "「": "」", "『": "』", "“": "”", "‘": "’", "\"": "\"", "'": "'", "《": "》", "〈": "〉",
        "【": "】", "（": "）", "(": ")", "<": ">", "`": "`", "＂": "＂", "＇": "＇",
    ]
    private static let closing = Set(opening.values)
    private static let punctuation: Set<Unicode.Scalar> = [
        "。", "，", "、", "；", "：", "！", "？", "．", "｡", "…", ",", ";", ".", "!",
    ]

    /// Drops spaces, marks and punctuation around the address, however they are nested.
    mutating func dropSurroundings() {
        var changed = true
        while changed, let first = scalars.first, let last = scalars.last {
            changed = true
            if first.properties.isWhitespace {
                scalars.removeFirst()
                note(.spaces)
            } else if last.properties.isWhitespace {
                scalars.removeLast()
                note(.spaces)
            } else if Self.opening[first] != nil {
                scalars.removeFirst()
                note(.quotes)
            } else if Self.punctuation.contains(last) {
                scalars.removeLast()
                note(.trailingPunctuation)
            } else if Self.closing.contains(last), isUnopened(last) {
                scalars.removeLast()
                note(.quotes)
            } else {
                changed = false
            }
        }
    }

    /// Whether `closing` at the end has no opening mark in the address: `/a(b)` keeps its own.
    private func isUnopened(_ closing: Unicode.Scalar) -> Bool {
        !scalars.dropLast().contains { Self.opening[$0] == closing }
    }

    /// Mends the scheme and the host, up to the first slash, question mark or hash after them.
    mutating func mendHead() {
        let plain = scalars.map { Self.halfWidth($0) ?? $0 }
        let end = Self.headEnd(plain)
        var head: [Unicode.Scalar] = []
        for index in scalars.indices[..<end] {
            let scalar = scalars[index]
            switch scalar {
            case "。", "｡", "、":
                head.append(".")
                note(.ideographicDot)
            case _ where scalar.properties.isWhitespace:
                note(.spaces)
            default:
                head.append(plain[index])
                if plain[index] != scalar { note(.fullWidth) }
            }
        }
        var rest = Array(scalars[end...])
        if end < plain.endIndex, rest[0] != plain[end] {
            rest[0] = plain[end]
            note(.fullWidth)
        }
        scalars = refanged(head) + rest
    }

    /// Where the host ends in a text whose full-width signs are made plain.
    private static func headEnd(_ plain: [Unicode.Scalar]) -> Int {
        func isSlash(_ scalar: Unicode.Scalar) -> Bool { scalar == "/" || scalar == "\\" }
        var start = 0
        if let colon = plain.firstIndex(of: ":"),
            let next = plain[(colon + 1)...].firstIndex(where: { !$0.properties.isWhitespace }),
            isSlash(plain[next]), !plain[..<colon].contains(where: isSlash)
        {
            start =
                plain[next...].firstIndex { !isSlash($0) && !$0.properties.isWhitespace }
                ?? plain.endIndex
        }
        return plain[start...].firstIndex { isSlash($0) || $0 == "?" || $0 == "#" }
            ?? plain.endIndex
    }

    /// The ASCII character that a full-width one stands for (U+FF01 to U+FF5E).
    private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return nil }
        return Unicode.Scalar(scalar.value - 0xFEE0)
    }

    /// Undoes `hxxp`, `[.]`, `(.)` and `[:]`.
    private mutating func refanged(_ head: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var text: [Unicode.Scalar] = []
        var index = 0
        while index < head.count {
            let isBracketed =
                index + 2 < head.count
                && (head[index] == "[" && head[index + 2] == "]"
                    || head[index] == "(" && head[index + 2] == ")")
                && (head[index + 1] == "." || head[index + 1] == ":")
            if isBracketed {
                text.append(head[index + 1])
                note(.defanged)
                index += 3
            } else {
                text.append(head[index])
                index += 1
            }
        }
        let start = String(String.UnicodeScalarView(text.prefix(4))).lowercased()
        if start == "hxxp" {
            text.replaceSubrange(0..<4, with: "http".unicodeScalars)
            note(.defanged)
        }
        return text
    }
}
