// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

struct HostilePageTests {
    @Test func `The text of a very deep page is still read`() {
        let html =
            String(repeating: "<div><b>", count: 50_000) + "最深处"
            + String(repeating: "</x></b>", count: 50_000)

        let page = page(html + "<p>之后</p>")

        #expect(page.text.string.hasPrefix("最深处"))
        #expect(page.text.string.hasSuffix("之后"))
        #expect(page.cuts == ["depth"])
        expectExact(page)
    }

    @Test func `A million attributes are cut and the page goes on`() {
        let names = (0..<1_000_000).map { "a\($0)" }.joined(separator: " ")

        let page = page("<p>前</p><a href=/x \(names)>链接</a><p>后</p>")

        #expect(page.text.string == "前\n链接\n后")
        #expect(page.links.first?.target == "/x")
        #expect(page.cuts == ["attributes"])
    }

    @Test func `Attributes cannot hide from the bound`() {
        let flood = (0..<20_000).map { "b\($0)=1" }.joined(separator: " ")
        let html =
            "<!-- <a x=\" --><p c='<i \(flood)'>一</p><script>if(a<b){\"}</script><p \(flood)>二</p>"
            + "<p " + String(repeating: "x", count: 1_000_000) + ">三</p>"

        let page = page(html)

        #expect(page.text.string.hasSuffix("二\n三"))
        #expect(page.cuts == ["attributes"])
    }

    @Test func `More than the bounds allow is cut, and said`() {
        var bounds = ReadingBounds()
        bounds.sourceBytes = 100_000
        bounds.textBytes = 5_000
        bounds.links = 3
        bounds.images = 3
        bounds.fields = 3
        bounds.comments = 3
        let unit = "<p>应急管理部门查询平台<a href=a>b</a><img src=c><input><!--d--></p>"
        let html = String(repeating: unit, count: 3_000)

        let page = page(html, bounds: bounds)

        #expect(page.source.count <= 100_002)
        #expect(page.text.bytes.count <= 5_000)
        #expect(page.links.count == 3)
        #expect(page.images.count == 3)
        #expect(page.looseFields.count == 3)
        #expect(page.comments.count == 3)
        #expect(Set(page.cuts) == ["source", "links", "images", "fields", "comments", "text"])
        expectExact(page)
    }

    @Test func `A hundred megabytes of text cost no more than the bound`() {
        let body = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000_000)

        let page = PageReader.read(body, at: somewhere, contentType: "text/html")

        #expect(page.source.count == ReadingBounds().sourceBytes)
        #expect(page.text.bytes.count <= ReadingBounds().textBytes)
        #expect(page.cuts.contains("source"))
    }

    @Test func `A megabyte in one attribute is kept`() {
        let data = "data:image/png;base64," + String(repeating: "A", count: 1_000_000)

        let page = page("<img src=\"\(data)\" alt=码><p>后</p>")

        #expect(page.images.first?.source == data)
        #expect(page.text.string == "后")
    }

    @Test func `Markup that stops parsers does not hide what follows`() {
        let page = page(
            "<p>一\u{0}二</p><script>var s='</p><b>';</script><p>三<![CDATA[x]]>四<!-- -- --!>五"
                + "<a href='q>六</a><p b=\"'>\">七</p>")

        #expect(page.text.string.hasPrefix("一\u{FFFD}二\n三"))
        #expect(page.text.string.contains("五"))
        #expect(page.text.string.contains("七"))
        expectExact(page)
    }

    @Test(arguments: [
        [], [0], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], Array("<".utf8), Array("&".utf8),
        Array("<a".utf8),
        Array("<!--".utf8), Array("<script>".utf8), Array("   ".utf8),
    ])
    func `The smallest bodies are pages`(body: [UInt8]) {
        let page = PageReader.read(body, at: somewhere)

        #expect(page.links.isEmpty)
        expectExact(page)
    }

    @Test func `An image is no text`() {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + (0..<200).map { $0 }

        let page = PageReader.read(png, at: somewhere)

        #expect(page.text.bytes.isEmpty)
        #expect(page.cuts == ["binary"])
    }

    @Test(arguments: [
        ("{\"code\": 200, \"msg\": \"<b>查询</b> 成功\"}", "application/json"),
        ("{\"code\": 200}", nil), ("<?xml version=\"1.0\"?><r>查询</r>", "text/xml"),
        ("User-agent: *", "text/plain"),
    ])
    func `The text of data is the data`(body: String, type: String?) {
        let page = PageReader.read(Array(body.utf8), at: somewhere, contentType: type)

        #expect(page.text.string == body)
        expectExact(page)
    }

    @Test func `Mutated pages never crash the reader or misplace a run`() {
        let seed = Array(
            """
            <!DOCTYPE html><html><head><meta charset=gbk><title>查询 &amp; 验证</title><style>p{}</style>
            <script>location.href="/a";hm.src="//hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"</script>
            </head><body><!-- x --><form action=/q><label for=a>姓名</label><input id=a><select><option>一
            </select><button>查询</button></form><p style="display:none">隐<b>藏</b></p><a href="/x?a&amp;b">链接
            <img src=y></a>微信：abc12345 QQ：12345678 139-0000-0000 川ICP备12345678号-1 a@b.example
            川公网安备 51010702000123号&nbsp;&#20813;①③⑨</body></html>
            """.utf8)
        let pieces = [
            "<", ">", "&", "\"", "'", "<!--", "-->", "</", "<p ", "<script>", "</script>", "\u{0}",
            "\u{1}",
            "&#x", ";", "微信", "１", "\u{200B}", "1", "<![CDATA[", "]]>", "=", "/>", "\u{FFFE}",
        ].map { Array($0.utf8) }
        var state: UInt64 = 20_260_701
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }

        var failures = 0
        for round in 0..<2_500 {
            var body = seed
            for _ in 0...random(8) {
                let index = random(body.count)
                switch random(5) {
                case 0: body[index] = UInt8(random(256))
                case 1: body.insert(contentsOf: pieces[random(pieces.count)], at: index)
                case 2: body.removeSubrange(index..<min(body.count, index + random(40)))
                case 3:
                    body.insert(
                        contentsOf: body[index..<min(body.count, index + random(80))], at: 0)
                default: body.removeLast(min(random(30), body.count - 1))
                }
                if body.isEmpty { body = [0x3C] }
            }

            let type = [nil, "text/html; charset=utf-8", "text/html; charset=big5"][round % 3]
            let page = PageReader.read(body, at: somewhere, contentType: type)

            let isSound =
                [page.text, page.hiddenText, page.title].allSatisfy { isExact($0, in: page.source) }
                && allPlaces(of: page).allSatisfy { $0.upperBound <= page.source.count }
            if !isSound { failures += 1 }
        }
        #expect(failures == 0)
    }
}
