// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// Zone files and logs have hundreds of millions of names, and nearly all are harmless. What can give
// no sign is told here from its bytes alone, without a public suffix list and with no allocation:
// any label may be the registered one. Whatever passes is explained in full.

import Casework

extension Explainer {
    /// Whether `host` could be more than dismissed: false is certain, true is not.
    ///
    /// - Parameters:
    ///   - host: in lowercase ASCII.
    ///   - scratch: room to work in, used again from call to call.
    package func mayImitate(_ host: [UInt8], _ scratch: inout [UInt8]) -> Bool {
        if mayHoldGovernment(host) || knownOwners.owner(of: host) >= 0 { return true }
        scratch.removeAll(keepingCapacity: true)
        for byte in host { HostParts.fold(byte, onto: &scratch) }
        if lexicon.foldedOwners.owner(of: scratch) >= 0 { return true }
        return mayTell(host, lexicon.plain) || mayTell(scratch, lexicon.folded)
            || mayBeEdited(host)
    }

    /// Whether a word that begins a sequence stands between two boundaries, or a label is made of
    /// words of which one tells; or a label is in another script.
    private func mayTell(_ host: [UInt8], _ trie: WordTrie) -> Bool {
        var label = 0
        var token = 0
        for index in 0...host.count {
            let byte = index < host.count ? host[index] : UInt8(ascii: ".")
            guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") else { continue }
            let word = token < index ? trie.exact(host, token..<index) : -1
            if word >= 0, lexicon.beginsSequence[word] { return true }
            if token == index, index > 0, host[index - 1] == UInt8(ascii: "-") { return true }
            token = index + 1
            guard byte == UInt8(ascii: ".") else { continue }
            if label < index, isTelling(host, label..<index, trie) { return true }
            label = index + 1
        }
        return false
    }

    /// Whether words, digits and hyphens make up a whole label, and one of them tells.
    private func isTelling(_ bytes: [UInt8], _ range: Range<Int>, _ trie: WordTrie) -> Bool {
        // A longer one may be anything.
        guard range.count < UInt64.bitWidth else { return true }
        // One bit for each place that can be reached; with and without a word that tells.
        var reached: UInt64 = 1
        var told: UInt64 = 0
        for place in 0..<range.count {
            let here = UInt64(1) << UInt64(place)
            guard (reached | told) & here != 0 else { continue }
            let isReached = reached & here != 0
            let isTold = told & here != 0
            let byte = bytes[range.lowerBound + place]
            if byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) {
                if isReached { reached |= here << 1 }
                if isTold { told |= here << 1 }
            }
            var node = 0
            for end in place..<range.count {
                node = trie.step(node, bytes[range.lowerBound + end])
                if node == 0 { break }
                let word = trie.word(node)
                guard word >= 0 else { continue }
                let kind = lexicon.words[word].kind
                guard !kind.isDisjoint(with: .coverable) else { continue }
                let there = UInt64(2) << UInt64(end)
                if isTold || !kind.isDisjoint(with: .telling) { told |= there }
                if isReached { reached |= there }
            }
        }
        return told & (UInt64(1) << UInt64(range.count)) != 0
    }

    /// Whether letters could have been changed in an official name.
    private func mayBeEdited(_ host: [UInt8]) -> Bool {
        let isChinese = host.suffix(3).elementsEqual(".cn".utf8)
        let isCommercial = host.suffix(4).elementsEqual(".com".utf8)
        var start = 0
        for index in 0...host.count where index == host.count || host[index] == UInt8(ascii: ".") {
            let label = start..<index
            start = index + 1
            guard label.count >= 3 else { continue }
            let mask = letterMask(host[label])
            for brand in lexicon.brands {
                let extra = label.count - brand.bytes.count
                guard abs(extra) <= 2, (mask ^ brand.mask).nonzeroBitCount <= 4 else { continue }
                if isChinese || brand.bytes.count >= 6 { return true }
                if isCommercial, extra == 2, host[label.lowerBound] == brand.bytes.first,
                    host[label.upperBound - 1] == brand.bytes.last
                {
                    return true
                }
            }
            for stretch in lexicon.stretches where !stretch.isWholeHost {
                if abs(label.count - stretch.bytes.count) <= 2,
                    (mask ^ stretch.mask).nonzeroBitCount <= 4
                {
                    return true
                }
            }
        }
        let mask = letterMask(host)
        return lexicon.stretches.contains { stretch in
            stretch.isWholeHost && abs(host.count - stretch.bytes.count) <= 2
                && (mask ^ stretch.mask).nonzeroBitCount <= 4
        }
    }
}
