// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

// Text that deceives the eye or the machine: a reader sees other words than stand in the source.

struct DeceivingTextTests {
    @Test(arguments: [
        "<style>.x{display:none}</style><p>免<i class=x>花</i>考</p>",
        "<style>/* a */ i.x , b#y { color:red; visibility : hidden }</style><p>免<i class='a x'>花</i>考</p>",
        "<style>#y{font-size:0}</style><p>免<b id=y>花</b>考</p>",
        "<style>.x{position:absolute;left:-9999px}</style><p>免<i class=x>花</i>考</p>",
        "<style>.x{text-indent:-999px}.z{display:none}</style><p>免<i class=z>花</i>考</p>",
        "<style>@media print{p{display:none}} .x{display:none}</style><p>免<i class=x>花</i>考</p>",
        "<style>i{display:none}</style><p>免<i>花</i>考</p>",
        "<style>.x{color:#fff}</style><p>免<i class=x style='background:white'>花</i>考</p>",
    ])
    func `A decoy that the page's own style sheet hides does not break a word`(html: String) {
        let page = page(html)

        #expect(page.text.string == "免考")
        #expect(page.hiddenText.string == "花")
        expectExact(page)
    }

    @Test(arguments: [
        "<style>.x{display:none}.x.on{display:inline}</style><p>免<i class='x on'>费</i>考</p>",
        "<style>.x{display:none}</style><p>免<i class=x style='display:inline'>费</i>考</p>",
        "<style>.nav .x{display:none}</style><p>免<i class=x>费</i>考</p>",
        "<style>.x:hover{display:none}</style><p>免<i class=x>费</i>考</p>",
        "<style>@media print{.x{display:none}}</style><p>免<i class=x>费</i>考</p>",
        "<style>.x{opacity:0;animation:in 1s}</style><p>免<i class=x>费</i>考</p>",
        "<style>body{display:none}</style><p>免<i class=x>费</i>考</p>",
        "<style>.x{display:none</style><p>免费考</p>",
        "<style>{}}{{;:.#,}</style><p>免费考</p>",
    ])
    func `What a later, closer or unknown rule may show is not hidden`(html: String) {
        let page = page(html)

        #expect(page.text.string == "免费考")
        #expect(page.hiddenText.bytes.isEmpty)
    }

    @Test func `A page that hides all it has is read as its script will show it`() {
        let words = String(repeating: "特种作业操作证查询", count: 12)
        let page = page("<style>#app{display:none}</style><div id=app>\(words)</div>")

        #expect(page.text.string == words)
    }

    @Test(arguments: [
        "<p style='unicode-bidi:bidi-override;direction:rtl'>证考免</p>",
        "<p style='direction:rtl'><span style='unicode-bidi:bidi-override'>证考免</span></p>",
        "<bdo dir=rtl>证考免</bdo>",
        "<style>.r{direction:rtl;unicode-bidi:bidi-override}</style><p class=r>证考免</p>",
        "<bdo dir=rtl>证<bdo dir=ltr>免考</bdo></bdo>",
        "<bdo dir=rtl>证考&#20813;</bdo>",
        "<p>\u{202E}证考免\u{202C}</p>",
    ])
    func `Text that is shown backwards is read as it is shown`(html: String) {
        let page = page(html)

        #expect(page.text.string.filter { $0 != "\u{202E}" && $0 != "\u{202C}" } == "免考证")
    }

    @Test func `Every character of a reversed text keeps its place`() {
        let page = page("<p>一<bdo dir=rtl>证考免b1</bdo>二</p>")
        #expect(page.text.string == "一1b免考证二")

        let exam = Array("免考".utf8)
        let start = page.text.bytes.indices.first { page.text.bytes[$0...].starts(with: exam) } ?? 0
        let place = page.text.sourceRange(of: start..<start + exam.count)
        #expect(page.written(at: place) == "考免")
    }

    @Test func `A direction alone turns no Chinese around`() {
        #expect(page("<p dir=rtl>免考</p><p style='direction:rtl'>直出</p>").text.string == "免考\n直出")
    }

    @Test(arguments: [
        (".a::before{content:\"免\"}", "免考"),
        (".a:after{content:'直出'}", "考直出"),
        (".a:before{content:'\\514D '}", "免考"),
        (".a:before{content:attr(data-t)}", "免考"),
        (".a:before{content:'\\e900'}", "考"),
        (".a:before{content:url(x.png)}", "考"),
        ("p .a:before{content:'不'}", "考"),
    ])
    func `What a style sheet writes is read where it is shown`(rule: String, shown: String) {
        let page = page("<style>\(rule)</style><b class=a data-t=免>考</b>")

        #expect(page.text.string == shown)
    }

    @Test func `One character a line is read down the page`() {
        let page = page("<p>免<br>考<br>直<br>出</p><p>电工焊工</p><div>微<br>信<br>abc_123</div>")

        #expect(page.text.string == "免考直出\n电工焊工\n微信\nabc_123")
        #expect(page.values(.wechat) == ["abc_123"])
        expectExact(page)
    }

    @Test func `A narrow column of a table is read down the page`() {
        let rows = "官网可查".map { "<tr><td>\($0)</td></tr>" }.joined()

        #expect(page("<table>\(rows)</table>").text.string == "官网可查")
    }

    @Test(arguments: ["是<br>否<br>有", "<td>1<td>2<td>3<td>4<td>5", "免考<br>直<br>出"])
    func `Few short lines are no column`(html: String) {
        #expect(!page("<table><tr><td>\(html)</table>").text.string.contains("是否"))
        #expect(!page("<p>\(html)</p>").text.string.contains("直出"))
    }

    @Test func `What attributes tell a reader is a text of its own`() {
        let page = page(
            """
            <a href=/ title=首页>首页</a><a href=/b title="办证加微信:abc_12345">图</a>
            <img src=a.png alt="电工证" title="三天出证"><input placeholder="不考试">
            <b title="藏" hidden>x</b>
            """)

        #expect(page.attributeText.string == "办证加微信:abc_12345\n电工证\n三天出证\n不考试")
        #expect(page.values(.wechat) == ["abc_12345"])
        #expect(isExact(page.attributeText, in: page.source))
    }

    @Test func `Strings of scripts and JSON are a text of its own`() {
        let page = page(
            #"""
            <script>var re=/['"]/; var d={"sign":"免\u8003拿证,全国可查","n":1,"e":"plain"};
            // 注释不算
            w('<p class="a">官网</p><p>可'+'查</p>');u="%u514d%u8003";x="a\ud800b考";</script>
            <script type="application/json">{"t":"加V \"lz_abc01\"","u":"http:\/\/a.example\/"}</script>
            """#)

        let blocks = page.scriptText.string.split(separator: "\n").map(String.init)
        #expect(blocks.contains("免考拿证,全国可查"))
        #expect(blocks.contains("官网"))
        #expect(blocks.contains("可查"))
        #expect(blocks.contains("免考"))
        #expect(blocks.contains("a\u{FFFD}b考"))
        #expect(!page.scriptText.string.contains("注释"))
        #expect(!page.scriptText.string.contains("plain"))
    }

    @Test func `What deceives is bounded`() {
        let deep = String(repeating: "<bdo dir=rtl><bdo dir=ltr>考", count: 3_000)
        #expect(!page(deep).text.bytes.isEmpty)

        let rules = (0..<5_000).map { ".c\($0){display:none}.c\($0):after{content:'考'}" }.joined()
        let many = page("<style>\(rules)</style><p class=c1>一</p><p>二</p>")
        #expect(many.cuts.contains("styles"))

        let generated = String(repeating: "<b class=a></b>", count: 2_000)
        let grown = page(
            "<style>.a:after{content:'\(String(repeating: "考", count: 300))'}</style>\(generated)")
        #expect(grown.text.bytes.count <= 1 << 16 + 2_000)

        let strings = String(repeating: "'免考',", count: 100_000)
        #expect(page("<script>\(strings)</script>").scriptText.bytes.count <= 256 * 1024)
    }
}
