// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// How long the parts of judging took, in nanoseconds.
package struct JudgingCost: Sendable {
    /// Bytes of text that were folded and searched.
    package var textBytes = 0
    /// One verdict, all in all.
    package var whole: UInt64 = 0
    /// Folding all texts, alone.
    package var folding: UInt64 = 0
    /// Finding every phrase in what was folded, alone.
    package var matching: UInt64 = 0
    /// The reading before any rule is asked: folding, phrases, contacts, who speaks, likeness.
    package var reading: UInt64 = 0
    /// By rule, alone.
    package var rules: [String: UInt64] = [:]
    /// By kind of condition, each condition of every rule alone.
    package var conditions: [String: UInt64] = [:]

    package init() {}

    package mutating func add(_ other: JudgingCost) {
        textBytes += other.textBytes
        whole += other.whole
        folding += other.folding
        matching += other.matching
        reading += other.reading
        rules.merge(other.rules, uniquingKeysWith: +)
        conditions.merge(other.conditions, uniquingKeysWith: +)
    }
}

extension Judge {
    /// Judges `page` in parts, and says how long each took by `clock`, which counts nanoseconds.
    package func cost(
        of page: Page, name: NameOpinion? = nil, clock: () -> UInt64
    ) -> JudgingCost {
        var cost = JudgingCost()
        func timed<Value>(_ time: inout UInt64, _ work: () -> Value) -> Value {
            let start = clock()
            let value = work()
            time += clock() - start
            return value
        }
        _ = timed(&cost.whole) { judge(page, name: name) }
        let reading = timed(&cost.reading) {
            self.reading(page, host: page.address.host, name: name)
        }
        for field in reading.fields {
            cost.textBytes += field.placed.bytes.count
            let folded = timed(&cost.folding) {
                lexicon.fold(field.placed, unescaping: field.name == .script)
            }
            timed(&cost.matching) {
                lexicon.matcher.forEachHit(in: folded.scalars) { _, _ in }
            }
        }
        for rule in rules.rules {
            _ = timed(&cost.rules[rule.id, default: 0]) { reading.evidence(for: rule.condition) }
            for leaf in rule.condition.leaves {
                _ = timed(&cost.conditions[leaf.kind, default: 0]) { reading.evidence(for: leaf) }
            }
        }
        return cost
    }
}

extension Condition {
    /// The conditions that hold no others.
    fileprivate var leaves: [Condition] {
        switch self {
        case .all(let parts, _), .any(let parts), .some(let parts, _): parts.flatMap(\.leaves)
        case .not(let part): part.leaves
        default: [self]
        }
    }

    /// What it asks for, as a rule file names it.
    fileprivate var kind: String {
        String(description.prefix { $0 != ":" })
    }
}
