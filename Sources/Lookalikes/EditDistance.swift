// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Which letters a word has, one bit each; all digits share one, hyphen and dot another.
///
/// One edit changes at most two bits, so words whose masks differ in more than twice the bound need
/// no further comparing.
func letterMask(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var mask: UInt32 = 0
    for byte in bytes {
        switch byte {
        case 0x61...0x7A: mask |= 1 << UInt32(byte - 0x61)
        case 0x30...0x39: mask |= 1 << 26
        default: mask |= 1 << 27
        }
    }
    return mask
}

/// The Damerau–Levenshtein distance (optimal string alignment) of two words, or `nil` if it is
/// more than `bound`.
///
/// - Complexity: O(*n* · *m*) in the lengths of the words, which are at most a host's.
func editDistance(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>, atMost bound: Int) -> Int? {
    guard abs(a.count - b.count) <= bound else { return nil }
    let first = Array(a)
    let second = Array(b)
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for i in 0..<first.count {
        var row = [i + 1]
        row.reserveCapacity(second.count + 1)
        var least = i + 1
        for j in 0..<second.count {
            let change = first[i] == second[j] ? 0 : 1
            var cost = min(last[j] + change, last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
            least = min(least, cost)
        }
        if least > bound { return nil }
        beforeLast = last
        last = row
    }
    return last[second.count] <= bound ? last[second.count] : nil
}
