// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Hides the identity numbers of citizens in what leaves the sealed bytes.
///
/// A resident's number (GB 11643) has 18 places: region, date of birth, sequence, check. The number
/// of a work-safety certificate is the same with a `T` before it. A page of a fake shows them by
/// the hundred, and they belong to victims. Whether the check digit fits does not matter here:
/// a number that was typed wrong still names somebody.
package enum IdentityNumbers {
    /// `text` with the places 4 to 16 of each number as `*`.
    ///
    /// - Complexity: O(*n*).
    package static func masked(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        var isChanged = false
        var index = 0
        while index < scalars.count {
            guard digit(scalars[index]) != nil else {
                index += 1
                continue
            }
            if let places = number(at: index, in: scalars) {
                for place in places[3..<16] { scalars[place] = "*" }
                isChanged = true
                index = places[17] + 1
            } else {
                while index < scalars.count, digit(scalars[index]) != nil { index += 1 }
            }
        }
        guard isChanged else { return text }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// The 18 places of the number that begins at `start`, or `nil` if none does.
    private static func number(at start: Int, in scalars: [Unicode.Scalar]) -> [Int]? {
        var places: [Int] = []
        var digits: [Int] = []
        var index = start
        while places.count < 17 {
            // People write a gap before and after the date.
            if places.count == 6 || places.count == 14, index < scalars.count,
                isGap(scalars[index])
            {
                index += 1
            }
            guard index < scalars.count, let value = digit(scalars[index]) else { return nil }
            places.append(index)
            digits.append(value)
            index += 1
        }
        guard index < scalars.count, digit(scalars[index]) != nil || isX(scalars[index]) else {
            return nil
        }
        places.append(index)
        if index + 1 < scalars.count, digit(scalars[index + 1]) != nil { return nil }
        let year = digits[6] * 1000 + digits[7] * 100 + digits[8] * 10 + digits[9]
        guard (1900...2099).contains(year), (1...12).contains(digits[10] * 10 + digits[11]),
            (1...31).contains(digits[12] * 10 + digits[13])
        else { return nil }
        return isInDigest(start, index, scalars) ? nil : places
    }

    /// Whether the digits are part of a hash: 32 or more hexadecimal digits in a row.
    private static func isInDigest(_ start: Int, _ end: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        var first = start
        var last = end
        while first > 0, end - first < 64, isHexadecimal(scalars[first - 1]) { first -= 1 }
        while last + 1 < scalars.count, last - start < 64, isHexadecimal(scalars[last + 1]) {
            last += 1
        }
        return last - first + 1 >= 32
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 0x30...0x39: Int(scalar.value) - 0x30
        case 0xFF10...0xFF19: Int(scalar.value) - 0xFF10
        default: nil
        }
    }

    private static func isX(_ scalar: Unicode.Scalar) -> Bool {
        ["X", "x", "Ｘ", "ｘ"].contains(scalar)
    }

    private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
        [" ", "-", "\u{A0}", "\u{3000}"].contains(scalar)
    }

    private static func isHexadecimal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
