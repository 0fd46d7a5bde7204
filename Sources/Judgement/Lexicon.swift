// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Words that rules ask for by one name, and how loosely each is read.
package struct WordList: Sendable, Hashable {
    package var id: String
    package var title: String
    package var words: [String]
    /// Phrases inside which a word means something else: `避免考试` holds `免考`.
    package var unless: [String]
    /// Whether characters that sound or look alike count, as ``Variants`` says; `true` by default.
    package var variants: Bool
    /// Whether a number must stand next to the word: `三天出证`, `￥500`.
    package var number: Side?
    /// Whether an account must follow within a few characters: `薇信:abc123`.
    package var account: Bool
    /// Whether who says it matters, so that each hit gets a ``Stance``; `false` by default.
    package var spoken: Bool
    /// Whether a hit is a way to reach a seller.
    package var contact: Bool

    package enum Side: String, Sendable, Hashable, CaseIterable {
        case before
        case after
    }

    package init(
        id: String, title: String = "", words: [String], unless: [String] = [],
        variants: Bool = true, number: Side? = nil, account: Bool = false, spoken: Bool = false,
        contact: Bool = false
    ) {
        self.id = id
        self.title = title
        self.words = words
        self.unless = unless
        self.variants = variants
        self.number = number
        self.account = account
        self.spoken = spoken
        self.contact = contact
    }

    /// Lists that the judge fills from the protected sites, beside what the files give.
    package static let organs = "organ"
    package static let platforms = "platform"
    package static let interfaces = "platform-code"
}

/// Who speaks a selling word, and how.
package enum Stance: String, Sendable, Hashable, CaseIterable {
    /// The page itself offers.
    case offer
    /// Forbidden, denied or warned of: 严禁免考.
    case negated
    /// Said of someone else: 嫌疑人发布…
    case attributed
    /// In quotation marks.
    case quoted
    /// Asked about: …是真的吗?
    case questioned
    /// A lawful rule of examinations: 符合条件的可申请免考.
    case rule
}

/// Words that tell whose a phrase is.
package struct Cue: Sendable, Hashable {
    package enum Side: String, Sendable, Hashable, CaseIterable {
        /// The cue stands before what it governs.
        case before
        case after
        /// On either side, and over the end of a sentence.
        case near
    }

    package var stance: Stance
    package var side: Side
    /// How many characters it governs.
    package var reach: Int
    /// Whether a comma ends what it governs.
    package var clause: Bool
    package var words: [String]
    package var unless: [String]

    package init(
        stance: Stance, side: Side, reach: Int, clause: Bool = false, words: [String],
        unless: [String] = []
    ) {
        self.stance = stance
        self.side = side
        self.reach = reach
        self.clause = clause
        self.words = words
        self.unless = unless
    }
}

/// How a page shows who speaks on it.
package struct Speech: Sendable, Hashable {
    package var cues: [Cue]
    /// Words with which a speaker turns to himself or to the reader, so that no earlier cue
    /// governs what follows: 本站, 咨询, 如需办理.
    package var turns: [String]
    /// Words of a report; a page with `frameCount` different ones speaks of others throughout.
    package var frame: [String]
    package var frameCount: Int

    package init(cues: [Cue] = [], turns: [String] = [], frame: [String] = [], frameCount: Int = 4)
    {
        self.cues = cues
        self.turns = turns
        self.frame = frame
        self.frameCount = frameCount
    }
}

/// Characters that stand for another one in evasive writing.
package struct Variants: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        /// The characters that are meant; the first stands for all.
        package var of: String
        /// Characters, of which a short word may hold one: `兔` for `免`.
        package var strong: String
        /// Common characters and single letters that are believed in longer words only.
        package var weak: String
        /// Syllables in Latin letters: `guo`.
        package var pinyin: [String]

        package init(of: String, strong: String = "", weak: String = "", pinyin: [String] = []) {
            self.of = of
            self.strong = strong
            self.weak = weak
            self.pinyin = pinyin
        }
    }

    package var entries: [Entry]

    package init(entries: [Entry] = []) {
        self.entries = entries
    }
}
