// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a log's promise is checked
//
// A log signs, now and then, how many entries it has and one hash for all of them: the root of a
// Merkle tree. Whoever reads the entries keeps the hashes of the complete subtrees so far, at most
// one of each height: a `CompactRange`. From it follows the root of the tree that was read, and it
// grows by two hashes an entry on average. What the log signs later must contain that tree: the
// consistency proof, or the tiles, of the later head give the same compact range again, this time
// authenticated by what was signed. If the two differ, what was served is not what was signed; if
// two heads give different ranges for the same size, the log has forked.

package import Casework
import Digests

extension TreeHash {
    /// The hash of a tree without entries.
    package static let empty = TreeHash(digest: Digest.of([]))

    /// The hash of an entry.
    ///
    /// - Parameters:
    ///   - bytes: a buffer that holds the entry.
    ///   - range: where in it.
    ///   - prefix: bytes of the entry that the buffer does not hold.
    package static func leaf(
        _ bytes: [UInt8], _ range: Range<Int>, prefix: [UInt8] = []
    ) -> TreeHash {
        var digest = Digest(.sha256)
        digest.update([0] + prefix)
        bytes.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[range])) }
        return TreeHash(digest: digest.finish())
    }

    package static func leaf(_ bytes: [UInt8]) -> TreeHash { leaf(bytes, 0..<bytes.count) }

    /// The hash of two neighbouring subtrees together.
    package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var digest = Digest(.sha256)
        digest.update([1] + left.bytes + right.bytes)
        return TreeHash(digest: digest.finish())
    }

    private init(digest: [UInt8]) {
        guard let hash = TreeHash(digest) else { preconditionFailure("SHA-256 has 32 bytes") }
        self = hash
    }
}

/// The hashes of the complete subtrees that make up the first entries of a log, left to right.
package struct CompactRange: Sendable, Hashable {
    /// How many entries it stands for.
    package private(set) var size: Int64
    /// One hash for each bit of ``size`` that is set, the highest first.
    package private(set) var peaks: [TreeHash]

    /// No entries.
    package init() {
        size = 0
        peaks = []
    }

    /// `nil` if there are not as many hashes as `size` has bits.
    package init?(size: Int64, peaks: [TreeHash]) {
        guard size >= 0, size.nonzeroBitCount == peaks.count else { return nil }
        self.size = size
        self.peaks = peaks
    }

    package mutating func append(_ leaf: TreeHash) {
        var hash = leaf
        for _ in 0..<(~size).trailingZeroBitCount { hash = .node(peaks.removeLast(), hash) }
        peaks.append(hash)
        size += 1
    }

    /// The hash of the tree.
    package var root: TreeHash {
        guard var hash = peaks.last else { return .empty }
        for peak in peaks.dropLast().reversed() { hash = .node(peak, hash) }
        return hash
    }
}
