// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// One rule: what it asks, what a match weighs, and why.
package struct Rule: Sendable, Hashable {
    package var id: String
    package var title: String
    /// The fact or the law behind it, in Chinese.
    package var why: String
    package var category: Verdict.Category?
    /// Rules of one group are not independent: their sum is capped.
    package var group: String
    /// Bits for (positive) or against (negative).
    package var weight: Double
    package var condition: Condition
    package var samples: [Sample]

    package init(
        id: String, title: String, why: String, category: Verdict.Category?, group: String,
        weight: Double, condition: Condition, samples: [Sample] = []
    ) {
        self.id = id
        self.title = title
        self.why = why
        self.category = category
        self.group = group
        self.weight = weight
        self.condition = condition
        self.samples = samples
    }
}

/// A page that shows what a rule, or the whole rule set, must say.
package struct Sample: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        case html(String)
        case text(String)
    }

    package enum Expectation: Sendable, Hashable {
        case match
        case noMatch
        /// One of these levels and, unless dismissed, at least this category.
        case verdict([Verdict.Level], Verdict.Category?)
    }

    package var content: Content
    package var url: String
    /// How far the host's name imitates; `nil` for a page whose name says nothing.
    package var name: NameOpinion.Level?
    package var expectation: Expectation
    /// Where it stands: `sale.yml:12`.
    package var origin: String
    /// What it shows.
    package var note: String
    /// A page of a protected site, as HTML, that it is compared with.
    package var reference: String?
    /// Whether its icon is that of ``reference``.
    package var hasIcon = false

    package init(
        content: Content, url: String, name: NameOpinion.Level? = nil, expectation: Expectation,
        origin: String, note: String = "", reference: String? = nil
    ) {
        self.content = content
        self.url = url
        self.name = name
        self.expectation = expectation
        self.origin = origin
        self.note = note
        self.reference = reference
    }
}

/// How bits become a score, and a score a level: `Rules/scoring.yml`.
package struct Scoring: Sendable, Hashable {
    package struct Point: Sendable, Hashable {
        package var bits: Double
        package var score: Double

        package init(bits: Double, score: Double) {
            self.bits = bits
            self.score = score
        }
    }

    /// Straight lines between these; ascending in both.
    package var curve: [Point]
    /// The least score of each level but `dismiss`.
    package var levels: [Verdict.Level: Int]
    /// The most that a group may add, or take away, in bits.
    package var caps: [String: Double]
    /// The bits that a category needs to be named.
    package var categoryBits: Double
    /// The highest level of a page whose categories all have one.
    package var ceilings: [Verdict.Category: Verdict.Level]
    /// How many groups must each add `independentBits` for the level `high`.
    package var independentGroups: Int
    package var independentBits: Double
    /// Suffixes that only the government registers; matched by label.
    package var officialSuffixes: [String]

    package init(
        curve: [Point], levels: [Verdict.Level: Int], caps: [String: Double] = [:],
        categoryBits: Double = 2, ceilings: [Verdict.Category: Verdict.Level] = [:],
        independentGroups: Int = 2, independentBits: Double = 2,
        officialSuffixes: [String] = ["gov.cn", "xn--zfr164b"]
    ) {
        self.curve = curve
        self.levels = levels
        self.caps = caps
        self.categoryBits = categoryBits
        self.ceilings = ceilings
        self.independentGroups = independentGroups
        self.independentBits = independentBits
        self.officialSuffixes = officialSuffixes
    }

    /// The score of a sum of `bits`.
    package func score(ofBits bits: Double) -> Double {
        guard let first = curve.first, bits > first.bits else { return curve.first?.score ?? 0 }
        for (low, high) in zip(curve, curve.dropFirst()) where bits <= high.bits {
            let part = (bits - low.bits) / (high.bits - low.bits)
            return low.score + part * (high.score - low.score)
        }
        return curve.last?.score ?? 0
    }

    /// The level of `score`.
    package func level(of score: Int) -> Verdict.Level {
        levels.filter { $0.value <= score }.keys.max() ?? .dismiss
    }
}

/// Everything that judges: lists, speech, rules and the scale, as the files of one folder give them.
package struct RuleSet: Sendable {
    /// SHA-256 over the files, in hexadecimal.
    package var digest: String
    package var lists: [WordList]
    package var variants: Variants
    package var speech: Speech
    package var rules: [Rule]
    package var scoring: Scoring
    /// Pages with the verdict that the whole set must give.
    package var pages: [Sample]
    /// What was learned from pages; `nil` if the files hold no model.
    package var model: TextModel?

    package init(
        digest: String, lists: [WordList], variants: Variants, speech: Speech, rules: [Rule],
        scoring: Scoring, pages: [Sample] = [], model: TextModel? = nil
    ) {
        self.digest = digest
        self.lists = lists
        self.variants = variants
        self.speech = speech
        self.rules = rules
        self.scoring = scoring
        self.pages = pages
        self.model = model
    }
}
