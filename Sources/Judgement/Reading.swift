// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// A page as the rules hear it: its parts folded, every word found, every speaker told apart.
struct Reading {
    /// A word that stands in a field.
    struct Hit: Hashable {
        var phrase: Int
        var range: Range<Int>
        var deviations: Int
    }

    /// One part of the page.
    struct Field {
        var name: FieldName
        var placed: PlacedText
        var folded: FoldedText
        /// Whether offsets are those of the page's source, or of the text itself.
        var isInSource: Bool
        /// By list, in the order of their places.
        var words: [[Hit]] = []
        var cues: [(cue: Int, range: Range<Int>)] = []
        var turns: [Range<Int>] = []
        var frames: Set<Int> = []
        var hosts: [Range<Int>] = []
    }

    let page: Page
    /// The page's host; `nil` for a text without an address.
    let host: String?
    let opinion: NameOpinion?
    let lexicon: CompiledLexicon
    let sites: [ProtectedSite]
    let references: [ReferencePage]
    /// How far the page is like each of ``references``.
    let likenesses: [Likeness]
    /// The links to official hosts.
    private(set) var officialLinks: [Link] = []
    private(set) var fields: [Field] = []
    /// Whether the page is a report throughout.
    private(set) var isReport = false
    private(set) var stances: [Place: Stance] = [:]
    private(set) var contacts: [Evidence] = []
    /// What was learned of texts, and what it makes of this page's; `nil` without a model.
    private(set) var learned: (model: CompiledModel, opinion: CompiledModel.Opinion)?

    /// Where a hit stands.
    struct Place: Hashable {
        var field: Int
        var hit: Hit
    }

    /// The most hits of one list in one field that are looked at.
    static let hitLimit = 400
    /// The most bytes of inline scripts that are read: 1 MiB.
    static let scriptLimit = 1 << 20

    init(
        _ page: Page, host: String?, opinion: NameOpinion?, lexicon: CompiledLexicon,
        sites: [ProtectedSite], references: [ReferencePage], speech: Speech,
        model: CompiledModel? = nil
    ) {
        self.page = page
        self.host = host
        self.opinion = opinion
        self.lexicon = lexicon
        self.sites = sites
        self.references = references
        likenesses = Self.likenesses(page, references)
        officialLinks = page.links.filter { isOfficialTarget($0.target) }
        for (name, placed, isInSource) in Self.parts(of: page, host: host) {
            fields.append(read(name, placed, isInSource))
        }
        isReport =
            fields.filter { $0.name == .text || $0.name == .title }
            .reduce(into: Set<Int>()) { $0.formUnion($1.frames) }.count >= speech.frameCount
        contacts = findContacts()
        learned = model.map { ($0, $0.read(modelTexts())) }
        for (index, field) in fields.enumerated() {
            for (list, hits) in zip(lexicon.lists, field.words) where list.spoken {
                for hit in hits {
                    stances[Place(field: index, hit: hit)] = stance(of: hit, in: index)
                }
            }
        }
    }

    /// The texts of a page that words are looked for in.
    private static func parts(of page: Page, host: String?) -> [(FieldName, PlacedText, Bool)] {
        var parts: [(FieldName, PlacedText, Bool)] = [
            (.title, page.title, true), (.text, page.text, true),
            (.hidden, page.hiddenText, true), (.hint, page.attributeText, true),
            (.data, page.scriptText, true),
            (
                .meta, PlacedText(joining: page.metas.map { ($0.content.text, $0.content.place) }),
                true
            ),
            (
                .image,
                PlacedText(
                    joining: page.images.flatMap {
                        [($0.alternative, $0.place), ($0.source, $0.place)]
                    }), true
            ),
            (
                .target,
                PlacedText(
                    joining: page.links.map { ($0.target, $0.place) }
                        + page.forms.map { ($0.action ?? "", $0.place) }
                        + page.frames.map { ($0.target, $0.place) }
                        + page.redirects.map { ($0.target, $0.place) }
                        + page.scripts.map { ($0.source ?? "", $0.text.place) }), true
            ),
            (.comment, PlacedText(joining: page.comments.map { ($0.text, $0.place) }), true),
        ]
        var budget = scriptLimit
        let scripts = page.scripts.filter { script in
            budget -= script.text.text.utf8.count
            return budget >= 0
        }
        parts.append(
            (.script, PlacedText(joining: scripts.map { ($0.text.text, $0.text.place) }), true))
        if host != nil { parts.append((.url, PlacedText(page.address.description), false)) }
        return parts.filter { !$0.1.bytes.isEmpty }
    }

    /// Folds one part and finds every word in it.
    private func read(_ name: FieldName, _ placed: PlacedText, _ isInSource: Bool) -> Field {
        let folded = lexicon.fold(placed, unescaping: name == .script)
        var field = Field(name: name, placed: placed, folded: folded, isInSource: isInSource)
        field.words = Array(repeating: [], count: lexicon.lists.count)
        var guards: [[Range<Int>]] = Array(repeating: [], count: lexicon.lists.count)
        var cueGuards: [Int: [Range<Int>]] = [:]
        lexicon.matcher.forEachHit(in: folded.scalars) { phrase, start in
            guard let deviations = lexicon.deviations(of: phrase, at: start, in: folded.scalars)
            else { return }
            let range = start..<(start + lexicon.phrases[phrase].count)
            for role in lexicon.phrases.roles(of: phrase) {
                switch role {
                case .word(let list):
                    let test = lexicon.lists[list]
                    guard deviations == 0 || test.variants,
                        field.words[list].count < Self.hitLimit,
                        test.number.map({ hasNumber($0, of: range, in: folded) }) ?? true,
                        !test.account || hasAccount(after: range.upperBound, in: folded)
                    else { continue }
                    field.words[list].append(
                        Hit(phrase: phrase, range: range, deviations: deviations))
                case _ where deviations > 0: continue
                case .guardian(let list): guards[list].append(range)
                case .cue(let cue): field.cues.append((cue, range))
                case .cueGuardian(let cue): cueGuards[cue, default: []].append(range)
                case .turn: field.turns.append(range)
                case .frame: field.frames.insert(phrase)
                case .officialHost:
                    if isHost(at: range, in: folded) { field.hosts.append(range) }
                }
            }
        }
        for list in field.words.indices where !field.words[list].isEmpty {
            field.words[list] = Self.widest(field.words[list]).filter { hit in
                !guards[list].contains { $0.covers(hit.range) }
            }
        }
        field.cues.removeAll { cue, range in
            cueGuards[cue]?.contains { $0.covers(range) } ?? false
        }
        return field
    }

    /// Of hits that lie inside one another, the widest, and the most literal.
    private static func widest(_ hits: [Hit]) -> [Hit] {
        let sorted = hits.sorted {
            ($0.range.lowerBound, -$0.range.upperBound, $0.deviations, $0.phrase)
                < ($1.range.lowerBound, -$1.range.upperBound, $1.deviations, $1.phrase)
        }
        var kept: [Hit] = []
        var end = -1
        for hit in sorted where hit.range.upperBound > end {
            kept.append(hit)
            end = hit.range.upperBound
        }
        return kept
    }
}

extension Range<Int> {
    func covers(_ other: Range<Int>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}

extension PlacedText {
    /// Several quotations as one text, each its own block.
    init(joining pieces: [(text: String, place: Range<Int>)]) {
        self.init()
        for (text, place) in pieces where !text.isEmpty {
            let bytes = Array(text.utf8)
            blocks.append(self.bytes.count)
            runs.append(
                Run(
                    textStart: self.bytes.count, sourceStart: place.lowerBound,
                    sourceLength: place.count, isVerbatim: place.count == bytes.count))
            self.bytes += bytes
        }
    }
}
