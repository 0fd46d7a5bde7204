// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// What rules ask of a page beyond its words: claims, forms, identifiers, links, its name.

extension Reading {
    /// Words that say that a footer's organ runs the site.
    private static let ownership = ["主办", "承办", "主管单位", "版权所有", "copyright"].map {
        $0.unicodeScalars.map(\.value)
    }

    /// Where the page calls itself an organ or its platform.
    ///
    /// A title or a heading claims it if it consists of such names; 某部部署专项行动 is a headline
    /// about an organ, not its name. A footer claims it by saying who runs the site.
    func claims(at places: [Condition.ClaimPlace]) -> [Evidence]? {
        var found: [Evidence] = []
        for (index, field) in fields.enumerated() {
            if field.name == .title, places.contains(.title) {
                found += segments(of: field.folded)
                    .filter { isName($0, in: field) }
                    .map { Evidence(field: index, range: $0, key: "claim") }
            }
            guard field.name == .text else { continue }
            if places.contains(.header) {
                // A link to the organ is no claim to be it.
                let linked = Set(
                    officialLinks.map { lexicon.fold(PlacedText($0.text)).scalars })
                for start in field.folded.blocks.prefix(12) {
                    let block = field.folded.block(at: start)
                    if linked.contains(Array(field.folded.scalars[block])) { continue }
                    if block.count <= 60, isName(block, in: field) {
                        found.append(Evidence(field: index, range: block, key: "claim"))
                    }
                }
            }
            if places.contains(.footer) {
                for hit in organHits(in: field) {
                    // The organ stands right after 主办单位, or right before 版权所有.
                    let near =
                        max(
                            0, hit.range.lowerBound - 12)..<min(
                            field.folded.scalars.count, hit.range.upperBound + 8)
                    let block = field.folded.block(at: hit.range.lowerBound)
                    let around = near.clamped(to: block)
                    guard let cue = Self.ownership.firstNonNil({ find($0, in: around, field) })
                    else { continue }
                    let range =
                        min(
                            cue.lowerBound, hit.range.lowerBound)..<max(
                            cue.upperBound, hit.range.upperBound)
                    found.append(Evidence(field: index, range: range, key: "claim"))
                }
            }
        }
        return found.nonEmpty
    }

    private func organHits(in field: Field) -> [Hit] {
        lexicon.listIndex[WordList.organs].map { field.words[$0] } ?? []
    }

    private func find(_ needle: [UInt32], in range: Range<Int>, _ field: Field) -> Range<Int>? {
        guard range.count >= needle.count else { return nil }
        for start in range.lowerBound...(range.upperBound - needle.count)
        where field.folded.scalars[start] == needle[0]
            && field.folded.scalars[start..<(start + needle.count)].elementsEqual(needle)
        {
            return start..<(start + needle.count)
        }
        return nil
    }

    /// The parts of a title between `-`, `_`, `|`, `,` and spaces.
    private func segments(of text: FoldedText) -> [Range<Int>] {
        let separators: Set<UInt32> = [0x2D, 0x5F, 0x7C, 0x2C, 0x20, 0x0A]
        return text.scalars.indices.split { separators.contains(text.scalars[$0]) }
            .map { $0.lowerBound..<$0.upperBound }
    }

    /// Whether organ and platform names make up most of `range`, and at least one is an organ's or
    /// a whole platform's.
    private func isName(_ range: Range<Int>, in field: Field) -> Bool {
        guard !range.isEmpty else { return false }
        let organs = organHits(in: field).filter { range.covers($0.range) }
        let platforms =
            (lexicon.listIndex[WordList.platforms].map { field.words[$0] } ?? [])
            .filter { range.covers($0.range) }
        let parts =
            (lexicon.listIndex["platform-part"].map { field.words[$0] } ?? [])
            .filter { range.covers($0.range) }
        guard !organs.isEmpty || !platforms.isEmpty else { return false }
        var covered = Set<Int>()
        for hit in organs + platforms + parts { covered.formUnion(hit.range) }
        return Double(covered.count) >= 0.6 * Double(range.count)
    }

    // MARK: - Forms

    /// The form, or the loose fields, that asks for something of each of `lists`.
    func form(asking lists: [String]) -> [Evidence]? {
        var groups = page.forms.map { ($0.fields, $0.place) }
        if let first = page.looseFields.first, let last = page.looseFields.last {
            let end = max(first.place.upperBound, last.place.upperBound)
            groups.append((page.looseFields, first.place.lowerBound..<end))
        }
        for (fields, place) in groups.prefix(50) {
            let shown = fields.prefix(100).filter { $0.kind != "hidden" }
            let asked = shown.map { field in
                words(in: [field.label, field.placeholder, field.name, field.caption])
            }
            guard lists.allSatisfy({ list in asked.contains { $0.contains(list) } }) else {
                continue
            }
            let text = shown.map {
                [$0.label, $0.placeholder, $0.name].first { !$0.isEmpty } ?? ""
            }
            .filter { !$0.isEmpty }.joined(separator: " | ")
            return [.structure("form", text, at: place)]
        }
        return nil
    }

    /// The lists of which a word stands in one of `texts`.
    private func words(in texts: [String]) -> Set<String> {
        var found: Set<String> = []
        for text in texts where !text.isEmpty && text.utf8.count < 400 {
            // `id_card` and `idCard` are one word.
            let folded = lexicon.fold(PlacedText(text.filter { $0 != "_" && $0 != "-" }))
            lexicon.matcher.forEachHit(in: folded.scalars) { phrase, start in
                guard lexicon.deviations(of: phrase, at: start, in: folded.scalars) != nil else {
                    return
                }
                for case .word(let list) in lexicon.phrases.roles(of: phrase) {
                    found.insert(lexicon.lists[list].id)
                }
            }
        }
        return found
    }

    // MARK: - Hosts

    /// Whether `host` belongs to a protected site or stands under a closed government suffix.
    func isOfficial(_ host: String) -> Bool {
        lexicon.isOfficial(host)
    }

    /// Whether a link's target, as written, is an absolute address on an official host.
    func isOfficialTarget(_ target: String) -> Bool {
        guard WebAddress.mayNameHost(target) else { return false }
        if let host = WebAddress.plainHost(of: target) { return isOfficial(host) }
        let absolute = target.hasPrefix("//") ? "http:" + target : target
        return (try? WebAddress(absolute)).map { isOfficial($0.host) } ?? false
    }

    /// Links to official hosts, and their names in the text.
    func officialLinks(in window: Window?) -> [Evidence]? {
        var found: [Evidence] =
            officialLinks
            .map { .structure("link", $0.target, at: $0.place) }
        for (index, field) in fields.enumerated() where field.name == .text {
            found += field.hosts.map { Evidence(field: index, range: $0, key: "host") }
        }
        return found.filter { window?.holds($0) ?? true }.nonEmpty
    }

    /// The opinion of the host's name, if it is at least `level`.
    func imitation(atLeast level: NameOpinion.Level) -> [Evidence]? {
        let order: [NameOpinion.Level] = [.dismiss, .doubtful, .suspect, .high]
        guard let opinion, let have = order.firstIndex(of: opinion.level),
            let want = order.firstIndex(of: level), have >= want
        else { return nil }
        return [.structure("host", opinion.host, at: nil)]
    }

    /// Characters that carry their pinyin in brackets: 政(zheng)府(fu).
    func annotations(atLeast count: Int) -> [Evidence]? {
        for (index, field) in fields.enumerated() where field.name == .text || field.name == .title
        {
            let scalars = field.folded.scalars
            var places: [Range<Int>] = []
            var position = 1
            while position + 2 < scalars.count {
                defer { position += 1 }
                guard scalars[position] == 0x28,
                    FoldTable.shared.kind(scalars[position - 1]) == .han
                else { continue }
                var end = position + 1
                while end < scalars.count, scalars[end].isASCIILetter { end += 1 }
                if end < scalars.count, scalars[end] == 0x29, (2...7).contains(end - position) {
                    places.append((position - 1)..<(end + 1))
                }
            }
            if places.count >= count {
                return places.map { Evidence(field: index, range: $0, key: "annotation") }
            }
        }
        return nil
    }
}

extension Sequence {
    /// The first result that is not `nil`.
    func firstNonNil<Result>(_ transform: (Element) -> Result?) -> Result? {
        for element in self {
            if let result = transform(element) { return result }
        }
        return nil
    }
}
