// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// 术语与变体字: a word of sellers as a page writes it, and what it says in plain words.
///
/// Source: 最高人民法院关于适用刑事诉讼法的解释, article 115, which asks for an explanation of words
/// that are not readily understood.
package struct SellingTerm: Sendable, Hashable, Codable {
    /// As the page writes it: `兔考`.
    package var written: String
    /// The word that it stands for: `免考`.
    package var word: String
    /// What such words are used for, in Chinese: the title of the word list.
    package var meaning: String
    /// What stands around it, as the page writes it.
    package var before: String
    package var after: String
    /// The page it was found on first.
    package var page: WebAddress
    /// How often it was found on all pages.
    package var count: Int

    package init(
        written: String, word: String, meaning: String, before: String, after: String,
        page: WebAddress, count: Int
    ) {
        self.written = written
        self.word = word
        self.meaning = meaning
        self.before = before
        self.after = after
        self.page = page
        self.count = count
    }

    /// Whether it is written with other characters than the word.
    package var isVariant: Bool { written.lowercased() != word }
}
