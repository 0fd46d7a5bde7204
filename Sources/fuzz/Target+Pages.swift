// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FastMatcher
import FoundationEssentials
import Judgement
import PageReader
import RuleFiles
import Sweep
import Wording

// What is read of pages, rules and saved pages.

extension Target {
    private static let pages = [
        """
        <!DOCTYPE html><html><head><meta charset=utf-8><title>特种作业操作证查询-应急管理部</title>
        <meta name=keywords content="免考,官网可查"><style>.x{display:none}</style>
        <script>location.href="/a";document.title='\\u514d\\u8003'</script></head>
        <body><!-- 注 --><h1>应急管理部</h1><form action=/q><label for=a>姓名</label><input id=a>
        <input placeholder=请输入证件号码><select><option>一</select><button>查询</button></form>
        <p style="display:none">免考<b>直出</b></p><a href="/x?a&amp;b">链接<img src=y alt=证></a>
        <table><tr><td>发证机关<td>某省应急管理厅</table>川ICP备12345678号-1 微信：abc12345 &#20813;①③⑨
        <p>主办单位:应急管理部 川公网安备 51010702000123号</p></body></html>
        """,
        "<p>谨防假证!</p><p>电工证免考直出,官w可查,三天出,➕薇:abc12345 139-0000-0000</p><div hidden>x</div>",
        "某区政(zheng)府(fu)网(wang)站(zhan)公(gong)告(gao):一、工作目标“免考”是真的吗?记者从警方获悉。",
        """
        <style>.x,#y{display:none}.r{direction:rtl;unicode-bidi:bidi-override}
        .a::before{content:"加" '\\5FAE' attr(data-t)}@media print{.x{color:red}}</style>
        <p class=r>查可网官<bdo dir=ltr>A1</bdo>&#20813;</p>
        <p>免<i class=x>花</i>考\u{202E}证出\u{202C}</p>
        <b class=a data-t=信 title="三天出证">abc</b><p>免<br>考<br>直<br>出<br>证</p>
        <script>var d={"t":"\\u514d考"+"直\\ud83d\\ude00<b>出","u":'%u514d'}</script>
        """,
        "{\"code\":200,\"msg\":\"<b>查询</b>\"}",
    ]
    private static let marks = [
        "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<p>", "<div>", "<table><tr><td>",
        "<script>", "</script>", "<style>", "<title>", "<textarea>", "<select><option>", "<a href=",
        "<input placeholder=", "<form>", "<svg>", "<frameset>", "<base href=//b.example>", "hidden",
        "style=display:none", "<meta charset=gbk>", "<meta http-equiv=refresh content='0;url=/'>",
        "&", "&#x", "&#1114112;", "&amp;", ";", "\"", "'", "=", "\u{0}", "\u{FEFF}", "\u{200B}",
        "\u{1F600}", "免考", "直出", "微信:abc12345", "应急管理部", "姓名", "政(zheng)", "“", "”", "，", "。",
        "\\u514d", "\\ud800", "%u514d", "class=x", "class=r", "id=y", "title=", "alt=证",
        "<bdo dir=rtl>", "{direction:rtl;unicode-bidi:bidi-override}", "{content:'考'}", ".x:after",
        "<br>考", "\u{202E}",
        "13900000000", "5101000001", "ICP备",
    ]
    private static let types: [String?] = [
        nil, "text/html", "text/html; charset=utf-8", "text/html; charset=gb18030",
        "text/html; charset=big5", "text/html; charset=utf-16le", "text/html; charset=hz-gb-2312",
        "text/plain", "application/json", "text/html; charset=\"\u{0}", "image/png",
    ]
    private static let place = WebAddress(scheme: .http, host: "page.example")

    /// The pages in several encodings.
    private static let bodies: [[UInt8]] = {
        var bodies = pages.map { Array($0.utf8) }
        let units = Array(pages[1].utf16)
        bodies.append([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        bodies.append([0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        // 应急管理部 in GBK, and in the escapes of HZ.
        let written: [UInt8] = [0xD3, 0xA6, 0xBC, 0xB1, 0xB9, 0xDC, 0xC0, 0xED, 0xB2, 0xBF]
        bodies.append(Array("<title>".utf8) + written + Array("</title><p>~{SR<1~}</p>".utf8))
        return bodies
    }()

    static func page() -> Target {
        Target("page", share: 120, seeds: bodies, tokens: marks.map { Array($0.utf8) }) {
            input, random in
            let type = types[random.below(types.count)]
            let page = PageReader.read(input, at: place, contentType: type)
            try check(page)
        }
    }

    /// How the encoding of a page is found: by its mark, its header, its own words, or by guessing.
    static func charset() -> Target {
        let declared =
            bodies.suffix(3) + [
                Array("<meta charset=big5>".utf8) + [0xC0, 0xB3, 0xAB, 0xE6],
                Array("<?xml encoding='gb18030'?><p>".utf8) + [0x81, 0x30, 0x81, 0x30, 0xB0, 0xA1],
                Array("<meta http-equiv=content-type content='text/html;charset=gbk'>".utf8)
                    + [0xD3, 0xA6, 0xBC, 0xB1],
            ]
        let names = [
            "charset=", "gbk", "gb2312", "gb18030", "utf-8", "utf-16", "utf-16be", "big5", "hz",
            "latin1", "iso-2022-jp", "utf-7", "x-user-defined", "<meta charset=", "~{", "~}", "~~",
        ]
        let bytes: [[UInt8]] = [
            [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0x81, 0x30], [0x84, 0x31, 0xA4, 0x37],
            [0xFE], [0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80], [0xD8, 0],
            [0, 0xDC], [0x1B, 0x24, 0x42], [0],
        ]
        return Target(
            "charset", share: 150, seeds: Array(declared),
            tokens: names.map { Array($0.utf8) } + bytes
        ) { input, random in
            let type = types[random.below(types.count)]
            let page = PageReader.read(input, at: place, contentType: type)
            try check(page)
            let again = PageReader.read(input, at: place, contentType: type)
            try require(again.encoding == page.encoding, "\(page.encoding), then \(again.encoding)")
        }
    }

    private static func check(_ page: Page) throws {
        let count = page.source.count
        for part in [page.text, page.hiddenText, page.title] {
            try require(
                String(validating: part.bytes, as: UTF8.self) != nil, "a text is not UTF-8")
            for run in part.runs {
                try require(
                    run.sourceStart >= 0 && run.sourceStart + run.sourceLength <= count
                        && (0...part.bytes.count).contains(run.textStart),
                    "a run of the text lies outside of the source: \(run)")
            }
        }
        var places = page.links.map(\.place) + page.forms.map(\.place)
        places += page.looseFields.map(\.place) + page.images.map(\.place)
        places += page.comments.map(\.place) + page.frames.map(\.place)
        places += page.scripts.map(\.text.place) + page.metas.map(\.content.place)
        places += page.redirects.map(\.place) + page.forms.flatMap(\.fields).map(\.place)
        for place in places {
            try require(
                place.lowerBound >= 0 && place.upperBound <= count,
                "the place \(place) lies outside of the source")
        }
    }

    static func judge() throws -> Target {
        let folder = try DataFolder.find(
            executable: CommandLine.arguments[0],
            workingDirectory: FileManager.default.currentDirectoryPath)
        let knowledge = try Knowledge.load(from: folder)
        return Target("judge", share: 20, seeds: bodies, tokens: marks.map { Array($0.utf8) }) {
            input, random in
            let hosts = ["page.example", "cx-mem-gov.example", "www.gov.cn.top.example"]
            let host = hosts[random.below(hosts.count)]
            let page = PageReader.read(
                input, at: WebAddress(scheme: .http, host: host),
                contentType: types[random.below(types.count)])
            let opinion = knowledge.opinion(on: host)
            let verdict = knowledge.judge.judge(page, name: opinion)
            try require(
                verdict == knowledge.judge.judge(page, name: opinion), "not the same twice")
            try require((0...100).contains(verdict.score), "score \(verdict.score)")
            let points = page.source.count { $0 & 0xC0 != 0x80 }
            for finding in verdict.findings {
                let end = ["host", "url"].contains(finding.field) ? 10_000 : max(points, 300)
                try require(
                    0 <= finding.start && finding.start <= finding.end && finding.end <= end,
                    "\(finding.rule) at \(finding.start)–\(finding.end) of \(points)")
            }
            let reasoning = knowledge.judge.explain(page, name: opinion)
            try require(reasoning.verdict == verdict, "explained otherwise than judged")
            let joined = knowledge.judge.join([verdict, verdict], url: verdict.url)
            try require(joined.score == verdict.score, "the same page twice weighs more")
        }
    }

    static func saved() -> Target {
        Target(
            "saved", share: 100,
            texts: [
                #"{"url":"https://a.example/","html":"<p>\u514d\ud83d\ude00</p>"}"#,
                #"{"url":"https://a.example/","body_base64":"PHA+eDwvcD4=","headers":{"A":"b"}}"#,
                #"{"url":"https://a.example/","text":"x"}"#,
            ],
            tokens: [
                "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud800", ":", ",", "null", "true", "1e999",
                "-0", "\"url\":", "\"text\":", "=", "\u{0}",
            ]
        ) { input, _ in
            do {
                let page = try SavedPage(json: input)
                if case .bytes(let bytes) = page.body {
                    try require(bytes.count <= input.count, "Base64 grew")
                }
            } catch let error as SavedPageError {
                try require(!error.message.english.isEmpty, "an error without words")
            }
        }
    }

    static func rules(_ folder: String) -> Target {
        Target(
            "rules", share: 20,
            texts: [
                """
                lists: {sale: {words: [免考], spoken: true, unless: [避免考]}}
                variants: [{of: 免, strong: 兔, pinyin: [mian]}]
                speech: {cues: [{stance: negated, side: before, reach: 40, words: [严禁]}], turns: [本站]}
                rules:
                  - id: a
                    title: 一
                    why: 因
                    group: g
                    weight: 2.5
                    when: {all: [{words: [sale]}, {not: {contact: any}}], within: 120}
                    match: [免考]
                    not: [{html: "<p>好</p>", url: "http://x.example/", name: high, note: x}]
                """,
                """
                scoring:
                  curve: [{bits: 0, score: 0}, {bits: 10, score: 100}]
                  levels: {doubtful: 25, suspect: 50, high: 85}
                  caps: {g: 5}
                pages: [{note: a, level: [suspect, high], category: sale_forged, text: "x"}]
                """,
            ],
            tokens: [
                "&a ", "*a", "<<: *a", "{", "}", "[", "]", "- ", ": ", "? ", "|\n", ">\n", "'",
                "\"",
                "\t", "#", "---\n", "...\n", "!!binary ", "%YAML 1.2\n", "null", "~", "1e999",
                ".nan",
                "all: ", "any: ", "words: ", "not: ", "some: ", "\n  ", "\u{0}", "\u{FEFF}",
            ]
        ) { input, _ in
            let path = folder + "/rules"
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            try Fixtures.write(input, to: path + "/r.yml")
            do {
                let rules = try RuleFiles.load(
                    directory: path, compile: RegularExpression.compiler)
                _ = Judge(rules: rules, sites: [])
            } catch let error as RuleFileError {
                try require(!error.mistakes.isEmpty, "an error without a mistake")
                for mistake in error.mistakes {
                    try require(mistake.line >= 1 && mistake.column >= 1, "a place before the file")
                }
            }
        }
    }
}
