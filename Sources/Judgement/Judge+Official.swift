// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

// Official hosts are never imitations. But one that was broken into may carry somebody else's
// advertisements, and its owner wants to know: that is a finding of its own.

extension Judge {
    /// The name of the finding that dismisses the pages of official hosts.
    package static let officialRule = "official-host"
    /// The name of the finding that an official page carries what only a seller would write.
    package static let injectedRule = "official-injected"

    /// The finding that dismisses a page of an official host, by label and never by substring.
    func officialFinding(_ host: String, _ name: NameOpinion?) -> Finding? {
        let site = sites.first { $0.owns(host) }
        let suffix = rules.scoring.officialSuffixes.first { host.isSameOrUnder($0) }
        guard site != nil || suffix != nil || name?.level == .official else { return nil }
        return Finding(
            rule: Self.officialRule, title: RuleMessages.officialTitle, field: "host", text: host,
            start: 0, end: host.unicodeScalars.count, weight: 0,
            why: RuleMessages.officialReason(site: site?.name, suffix: suffix))
    }

    /// The verdict on a page of an official host: dismissed, unless it sells forged certificates or
    /// passed examinations as openly as a page that would be suspect elsewhere.
    ///
    /// Then it is doubtful, of no category, because a person must look; what was found is kept.
    func officialVerdict(_ official: Finding, _ reading: () -> Reading, url: String) -> Verdict {
        let selling: Set<Verdict.Category> = [.saleForged, .examBypass]
        let categories = Dictionary(
            rules.rules.map { ($0.id, $0.category) }, uniquingKeysWith: { first, _ in first })
        let found = findings(reading()).filter { finding in
            finding.weight < 0
                || categories[finding.rule].flatMap { $0 }.map(selling.contains) ?? false
        }
        var verdict = Verdict(
            url: url, level: .dismiss, score: 0, categories: [], findings: [official],
            rules: rules.digest)
        guard sum(of: found).level >= .suspect, let worst = found.first else { return verdict }
        var injected = worst
        injected.rule = Self.injectedRule
        injected.title = RuleMessages.injectedTitle
        injected.why = RuleMessages.injectedReason
        injected.weight = 0
        verdict.level = .doubtful
        verdict.score = rules.scoring.levels[.doubtful] ?? 0
        verdict.findings = [injected, official] + found
        return verdict
    }
}
