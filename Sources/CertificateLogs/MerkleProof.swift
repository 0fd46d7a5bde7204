// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// What a log answers about its tree, checked against a head that it signed.
package enum MerkleProof {
    /// The most hashes of a proof: more than any tree of 2^63 entries needs.
    package static let maximumHashes = 128

    /// The hashes of the first `size` entries, as a consistency proof authenticates them.
    ///
    /// RFC 9162, section 2.1.4.2, but the hash of the first tree is a result, not a condition: the
    /// left-hand hashes of the proof are the first tree's peaks, and the second root covers them.
    ///
    /// - Parameters:
    ///   - size: at least 1, at most `head`'s.
    ///   - root: the hash of the first tree, if it is known. A proof leaves it out where `size` is a
    ///     power of two, so that one is needed then.
    /// - Returns: `nil` if the proof does not lead to `head`.
    package static func range(
        _ size: Int64, root: TreeHash?, in head: SignedTreeHead, proof: [TreeHash]
    ) -> CompactRange? {
        guard size > 0, size <= head.size, proof.count <= maximumHashes else { return nil }
        var rest = proof[...]
        let seed: TreeHash
        if size == head.size {
            guard proof.isEmpty, size & (size - 1) == 0 else { return nil }
            return CompactRange(size: size, peaks: [head.root])
        } else if size & (size - 1) == 0 {
            guard let root else { return nil }
            seed = root
        } else {
            guard let first = rest.popFirst() else { return nil }
            seed = first
        }
        var first = size - 1
        var second = head.size - 1
        let complete = (~first).trailingZeroBitCount
        first >>= Int64(complete)
        second >>= Int64(complete)
        var peaks = [seed]
        var hash = seed
        for sibling in rest {
            guard second > 0 else { return nil }
            if first & 1 == 1 || first == second {
                peaks.append(sibling)
                hash = .node(sibling, hash)
                while first & 1 == 0, first > 0 {
                    first >>= 1
                    second >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            first >>= 1
            second >>= 1
        }
        guard second == 0, hash == head.root else { return nil }
        return CompactRange(size: size, peaks: peaks.reversed())
    }

    /// Whether `path` leads from the entry with the number `index` to `head` (RFC 9162, section
    /// 2.1.3.2).
    package static func includes(
        _ leaf: TreeHash, at index: Int64, in head: SignedTreeHead, path: [TreeHash]
    ) -> Bool {
        guard index >= 0, index < head.size, path.count <= maximumHashes else { return false }
        var place = index
        var last = head.size - 1
        var hash = leaf
        for sibling in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = .node(sibling, hash)
                while place & 1 == 0, place > 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && hash == head.root
    }
}
