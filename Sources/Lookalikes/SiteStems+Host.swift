// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Shapes A to E and G: what is made of the labels of an official host.

extension SiteStems {
    /// Labels one after another, and what it costs to choose just these.
    private struct Choice {
        var labels: [[UInt8]]
        var cost: Int
        /// Whether fillers may stand around it and letters be changed in it.
        var isBase: Bool
    }

    private func choices(_ official: Official) -> [Choice] {
        let own = official.own
        let brand = own[own.count - 1]
        let first = official.suffix[0]
        let isGovernment = official.isGovernment
        var choices = [
            Choice(labels: own, cost: 0, isBase: true),
            Choice(labels: own + [first], cost: isGovernment ? 2 : 6, isBase: isGovernment),
        ]
        if official.suffix.count == 2 {
            choices.append(
                Choice(labels: own + official.suffix, cost: isGovernment ? 4 : 6, isBase: true))
        }
        if own.count > 1 {
            choices += [
                Choice(labels: [brand], cost: 6, isBase: true),
                Choice(labels: [brand, first], cost: isGovernment ? 4 : 8, isBase: isGovernment),
                Choice(labels: [brand] + official.suffix, cost: 6, isBase: false),
                Choice(labels: own.reversed(), cost: 6, isBase: true),
            ]
            let left = Array(own.dropLast())
            if left.joined().count >= 4 {
                choices += [
                    Choice(labels: left, cost: 6, isBase: true),
                    Choice(labels: left + [Array("gov".utf8)], cost: 10, isBase: false),
                ]
            }
        }
        if !isGovernment {
            let government = Array("gov".utf8)
            choices += [
                Choice(labels: own + [government], cost: 10, isBase: false),
                Choice(labels: own + [government, Array("cn".utf8)], cost: 12, isBase: false),
            ]
        }
        return choices
    }

    func addHost(_ official: Official, _ more: Int, to table: inout StemTable) {
        for var choice in choices(official) {
            choice.cost += more
            addSeparated(choice.labels, choice.cost, choice.labels.count == 1, to: &table)
            addSeparated([Array("www".utf8)] + choice.labels, choice.cost + 8, false, to: &table)
            guard choice.isBase else { continue }
            let joined = Array(choice.labels.joined())
            // The whole official name says enough: little is put around it.
            let around = choice.cost + (choice.labels.count > official.own.count ? 4 : 0)
            addAround(joined, choice.labels, around, to: &table)
            addEdits(joined, choice.cost, to: &table)
            guard choice.labels.count > 1 else { continue }
            let hyphened = Array(choice.labels.joined(separator: [Self.hyphen]))
            addAround(hyphened, choice.labels, around + 2, to: &table)
            addEdits(hyphened, choice.cost, to: &table)
        }
    }

    private struct Separated {
        var text: [UInt8]
        var hyphens = 0
        var dots = 0
        var joins = 0
    }

    /// `labels` with nothing, a hyphen or a dot in each gap.
    private func addSeparated(
        _ labels: [[UInt8]], _ cost: Int, _ isAlone: Bool, to table: inout StemTable
    ) {
        var texts = [Separated(text: labels[0])]
        for label in labels.dropFirst() {
            var longer: [Separated] = []
            for made in texts {
                var joined = made
                joined.text += label
                joined.joins += 1
                var hyphened = made
                hyphened.text += [Self.hyphen] + label
                hyphened.hyphens += 1
                var dotted = made
                dotted.text += [Self.dot] + label
                dotted.dots += 1
                longer += [joined, hyphened, dotted]
            }
            texts = longer
        }
        for made in texts {
            let kinds = [made.hyphens, made.dots, made.joins].count { $0 > 0 }
            let shape: NameOpinion.Shape =
                isAlone || made.joins + made.hyphens == 0
                ? .suffix : made.hyphens > 0 ? .hyphen : .joined
            add(made.text, cost + (kinds > 1 ? 4 : 0) + 2 * made.dots, shape, to: &table)
        }
    }

    /// Fillers before and after `base`.
    private func addAround(
        _ base: [UInt8], _ labels: [[UInt8]], _ cost: Int, to table: inout StemTable
    ) {
        // Nobody says a word twice.
        let after = after.filter { !labels.contains($0.text) }
        let before = before.filter { !labels.contains($0.text) }
        let isDouble = { (piece: Piece) in piece.cost <= 6 && piece.text.count > 1 }
        for piece in after {
            add(base + piece.text, cost + 4 + piece.cost, .combination, to: &table)
            add(
                base + [Self.hyphen] + piece.text, cost + 5 + piece.cost, .combination, to: &table)
            guard isDouble(piece) else { continue }
            for second in after where second.cost <= 8 && Self.goTogether(piece, second) {
                let both = cost + 10 + piece.cost + second.cost
                add(base + piece.text + second.text, both, .combination, to: &table)
                add(
                    base + [Self.hyphen] + piece.text + second.text, both + 2, .combination,
                    to: &table)
                add(
                    base + [Self.hyphen] + piece.text + [Self.hyphen] + second.text, both + 4,
                    .combination, to: &table)
            }
        }
        for piece in before {
            add(piece.text + base, cost + 5 + piece.cost, .combination, to: &table)
            add(
                piece.text + [Self.hyphen] + base, cost + 6 + piece.cost, .combination, to: &table)
            for last in after where isDouble(last) && Self.goTogether(piece, last) {
                add(
                    piece.text + base + last.text, cost + 12 + piece.cost + last.cost,
                    .combination, to: &table)
            }
        }
        for topic in topics where !topic.piece.isFull {
            add(topic.piece.text + base, cost + 6 + topic.piece.cost, .combination, to: &table)
            add(base + topic.piece.text, cost + 6 + topic.piece.cost, .combination, to: &table)
            add(
                base + [Self.hyphen] + topic.piece.text, cost + 8 + topic.piece.cost,
                .combination, to: &table)
        }
    }

    // MARK: - Shape A

    /// What may stand right of an official host that is written out on the left.
    private var carriers: [Piece] {
        var carriers = after.filter { $0.text.count >= 4 }
        for topic in topics { carriers.append(topic.piece) }
        let short = after.filter { $0.text.count >= 2 && $0.cost <= 8 }
        let verbs = after.filter { $0.text.count >= 2 && $0.cost <= 4 }
        for topic in topics where !topic.piece.isFull && topic.piece.text.count <= 6 {
            for verb in verbs where !verb.isFull {
                carriers.append(
                    Piece(
                        text: topic.piece.text + verb.text, cost: topic.piece.cost + verb.cost + 2,
                        isFull: false))
            }
        }
        for first in short {
            for second in verbs where Self.goTogether(first, second) {
                let cost = first.cost + second.cost + 4
                carriers.append(
                    Piece(
                        text: first.text + second.text, cost: cost, isFull: false))
                carriers.append(
                    Piece(
                        text: first.text + [Self.hyphen] + second.text, cost: cost + 2,
                        isFull: false))
            }
        }
        return carriers
    }

    func addEmbedded(_ official: Official, _ cost: Int, to table: inout StemTable) {
        let host = Array(official.host.utf8)
        for carrier in carriers {
            for (left, more) in [(host, 0), (Array("www.".utf8) + host, 2)] {
                add(
                    left + [Self.dot] + carrier.text, cost + 2 + more + carrier.cost, .embedding,
                    to: &table, group: .carried)
                add(
                    left + [Self.hyphen] + carrier.text, cost + 8 + more + carrier.cost, .embedding,
                    to: &table, group: .carried)
            }
        }
    }

    // MARK: - Shape D

    /// Letters and what passes for them at a glance.
    private static let glyphs: [(String, String)] = [
        ("m", "rn"), ("rn", "m"), ("o", "0"), ("0", "o"), ("l", "1"), ("1", "l"), ("i", "1"),
        ("i", "l"), ("l", "i"), ("w", "vv"), ("u", "v"), ("v", "u"), ("q", "g"), ("g", "q"),
        ("s", "5"), ("z", "2"), ("n", "m"), ("m", "n"), ("d", "b"), ("b", "d"), ("c", "e"),
        ("e", "c"), ("h", "n"), ("p", "q"), ("g", "9"), ("e", "3"), ("a", "4"),
    ]

    private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map { Array($0.utf8) }
    private static let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// `base` with one letter changed, added, dropped or swapped.
    private func addEdits(_ base: [UInt8], _ cost: Int, to table: inout StemTable) {
        func put(_ text: [UInt8], _ more: Int, _ shape: NameOpinion.Shape = .edit) {
            if text != base { add(text, cost + more, shape, to: &table) }
        }
        for (glyph, other) in Self.glyphs {
            let old = Array(glyph.utf8)
            for start in base.indices where base[start...].starts(with: old) {
                var text = base
                text.replaceSubrange(start..<start + old.count, with: Array(other.utf8))
                put(text, 8, .confusable)
            }
        }
        for place in base.indices {
            let letter = base[place]
            guard letter != Self.hyphen else { continue }
            var text = base
            if place + 1 < base.count, base[place + 1] != Self.hyphen {
                text.swapAt(place, place + 1)
                put(text, 10)
            }
            text = base
            text.insert(letter, at: place)
            put(text, 10)
            if base.count > 4 {
                text = base
                text.remove(at: place)
                put(text, 12)
            }
            for near in neighbours(of: letter) {
                text = base
                text[place] = near
                put(text, 15)
                text = base
                text.insert(near, at: place + 1)
                put(text, 16)
            }
            for other in Self.letters {
                text = base
                text[place] = other
                put(text, 20)
                text = base
                text.insert(other, at: place)
                put(text, place == 0 ? 15 : 18)
            }
        }
        for other in Self.letters { put(base + [other], 12) }
    }

    /// The keys beside `letter`.
    private func neighbours(of letter: UInt8) -> [UInt8] {
        for row in Self.rows {
            guard let place = row.firstIndex(of: letter) else { continue }
            return [place - 1, place + 1].filter(row.indices.contains).map { row[$0] }
        }
        return []
    }
}
