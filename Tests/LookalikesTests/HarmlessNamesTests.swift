// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import HostNames
import Lookalikes
import Testing

@Suite struct HarmlessNamesTests {
    let reader: NameReader

    init() throws {
        reader = try NameReader()
    }

    @Test(arguments: [
        ("cx.mem.gov.cn", "mem-cx"), ("a.cx.mem.gov.cn", "mem-cx"), ("www.mem.gov.cn", "mem"),
        ("yjt.mem.gov.cn", "mem"), ("jigou.osta.org.cn", "osta"), ("www.chsi.com.cn", "chsi"),
        ("cnse.e-cqs.cn", "samr-cnse"), ("www.12377.cn", "cac-12377"),
    ])
    func `An official host belongs to its site`(host: String, site: String) throws {
        let opinion = try reader.explain(host)

        #expect(opinion.level == .official)
        #expect(opinion.site == site)
        #expect(opinion.score == 0)
    }

    @Test(arguments: ["yjglt.sc.gov.cn", "www.gov.cn", "notmem.gov.cn", "应急.政务", "x.mil.cn"])
    func `What only the state can register is official without being listed`(host: String) throws {
        let opinion = try reader.explain(host)

        #expect(opinion.level == .official)
        #expect(opinion.site == nil)
    }

    @Test(arguments: [
        "remember.example", "member-cx.com", "cxmemory.com", "cxgov.com", "memcached.org",
        "memphis.edu", "xmemx.cn", "academy.cn", "evilosta.org.cn", "modern.com", "costa.com",
        "governor.org", "colliergov.net", "mem.gov.sg", "moe.gov.sg", "www.xtgjj.cn", "10.0.0.1",
        "2001:db8::1", "github.io", "baidu.com", "beijing.com", "chaxun.com", "cx.com",
        "证券.com", "zscx.school.example", "mem.hospital.example",
    ])
    func `A name that is like none is dismissed with a reason`(host: String) throws {
        let parts = reader.names.parts(of: reader.names.ascii(host) ?? host)

        let opinion = reader.explainer.explain(parts)

        #expect(opinion.level == .dismiss, "\(opinion)")
        #expect(!opinion.why.isEmpty)
    }

    @Test func `An address and a word inside another are dismissed in so many words`() throws {
        let address = reader.explainer.explain(reader.names.parts(of: "127.0.0.1"))

        #expect(address.why == ["是 IP 地址，没有名称可比；名称不是判定的前提，请看内容"])
        #expect(
            try reader.explain("remember.example").why
                == ["只是别的词里恰好含有字母 mem，不是独立的词；名称不是判定的前提，请看内容"])
    }

    @Test func `A mirror that others cite as official is doubtful at most`() throws {
        let opinion = try reader.explain("en.npc.gov.cn.cdurl.cn")

        #expect(opinion.level == .doubtful)
        #expect(opinion.why.contains { $0.contains("有争议") })
    }

    @Test func `The target of a delivery network is nothing that a person visits`() throws {
        let opinion = try reader.explain("xzgg-gov-cn.cname.saaswaf.com")

        #expect(opinion.level == .dismiss)
        #expect(opinion.why == ["saaswaf.com 是内容分发或防护服务的域名：这是 CDN 解析目标，不是人访问的网址"])
    }

    @Test func `A prefix that anyone can make up weighs less`() throws {
        let plain = try reader.explain("sdds-gov-cn.iocoder.cn")
        let wildcard = try reader.explain("sdds-gov-cn.iocoder.cn", isWildcard: true)
        let registered = try reader.explain("mem-gov-cn.com", isWildcard: true)

        #expect(plain.level == .doubtful)
        #expect(wildcard.level == .dismiss)
        #expect(wildcard.why.contains { $0.hasPrefix("泛解析") })
        #expect(registered.level == .high)
    }

    @Test func `A well-known domain is dismissed and what stands under it lowered`() throws {
        let informed = try NameReader(popular: ["osta.com"])

        #expect(try reader.explain("osta.com").level == .suspect)
        #expect(try informed.explain("osta.com").level == .dismiss)
        #expect(try informed.explain("cx.mem.gov.cn.osta.com").level == .suspect)
    }

    /// Lists of real names, too long and not ours to ship: a folder with `benign.txt`, named by
    /// JIANWEI_NAMES, or `shared/data/names` beside the project.
    private static let lists: URL? = {
        if let named = ProcessInfo.processInfo.environment["JIANWEI_NAMES"] {
            return URL(fileURLWithPath: named)
        }
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let beside = root.deletingLastPathComponent().appendingPathComponent("shared/data/names")
        return FileManager.default.fileExists(atPath: beside.path) ? beside : nil
    }()

    @Test(
        .enabled(if: lists != nil, "set JIANWEI_NAMES to a folder with lists of harmless names"),
        arguments: [
            // Of a thousand at most one may be doubtful; of those that look like a government's
            // in some country, three of a hundred suspect.
            ("benign.txt", [NameOpinion.Level.doubtful, .suspect, .high], 0.001),
            ("benign-govlike.txt", [.suspect, .high], 0.03),
        ])
    func `Of the names of harmless sites hardly any is suspect`(
        file: String, levels: [NameOpinion.Level], share: Double
    ) throws {
        let lines = try Seeds.lines(try #require(Self.lists).appendingPathComponent(file))
        var counts: [NameOpinion.Level: Int] = [:]

        for host in lines {
            guard let ascii = reader.names.ascii(host) else { continue }
            counts[reader.explainer.explain(reader.names.parts(of: ascii)).level, default: 0] += 1
        }

        #expect(counts[.high] == nil)
        let accused = levels.reduce(0) { $0 + counts[$1, default: 0] }
        #expect(Double(accused) <= share * Double(lines.count))
    }
}
