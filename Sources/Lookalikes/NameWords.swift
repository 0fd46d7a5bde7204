// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What names that imitate are made of: words, suffixes, and domains that were official once.
///
/// Data that analysts extend: `Seeds/name-words.csv`, `name-suffixes.csv`, `former-domains.csv`.
package struct NameWords: Sendable, Hashable {
    package var words: [Word] = []
    package var suffixes: [Suffix] = []
    package var formerDomains: [FormerDomain] = []

    package init(
        words: [Word] = [], suffixes: [Suffix] = [], formerDomains: [FormerDomain] = []
    ) {
        self.words = words
        self.suffixes = suffixes
        self.formerDomains = formerDomains
    }

    /// How often something is used: 1 most, 9 rarely; each step is half as often as the one before.
    package static let uses = 1...9

    package struct Word: Sendable, Hashable {
        package enum Kind: String, Sendable, CaseIterable {
            /// A business or an organ, that a site is known for.
            case topic
            /// Stands before or after a name.
            case modifier
            case prefix
            case suffix
            /// An organ of a place: the name of the place stands before it.
            case office
        }

        /// In Chinese, or in Latin letters and digits.
        package var text: String
        /// The pinyin of a Chinese word; empty for others.
        package var syllables: [String]
        package var kind: Kind
        /// One of ``NameWords/uses``.
        package var use: Int
        /// The only ``ProtectedSite/id`` that it is used for; empty for all.
        package var sites: Set<String>

        package init(
            text: String, syllables: [String] = [], kind: Kind, use: Int = 1,
            sites: Set<String> = []
        ) {
            self.text = text
            self.syllables = syllables
            self.kind = kind
            self.use = use
            self.sites = sites
        }

        var isChinese: Bool { !syllables.isEmpty }
        /// `cx` of `cha xun`; a word in Latin letters as it is.
        var initials: String {
            isChinese ? String(syllables.compactMap(\.first)) : text
        }
        var pinyin: String { syllables.joined() }

        func isUsed(for site: String) -> Bool { sites.isEmpty || sites.contains(site) }
    }

    package struct Suffix: Sendable, Hashable {
        package enum Kind: String, Sendable, CaseIterable {
            /// Anyone can register under it.
            case open
            /// Space for web pages, free of charge.
            case free
            /// Names for machines whose address changes.
            case dynamic
        }

        /// Whether its registry takes labels in Chinese.
        package enum Chinese: String, Sendable, CaseIterable {
            case no
            case yes
            case only
        }

        /// In ASCII.
        package var text: String
        package var kind: Kind
        /// One of ``NameWords/uses``.
        package var use: Int
        package var chinese: Chinese

        package init(text: String, kind: Kind = .open, use: Int = 1, chinese: Chinese = .no) {
            self.text = text
            self.kind = kind
            self.use = use
            self.chinese = chinese
        }
    }

    /// A domain that an official site used once, and may have let lapse.
    package struct FormerDomain: Sendable, Hashable {
        package var host: String
        package var site: String

        package init(host: String, site: String) {
            self.host = host
            self.site = site
        }
    }
}
