// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same numbers from the same seed, on every machine.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is at least 1.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Makes hostile inputs of good ones.
struct Mutator {
    /// Good inputs.
    var seeds: [[UInt8]]
    /// What the format gives a meaning to.
    var tokens: [[UInt8]]
    /// The longest input: 64 KiB.
    static let limit = 64 * 1024

    private static let edges: [UInt8] = [
        0, 1, 0x0A, 0x0D, 0x20, 0x2E, 0x7F, 0x80, 0xC0, 0xFE, 0xFF,
    ]

    /// One input, by `random` alone; one in sixteen is a seed as it is.
    func input(_ random: inout SeededRandom) -> [UInt8] {
        var bytes = seeds[random.below(seeds.count)]
        guard random.below(16) > 0 else { return bytes }
        var changes = 1
        while changes < 24, random.below(4) > 0 { changes += 1 }
        for _ in 0..<changes { change(&bytes, &random) }
        if bytes.count > Self.limit { bytes.removeLast(bytes.count - Self.limit) }
        return bytes
    }

    private func change(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let place = random.below(bytes.count + 1)
        let rest = bytes.count - place
        switch random.below(10) {
        case 0 where rest > 0: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1 where rest > 0: bytes[place] = UInt8(random.below(256))
        case 2 where rest > 0: bytes[place] = Self.edges[random.below(Self.edges.count)]
        case 3 where rest > 0: bytes.removeSubrange(place..<(place + min(rest, stretch(&random))))
        case 4 where rest > 0:
            let piece = bytes[place..<(place + min(rest, stretch(&random)))]
            bytes.insert(contentsOf: piece, at: random.below(bytes.count + 1))
        case 5:
            // The same many times over: depth and count are where parsers break.
            let times = 1 << random.below(random.below(8) == 0 ? 12 : 6)
            let token = token(&random)
            guard token.count * times <= Self.limit else { return }
            bytes.insert(contentsOf: [[UInt8]](repeating: token, count: times).joined(), at: place)
        case 6:
            let other = seeds[random.below(seeds.count)]
            let start = random.below(other.count + 1)
            let end = start + random.below(other.count - start + 1)
            bytes.replaceSubrange(place..., with: other[start..<end])
        case 7 where random.below(4) == 0: bytes.removeSubrange(place...)
        case 8 where rest > 1:
            // A length or a count, one off or at its edge.
            let value = UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
            let choices = [value &+ 1, value &- 1, 0, 0xFFFF, 0x7FFF, UInt16(clamping: rest)]
            let chosen = choices[random.below(choices.count)]
            bytes[place] = UInt8(chosen >> 8)
            bytes[place + 1] = UInt8(chosen & 0xFF)
        default: bytes.insert(contentsOf: token(&random), at: place)
        }
    }

    private func token(_ random: inout SeededRandom) -> [UInt8] {
        tokens.isEmpty ? [UInt8(random.below(256))] : tokens[random.below(tokens.count)]
    }

    private func stretch(_ random: inout SeededRandom) -> Int {
        1 + random.below(1 << (1 + random.below(8)))
    }
}
