// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

struct PlaceTests {
    @Test func `A phrase across tags knows its place in the source`() throws {
        let html = "<p>本站<b>免</b>考<i>包</i>过，&yen;800&nbsp;&nbsp;拿证</p>"

        let page = page(html)

        #expect(page.text.string == "本站免考包过，¥800 拿证")
        expectExact(page)
        let phrase = Array("免考包过".utf8)
        let start = try #require(page.text.bytes.firstRange(of: phrase)).lowerBound
        let place = page.text.sourceRange(of: start..<start + phrase.count)
        #expect(page.written(at: place) == "免</b>考<i>包</i>过")
        let yen = try #require(page.text.bytes.firstRange(of: Array("¥".utf8)))
        #expect(page.written(at: page.text.sourceRange(of: yen)) == "&yen;")
    }

    @Test(arguments: [
        "a &amp; b &lt;c&gt; &unknown; d &copy e & f &&amp;& g &#65; &#x4e2d;&#20813; h&",
        "甲 \r\n\t 乙\u{3000}\u{3000}丙\u{A0}丁 &emsp; 戊",
        "x\u{1}y\u{2}\u{3}z\u{FFFE}w 中\u{8}文",
        "1 < 2 <3 << 4 <> 5 </> 6 <!> 7 <?php ?> 8 <![CDATA[ 九 ]]> 10 <!x> 11",
        "<!-- c --><p>一<!--d-->二<!-- e --!>三<!----> 四",
        "<table><tr><td>a<td>b<tr><td>c</table><p>d<p>e</div>f</span>g",
        "<ul><li>一<li>二</ul><select><option>甲<option>乙</select><dl><dt>a<dd>b</dl>",
        "<a href=x>一<a href=y>二<b><i>三</b>四</i>五",
    ])
    func `Every run of awkward markup stands where it says`(html: String) {
        let page = page("<title>T &amp; t</title><body>" + html)

        #expect(!page.text.bytes.isEmpty)
        expectExact(page)
    }

    @Test func `Text outside of all elements is neither parted nor misplaced`() throws {
        let page = page("本站<b>免</b>考包过<br><i>加</i>急 &amp; 代办</p>完")

        #expect(page.text.string.hasPrefix("本站免考包过\n加急 & 代办"))
        #expect(page.text.runs.count { !$0.isVerbatim } == 1)
        let phrase = try #require(page.text.bytes.firstRange(of: Array("免考".utf8)))
        #expect(page.written(at: page.text.sourceRange(of: phrase)) == "免</b>考")
        expectExact(page)
    }

    @Test(arguments: [0, 1, 2, 3])
    func `Long text is placed exactly wherever libxml2 cuts it`(shift: Int) {
        let padding = String(repeating: "a", count: shift)
        let long = String(repeating: "应急管理", count: 2000)

        let page = page("<p>\(padding)\(long)</p><p>x &amp; \(long)\u{1}\(long)</p>")

        expectExact(page)
        #expect(page.text.runs.first?.sourceLength == shift + long.utf8.count)
        #expect(page.text.bytes.count == shift + 3 * long.utf8.count + 5)
        #expect(page.text.runs.allSatisfy { $0.isVerbatim || $0.sourceLength == 5 })
    }

    @Test func `Blocks begin where a reader sees a new line`() {
        let page = page("<h1>标题</h1><div>一<br>二<span>三</span></div><ul><li>四<li> 五 </ul>六")

        #expect(page.text.string == "标题\n一\n二三\n四\n五\n六")
        let starts = page.text.blocks.map { page.text.bytes[$0...].prefix(3) }
        #expect(starts == ["标", "一", "二", "四", "五", "六"].map { ArraySlice(Array($0.utf8)) })
    }

    @Test func `Elements, comments and scripts are quoted from their places`() throws {
        let html = """
            <!-- 站长 --><meta name="Description" content="查询&amp;验证 平台"><meta name=keywords content=查询>
            <A HREF="/a?b=1&amp;c=2" title="x>y">进入</A><img src=q.png alt=码>
            <script>var a = "</b>";</script><iframe src="//f.example/"></iframe>
            """

        let page = page(html)

        #expect(page.written(at: try #require(page.comments.first).place) == "<!-- 站长 -->")
        let link = try #require(page.links.first)
        #expect(link.target == "/a?b=1&c=2")
        #expect(link.text == "进入")
        #expect(page.written(at: link.place).hasPrefix("<A HREF"))
        #expect(page.written(at: link.place).hasSuffix("y\">"))
        #expect(page.written(at: try #require(page.images.first).place) == "<img src=q.png alt=码>")
        #expect(page.scripts.first?.text.text == "var a = \"</b>\";")
        #expect(
            page.written(at: try #require(page.scripts.first).text.place) == "var a = \"</b>\";")
        #expect(page.frames.first?.target == "//f.example/")
        #expect(page.metas.map(\.name) == ["description", "keywords"])
        #expect(page.metas[0].content.text == "查询&验证 平台")
        #expect(page.written(at: page.metas[1].content.place) == "查询")
        expectExact(page)
    }
}
