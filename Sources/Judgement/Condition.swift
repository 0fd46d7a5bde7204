// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// What a rule asks of a page: values only, which ``Reading`` answers.
package indirect enum Condition: Sendable, Hashable {
    /// All hold, and those that stand in a text stand together as `within` says.
    case all([Condition], within: Scope)
    case any([Condition])
    case not(Condition)
    /// At least so many of them hold.
    case some([Condition], atLeast: Int)
    case words(WordTest)
    /// A way to reach a private person: from the page's contacts or a list marked `contact`.
    case contact([Contact.Kind])
    /// The page calls itself an organ or its platform, in one of these places.
    case claim([ClaimPlace])
    /// One form, or the fields outside forms, asks for something of each of these lists.
    case form([String])
    case identifier(IdentifierTest)
    /// A link to an official host, or its name in the text.
    case officialLink
    /// The host's name imitates, at least so strongly.
    case name(NameOpinion.Level)
    /// At least so many characters carry their pinyin in brackets: 政(zheng).
    case annotated(atLeast: Int)
    /// The page looks like a reference page of a protected site.
    case likeness(LikenessTest)
    /// A regular expression.
    case pattern(PatternTest)
    /// The visible text has fewer characters.
    case shorter(than: Int)
    /// What the learned model makes of the page's texts.
    case model(ModelTest)

    package enum Scope: Sendable, Hashable {
        case page
        case block
        case characters(Int)
    }

    package enum ClaimPlace: String, Sendable, Hashable, CaseIterable {
        case title
        case header
        case footer
    }

    package enum IdentifierTest: String, Sendable, Hashable, CaseIterable {
        /// Belongs to a protected site, or names a government host, on a host that is neither.
        case foreign
        /// ICP, police and site-code numbers of different provinces.
        case provinces
        /// Such numbers are of another province than the organ that the page claims to be.
        case claimed = "claimed-province"
        /// A number that nobody can have been given: no such area, year or serial.
        case impossible
        /// A badge of 党政机关 or 找错 as a picture, without the link that would prove it.
        case badge
    }
}

/// Asks what the ``TextModel`` makes of a page.
package struct ModelTest: Sendable, Hashable {
    /// What it is asked for, by name: `sale`.
    package var head: String
    /// The least and the greatest number, in hundredths of a bit; `nil` for no bound.
    package var atLeast: Int?
    package var atMost: Int?

    package init(_ head: String, atLeast: Int? = nil, atMost: Int? = nil) {
        self.head = head
        self.atLeast = atLeast
        self.atMost = atMost
    }
}

/// Asks for words of some lists.
package struct WordTest: Sendable, Hashable {
    package var lists: [String]
    package var fields: [FieldName]
    /// Accepted stances; empty for all.
    package var stances: [Stance]
    /// Different words that must stand there.
    package var atLeast: Int
    /// The longest block that counts, in characters: a label is short, a sentence is not.
    package var blockLimit: Int?

    package init(
        _ lists: [String], fields: [FieldName] = [.title, .text], stances: [Stance] = [.offer],
        atLeast: Int = 1, blockLimit: Int? = nil
    ) {
        self.lists = lists
        self.fields = fields
        self.stances = stances
        self.atLeast = atLeast
        self.blockLimit = blockLimit
    }
}

/// A part of a page that words are looked for in.
package enum FieldName: String, Sendable, Hashable, CaseIterable {
    case title
    case text
    case hidden
    /// Descriptions and keywords for search engines.
    case meta
    /// Alternative texts and addresses of images.
    case image
    /// Alternative texts, tool tips and placeholders.
    case hint
    /// Chinese strings of inline scripts and JSON.
    case data
    /// Targets of links, forms, frames and scripts.
    case target
    /// Inline scripts; `\u514d` is read as the character.
    case script
    case comment
    /// The address of the page itself.
    case url
}
