// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FastMatcher
import HostNames
import Judgement
import PageReader
import RuleFiles
import Wording

/// Rules held to the pages that stand beside them.
package struct RuleTrial: Sendable {
    /// What the rule files hold.
    package var counts: Counts
    /// Pages that did not give what they must, in the order of the files.
    package private(set) var differences: [Difference] = []

    package struct Counts: Sendable, Hashable, Codable {
        package var rules: Int
        package var lists: Int
        /// Pages that stand beside a rule.
        package var samples: Int
        /// Pages with the verdict that all rules together must give.
        package var pages: Int

        init(_ rules: RuleSet) {
            self.rules = rules.rules.count
            lists = rules.lists.count
            samples = rules.rules.reduce(0) { $0 + $1.samples.count }
            pages = rules.pages.count
        }
    }

    /// One page that did not give what it must.
    package struct Difference: Sendable, Hashable, Codable {
        /// Where it stands: `sale.yml:12`.
        package var origin: String
        /// The rule that it belongs to; `nil` for a page of the whole set.
        package var rule: String?
        package var note: String
        package var expected: String
        package var found: String
        /// The rules that matched it.
        package var matched: [String]
    }

    /// Reads the rules in `directory`, those of `folder` by default, and says what they hold.
    ///
    /// - Throws: `RuleFileError` with every mistake.
    package static func check(_ directory: String? = nil, in folder: DataFolder) throws -> Counts {
        Counts(
            try RuleFiles.load(
                directory: directory ?? folder.rules, compile: RegularExpression.compiler))
    }

    /// Reads the rules in `directory`, those of `folder` by default, and tries each on its pages.
    ///
    /// - Throws: `RuleFileError` with every mistake, or what keeps `folder` from being read.
    package static func run(_ directory: String? = nil, in folder: DataFolder) throws -> RuleTrial {
        let rules = try RuleFiles.load(
            directory: directory ?? folder.rules, compile: RegularExpression.compiler)
        let knowledge = Knowledge(
            names: try HostNames(), sites: try SiteFiles.load(path: folder.protectedSites),
            rules: rules)
        var trial = RuleTrial(counts: Counts(rules))
        for rule in rules.rules {
            for sample in rule.samples { trial.try(sample, of: rule.id, knowledge) }
        }
        for sample in rules.pages { trial.try(sample, of: nil, knowledge) }
        return trial
    }

    private mutating func `try`(_ sample: Sample, of rule: String?, _ knowledge: Knowledge) {
        var page: Page
        do {
            page = try SavedPage(sample).read(knowledge)
        } catch {
            add(sample, rule, found: error.message.english, [])
            return
        }
        if sample.hasIcon { page.icon = ReferencePage.sampleIcon }
        let judge =
            sample.reference.map { knowledge.judge.comparing(with: [ReferencePage(sample: $0)]) }
            ?? knowledge.judge
        let opinion = sample.name.map {
            NameOpinion(host: page.address.host, level: $0, score: 50)
        }
        switch sample.expectation {
        case .match, .noMatch:
            let matched = judge.matches(page, name: opinion).map(\.rule)
            let isMatch = rule.map(matched.contains) ?? false
            if isMatch != (sample.expectation == .match) {
                add(sample, rule, found: isMatch ? "match" : "no match", matched)
            }
        case .verdict(let levels, let category):
            let verdict = judge.judge(page, name: opinion)
            let hasCategory = category.map(verdict.categories.contains) ?? true
            if !levels.contains(verdict.level) || !hasCategory {
                let names = [verdict.level.rawValue] + verdict.categories.map(\.rawValue)
                add(
                    sample, rule, found: "\(names.joined(separator: " ")) (\(verdict.score))",
                    verdict.findings.map(\.rule))
            }
        }
    }

    private mutating func add(
        _ sample: Sample, _ rule: String?, found: String, _ matched: [String]
    ) {
        differences.append(
            Difference(
                origin: sample.origin, rule: rule, note: sample.note,
                expected: sample.expectation.text, found: found, matched: matched))
    }
}

extension ReferencePage {
    /// The page that stands beside a sample.
    fileprivate init(sample html: String) {
        let page = PageReader.read(
            Array(html.utf8), at: WebAddress(scheme: .https, host: "reference.example"),
            contentType: "text/html; charset=utf-8")
        self.init(
            page, name: "sample", site: "sample", madeAt: "", sha256: "", icon: Self.sampleIcon)
    }

    fileprivate static let sampleIcon = "sample"
}

extension SavedPage {
    /// A sample as a page that a server sent.
    fileprivate init(_ sample: Sample) {
        switch sample.content {
        case .html(let html): self.init(url: sample.url, body: .html(html))
        case .text(let text): self.init(url: sample.url, body: .text(text))
        }
    }
}

extension Sample.Expectation {
    /// As ``RuleTrial/Difference/found`` writes it.
    fileprivate var text: String {
        switch self {
        case .match: "match"
        case .noMatch: "no match"
        case .verdict(let levels, let category):
            (levels.map(\.rawValue) + [category?.rawValue].compactMap { $0 })
                .joined(separator: " ")
        }
    }
}
