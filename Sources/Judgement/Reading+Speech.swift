// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Who speaks: an offer, or a word that is forbidden, reported, quoted, asked about or regulated
//
// Wording alone tells little: warnings and news hold the selling words most densely of all. A cue
// governs the phrases that follow (or precede) it in its own sentence, as far as its reach goes, and
// no further than a turn, where the speaker comes to himself or to the reader: in
// 谨防假证!本站证书均可官网查询 the warning ends with its sentence, and in
// 谨防假证,本站证书均可官网查询 it ends at 本站.

extension Reading {
    private static let terminators: Set<UInt32> = [0x3002, 0x21, 0x3F, 0x3B, 0x0A]
    private static let commas: Set<UInt32> = [0x2C]
    /// The longest sentence that is looked at, to each side.
    private static let sentenceReach = 240

    /// The sentence that holds `range`, with its terminator.
    func sentence(around range: Range<Int>, in text: FoldedText) -> Range<Int> {
        var start = range.lowerBound
        let lowest = max(0, start - Self.sentenceReach)
        while start > lowest, !Self.terminators.contains(text.scalars[start - 1]) { start -= 1 }
        var end = range.upperBound
        let highest = min(text.scalars.count, end + Self.sentenceReach)
        while end < highest {
            end += 1
            if Self.terminators.contains(text.scalars[end - 1]) { break }
        }
        return start..<end
    }

    func stance(of hit: Hit, in index: Int) -> Stance {
        let field = fields[index]
        let sentence = sentence(around: hit.range, in: field.folded)
        let block = field.folded.block(at: hit.range.lowerBound)
        var found: Set<Stance> = []
        for (cueIndex, range) in field.cues {
            let cue = lexicon.cues[cueIndex]
            guard cue.side == .near ? block.covers(range) : sentence.covers(range),
                !range.overlaps(hit.range), !found.contains(cue.stance),
                governs(cue, range, hit.range, field)
            else { continue }
            found.insert(cue.stance)
        }
        let hasContact = contacts.contains { $0.field == index && $0.range.overlaps(sentence) }
        if found.contains(.negated) { return .negated }
        if found.contains(.rule), !hasContact { return .rule }
        if isInQuotes(hit.range, in: field.folded), found.contains(.attributed) || !hasContact {
            return .quoted
        }
        if !hasContact {
            if found.contains(.questioned),
                !contacts.contains(where: { $0.field == index && $0.range.overlaps(block) })
            {
                return .questioned
            }
            if found.contains(.attributed) { return .attributed }
            if isReport, !hasTurn(in: sentence.lowerBound..<hit.range.upperBound, field) {
                return .attributed
            }
        }
        return isUnderForbiddingHeading(block, field) ? .negated : .offer
    }

    /// Whether a cue at `range` governs what stands at `hit`.
    private func governs(
        _ cue: Cue, _ range: Range<Int>, _ hit: Range<Int>, _ field: Field
    ) -> Bool {
        let isBefore = range.upperBound <= hit.lowerBound
        guard cue.side == .near || isBefore == (cue.side == .before) else { return false }
        let gap = isBefore ? range.upperBound..<hit.lowerBound : hit.upperBound..<range.lowerBound
        guard gap.count <= cue.reach else { return false }
        if cue.clause, field.folded.scalars[gap].contains(where: Self.commas.contains) {
            return false
        }
        if cue.side == .near { return true }
        // A turn between them, or one that the hit itself begins with.
        return !field.turns.contains {
            $0.lowerBound >= gap.lowerBound
                && ($0.lowerBound < gap.upperBound || isBefore && $0.lowerBound == hit.lowerBound)
        }
    }

    private func hasTurn(in range: Range<Int>, _ field: Field) -> Bool {
        field.turns.contains { range.contains($0.lowerBound) }
    }

    /// Whether `range` stands between quotation marks that open and close in its block.
    ///
    /// - Parameter evenStraight: whether straight marks count too, which open and close alike.
    func isInQuotes(
        _ range: Range<Int>, in text: FoldedText, evenStraight: Bool = true
    ) -> Bool {
        let block = text.block(at: range.lowerBound)
        let pairs: [(UInt32, UInt32)] = [
            (0x201C, 0x201D), (0x300C, 0x300D), (0x300E, 0x300F), (0x2018, 0x2019),
        ]
        let before = max(block.lowerBound, range.lowerBound - 120)
        for (open, close) in pairs {
            var index = range.lowerBound
            while index > before {
                index -= 1
                if text.scalars[index] == close { break }
                if text.scalars[index] == open { return true }
            }
        }
        guard evenStraight else { return false }
        // An odd number before means inside.
        let straight = text.scalars[before..<range.lowerBound].count { $0 == 0x22 }
        return straight % 2 == 1
    }

    /// Whether the block stands in a list under a heading that forbids, and ends with a colon.
    private func isUnderForbiddingHeading(_ block: Range<Int>, _ field: Field) -> Bool {
        guard let position = field.folded.blocks.firstIndex(of: block.lowerBound), position > 0,
            !contacts.contains(where: { contact in
                fields[contact.field ?? 0].name == field.name && contact.range.overlaps(block)
            })
        else { return false }
        for index in stride(from: position - 1, through: max(0, position - 10), by: -1) {
            let heading = field.folded.block(at: field.folded.blocks[index])
            guard heading.count > 0, heading.count < 200 else { return false }
            guard let last = field.folded.scalars[heading].last(where: { $0 != 0x20 }),
                last == 0x3A
            else { continue }
            return field.cues.contains {
                lexicon.cues[$0.cue].stance == .negated && heading.covers($0.range)
                    && lexicon.cues[$0.cue].side == .before
            }
        }
        return false
    }
}
