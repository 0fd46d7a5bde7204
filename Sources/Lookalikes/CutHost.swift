// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// A host cut at dots into labels, and at hyphens into tokens.
struct CutHost {
    struct Token {
        var range: Range<Int>
        /// Whether it begins its label; else a hyphen stands before it.
        var beginsLabel: Bool
        /// Counted from the left.
        var label: Int
        /// Its number in the lexicon, or -1.
        var word: Int
    }

    var bytes: [UInt8]
    var labels: [Range<Int>] = []
    var tokens: [Token] = []
    /// Which label is registered: all right of it is the public suffix.
    var registered: Int
    /// Whether the host stands under `cn`.
    var isChinese: Bool

    /// Cuts `bytes`, a host of which the last `suffixLabels` labels are a public suffix.
    init(_ bytes: [UInt8], suffixLabels: Int, trie: WordTrie) {
        self.bytes = bytes
        labels.reserveCapacity(6)
        tokens.reserveCapacity(8)
        var labelStart = 0
        var tokenStart = 0
        for index in 0...bytes.count {
            let isEnd = index == bytes.count || bytes[index] == UInt8(ascii: ".")
            guard isEnd || bytes[index] == UInt8(ascii: "-") else { continue }
            if tokenStart < index {
                tokens.append(
                    Token(
                        range: tokenStart..<index, beginsLabel: tokenStart == labelStart,
                        label: labels.count, word: trie.exact(bytes, tokenStart..<index)))
            }
            tokenStart = index + 1
            if isEnd {
                labels.append(labelStart..<index)
                labelStart = index + 1
            }
        }
        registered = labels.count - suffixLabels - 1
        isChinese =
            labels.last.map { bytes[$0].elementsEqual("cn".utf8) } ?? false
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
