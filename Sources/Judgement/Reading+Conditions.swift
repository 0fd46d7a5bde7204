// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension Reading {
    /// The most places that are tried for conditions that must hold together.
    private static let windowLimit = 200

    /// What satisfies `condition`, or `nil` if nothing does; empty for what must be absent and is.
    func evidence(for condition: Condition, in window: Window? = nil) -> [Evidence]? {
        switch condition {
        case .all(let parts, within: .page):
            var all: [Evidence] = []
            for part in parts {
                guard let found = evidence(for: part, in: window) else { return nil }
                all += found
            }
            return all
        case .all(let parts, let scope):
            return together(parts, scope, in: window)
        case .any(let parts):
            for part in parts {
                if let found = evidence(for: part, in: window) { return found }
            }
            return nil
        case .not(let part):
            return evidence(for: part, in: window) == nil ? [] : nil
        case .some(let parts, let count):
            let found = parts.compactMap { evidence(for: $0, in: window) }
            return found.count >= count ? Array(found.joined()) : nil
        case .words(let test):
            return words(test, in: window)
        case .contact(let kinds):
            return contacts.filter { evidence in
                (evidence.kind.map(kinds.contains) ?? false) && window?.holds(evidence) ?? true
            }.nonEmpty
        case .claim(let places):
            return claims(at: places)
        case .form(let lists):
            return form(asking: lists)
        case .identifier(let test):
            return identifiers(test)
        case .officialLink:
            return officialLinks(in: window)
        case .name(let level):
            return imitation(atLeast: level)
        case .annotated(let count):
            return annotations(atLeast: count)
        case .likeness(let test):
            return likeness(test)
        case .pattern(let test):
            return matches(test, in: window)
        case .shorter(let count):
            let text = fields.first { $0.name == .text }
            return (text?.folded.scalars.count ?? 0) < count ? [] : nil
        case .model(let test):
            return model(test)
        }
    }

    /// Places where a regular expression matches a field as it is written.
    private func matches(_ test: PatternTest, in window: Window?) -> [Evidence]? {
        var found: [Evidence] = []
        for (index, field) in fields.enumerated() where test.fields.contains(field.name) {
            for place in test.pattern.matches(in: field.placed.bytes, limit: Self.hitLimit) {
                let start = field.folded.index(atByte: place.lowerBound)
                let end = max(start + 1, field.folded.index(atByte: place.upperBound))
                guard end <= field.folded.scalars.count else { continue }
                let evidence = Evidence(field: index, range: start..<end, key: test.pattern.source)
                if window?.holds(evidence) ?? true { found.append(evidence) }
            }
        }
        return found.nonEmpty
    }

    /// Evidence of conditions that hold in one block, or within some characters of the first.
    private func together(
        _ parts: [Condition], _ scope: Condition.Scope, in outer: Window?
    ) -> [Evidence]? {
        guard let first = parts.first, let anchors = evidence(for: first, in: outer) else {
            return nil
        }
        for anchor in anchors.prefix(Self.windowLimit) {
            guard let index = anchor.field else { continue }
            let folded = fields[index].folded
            let range =
                switch scope {
                case .characters(let reach):
                    max(
                        0, anchor.range.lowerBound - reach)..<min(
                            folded.scalars.count, anchor.range.upperBound + reach)
                case .block, .page:
                    folded.block(at: anchor.range.lowerBound)
                }
            let window = Window(field: index, range: range)
            var found = [anchor]
            let holds = parts.allSatisfy { part in
                guard let more = evidence(for: part, in: window) else { return false }
                // Of each part the place that is nearest to the first.
                found +=
                    more.filter { $0.field == index }
                    .min {
                        distance($0.range, anchor.range) < distance($1.range, anchor.range)
                    }.map { [$0] } ?? []
                return true
            }
            guard holds else { continue }
            let low = found.map(\.range.lowerBound).min() ?? anchor.range.lowerBound
            let high = found.map(\.range.upperBound).max() ?? anchor.range.upperBound
            return [Evidence(field: index, range: low..<high, key: anchor.key)]
        }
        return nil
    }

    private func distance(_ a: Range<Int>, _ b: Range<Int>) -> Int {
        a.overlaps(b) ? 0 : max(a.lowerBound - b.upperBound, b.lowerBound - a.upperBound)
    }

    private func words(_ test: WordTest, in window: Window?) -> [Evidence]? {
        var found: [Evidence] = []
        var different: Set<Int> = []
        for (index, field) in fields.enumerated() where test.fields.contains(field.name) {
            for list in test.lists.compactMap({ lexicon.listIndex[$0] }) {
                for hit in field.words[list] {
                    if lexicon.lists[list].spoken, !test.stances.isEmpty {
                        let stance = stances[Place(field: index, hit: hit)] ?? .offer
                        guard test.stances.contains(stance) else { continue }
                    }
                    if let limit = test.blockLimit,
                        field.folded.block(at: hit.range.lowerBound).count > limit
                    {
                        continue
                    }
                    let evidence = Evidence(
                        field: index, range: hit.range, key: "\(list):\(hit.phrase)")
                    guard window?.holds(evidence) ?? true else { continue }
                    different.insert(hit.phrase)
                    found.append(evidence)
                }
            }
        }
        guard different.count >= test.atLeast, !found.isEmpty else { return nil }
        return found.sorted {
            ($0.field ?? 0, $0.range.lowerBound) < ($1.field ?? 0, $1.range.lowerBound)
        }
    }
}

extension Collection {
    /// The collection, or `nil` if it is empty.
    var nonEmpty: Self? { isEmpty ? nil : self }
}
