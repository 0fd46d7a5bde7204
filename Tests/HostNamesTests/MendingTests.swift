// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import HostNames
import Testing
import Wording

@Suite struct MendingTests {
    let names: HostNames

    init() throws {
        names = try HostNames()
    }

    @Test(arguments: [
        ("ｈｔｔｐ：／／ｃｘ．ｍｅｍ．ｅｘａｍｐｌｅ／ａ", "http://cx.mem.example/ａ", [Mend.fullWidth]),
        ("cx。mem。example", "cx.mem.example", [.ideographicDot]),
        ("  cx.mem.example\n", "cx.mem.example", [.spaces]),
        ("http://cx. mem.example/a b", "http://cx.mem.example/a b", [.spaces]),
        ("http: // cx.mem.example/a", "http://cx.mem.example/a", [.spaces]),
        ("cx\u{200B}.mem\u{FEFF}.example", "cx.mem.example", [.invisible]),
        ("「cx.mem.example」", "cx.mem.example", [.quotes]),
        (
            "“https://cx.mem.example/q?a=1”。", "https://cx.mem.example/q?a=1",
            [.quotes, .trailingPunctuation]
        ),
        ("（cx.mem.example）", "cx.mem.example", [.quotes]),
        ("cx.mem.example，", "cx.mem.example", [.trailingPunctuation]),
        ("hxxps://cx[.]mem[.]example/q", "https://cx.mem.example/q", [.defanged]),
        ("https://cx.mem\n.example/q", "https://cx.mem.example/q", [.spaces]),
    ])
    func `What people paste is mended and the mending is said`(
        written: String, meant: String, mends: [Mend]
    ) {
        let (text, done) = names.mend(written)

        #expect(text == meant)
        #expect(Set(done) == Set(mends))
    }

    @Test(arguments: [
        "http://a.example/path(1)", "http://a.example/问。答?q=「x", "https://[::1]:8080/", "a.example",
        "http://a.example:8080/?u=http://b.example/", "应急.example/x", "", "http://a.example/#/q",
    ])
    func `An address that needs no mending is left as it is`(written: String) {
        let (text, mends) = names.mend(written)

        #expect(text == written)
        #expect(mends.isEmpty)
    }

    @Test func `Nothing but marks mends to nothing`() {
        #expect(names.mend(" 「」。\u{200B} ").text.isEmpty)
    }

    @Test func `Every kind of mending has its own words in both languages`() {
        let messages = Mend.allCases.map(\.message)

        #expect(Set(messages.map(\.english)).count == Mend.allCases.count)
        #expect(Set(messages.map(\.chinese)).count == Mend.allCases.count)
        #expect(Mend.fullWidth.message.chinese == "全角字符已改为半角")
    }
}
