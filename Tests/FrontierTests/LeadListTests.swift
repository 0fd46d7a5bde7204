// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Frontier
import Testing
import Wording

struct LeadListTests {
    /// Stands in for UTS 46: knows one Chinese label.
    static func mapping(_ host: String) -> String? {
        let mapped = host.replacing("中文", with: "xn--fiq228c")
        return mapped.utf8.allSatisfy { $0 < 0x80 } ? mapped : nil
    }

    private func read(_ text: String) -> LeadList {
        LeadList.read(text, file: "list.txt", mapping: Self.mapping)
    }

    @Test(
        arguments: [
            ("fake.example", "https://fake.example/", true, false),
            ("http://fake.example/a#b # seen on a card", "http://fake.example/a#b", false, false),
            ("fake.example:8443/a", "https://fake.example:8443/a", true, false),
            ("fake.example:80", "http://fake.example/", false, false),
            ("//fake.example/a", "https://fake.example/a", true, false),
            ("127.0.0.1:8080", "https://127.0.0.1:8080/", true, false),
            ("::1", "https://[::1]/", true, false),
            ("[::1]:8080/a", "https://[::1]:8080/a", true, false),
            ("http://中文.example/查询", "http://xn--fiq228c.example/%E6%9F%A5%E8%AF%A2", false, false),
            ("localhost:8080", nil, false, false),
            ("ｗｗｗ．ｆａｋｅ。example／ａ", "https://www.fake.example/%EF%BD%81", true, true),
            ("“https://fake.example/”。", "https://fake.example/", false, true),
            ("【fake.example】", "https://fake.example/", true, true),
            ("<https://fake.example/a>,", "https://fake.example/a", false, true),
            ("https://fake.example/a(b)", "https://fake.example/a(b)", false, false),
            ("www. fake .example", "https://www.fake.example/", true, true),
            ("http:// fake.example /a", "http://fake.example/a", false, true),
            ("fake\u{200B}.example", "https://fake.example/", true, true),
            ("hxxps://fake[.]example/a", "https://fake.example/a", false, true),
            ("http：//fake.example", "http://fake.example/", false, true),
            ("http//fake.example", "http://fake.example/", false, true),
            (
                "网址：https://fake.example/?u=http://x.example",
                "https://fake.example/?u=http://x.example", false, true
            ),
            ("https://www.mem.gov.cn@fake.example/", "https://fake.example/", false, true),
            ("weixin://dl/business", nil, false, false),
            ("mailto:a@fake.example", nil, false, false),
            ("13800000000", nil, false, false),
            ("3.5", nil, false, false),
            ("举报一个网站", nil, false, false),
            ("https://fake..example/", nil, false, false),
        ] as [(String, String?, Bool, Bool)])
    func `A line is read for what is meant, and what was mended is said`(
        line: String, address: String?, isGuess: Bool, isMended: Bool
    ) {
        let list = read(line)

        #expect(list.leads.map(\.address.description) == (address.map { [$0] } ?? []))
        #expect(list.leads.first?.schemeIsGuess ?? false == isGuess)
        #expect(list.mends.isEmpty != isMended, "\(list.mends.map(\.message.english))")
        #expect(list.problemCount == (address == nil ? 1 : 0))
    }

    @Test func `One bad line does not stop the rest, and is named by its place`() {
        let list = read("\u{FEFF}# suspects\r\n\r\na.example\r\nmailto:x@a.example\rb.example\n")

        #expect(list.leads.map(\.address.host) == ["a.example", "b.example"])
        #expect(
            list.problems.map(\.message.english) == [
                "list.txt:4: 'mailto:' is no web address; "
                    + "write one that begins with http:// or https://"
            ])
        #expect(list.problems.first?.line == 4)
    }

    @Test func `Several addresses on a line are several leads, other words a note`() {
        let list = read("a.example 2026.11.23 群众举报 https://b.example/x，www.c.example")

        #expect(list.leads.map(\.address.host) == ["a.example", "b.example", "www.c.example"])
        #expect(list.leads.first?.origin.note == "2026.11.23 群众举报")
    }

    @Test func `A table's columns say where a lead came from`() {
        let list = read(
            """
            url,source,reported_at,reporter_ref,note
            "https://a.example/?q=1,2",hotline,2026-11-20,12350-7,"said ""real"",
            and cheap"
            b.example,二维码,,,
            # a comment
            c.example,gossip
            ,analyst,,,no address
            """)

        #expect(
            list.leads.map(\.address.description) == [
                "https://a.example/?q=1,2", "https://b.example/", "https://c.example/",
            ])
        #expect(
            list.leads.first?.origin
                == LeadOrigin(
                    .hotline, reportedAt: "2026-11-20", reporterReference: "12350-7",
                    note: "said \"real\",\nand cheap"))
        #expect(list.leads.map(\.origin.source) == [.hotline, .qrCode, .list])
        #expect(list.mends.map(\.line) == [6])
        #expect(list.problems.map(\.line) == [7])
    }

    @Test func `A quote that is never closed costs its own line only`() {
        let list = read("网址,备注\na.example,\"open\nb.example,x\n")

        #expect(list.leads.map(\.address.host) == ["b.example"])
        #expect(list.problems.map(\.line) == [2])
    }

    @Test func `Lines and remarks are bounded`() {
        let list = read(
            String(repeating: "x", count: 20_000) + "\n"
                + String(repeating: "mailto:a\n", count: 3000) + "a.example")

        #expect(list.leads.count == 1)
        #expect(list.problems.count == LeadList.maximumRemarks)
        #expect(list.problemCount == 3001)
    }
}
