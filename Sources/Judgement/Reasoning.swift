// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// How a verdict came about: which rules fired, what they added up to, and which nearly fired.
///
/// For whoever writes rules; a case keeps the verdict alone.
package struct Reasoning: Sendable, Hashable, Codable {
    package var verdict: Verdict
    /// Group and category of each rule that fired, in the order of the verdict's findings.
    package var fired: [Fired]
    /// `nil` for a page of an official host, where nothing is added.
    package var sum: Sum?
    /// Rules that lacked one condition, heaviest first.
    package var nearMisses: [NearMiss]

    package struct Fired: Sendable, Hashable, Codable {
        package var rule: String
        package var group: String
        package var category: Verdict.Category?
    }

    /// From bits to a level, as `Rules/scoring.yml` says.
    package struct Sum: Sendable, Hashable, Codable {
        /// By name.
        package var groups: [Group]
        /// What the groups add up to, each capped.
        package var bits: Double
        /// What the curve makes of ``bits``, 0 to 100.
        package var scoreOfBits: Int
        /// What lowered the score then, in order.
        package var brakes: [Brake]
        package var score: Int
        package var level: Verdict.Level
        package var categories: [Verdict.Category]
    }

    /// Rules that see the same thing, and are capped together.
    package struct Group: Sendable, Hashable, Codable {
        package var name: String
        /// What its rules weigh together.
        package var bits: Double
        /// The most that it may add or take away; `nil` if it has no cap.
        package var cap: Double?
        /// What it adds.
        package var counted: Double
    }

    /// Something that held the score down.
    package struct Brake: Sendable, Hashable, Codable {
        package enum Reason: String, Sendable, Hashable, Codable {
            /// Too few groups are independent for the level `high`.
            case notIndependent = "not-independent"
            /// No category has bits enough to be named.
            case noCategory = "no-category"
            /// All its categories have a highest level.
            case ceiling
        }

        package var reason: Reason
        /// The score after it.
        package var score: Int
    }

    /// A rule whose `all` held but for one condition.
    package struct NearMiss: Sendable, Hashable, Codable {
        package var rule: String
        package var title: String
        package var weight: Double
        /// The condition that did not hold, as a rule file writes it; `nil` if each holds by
        /// itself, but not as near together as the rule asks.
        package var missing: String?
        /// What the other conditions found first.
        package var field: String
        package var text: String
        package var start: Int
        package var end: Int
    }
}

extension Judge {
    /// The verdict on one page as ``judge(_:name:)`` gives it, and how it came about.
    package func explain(_ page: Page, name: NameOpinion? = nil) -> Reasoning {
        let url = page.address.description
        if let official = officialFinding(page.address.host, name) {
            let verdict = officialVerdict(
                official, { self.reading(page, host: page.address.host, name: name) }, url: url)
            return Reasoning(verdict: verdict, fired: [], sum: nil, nearMisses: [])
        }
        let reading = reading(page, host: page.address.host, name: name)
        let findings = findings(reading)
        let fired = findings.compactMap { finding in
            rules.rules.first { $0.id == finding.rule }.map {
                Reasoning.Fired(rule: $0.id, group: $0.group, category: $0.category)
            }
        }
        let known = Set(findings.map(\.rule))
        let places = SourcePlaces(page.source)
        let nearMisses = rules.rules
            .filter { !known.contains($0.id) }
            .compactMap { nearMiss($0, reading, places) }
            .sorted { (-abs($0.weight), $0.rule) < (-abs($1.weight), $1.rule) }
        return Reasoning(
            verdict: verdict(findings, url: url), fired: fired, sum: sum(of: findings),
            nearMisses: nearMisses)
    }

    /// How `rule` nearly fired, or `nil` if more than one of its conditions fails.
    private func nearMiss(
        _ rule: Rule, _ reading: Reading, _ places: SourcePlaces
    ) -> Reasoning.NearMiss? {
        guard case .all(let parts, _) = rule.condition, parts.count > 1 else { return nil }
        var held: [Evidence] = []
        var missing: [Condition] = []
        for part in parts {
            if let found = reading.evidence(for: part) {
                held += found
            } else {
                missing.append(part)
            }
        }
        // What must be absent, and is, is on nearly every page: it makes nothing nearly fire.
        guard missing.count <= 1, let first = held.first else { return nil }
        let (field, text, start, end) = reading.quote(first, places)
        return Reasoning.NearMiss(
            rule: rule.id, title: rule.title, weight: rule.weight,
            missing: missing.first?.description, field: field, text: text, start: start, end: end)
    }
}
