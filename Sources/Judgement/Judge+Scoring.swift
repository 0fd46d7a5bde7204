// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

// From findings to a verdict
//
// A rule weighs bits: by how many doublings its match makes guilt likelier. Rules of one group see
// the same thing, so a group's sum is capped; the groups' sums are added, and the curve of
// `Rules/scoring.yml` makes the total a score. Three brakes follow: a category needs some bits of
// its own to be named, `high` needs groups that are independent, and a page all of whose categories
// have a ceiling stays under it.

extension Judge {
    /// The verdict that `findings` add up to.
    func verdict(_ findings: [Finding], url: String) -> Verdict {
        let sum = sum(of: findings)
        return Verdict(
            url: url, level: sum.level, score: sum.score, categories: sum.categories,
            findings: findings, rules: rules.digest)
    }

    /// How `findings` add up, step by step.
    func sum(of findings: [Finding]) -> Reasoning.Sum {
        let scoring = rules.scoring
        let byID = Dictionary(
            rules.rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var groups: [String: Double] = [:]
        var categories: [Verdict.Category: Double] = [:]
        for finding in findings {
            guard let rule = byID[finding.rule] else { continue }
            groups[rule.group, default: 0] += rule.weight
            if let category = rule.category, rule.weight > 0 {
                categories[category, default: 0] += rule.weight
            }
        }
        // Summed in one order, so that rounding is the same each time.
        let capped = groups.keys.sorted().map { name in
            let bits = groups[name] ?? 0
            let cap = scoring.caps[name]
            return Reasoning.Group(
                name: name, bits: bits, cap: cap,
                counted: cap.map { min(max(bits, -$0), $0) } ?? bits)
        }
        let bits = capped.reduce(0) { $0 + $1.counted }
        let raw = Int(scoring.score(ofBits: bits).rounded())
        var score = raw
        var brakes: [Reasoning.Brake] = []
        func brake(_ reason: Reasoning.Brake.Reason, to level: Verdict.Level) {
            let limited = limit(score, to: level)
            if limited < score { brakes.append(Reasoning.Brake(reason: reason, score: limited)) }
            score = limited
        }
        var named = Verdict.Category.allCases.filter {
            (categories[$0] ?? 0) >= scoring.categoryBits
        }
        let independent = capped.count { $0.counted >= scoring.independentBits }
        if independent < scoring.independentGroups { brake(.notIndependent, to: .suspect) }
        if named.isEmpty {
            brake(.noCategory, to: .dismiss)
        } else if named.allSatisfy({ scoring.ceilings[$0] != nil }),
            let ceiling = named.compactMap({ scoring.ceilings[$0] }).max()
        {
            brake(.ceiling, to: ceiling)
        }
        let level = scoring.level(of: score)
        if level == .dismiss { named = [] }
        return Reasoning.Sum(
            groups: capped, bits: bits, scoreOfBits: raw, brakes: brakes, score: score,
            level: level, categories: named)
    }

    /// `score`, or the highest score of `level` if that is less.
    private func limit(_ score: Int, to level: Verdict.Level) -> Int {
        let above = rules.scoring.levels.filter { $0.key > level }.values.min()
        return above.map { min(score, $0 - 1) } ?? score
    }

    /// The verdict on a lead, from those on its pages.
    ///
    /// What is found on any page counts, each rule once: a fake query page and a selling page of
    /// one site add up, the same page seen twice does not. What speaks against counts only if it
    /// was found on every page that something was found on, so that a news page does not excuse
    /// the shop beside it. Pages of official hosts, to which many fakes send a desktop, count
    /// neither way. `url` is the lead's own address.
    package func join(_ verdicts: [Verdict], url: String) -> Verdict {
        let pages = verdicts.filter { !$0.findings.contains { $0.rule == Self.officialRule } }
        guard !pages.isEmpty else {
            var joined = verdict([], url: url)
            if let worst = verdicts.first(where: { $0.level > .dismiss }) ?? verdicts.first {
                joined.level = worst.level
                joined.score = worst.score
                joined.findings = placed(worst.findings, on: worst.url)
            }
            return joined
        }
        let accused = pages.filter { $0.findings.contains { $0.weight > 0 } }
        var chosen: [String: Finding] = [:]
        for page in pages {
            for finding in placed(page.findings, on: page.url) where finding.weight > 0 {
                if chosen[finding.rule] == nil { chosen[finding.rule] = finding }
            }
        }
        for page in accused.isEmpty ? Array(pages.prefix(1)) : accused {
            for finding in placed(page.findings, on: page.url) where finding.weight <= 0 {
                let isEverywhere = accused.allSatisfy {
                    $0.findings.contains { $0.rule == finding.rule }
                }
                if isEverywhere, chosen[finding.rule] == nil { chosen[finding.rule] = finding }
            }
        }
        return verdict(chosen.values.sorted(by: Self.isHeavier), url: url)
    }

    private func placed(_ findings: [Finding], on page: String) -> [Finding] {
        findings.map { finding in
            var finding = finding
            finding.page = finding.page ?? page
            return finding
        }
    }
}
