// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Judgement
import Wording

/// Puts a rule set together from the files that hold it.
struct RuleSetBuilder {
    let mistakes: MistakeList
    private let compile: PatternCompiler
    private var lists: [WordList] = []
    private var variants = Variants()
    private var speech = Speech()
    private var rules: [Rule] = []
    private var scoring: Scoring?
    private var pages: [Sample] = []
    /// Words of all lists so far.
    private var phrases = 0
    /// Where each id was first used, by kind.
    private var taken: [String: String] = [:]
    /// Lists that conditions ask for, to be checked once all files are read.
    private var asked: [(list: String, node: FileNode)] = []
    /// What conditions ask the model for.
    private var heads: [(head: String, node: FileNode)] = []
    /// What was learned from pages.
    var model: TextModel?

    init(mistakes: MistakeList, compile: @escaping PatternCompiler) {
        self.mistakes = mistakes
        self.compile = compile
    }

    mutating func read(_ root: FileNode) {
        guard
            let parts = root.keys(
                "file", allowed: ["lists", "variants", "speech", "rules", "scoring", "pages"])
        else { return }
        for (id, keyNode, value) in parts["lists"]?.pairs("lists") ?? [] {
            guard take("list \(id)", id, keyNode), let list = list(id, value) else { continue }
            phrases += list.words.count + list.unless.count
            guard phrases <= Self.phraseLimit else {
                value.fail(RuleMessages.tooManyPhrases(limit: Self.phraseLimit))
                return
            }
            lists.append(list)
        }
        variants.entries += (parts["variants"]?.list("variants") ?? []).compactMap(variant)
        if let node = parts["speech"] { readSpeech(node) }
        for node in parts["rules"]?.list("rules") ?? [] {
            if let rule = rule(node) { rules.append(rule) }
        }
        if let node = parts["scoring"] { scoring = readScoring(node) ?? scoring }
        for node in parts["pages"]?.list("pages") ?? [] {
            if let page = verdictSample(node) { pages.append(page) }
        }
    }

    /// The rule set, if nothing is wrong; otherwise an incomplete one, and mistakes.
    mutating func finish(digest: String, place: FilePlace) -> RuleSet {
        let special = [WordList.organs, WordList.platforms, WordList.interfaces]
        let known = lists.map(\.id) + special
        for (list, node) in asked where !known.contains(list) {
            node.fail(RuleMessages.unknownList(list, known.sorted()))
        }
        for (head, node) in heads where !(model?.heads.contains(head) ?? false) {
            node.fail(RuleMessages.unknownHead(head, model?.heads ?? []))
        }
        if scoring == nil { mistakes.add(RuleMessages.missingScoring, at: place) }
        return RuleSet(
            digest: digest, lists: lists, variants: variants, speech: speech, rules: rules,
            scoring: scoring ?? Scoring(curve: [], levels: [:]), pages: pages, model: model)
    }

    /// Whether `id` was free; if not, a mistake.
    private mutating func take(_ key: String, _ id: String, _ node: FileNode) -> Bool {
        if let first = taken[key] {
            node.fail(RuleMessages.duplicate(id, first: first))
            return false
        }
        taken[key] = node.origin
        return true
    }

    // MARK: - Words

    private func list(_ id: String, _ node: FileNode) -> WordList? {
        guard
            let keys = node.keys(
                id,
                allowed: [
                    "title", "words", "compose", "unless", "variants", "number", "account",
                    "spoken", "contact",
                ]),
            keys["words"] != nil || keys["compose"] != nil
        else {
            node.fail(RuleMessages.missingKey("words"))
            return nil
        }
        var words = keys["words"]?.texts("words") ?? []
        for part in keys["compose"]?.list("compose") ?? [] {
            // What is too much is said once the list is counted.
            guard phrases + words.count <= Self.phraseLimit else { break }
            words += composed(part)
        }
        return WordList(
            id: id, title: keys["title"]?.text("title") ?? "", words: words,
            unless: keys["unless"]?.texts("unless") ?? [],
            variants: keys["variants"]?.flag("variants") ?? true,
            number: keys["number"]?.choice("number"),
            account: keys["account"]?.flag("account") ?? false,
            spoken: keys["spoken"]?.flag("spoken") ?? false,
            contact: keys["contact"]?.flag("contact") ?? false)
    }

    /// The most phrases that one composition may make: 20,000.
    private static let compositionLimit = 20_000
    /// The most phrases of all lists together: 200,000.
    private static let phraseLimit = 200_000

    /// Every phrase that is made of one part of each of the lists, in their order.
    private func composed(_ node: FileNode) -> [String] {
        let parts = (node.list("compose") ?? []).map { part in
            part.scalarText.map { [$0] } ?? (part.list("compose") ?? []).compactMap(\.scalarText)
        }
        let count = parts.reduce(1) { product, part in
            product > Self.compositionLimit ? product : product * max(1, part.count)
        }
        guard count <= Self.compositionLimit else {
            node.fail(RuleMessages.tooManyPhrases(limit: Self.compositionLimit))
            return []
        }
        return parts.reduce([""]) { phrases, part in
            phrases.flatMap { phrase in part.map { phrase + $0 } }
        }.filter { !$0.isEmpty }
    }

    private func variant(_ node: FileNode) -> Variants.Entry? {
        guard
            let keys = node.keys(
                "variants", allowed: ["of", "strong", "weak", "pinyin"], required: ["of"]),
            let of = keys["of"]?.text("of")
        else { return nil }
        return Variants.Entry(
            of: of, strong: keys["strong"]?.text("strong") ?? "",
            weak: keys["weak"]?.text("weak") ?? "", pinyin: keys["pinyin"]?.texts("pinyin") ?? [])
    }

    private mutating func readSpeech(_ node: FileNode) {
        guard let keys = node.keys("speech", allowed: ["cues", "turns", "frame"]) else { return }
        for node in keys["cues"]?.list("cues") ?? [] {
            guard
                let keys = node.keys(
                    "cues", allowed: ["stance", "side", "reach", "clause", "words", "unless"],
                    required: ["stance", "side", "reach", "words"]),
                let stance = keys["stance"]?.choice("stance", Stance.self),
                let side = keys["side"]?.choice("side", Cue.Side.self),
                let reach = keys["reach"]?.whole("reach", 0...400),
                let words = keys["words"]?.texts("words")
            else { continue }
            speech.cues.append(
                Cue(
                    stance: stance, side: side, reach: reach,
                    clause: keys["clause"]?.flag("clause") ?? false, words: words,
                    unless: keys["unless"]?.texts("unless") ?? []))
        }
        speech.turns += keys["turns"]?.texts("turns") ?? []
        if let frame = keys["frame"]?.keys(
            "frame", allowed: ["words", "at-least"], required: ["words", "at-least"])
        {
            speech.frame += frame["words"]?.texts("words") ?? []
            speech.frameCount = frame["at-least"]?.whole("at-least", 1...50) ?? speech.frameCount
        }
    }

    // MARK: - Rules

    private mutating func rule(_ node: FileNode) -> Rule? {
        let names = [
            "id", "title", "why", "category", "group", "weight", "when", "match", "not",
        ]
        guard
            let keys = node.keys(
                "rules", allowed: names,
                required: ["id", "title", "why", "group", "weight", "when"])
        else { return nil }
        for key in ["match", "not"] where keys[key] == nil {
            node.fail(RuleMessages.noSamples(key))
        }
        var samples: [Sample] = []
        for (key, expectation) in [("match", Sample.Expectation.match), ("not", .noMatch)] {
            guard let list = keys[key]?.list(key) else { continue }
            if list.isEmpty { keys[key]?.fail(RuleMessages.noSamples(key)) }
            samples += list.compactMap { sample($0, expectation) }
        }
        let category = keys["category"]?.choice("category", Verdict.Category.self)
        var weight: Double?
        if let written = keys["weight"] {
            weight = written.number("weight")
            if let value = weight, value == 0 || abs(value) > 20 {
                written.fail(RuleMessages.badWeight(written.scalarText ?? ""))
                weight = nil
            }
        }
        if let weight, weight < 0, keys["category"] != nil {
            keys["category"]?.fail(RuleMessages.categoryAgainst)
        }
        let condition = keys["when"].flatMap { self.condition($0) }
        guard let id = keys["id"]?.text("id"), take("rule \(id)", id, keys["id"] ?? node),
            let title = keys["title"]?.text("title"), let why = keys["why"]?.text("why"),
            let group = keys["group"]?.text("group"), let weight, let condition
        else { return nil }
        if let other = rules.first(where: {
            $0.condition == condition && $0.weight * weight < 0
        }) {
            keys["weight"]?.fail(RuleMessages.contradiction(other.id))
        }
        return Rule(
            id: id, title: title, why: why, category: category, group: group, weight: weight,
            condition: condition, samples: samples)
    }

    private func sample(_ node: FileNode, _ expectation: Sample.Expectation) -> Sample? {
        if node.scalarText != nil {
            return node.text("text").map {
                Sample(
                    content: .text($0), url: Self.sampleURL, expectation: expectation,
                    origin: node.origin)
            }
        }
        guard let keys = node.keys("page", allowed: Self.sampleKeys) else { return nil }
        return sample(node, keys, expectation)
    }

    private func sample(
        _ node: FileNode, _ keys: [String: FileNode], _ expectation: Sample.Expectation
    ) -> Sample? {
        let content: Sample.Content
        if let html = keys["html"]?.text("html") {
            content = .html(html)
        } else if let text = keys["text"]?.text("text") {
            content = .text(text)
        } else {
            node.fail(RuleMessages.missingKey("html"))
            return nil
        }
        var sample = Sample(
            content: content, url: keys["url"]?.text("url") ?? Self.sampleURL,
            name: keys["name"]?.choice("name"), expectation: expectation, origin: node.origin,
            note: keys["note"]?.text("note") ?? "",
            reference: keys["reference"]?.text("reference"))
        sample.hasIcon = keys["icon"]?.flag("icon") ?? false
        return sample
    }

    private func verdictSample(_ node: FileNode) -> Sample? {
        guard
            let keys = node.keys(
                "pages", allowed: Self.sampleKeys + ["level", "category"],
                required: ["note", "level"]),
            let levels = keys["level"]?.choices("level", Verdict.Level.self)
        else { return nil }
        let category = keys["category"]?.choice("category", Verdict.Category.self)
        return sample(node, keys, .verdict(levels, category))
    }

    /// What describes a sample page.
    private static let sampleKeys = ["text", "html", "url", "name", "note", "reference", "icon"]
    /// Where a sample page lies if it does not say.
    private static let sampleURL = "http://page.example/"

    // MARK: - Conditions

    private mutating func condition(_ node: FileNode) -> Condition? {
        var reader = ConditionReader(compile: compile)
        let condition = reader.read(node)
        asked += reader.asked
        heads += reader.heads
        return condition
    }
}
