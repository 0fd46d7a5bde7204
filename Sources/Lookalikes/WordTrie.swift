// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Words over the letters of host names, in a flat table, so that a look-up allocates nothing.
struct WordTrie: Sendable {
    private static let symbols = 38
    private var next = [Int32](repeating: 0, count: symbols)
    private var words: [Int32] = [-1]

    /// `a`–`z`, `0`–`9`, `-` and `.`; -1 for any other byte.
    private static func symbol(_ byte: UInt8) -> Int {
        switch byte {
        case 0x61...0x7A: Int(byte) - 0x61
        case 0x30...0x39: Int(byte) - 0x30 + 26
        case UInt8(ascii: "-"): 36
        case UInt8(ascii: "."): 37
        default: -1
        }
    }

    /// Adds `bytes` as word number `id`, unless they are a word already.
    mutating func insert(_ bytes: some Sequence<UInt8>, as id: Int) {
        var node = 0
        for byte in bytes {
            let symbol = Self.symbol(byte)
            guard symbol >= 0 else { return }
            let place = node * Self.symbols + symbol
            if next[place] == 0 {
                next[place] = Int32(words.count)
                words.append(-1)
                next.append(contentsOf: repeatElement(0, count: Self.symbols))
            }
            node = Int(next[place])
        }
        if node > 0, words[node] < 0 { words[node] = Int32(id) }
    }

    /// The node after `byte`, or 0 if no word goes on so: node 0 is where every word begins.
    func step(_ node: Int, _ byte: UInt8) -> Int {
        let symbol = Self.symbol(byte)
        return symbol < 0 ? 0 : Int(next[node * Self.symbols + symbol])
    }

    /// The word that ends at `node`, or -1.
    func word(_ node: Int) -> Int { Int(words[node]) }

    /// The word that `bytes[range]` is, or -1.
    func exact(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var node = 0
        for index in range {
            node = step(node, bytes[index])
            if node == 0 { return -1 }
        }
        return word(node)
    }

    /// For a trie of reversed hosts: the longest that `bytes` is, or is a name under, or -1.
    func owner(of bytes: [UInt8]) -> Int {
        var node = 0
        var found = -1
        var index = bytes.count - 1
        while index >= 0 {
            node = step(node, bytes[index])
            if node == 0 { break }
            if words[node] >= 0, index == 0 || bytes[index - 1] == UInt8(ascii: ".") {
                found = word(node)
            }
            index -= 1
        }
        return found
    }
}
