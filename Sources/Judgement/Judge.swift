// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Judges pages by a rule set.
///
/// The same page and the same rules give the same verdict, byte for byte.
package struct Judge: Sendable {
    let rules: RuleSet
    let sites: [ProtectedSite]
    let lexicon: CompiledLexicon
    let indicators: [Indicator]
    let references: [ReferencePage]
    let model: CompiledModel?

    /// - Parameters:
    ///   - rules: What ``RuleFiles`` read.
    ///   - sites: The official sites, whose hosts are never suspected and whose names, identifiers
    ///     and interfaces are looked for elsewhere.
    ///   - indicators: Signs of kits, which are named but weigh nothing.
    ///   - references: What pages of those sites look like.
    package init(
        rules: RuleSet, sites: [ProtectedSite], indicators: [Indicator] = [],
        references: [ReferencePage] = []
    ) {
        lexicon = CompiledLexicon(rules: rules, sites: sites)
        var rules = rules
        rules.lists = []  // The lexicon has them, in a tenth of the memory.
        self.rules = rules
        self.sites = sites
        self.indicators = indicators
        self.references = references
        model = rules.model.map(CompiledModel.init)
    }

    private init(_ judge: Judge, references: [ReferencePage]) {
        rules = judge.rules
        sites = judge.sites
        lexicon = judge.lexicon
        indicators = judge.indicators
        model = judge.model
        self.references = references
    }

    /// The same judge with other references.
    package func comparing(with references: [ReferencePage]) -> Judge {
        Judge(self, references: references)
    }

    /// The verdict on one page; `name` is what is thought of its host's name, if it was asked.
    package func judge(_ page: Page, name: NameOpinion? = nil) -> Verdict {
        judge(page, host: page.address.host, url: page.address.description, name: name)
    }

    /// The verdict on a plain text, a block for each line.
    ///
    /// `url` says where it was found. If it is no web address, nothing is held for or against a
    /// host.
    package func judge(text: String, url: String, name: NameOpinion? = nil) -> Verdict {
        let address = try? WebAddress(url)
        let page = Page(
            text: text, address: address ?? WebAddress(scheme: .http, host: "localhost"))
        return judge(page, host: address?.host, url: address?.description ?? url, name: name)
    }

    /// The rules that `page` satisfies, without regard to official hosts or their sum.
    package func matches(_ page: Page, name: NameOpinion? = nil) -> [Finding] {
        findings(reading(page, host: page.address.host, name: name))
    }

    func reading(_ page: Page, host: String?, name: NameOpinion?) -> Reading {
        Reading(
            page, host: host, opinion: name, lexicon: lexicon, sites: sites,
            references: references, speech: rules.speech, model: model)
    }

    private func judge(_ page: Page, host: String?, url: String, name: NameOpinion?) -> Verdict {
        func reading() -> Reading { self.reading(page, host: host, name: name) }
        if let host, let official = officialFinding(host, name) {
            return officialVerdict(official, reading, url: url)
        }
        return verdict(findings(reading()), url: url)
    }

    func findings(_ reading: Reading) -> [Finding] {
        var found: [Finding] = []
        var noted: Set<String> = []
        // Counted only if there is something to find the place of.
        lazy var places = SourcePlaces(reading.page.source)
        for rule in rules.rules {
            guard let evidence = reading.evidence(for: rule.condition) else { continue }
            // A rule that asks only for absence still shows the page it speaks of.
            let first =
                evidence.first
                ?? .structure("page", reading.page.title.string, at: nil)
            let (field, text, start, end) = reading.quote(first, places)
            // What several rules have in common is said once.
            let note = evidence.firstNonNil(\.note).flatMap { noted.insert($0).inserted ? $0 : nil }
            found.append(
                Finding(
                    rule: rule.id, title: rule.title, field: field, text: text, start: start,
                    end: end, weight: rule.weight, why: rule.why + (note ?? "")))
        }
        found += indicatorFindings(reading.page, places)
        return found.sorted(by: Self.isHeavier)
    }

    static func isHeavier(_ a: Finding, _ b: Finding) -> Bool {
        (-a.weight, a.rule, a.page ?? "", a.start) < (-b.weight, b.rule, b.page ?? "", b.start)
    }
}

extension Page {
    /// A plain text as a page, a block for each line that is not empty.
    package init(text: String, address: WebAddress) {
        self.init(
            address: address, source: Array(text.utf8), encoding: "utf-8",
            encodingSource: .content)
        self.text.blocks = []
        var start = 0
        for end in source.indices.filter({ source[$0] == 0x0A }) + [source.count] {
            if end > start {
                self.text.blocks.append(self.text.bytes.count)
                self.text.runs.append(
                    PlacedText.Run(
                        textStart: self.text.bytes.count, sourceStart: start,
                        sourceLength: end - start, isVerbatim: true))
                self.text.bytes += source[start..<end]
            }
            start = end + 1
        }
    }
}
