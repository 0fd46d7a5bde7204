// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Wording

/// Asks whether a page looks like one of the reference pages; all that is named must hold of the
/// same one.
package struct LikenessTest: Sendable, Hashable {
    /// The least part of the text's shingles that both have, 0 to 1.
    package var text: Double?
    /// The least part of the shingles of start tags that both have, 0 to 1.
    package var shape: Double?
    /// The least part of the reference's files that the page loads too, 0 to 1.
    package var resources: Double?
    /// Whether the icon must be the same.
    package var icon: Bool

    package init(
        text: Double? = nil, shape: Double? = nil, resources: Double? = nil, icon: Bool = false
    ) {
        self.text = text
        self.shape = shape
        self.resources = resources
        self.icon = icon
    }

    /// Whether it asks for the icon alone, which is known only after the pages were judged.
    var isAboutIcon: Bool { icon && text == nil && shape == nil && resources == nil }
}

/// How far a page is like one reference.
struct Likeness: Hashable {
    /// Its index among the references.
    var reference: Int
    var text: Double?
    var shape: Double?
    /// How many of the reference's files the page loads too.
    var resources: Int
    /// The part of the reference's files that the page loads too; `nil` if they are too few.
    var sharedResources: Double?
    var hasIcon: Bool

    init(_ references: [ReferencePage], _ index: Int, _ page: Page, resources names: Set<String>) {
        reference = index
        text = page.sketch.text.similarity(to: references[index].sketch.text)
        shape = page.sketch.shape.similarity(to: references[index].sketch.shape)
        resources =
            names.isEmpty ? 0 : references[index].resources.count { names.contains($0) }
        sharedResources =
            resources < ReferencePage.leastResources
            ? nil : Double(resources) / Double(references[index].resources.count)
        hasIcon = page.icon != nil && page.icon == references[index].icon
    }

    func satisfies(_ test: LikenessTest) -> Bool {
        func reaches(_ have: Double?, _ want: Double?) -> Bool {
            want.map { (have ?? -1) >= $0 } ?? true
        }
        return reaches(text, test.text) && reaches(shape, test.shape)
            && reaches(sharedResources, test.resources) && (!test.icon || hasIcon)
    }

    /// All that agrees, added up: what makes one reference nearer than another.
    var nearness: Double {
        (text ?? 0) + (shape ?? 0) + (sharedResources ?? 0) + (hasIcon ? 1 : 0)
    }
}

extension Reading {
    /// How far `page` is like each reference.
    static func likenesses(_ page: Page, _ references: [ReferencePage]) -> [Likeness] {
        guard !references.isEmpty else { return [] }
        let names = Set(page.resourceNames)
        return references.indices.map { Likeness(references, $0, page, resources: names) }
    }

    /// The nearest reference that satisfies `test`, as a sentence.
    func likeness(_ test: LikenessTest) -> [Evidence]? {
        // Of two that are as near, the first by name: references are in that order.
        var nearest: Likeness?
        for likeness in likenesses where likeness.satisfies(test) {
            if likeness.nearness > nearest?.nearness ?? -1 { nearest = likeness }
        }
        guard let nearest else { return nil }
        let reference = references[nearest.reference]
        let site = sites.first { $0.id == reference.site }?.name ?? reference.site
        return [
            .structure(
                "likeness",
                RuleMessages.likeness(
                    site: site, address: reference.address, text: nearest.text,
                    shape: nearest.shape, resources: nearest.resources,
                    of: reference.resources.count, icon: nearest.hasIcon), at: nil)
        ]
    }
}

extension Judge {
    /// `verdict` with what the site's icon tells, which is fetched after its pages were judged.
    package func adding(icon: String, to verdict: Verdict, at address: WebAddress) -> Verdict {
        guard !verdict.findings.contains(where: { $0.rule == Self.officialRule }) else {
            return verdict
        }
        var page = Page(address: address, source: [], encoding: "utf-8", encodingSource: .content)
        page.icon = icon
        let reading = reading(page, host: address.host, name: nil)
        var findings = verdict.findings
        for rule in rules.rules where !findings.contains(where: { $0.rule == rule.id }) {
            guard case .likeness(let test) = rule.condition, test.isAboutIcon,
                let evidence = reading.likeness(test)?.first
            else { continue }
            let (field, text, start, end) = reading.quote(evidence, SourcePlaces([]))
            findings.append(
                Finding(
                    rule: rule.id, title: rule.title, field: field, text: text, start: start,
                    end: end, weight: rule.weight, why: rule.why))
        }
        guard findings.count > verdict.findings.count else { return verdict }
        return self.verdict(findings.sorted(by: Self.isHeavier), url: verdict.url)
    }
}
