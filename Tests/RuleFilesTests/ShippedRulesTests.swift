// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FastMatcher
import Casework
import Foundation
import Judgement
import PageReader
import RuleFiles
import Testing

/// The rules that are shipped.
///
/// The pages that stand beside them are tried by `jianwei rules test`, which the tests of the commands
/// run.
struct ShippedRulesTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appending(path: "Rules").path

    static let sites = [
        ProtectedSite(
            id: "mem-cx", name: "特种作业操作证及安全生产知识和管理能力考核合格信息查询平台", organ: "应急管理部",
            hosts: ["cx.mem.gov.cn"], routes: ["/certsearch/certInfo/netQuery"]),
        ProtectedSite(
            id: "osta", name: "技能人才评价证书全国联网查询", organ: "人力资源和社会保障部",
            hosts: ["zscx.osta.org.cn"]),
    ]

    static func loaded() throws -> (rules: RuleSet, judge: Judge) {
        let rules = try RuleFiles.load(directory: folder, compile: RegularExpression.compiler)
        return (rules, Judge(rules: rules, sites: sites))
    }

    @Test func `The founding notice is dismissed`() throws {
        let given = ProcessInfo.processInfo.environment["JIANWEI_FOUNDING_NOTICE"]
        let beside = Self.root.deletingLastPathComponent()
            .appending(path: "shared/data/founding-notice.txt").path
        guard let text = try? String(contentsOfFile: given ?? beside, encoding: .utf8) else {
            print("skipped: no founding notice here; JIANWEI_FOUNDING_NOTICE may name it")
            return
        }
        let (_, judge) = try Self.loaded()

        let verdict = judge.judge(text: text, url: "http://credit.zg.gov.example/398/527.html")

        #expect(verdict.level == .dismiss, "\(verdict.score) \(verdict.findings)")
    }

    @Test func `Findings quote the source and say where it stands`() throws {
        let (_, judge) = try Self.loaded()
        let html = "<!doctype html><meta charset=utf-8><p>😀证书</p><p>电工证<b>免考</b>直出</p>"
        let page = PageReader.read(
            Array(html.utf8), at: try WebAddress("http://page.example/"),
            contentType: "text/html; charset=utf-8")

        let verdict = judge.judge(page)

        let finding = try #require(verdict.findings.first { $0.rule == "sale.words" })
        let scalars = Array(html.unicodeScalars)
        let quoted = String(String.UnicodeScalarView(scalars[finding.start..<finding.end]))
        #expect(finding.text == "免考直出")
        #expect(quoted == "免考</b>直出")
        #expect(judge.judge(page) == verdict)
    }

    @Test func `A lead's pages add up, and the same page twice does not`() throws {
        let (_, judge) = try Self.loaded()
        let sale = judge.judge(text: "电工证免考直出,联系微信:abc12345", url: "http://a.example/s")
        let query = judge.judge(
            text: "应急管理部\n特种作业操作证查询 姓名[] 证件号码[] 验证码[] 查询", url: "http://a.example/q")
        let news = judge.judge(text: "记者从警方获悉,民警抓获多人。", url: "http://a.example/n")

        let joined = judge.join([news, sale, query], url: "http://a.example/")
        let twice = judge.join([sale, sale], url: "http://a.example/")

        #expect(joined.score >= max(sale.score, query.score))
        #expect(joined.categories == [.fakeQuery, .saleForged])
        #expect(joined.findings.first { $0.rule == "sale.contact" }?.page == "http://a.example/s")
        #expect(twice.score == sale.score)
        #expect(judge.join([], url: "http://a.example/").level == .dismiss)
    }
}
