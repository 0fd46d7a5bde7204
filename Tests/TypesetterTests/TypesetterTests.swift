// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Packet
import Testing

@testable import Typesetter

/// Forms as PDF, read again by poppler.
@Suite struct TypesetterTests {
    static let date = Date(timeIntervalSince1970: 1_795_000_000)

    static func form(_ blocks: [EvidenceForm.Block], isLandscape: Bool = false) -> EvidenceForm {
        EvidenceForm(
            name: "1-record", title: "网页证据固定记录", number: "JW-000001-20261125132233",
            isLandscape: isLandscape, blocks: blocks)
    }

    static func read(_ form: EvidenceForm) throws -> Poppler {
        let poppler = try Poppler(Typesetter.pdf(of: form, at: date))
        if let folder = ProcessInfo.processInfo.environment["JIANWEI_KEEP_FORMS"] {
            let name = folder + "/\(form.name)-\(form.blocks.count).pdf"
            try? FileManager.default.removeItem(atPath: name)
            try FileManager.default.copyItem(atPath: poppler.path, toPath: name)
        }
        return poppler
    }

    @Test func `Chinese text can be selected, and every font is embedded`() throws {
        let pdf = try Self.read(
            Self.form([
                .heading("一、基本情况"),
                .paragraph("本记录由程序自动固定，“是否违法”由办案人员认定。"),
                .fields([
                    .init("网络地址", .code("https://cx-mem.example/query?t=9f86d081884c7d65")),
                    .init("提取地点", String?.none, else: "程序无法得知，由办案人员填写"),
                ]),
                .table(
                    .init(
                        [.init("命中", 1), .init("上下文", 3)],
                        [["免考", FormText("办证") + FormText("兔考", .marked) + FormText("直出")]],
                        none: "没有")),
                .signatures([
                    .init("提取人员（一）", Officer(name: "张某", number: "510001")),
                    .init("见证人", note: "无见证人的，注明原因"),
                ]),
            ]))
        defer { pdf.remove() }

        let text = try pdf.words()
        for words in [
            "网页证据固定记录", "编号：JW-000001-20261125132233", "一、基本情况",
            "https://cx-mem.example/query?t=9f86d081884c7d65", "程序无法得知，由办案人员填写",
            "办证兔考直出", "张某（执法证号510001）", "第1页共1页",
        ] {
            #expect(text.contains(words))
        }
        let fonts = try pdf.fonts()
        #expect(fonts.count >= 3)
        #expect(fonts.allSatisfy { $0.isEmbedded && $0.hasUnicode })
        #expect(fonts.allSatisfy { $0.name.contains("Noto") })
    }

    @Test func `A long table goes over pages, its heading and the number on each`() throws {
        let hash = String(repeating: "0123456789abcdef", count: 4)
        let rows = (1...150).map { row in
            [FormText("第\(row)项"), .code("data/pages/page-\(row).txt"), .code(hash)]
        }
        let pdf = try Self.read(
            Self.form(
                [
                    .table(
                        .init(
                            [.init("序号", 1), .init("名称", 2), .init("完整性校验值", 3)], rows,
                            none: "没有"))
                ], isLandscape: true))
        defer { pdf.remove() }

        let count = try pdf.pageCount()
        #expect(count > 3)
        for page in 1...count {
            let text = try pdf.words(page: page)
            #expect(text.contains("完整性校验值"))
            #expect(text.contains("编号：JW-000001-20261125132233"))
            #expect(text.contains("第\(page)页共\(count)页"))
        }
        let all = try pdf.text()
        for row in 1...150 { #expect(all.contains("第\(row)项")) }
    }

    @Test(arguments: 30...75)
    func `Whatever the length, the last page has more than a line`(paragraphs: Int) throws {
        let pdf = try Self.read(
            Self.form((0..<paragraphs).map { .paragraph("第\($0)段。") }))
        defer { pdf.remove() }

        let count = try pdf.pageCount()
        let last = try pdf.lines(page: count)
        #expect(count == 1 || last.count >= Pagination.lastLines)
    }

    @Test func `A row that is higher than a page is parted between lines, none lost`() throws {
        let lines = (1...300).map { FormText("第\($0)行文字") }
        let pdf = try Self.read(
            Self.form([
                .table(.init([.init("甲", 1), .init("乙", 3)], [["一", .lines(lines)]], none: "无"))
            ]))
        defer { pdf.remove() }

        let text = try pdf.text()
        #expect(try pdf.pageCount() >= 4)
        for line in 1...300 { #expect(text.contains("第\(line)行文字")) }
    }

    @Test func `Hostile text is shown, bounded, and forges nothing`() throws {
        let hostile = [
            "正常\u{202E}gpj.exe", "a\u{0}b\u{1B}[31m红", "<b>粗</b>&amp;<script>alert(1)</script>",
            "标题\n认定结论\t合法\r\n第二行", "שלום عليكم ไทย 📞",
            "e" + String(repeating: "\u{301}", count: 10_000),
            String(repeating: "长", count: 10_000), String(repeating: "W", count: 10_000),
            "\u{FFFD}\u{E000}\u{FFFE}", "cx--mem fi",
        ]
        let pdf = try Self.read(
            Self.form([
                .heading("标题"),
                .fields(hostile.map { EvidenceForm.Field("标题", $0, else: "无标题") }),
                .table(
                    .init(
                        [.init("一", 1), .init("二", 5)], hostile.map { ["x", FormText($0)] },
                        none: "无")),
            ]))
        defer { pdf.remove() }

        let text = try pdf.text()
        #expect(text.contains("正常〖U+202E〗gpj.exe"))
        #expect(text.contains("a〖U+0000〗b〖U+001B〗[31m红"))
        #expect(text.contains("<b>粗</b>&amp;<script>alert(1)</script>"))
        #expect(text.contains("标题 认定结论 合法"))
        #expect(text.contains("cx--mem fi"))
        #expect(text.contains("〖U+05E9〗"))
        #expect(text.contains("全长 10,000 个字符"))
        #expect(try pdf.pageCount() <= 6)
        #expect(try pdf.fonts().allSatisfy { $0.name.contains("Noto") && $0.isEmbedded })
    }

    @Test func `The same form on the same day gives the same bytes`() throws {
        let form = Self.form([.paragraph("同样的内容")])
        #expect(
            try Typesetter.pdf(of: form, at: Self.date) == Typesetter.pdf(of: form, at: Self.date))
    }
}
