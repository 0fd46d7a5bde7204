// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

@testable import Judgement

struct FoldedTextTests {
    private func folded(_ text: String) -> String {
        let scalars = FoldedText(PlacedText(text)).scalars.compactMap(Unicode.Scalar.init)
        return String(String.UnicodeScalarView(scalars))
    }

    @Test(arguments: [
        ("ＡＢＣ１３８", "abc138"), ("①③⑧", "138"), ("❶➂", "13"), ("證書網過", "证书网过"),
        ("免 考", "免考"), ("免.考", "免考"), ("免-考·包*过", "免考包过"), ("免\u{200B}考", "免考"),
        ("免❤️考", "免考"), ("➕薇", "+薇"), ("免考。包过", "免考。包过"), ("ab cd", "ab cd"),
        ("a bc", "a bc"), ("加 V 信 ab12", "加v信 ab12"), ("Ｖ　Ｘ　：　ｕ２", "vx : u2"), ("3 6 0 元", "360元"),
        ("1.5元", "1.5元"), ("免̶考", "免考"), ("𝐯𝐱", "vx"), ("ѵх", "ѵx"),
    ])
    func `A text reads the same in every dress`(written: String, read: String) {
        #expect(folded(written) == read)
    }

    @Test func `Every character leads back to the bytes it came from`() {
        let written = "免\u{200B}考 直出"
        let text = FoldedText(PlacedText(written))

        let range = text.textRange(of: 0..<4)

        #expect(range == 0..<written.utf8.count)
        #expect(text.textRange(of: 1..<2) == 6..<9)
    }

    @Test func `Blocks stay apart`() {
        var placed = PlacedText("免考")
        placed.blocks = [0, 3]

        #expect(FoldedText(placed).scalars.count == 3)
        #expect(FoldedText(placed).block(at: 2) == 2..<3)
    }

    @Test func `Bytes that are not UTF-8 are read without a crash`() {
        let placed = PlacedText(
            bytes: [0xE5, 0x85, 0xFF, 0xC0, 0x80, 0xF0, 0x9F], runs: [], blocks: [0])

        #expect(FoldedText(placed).scalars.isEmpty)
    }
}
