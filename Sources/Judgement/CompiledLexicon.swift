// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// All words of a rule set as one matcher, and what each phrase is for.
struct CompiledLexicon: Sendable {
    enum Role: Sendable, Hashable {
        case word(list: Int)
        /// A phrase inside which a word of the list does not count.
        case guardian(list: Int)
        case cue(Int)
        case cueGuardian(Int)
        case turn
        case frame
        case officialHost
    }

    let lists: [WordList]
    let listIndex: [String: Int]
    let cues: [Cue]
    let phrases: PhraseTable
    let matcher: PhraseMatcher
    /// Pinyin written among Chinese characters, and the private character that stands for it.
    let syllables: [[UInt8]: UInt32]
    /// Characters that are variants although they would be noise, such as an emoji.
    let kept: Set<UInt32>
    /// Hosts that are official, and all names under them with them.
    private let officialHosts: Set<Substring>
    private let weak: Set<UInt32>
    private let alike: [UInt32: UInt32]
    /// For each character of the basic plane, what it stands for if it is a variant but no common one.
    private let meant: [UInt16]

    init(rules: RuleSet, sites: [ProtectedSite]) {
        var lists = rules.lists
        func add(_ words: [String], to id: String) {
            // Short names would be found inside other words.
            let long = words.filter { $0.unicodeScalars.count >= 3 }
            if let index = lists.firstIndex(where: { $0.id == id }) {
                lists[index].words += long
            } else {
                lists.append(WordList(id: id, words: long, variants: false))
            }
        }
        add(sites.flatMap { [$0.organ] + $0.aliases }, to: WordList.organs)
        add(sites.map(\.name), to: WordList.platforms)
        add(sites.flatMap(\.routes), to: WordList.interfaces)
        officialHosts = Set(
            (sites.flatMap(\.hosts) + rules.scoring.officialSuffixes).map { $0[...] })
        listIndex = Dictionary(
            lists.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { a, _ in a })
        cues = rules.speech.cues

        var alike: [UInt32: UInt32] = [:]
        var weak: Set<UInt32> = []
        var syllables: [[UInt8]: UInt32] = [:]
        var kept: Set<UInt32> = []
        var nextPrivate: UInt32 = 0xE000
        for entry in rules.variants.entries {
            guard let head = entry.of.unicodeScalars.first?.value else { continue }
            let table = FoldTable.shared
            for (text, isWeak) in [(entry.of, false), (entry.strong, false), (entry.weak, true)] {
                for scalar in text.unicodeScalars {
                    let read = table.read(scalar.value)
                    guard alike[read] == nil else { continue }
                    alike[read] = head
                    if isWeak { weak.insert(read) }
                    if table.kind(read) == .noise { kept.insert(read) }
                }
            }
            for syllable in entry.pinyin {
                let key = Array(syllable.lowercased().utf8)
                guard syllables[key] == nil else { continue }
                syllables[key] = nextPrivate
                alike[nextPrivate] = head
                nextPrivate += 1
            }
        }
        self.alike = alike
        var meant = Array(0...UInt16.max)
        for (scalar, head) in alike
        where scalar < 0x10000 && head < 0x10000 && (scalar.isASCIIWord || !weak.contains(scalar)) {
            meant[Int(scalar)] = UInt16(head)
        }
        self.meant = meant
        self.weak = weak
        self.syllables = syllables
        self.kept = kept

        let plainHan = FoldTable.shared.plainHan
        var phrases = PhraseTable.Maker()
        func add(_ text: String, _ role: Role) {
            // A phrase is folded like a page, but for pinyin, which it does not hold. Most are of
            // hanzi that read as themselves.
            let written = text.unicodeScalars.map(\.value)
            let isPlain = written.allSatisfy { $0 < 0x10000 && plainHan[Int($0)] }
            phrases.add(
                isPlain ? written : FoldedText(PlacedText(text), kept: kept).scalars, as: role)
        }
        for (index, list) in lists.enumerated() {
            list.words.forEach { add($0, .word(list: index)) }
            list.unless.forEach { add($0, .guardian(list: index)) }
        }
        for (index, cue) in rules.speech.cues.enumerated() {
            cue.words.forEach { add($0, .cue(index)) }
            cue.unless.forEach { add($0, .cueGuardian(index)) }
        }
        rules.speech.turns.forEach { add($0, .turn) }
        rules.speech.frame.forEach { add($0, .frame) }
        sites.flatMap(\.hosts).forEach { add($0, .officialHost) }
        // From here on only the table is read.
        for index in lists.indices { (lists[index].words, lists[index].unless) = ([], []) }
        self.lists = lists
        self.phrases = PhraseTable(phrases)
        matcher = PhraseMatcher(phrases: self.phrases.all, alike: alike)
    }

    /// `text` as this lexicon reads it.
    func fold(_ text: PlacedText, unescaping: Bool = false) -> FoldedText {
        FoldedText(text, syllables: syllables, kept: kept, unescaping: unescaping)
    }

    /// `text` as a model counts it: variants are read as what they stand for, but for common
    /// characters, of which the model learns what they mean beside others.
    func symbols(_ text: FoldedText) -> ModelSymbols {
        ModelSymbols(text) { $0 < 0x10000 ? UInt32(meant[Int($0)]) : alike[$0] ?? $0 }
    }

    /// Whether `host` belongs to a protected site or stands under a closed government suffix.
    func isOfficial(_ host: String) -> Bool {
        var rest = host[...]
        while !officialHosts.contains(rest) {
            guard let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) else { return false }
            rest = rest[rest.utf8.index(after: dot)...]
        }
        return true
    }

    /// How many characters at `start` differ from the phrase, or `nil` if it is not said there.
    func deviations(of phrase: Int, at start: Int, in scalars: [UInt32]) -> Int? {
        let wanted = phrases[phrase]
        guard let first = wanted.first, let last = wanted.last else { return nil }
        let end = start + wanted.count
        // `vx` is not said in `vxlan`, nor `wx` in `iwx3`.
        if first.isASCIIWord, start > 0, scalars[start - 1].isASCIIWord { return nil }
        if last.isASCIIWord, end < scalars.count, scalars[end].isASCIIWord {
            return nil
        }
        var count = 0
        for (offset, want) in wanted.enumerated() {
            let have = scalars[start + offset]
            if have == want { continue }
            if want.isASCIIWord { return nil }
            if have.isASCIIWord {
                // One letter stands for a character only if it stands alone: 官w, not 官www.
                let index = start + offset
                if index > 0, scalars[index - 1].isASCIIWord { return nil }
                if index + 1 < scalars.count, scalars[index + 1].isASCIIWord { return nil }
            }
            if weak.contains(have), wanted.count < 3 { return nil }
            count += 1
        }
        let allowed = wanted.count < 2 ? 0 : wanted.count < 4 ? 1 : wanted.count < 6 ? 2 : 3
        return count <= allowed ? count : nil
    }
}
