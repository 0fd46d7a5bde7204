// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Lookalikes

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("chsi", "chsi", 2, 0), ("chspi", "chsi", 1, 1), ("chis", "chsi", 1, 1),
        ("chuksi", "chsi", 2, 2), ("", "ab", 2, 2), ("mohrud", "mohurd", 1, 1),
        ("chuksi", "chsi", 1, nil), ("abcd", "wxyz", 2, nil), ("a", "abcd", 2, nil),
    ])
    func `Letters added, dropped, changed or swapped are counted up to a bound`(
        a: String, b: String, bound: Int, distance: Int?
    ) {
        #expect(editDistance(Array(a.utf8)[...], Array(b.utf8)[...], atMost: bound) == distance)
        #expect(editDistance(Array(b.utf8)[...], Array(a.utf8)[...], atMost: bound) == distance)
    }

    @Test func `Words that differ in many letters are told apart by their masks`() {
        let near = letterMask("chspi".utf8) ^ letterMask("chsi".utf8)
        let far = letterMask("baidu".utf8) ^ letterMask("chsi".utf8)

        #expect(near.nonzeroBitCount <= 2)
        #expect(far.nonzeroBitCount > 4)
    }
}
