// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Judgement
import Wording

extension RuleSetBuilder {
    /// The scale, or `nil` and mistakes.
    func readScoring(_ node: FileNode) -> Scoring? {
        guard
            let keys = node.keys(
                "scoring",
                allowed: [
                    "curve", "levels", "caps", "category-bits", "ceilings", "independent",
                    "official-suffixes",
                ],
                required: ["curve", "levels"])
        else { return nil }
        let curve = (keys["curve"]?.list("curve") ?? []).compactMap(point)
        let ascends = zip(curve, curve.dropFirst()).allSatisfy {
            $0.bits < $1.bits && $0.score <= $1.score
        }
        if curve.count < 2 || !ascends { keys["curve"]?.fail(RuleMessages.curveOrder) }

        var scoring = Scoring(curve: curve, levels: [:])
        let levels = ["doubtful", "suspect", "high"]
        let written = keys["levels"]?.keys("levels", allowed: levels, required: levels) ?? [:]
        for (key, value) in written {
            guard let level = Verdict.Level(rawValue: key) else { continue }
            scoring.levels[level] = value.whole(key, 1...100)
        }
        if let doubtful = scoring.levels[.doubtful], let suspect = scoring.levels[.suspect],
            let high = scoring.levels[.high], doubtful >= suspect || suspect >= high
        {
            keys["levels"]?.fail(RuleMessages.levelOrder)
        }
        for (key, _, value) in keys["caps"]?.pairs("caps") ?? [] {
            guard let cap = value.number(key) else { continue }
            if cap <= 0 { value.fail(RuleMessages.badCap(key)) }
            scoring.caps[key] = cap
        }
        if let bits = keys["category-bits"]?.number("category-bits") { scoring.categoryBits = bits }
        for (key, keyNode, value) in keys["ceilings"]?.pairs("ceilings") ?? [] {
            guard let category = keyNode.choice("ceilings", Verdict.Category.self) else { continue }
            scoring.ceilings[category] = value.choice(key, Verdict.Level.self)
        }
        if let independent = keys["independent"]?.keys(
            "independent", allowed: ["groups", "bits"], required: ["groups", "bits"])
        {
            scoring.independentGroups =
                independent["groups"]?.whole("groups", 1...10) ?? scoring.independentGroups
            scoring.independentBits =
                independent["bits"]?.number("bits") ?? scoring.independentBits
        }
        if let suffixes = keys["official-suffixes"]?.texts("official-suffixes") {
            scoring.officialSuffixes = suffixes
        }
        return scoring
    }

    private func point(_ node: FileNode) -> Scoring.Point? {
        guard
            let keys = node.keys(
                "curve", allowed: ["bits", "score"], required: ["bits", "score"]),
            let bits = keys["bits"]?.number("bits"),
            let score = keys["score"]?.whole("score", 0...100)
        else { return nil }
        return Scoring.Point(bits: bits, score: Double(score))
    }
}
