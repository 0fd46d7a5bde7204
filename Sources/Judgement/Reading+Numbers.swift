// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// What stands beside a word: numbers in any dress, accounts, host names.

extension Reading {
    private static let numerals = Set(
        "0123456789一二两三四五六七八九十百千万半几数零〇壹贰叁肆伍陆柒捌玖拾佰仟".unicodeScalars.map(\.value))

    /// Whether a number stands on that side of `range`.
    func hasNumber(_ side: WordList.Side, of range: Range<Int>, in text: FoldedText) -> Bool {
        let step = side == .before ? -1 : 1
        var index = side == .before ? range.lowerBound - 1 : range.upperBound
        for _ in 0..<2 {
            guard text.scalars.indices.contains(index) else { return false }
            if Self.numerals.contains(text.scalars[index]) { return true }
            // One space, or one of 约, 余, 多, 来, ¥, : may stand between.
            guard
                [0x20, 0x7EA6, 0x4F59, 0x591A, 0x6765, 0xA5, 0x3A, 0x2E].contains(
                    text.scalars[index])
            else { return false }
            index += step
        }
        return false
    }

    /// Whether an account name, of four characters or more, follows within a few characters.
    func hasAccount(after end: Int, in text: FoldedText) -> Bool {
        var index = end
        // Between: a colon, brackets, a plus, and the characters 号 是 为 同 加 码 ID.
        let between: Set<UInt32> = [
            0x20, 0x3A, 0x28, 0x29, 0x2B, 0x3D, 0x53F7, 0x662F, 0x4E3A, 0x540C, 0x52A0, 0x7801,
            0x3010, 0x3011, 0x2D,
        ]
        while index < text.scalars.count, index < end + 6, between.contains(text.scalars[index]) {
            index += 1
        }
        var length = 0
        while index < text.scalars.count {
            let scalar = text.scalars[index]
            guard scalar.isASCIIWord || [0x2A, 0x2D, 0x5F].contains(scalar) else { break }
            length += 1
            index += 1
        }
        return length >= 4
    }

    /// Whether `range` is a whole host name, or the end of one: `mem.gov.cn` in
    /// `https://www.mem.gov.cn/`, not in `xmem.gov.cn`, `mem.gov.cn.example` or `a-mem.gov.cn`.
    func isHost(at range: Range<Int>, in text: FoldedText) -> Bool {
        let scalars = text.scalars
        if range.upperBound < scalars.count {
            let next = scalars[range.upperBound]
            let after = range.upperBound + 1 < scalars.count ? scalars[range.upperBound + 1] : 0
            if next.isASCIIWord || next == 0x2D || next == 0x40 { return false }
            if next == 0x2E, after.isASCIIWord { return false }
        }
        guard range.lowerBound > 0 else { return true }
        let previous = scalars[range.lowerBound - 1]
        return !previous.isASCIIWord && previous != 0x2D && previous != 0x40
    }

    /// Ways to reach a private person: those that the page reader found, those that a list marked
    /// `contact` knows, and mobile numbers in the text.
    func findContacts() -> [Evidence] {
        var found: [Evidence] = []
        if let index = fields.firstIndex(where: { $0.name == .text }) {
            let field = fields[index]
            for contact in page.contacts.prefix(100) {
                guard
                    let start = field.placed.textOffset(ofSource: contact.written.place.lowerBound)
                else { continue }
                let first = field.folded.index(atByte: start)
                let length = max(1, contact.written.text.unicodeScalars.count)
                let end = min(field.folded.scalars.count, first + length)
                guard first < end else { continue }
                found.append(
                    Evidence(
                        field: index, range: first..<end, key: contact.kind.rawValue,
                        kind: contact.kind))
            }
            for range in mobiles(in: field.folded) {
                found.append(Evidence(field: index, range: range, key: "mobile", kind: .mobile))
            }
        }
        for (index, field) in fields.enumerated()
        where [.title, .text, .hidden, .hint, .meta, .data].contains(field.name) {
            for (list, hits) in zip(lexicon.lists, field.words) where list.contact {
                found += hits.map {
                    Evidence(field: index, range: $0.range, key: list.id, kind: .wechat)
                }
            }
        }
        // What stands in quotation marks is somebody else's way, whom the page quotes.
        found.removeAll { contact in
            fields[contact.field ?? 0].name == .text
                && isInQuotes(
                    contact.range, in: fields[contact.field ?? 0].folded, evenStraight: false)
        }
        return found.sorted {
            ($0.field ?? 0, $0.range.lowerBound) < ($1.field ?? 0, $1.range.lowerBound)
        }
    }

    /// Numbers of eleven digits that begin like a Chinese mobile's.
    private func mobiles(in text: FoldedText) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start: Int?
        for index in 0...text.scalars.count {
            let isDigit = index < text.scalars.count && text.scalars[index].isASCIIDigit
            if isDigit {
                if start == nil { start = index }
            } else if let first = start {
                start = nil
                if index - first == 11, text.scalars[first] == 0x31,
                    (0x33...0x39).contains(text.scalars[first + 1])
                {
                    found.append(first..<index)
                }
            }
        }
        return found
    }
}

extension PlacedText {
    /// The place in the text that came from `offset` of the source, or `nil` if it is not in it.
    func textOffset(ofSource offset: Int) -> Int? {
        for run in runs
        where run.sourceStart <= offset && offset < run.sourceStart + run.sourceLength {
            return run.isVerbatim ? run.textStart + offset - run.sourceStart : run.textStart
        }
        return nil
    }
}
