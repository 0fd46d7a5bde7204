// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What a page is like, small enough to be compared with hundreds of others in no time.
package struct PageSketch: Sendable, Hashable {
    /// Over every four consecutive characters of the visible text, space left out.
    package var text: MinHash
    /// Over every four consecutive start tags.
    package var shape: MinHash

    package init(text: MinHash = MinHash(), shape: MinHash = MinHash()) {
        self.text = text
        self.shape = shape
    }
}

/// The part of two sets that is common to both, estimated from 128 numbers of each.
///
/// One permutation hashing: each element falls into a bin by one half of its hash, and every bin
/// keeps the smallest other half. Of two sets, the part of bins that agree estimates their Jaccard
/// similarity, with a standard error of at most 0.05.
///
/// Source: Li, Owen and Zhang, "One Permutation Hashing", NIPS 2012.
package struct MinHash: Sendable, Hashable {
    package static let binCount = 128
    /// What an empty bin holds.
    private static let empty = UInt32.max
    /// The fewest bins that must be filled for a comparison to mean anything.
    package static let leastFilled = 16

    package private(set) var bins: [UInt32]

    package init() {
        bins = [UInt32](repeating: Self.empty, count: Self.binCount)
    }

    /// Bins that were filled elsewhere, ``binCount`` of them.
    package init?(bins: [UInt32]) {
        guard bins.count == Self.binCount else { return nil }
        self.bins = bins
    }

    /// Adds an element by its hash, of which every bit must be as good as random.
    @inline(__always)
    package mutating func add(_ hash: UInt64) {
        bins.withUnsafeMutableBufferPointer { Self.add(hash, to: $0) }
    }

    @inline(__always)
    package static func add(_ hash: UInt64, to bins: UnsafeMutableBufferPointer<UInt32>) {
        let bin = Int(hash >> 57)
        bins[bin] = min(bins[bin], UInt32(truncatingIfNeeded: hash))
    }

    /// How many bins hold something.
    package var filled: Int { bins.count { $0 != Self.empty } }

    /// The part of the elements of either set that both have, 0 to 1; `nil` if one of them has too
    /// few to say.
    package func similarity(to other: MinHash) -> Double? {
        // Sixteen bins at a time; each lane counts what it saw.
        typealias Lanes = SIMD16<UInt32>
        let (empty, one) = (Lanes(repeating: Self.empty), Lanes(repeating: 1))
        var (alike, either, own, theirs) = (Lanes(), Lanes(), Lanes(), Lanes())
        bins.withUnsafeBytes { bins in
            other.bins.withUnsafeBytes { others in
                for offset in stride(from: 0, to: Self.binCount * 4, by: 64) {
                    let a = bins.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
                    let b = others.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
                    let (hasA, hasB) = (a .!= empty, b .!= empty)
                    own &+= Lanes().replacing(with: one, where: hasA)
                    theirs &+= Lanes().replacing(with: one, where: hasB)
                    either &+= Lanes().replacing(with: one, where: hasA .| hasB)
                    alike &+= Lanes().replacing(with: one, where: (a .== b) .& hasA)
                }
            }
        }
        guard min(own.wrappedSum(), theirs.wrappedSum()) >= UInt32(Self.leastFilled) else {
            return nil
        }
        return Double(alike.wrappedSum()) / Double(either.wrappedSum())
    }

    /// The bins as 8 hexadecimal digits each.
    package var hexadecimal: String {
        bins.map { bin in
            let digits = String(bin, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    /// Reads what ``hexadecimal`` writes.
    package init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count == Self.binCount * 8 else { return nil }
        var bins: [UInt32] = []
        for start in stride(from: 0, to: digits.count, by: 8) {
            let part = String(decoding: digits[start..<start + 8], as: UTF8.self)
            guard let bin = UInt32(part, radix: 16) else { return nil }
            bins.append(bin)
        }
        self.bins = bins
    }
}
