// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Packet
import PacketExport
import Testing

/// The forms of a packet, read again by poppler and as HTML.
struct PacketFormsTests {
    static let names = ["1-record", "2-list", "3-report", "4-referral", "5-terms", "6-steps"]

    let sample: SampleCase
    init() throws { sample = try SampleCase() }

    /// The text of a PDF in the order in which it was set, cell by cell, without any space.
    static func words(_ path: String) throws -> String {
        try text(path, ["-raw"]).filter { !$0.isWhitespace }
    }

    static func text(_ path: String, _ options: [String] = []) throws -> String {
        let output = path + ".txt"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/pdftotext")
        process.arguments = options + [path, output]
        try process.run()
        let end = Date() + 60
        while process.isRunning {
            if Date() > end { process.terminate() }
            Thread.sleep(forTimeInterval: 0.005)
        }
        try #require(process.terminationStatus == 0)
        defer { try? FileManager.default.removeItem(atPath: output) }
        return try SampleCase.read(output)
    }

    private func exported(
        _ name: String = "packet", _ change: (inout PacketRequest) -> Void = { _ in }
    ) throws -> String {
        var request = sample.request
        change(&request)
        return try PacketExporter.export(request, to: sample.path(name)).path + "/data/forms/"
    }

    @Test func `Each form is there as PDF and HTML, with every field that the law names`() throws {
        let forms = try exported {
            $0.officers = [
                Officer(name: "张某", number: "510001"), Officer(name: "李某", number: nil),
            ]
        }

        let wanted: [String: [String]] = [
            "1-record": [
                "网络地址", "存储路径", "进入步骤", "访问方式", "User-Agent", "起止时间", "系统时间偏差及来源", "提取地点",
                "网络出口", "工具及版本", "系统环境", "附属信息与关联痕迹", "完整性校验值", "SHA-256", "SM3", "MD5",
                "不能扣押原始存储介质的原因", "截图与录像", "增加、删改、遮盖的说明", "未能取得的内容及原因", "案由", "固定对象",
                "固定方法", "见证人", "张某（执法证号510001）", "李某（执法证号未提供）", "能证明", "不能证明", "应答中途中断",
            ],
            "2-list": [
                "序号", "名称", "类别", "来源", "提取方法", "提取时间", "格式", "字节", "完整性校验值", "备注",
                "data/custody.log", "WARC1.1(gzip)",
            ],
            "3-report": [
                "网站以何名义出现", "为何不是该机关", "免考包过", "电话13800000000", "由谁注册、托管、加速", "法释〔2019〕15号第十条",
                "告知记录", "高度可疑，分值93/100", "报告人（二）",
            ],
            "4-referral": [
                "案件移送书（草稿）", "移送单位", "文号", "送达机关", "涉嫌罪名", "移送材料", "24小时内", "公章", "抄送同级人民检察院",
            ],
            "5-terms": ["变体字", "未作查找", "RIGHT-TO-LEFTOVERRIDE", "U+202E"],
            "6-steps": [
                "sha256sum-chashes.sha256", "bagit.py--validate.", "再次访问", "curl-v-A", "复核结果",
            ],
        ]
        for name in Self.names {
            let pdf = try Self.words(forms + name + ".pdf")
            let html = try SampleCase.read(forms + name + ".html").replacing(" ", with: "")
            let bare = html.replacing("<mark>", with: "").replacing("</mark>", with: "")
            for words in wanted[name] ?? [] {
                let isSet = pdf.contains(words)
                #expect(isSet, "\(name).pdf: \(words)")
                let isWritten = bare.contains(words.prefix { $0 != "（" && $0 != "，" })
                #expect(isWritten, "\(name).html: \(words)")
            }
            #expect(pdf.contains("编号：JW-000042-20261123131300"))
        }
    }

    @Test func `Terms are shown as written, with their plain words and where they stand`() throws {
        let forms = try exported {
            $0.cases[0].terms = [
                SellingTerm(
                    written: "兔\u{200B}考", word: "免考", meaning: "不用考试", before: "电工证",
                    after: "直出", page: $0.caseFile.lead.address, count: 3)
            ]
        }

        let text = try Self.words(forms + "5-terms.pdf")
        #expect(text.contains("免考"))
        #expect(text.contains("不用考试"))
        #expect(text.contains("电工证兔〖U+200B〗考直出") || text.contains("兔〖U+200B"))
        #expect(text.contains("没有发现行话"))
    }

    @Test func `No form shows an identity number, and nothing from the site acts in one`() throws {
        let forms = try exported()

        for name in Self.names {
            let pdf = try Self.words(forms + name + ".pdf")
            #expect(!pdf.contains(SampleCase.identity))
            #expect(!pdf.unicodeScalars.contains("\u{202E}"))
            let html = try SampleCase.read(forms + name + ".html")
            #expect(!html.contains(SampleCase.identity))
            #expect(!html.contains("<script"))
            #expect(!html.unicodeScalars.contains("\u{202E}"))
            #expect(html.contains("default-src 'none'"))
            #expect(!html.contains("<td></td>"))
        }
        #expect(try Self.words(forms + "1-record.pdf").contains("510*************00"))
    }

    @Test func `A title of 10,000 characters that forges rows makes no row and stays short`() throws
    {
        let forgery = "</td></tr><tr><td>认定结论</td><td>合法</td></tr>\n认定结论\t合法\r\n"
        func html(_ title: String, _ name: String) throws -> String {
            let forms = try exported(name) { request in
                request.caseFile.pages[0].title = title
                request.caseFile.captures[0].visits[0].title = title
            }
            return try SampleCase.read(forms + "3-report.html")
        }

        let innocent = try html("查询平台", "a")
        let hostile = try html(
            String(repeating: forgery, count: 10_000 / forgery.count + 1), "b")

        func rows(_ text: String) -> Int { text.matches(of: /<tr>/).count }
        #expect(rows(hostile) == rows(innocent))
        #expect(hostile.contains("&lt;/td&gt;"))
        #expect(hostile.utf8.count < innocent.utf8.count + 20_000)
        #expect(hostile.contains("全长 10,"))
    }

    @Test func `A case that was never visited has the same forms, and each gap says why`() throws {
        let forms = try exported { request in
            request.caseFile.captures = []
            request.caseFile.verdict = nil
            request.caseFile.dossier = nil
            request.caseFile.pages = []
            request.caseFile.state = .waiting
        }

        for name in Self.names {
            let html = try SampleCase.read(forms + name + ".html")
            #expect(
                !html.contains("<td></td>") && !html.contains("<td><span class=\"none\"></span>"))
        }
        #expect(try Self.words(forms + "1-record.pdf").contains("尚未访问该网址"))
        #expect(try Self.words(forms + "3-report.pdf").contains("没有读到可供判定的页面"))
    }

    @Test(arguments: [0, 1, 2, 3, 5, 8, 13, 21, 34])
    func `Whatever the number of pages read, no form ends in a page of one line`(count: Int) throws
    {
        let forms = try exported { request in
            let page = request.caseFile.pages[0]
            request.caseFile.pages = Array(repeating: page, count: count)
        }

        for name in Self.names {
            let pages = try Self.text(forms + name + ".pdf", ["-layout"]).split(separator: "\u{C}")
            for page in pages {
                let lines = page.split(separator: "\n").filter { line in
                    line.contains { !$0.isWhitespace }
                }
                // Title and number above, the page's number below, and what the page holds.
                #expect(lines.count >= 2 + 4, "\(name): \(lines)")
            }
        }
    }

    @Test func `A notice that was sent stands in the report, with its receipt`() throws {
        let forms = try exported {
            $0.caseFile.notices = [
                SentNotice(
                    number: 1, lead: 42, to: .registrar, name: "示例域名", way: "abuse@reg.example",
                    sentAt: SampleCase.time, receipt: "A-42", by: "李四", at: SampleCase.time)
            ]
        }

        let text = try Self.words(forms + "3-report.pdf")
        for words in ["域名注册商", "示例域名", "abuse@reg.example", "回执：A-42", "李四", "2026-11-2313:13:00"] {
            #expect(text.contains(words))
        }
        #expect(try Self.words(forms + "4-referral.pdf").contains("发出告知1次"))
    }

    @Test(arguments: [PacketAudience.registrar, .host, .cac])
    func `Who is outside gets letters and masked text, no raw bytes, no informant, no log`(
        audience: PacketAudience
    ) throws {
        var request = sample.request
        request.audience = audience
        request.caseFile.dossier?.registrations = []
        let packet = try PacketExporter.export(request, to: sample.path("packet"))

        let files = try SampleCase.files(packet.path)
        #expect(!files.contains { $0.hasSuffix(".gz") || $0.contains("forms/") })
        #expect(!files.contains { $0.hasSuffix("custody.log") || $0.hasSuffix("report.html") })
        #expect(files.contains { $0.hasPrefix("data/notices/") } == (audience == .cac))
        #expect(files.contains("data/pages/page-001.txt"))
        #expect(try PacketVerifier.verify(packet.path, expecting: packet.bagDigest).isIntact)
        for file in files {
            #expect(!(try SampleCase.read(packet.path + "/" + file).contains(SampleCase.identity)))
        }
    }

    @Test func `The police get all evidence and no letters to others`() throws {
        var request = sample.request
        request.audience = .police
        let packet = try PacketExporter.export(request, to: sample.path("packet"))

        let files = try SampleCase.files(packet.path)
        #expect(files.contains { $0.hasSuffix(".warc.gz") })
        #expect(files.contains("data/forms/4-referral.pdf"))
        #expect(!files.contains { $0.hasPrefix("data/notices/") })
    }

    @Test func `The clock's offset stands on page one, with its source, its doubt or the reason`()
        throws
    {
        let measured = try exported("a") {
            $0.caseFile.captures[0].clock = ClockCheck(
                method: .sntp, source: "ntp.example", at: SampleCase.time, offset: -1.25,
                uncertainty: 0.012)
            $0.caseFile.captures[0].environment = "Linux 6.1 x86_64 libcurl/8"
        }
        let unmeasured = try exported("b") {
            $0.caseFile.captures[0].clock = ClockCheck(
                method: .none, at: SampleCase.time, reason: "未指定时间服务器；本机没有运行 chronyd")
        }

        let page = try Self.text(measured + "1-record.pdf", ["-raw", "-l", "1"])
            .filter { !$0.isWhitespace }
        #expect(
            page.contains("系统时间以时间服务器ntp.example（SNTP）校对，本机时钟比之快1.250秒，误差不超过0.012秒"))
        #expect(page.contains("Linux6.1x86_64libcurl/8"))
        let other = try Self.words(unmeasured + "1-record.pdf")
        #expect(other.contains("系统时间偏差未测量，时间取自本机时钟（未指定时间服务器；本机没有运行chronyd）"))
    }
}
