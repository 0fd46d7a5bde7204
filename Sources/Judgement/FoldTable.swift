// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What each character reads as, and what kind of character it is.
///
/// One array look-up for each character: a page is folded by table, never by a transliterator.
struct FoldTable: Sendable {
    /// How the folding treats a character, after it was replaced.
    enum Kind {
        /// Kept.
        case plain
        /// A Chinese character: kept, and separators between two of them are dropped.
        case han
        /// Dropped everywhere: zero width, combining marks, emoji.
        case noise
        /// Dropped between two Chinese characters: `免.考`, `免 考`, `免-考`.
        case separator
        /// White space, which reads as one space.
        case space
    }

    static let shared = FoldTable()

    /// For each character of the basic plane, what it reads as.
    private var basic: [UInt16]
    private var kinds: [Kind]
    /// For each character of the basic plane, whether it is a Chinese one that reads as itself.
    private(set) var plainHan: [Bool] = []
    /// For the characters beyond the basic plane that have a fold.
    private var beyond: [UInt32: UInt32] = [:]

    /// Letters of other alphabets that look like Latin ones, and digits in other dress.
    private static let lookalikes: [(String, String)] = [
        ("абвгеѕіјкмнорстухԁԛԝһΑΒΕΗΙΚΜΝΟΡΤΥΧΖανορκ", "a6bresijkmhopctyxdqwhabehikmnoptyxzavopk"),
        ("АВЕЅІЈКМНОРСТУХ", "abesijkmhopctyx"),
        ("❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒", "123456789123456789123456789"),
        ("➕﹢－—–―﹣‐‑‒", "++--------"),
    ]

    private init() {
        basic = Array(0...UInt16.max)
        kinds = [Kind](repeating: .plain, count: 0x10000)
        for (written, read) in Self.lookalikes + [(FoldTableData.written, FoldTableData.read)] {
            for (from, to) in zip(written.unicodeScalars, read.unicodeScalars) {
                if from.value < 0x10000, to.value < 0x10000 {
                    basic[Int(from.value)] = UInt16(to.value)
                } else {
                    beyond[from.value] = to.value
                }
            }
        }
        for code in 0xFF01...0xFF5E { basic[code] = UInt16(code - 0xFEE0) }
        for code in 0x41...0x5A { basic[code] = UInt16(code + 0x20) }
        for code in 0xFF21...0xFF3A { basic[code] = UInt16(code - 0xFEE0 + 0x20) }
        mark([0x3400...0x9FFF, 0xF900...0xFAFF, 0x3005...0x3007, 0xE000...0xF8FF], as: .han)
        mark(
            [
                0x00AD...0x00AD, 0x0300...0x036F, 0x061C...0x061C, 0x180B...0x180F,
                0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x20D0...0x20FF,
                0x2300...0x23FF, 0x2460...0x24FF, 0x2500...0x27BF, 0x2B00...0x2BFF,
                0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF...0xFEFF, 0xFFF9...0xFFFD,
                0x3164...0x3164, 0x115F...0x1160,
            ], as: .noise)
        mark(
            [
                0x2A...0x2A, 0x2D...0x2F, 0x5E...0x60, 0x7C...0x7C, 0x7E...0x7E, 0x3D...0x3D,
                0x23...0x23, 0x5C...0x5C, 0xB7...0xB7, 0xA8...0xA8, 0x2022...0x2027,
                0x30FB...0x30FB, 0x3030...0x3030,
            ], as: .separator)
        mark(
            [
                0x00...0x20, 0x7F...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
                0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
            ], as: .space)
        // What reads as a letter, a digit or a plus is no noise, whatever block it stands in.
        for code in 0..<0x10000 where Int(basic[code]) != code {
            kinds[code] = kinds[Int(basic[code])]
        }
        plainHan = (0..<0x10000).map { kinds[$0] == .han && Int(basic[$0]) == $0 }
    }

    private mutating func mark(_ ranges: [ClosedRange<Int>], as kind: Kind) {
        for range in ranges { for code in range { kinds[code] = kind } }
    }

    /// What `scalar` reads as.
    @inline(__always)
    func read(_ scalar: UInt32) -> UInt32 {
        scalar < 0x10000 ? UInt32(basic[Int(scalar)]) : beyond[scalar] ?? scalar
    }

    /// The kind of `scalar`, which may be folded or not.
    @inline(__always)
    func kind(_ scalar: UInt32) -> Kind {
        scalar < 0x10000 ? kinds[Int(scalar)] : kindBeyond(scalar)
    }

    private func kindBeyond(_ scalar: UInt32) -> Kind {
        if beyond[scalar] != nil { return kind(read(scalar)) }
        switch scalar {
        case 0x20000...0x3FFFF: return .han
        case 0x1F000...0x1FAFF, 0xE0000...0xE0FFF: return .noise
        default: return .plain
        }
    }
}

extension UInt32 {
    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
    var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) && self < 0x80 }
    var isASCIIWord: Bool { isASCIIDigit || isASCIILetter }
}
