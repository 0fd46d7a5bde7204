// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

@Suite struct ImitationTests {
    let reader: NameReader

    init() throws {
        reader = try NameReader()
    }

    private static func rank(_ level: NameOpinion.Level) -> Int {
        switch level {
        case .high: 3
        case .suspect: 2
        case .doubtful: 1
        case .dismiss, .official: 0
        }
    }

    @Test(
        arguments: [
            ("cx.mem.gov.cn.pay.top", .high, .embedding, "mem-cx"),
            ("www.mem.gov.cn-pay.top", .high, .embedding, "mem"),
            ("cx-mem-gov.cn", .high, .hyphen, "mem-cx"),
            ("mem-gov-cn.com", .high, .hyphen, "mem"),
            ("cx-mem-gov-cn.pay.top", .high, .hyphen, "mem-cx"),
            ("cxmemgov.cn", .high, .joined, "mem-cx"),
            ("cxmem.cn", .suspect, .joined, "mem-cx"),
            ("memgov.com.cn", .high, .joined, "mem"),
            ("chspi.com.cn", .suspect, .edit, "chsi"),
            ("www.chsic.com.cn", .suspect, .edit, "chsi"),
            ("mohrud.com.cn", .suspect, .edit, "mohurd"),
            ("cxmengov.cn", .suspect, .edit, "mem-cx"),
            ("cx.mem.gcv.cn", .suspect, .edit, "mem-cx"),
            ("cx.mem.g0v.cn", .high, .confusable, "mem-cx"),
            ("cx-rnern-gov.cn", .high, .confusable, "mem-cx"),
            ("www.chs1.com.cn", .high, .confusable, "chsi"),
            ("сх.mеm.gоv.cn", .high, .confusable, "mem-cx"),
            ("osta.com", .suspect, .suffix, "osta"),
            ("mem.org.cn", .suspect, .suffix, "mem"),
            ("zlaq.mohurd.net", .suspect, .suffix, "mohurd-zlaq"),
            ("mem-cx.com", .suspect, .combination, "mem-cx"),
            ("cx-mem.com", .suspect, .combination, "mem-cx"),
            ("my-chsi.com.cn", .suspect, .combination, "chsi"),
            ("mem-cert.com", .suspect, .combination, "mem"),
            ("tzzy-chaxun.cn", .suspect, .pinyin, "mem-cx"),
            ("tzzycz2024.com", .suspect, .pinyin, "mem-cx"),
            ("zscx88.com", .suspect, .pinyin, "osta"),
            ("应急管理部证书.com", .high, .international, "mem-cx"),
            ("應急管理部.com", .high, .international, "mem-cx"),
        ] as [(String, NameOpinion.Level, NameOpinion.Shape, String)])
    func `A fake is known by its shape and by whom it imitates`(
        host: String, level: NameOpinion.Level, shape: NameOpinion.Shape, site: String
    ) throws {
        let opinion = try reader.explain(host)

        #expect(opinion.level == level)
        #expect(opinion.shape == shape)
        #expect(opinion.site == site)
        #expect(!opinion.why.isEmpty)
    }

    @Test(arguments: [
        "www.gov.cn.ugome.top", "gov.cn.emy.flicksfrenzy.com", "sgicc.airport-gov-cn.com",
        "www.yananzw.cn", "gov-chaxun.com", "beijingyjj.com", "chengduanjian.cn", "scyjgl.cn",
        "hunanzhengwu.com", "aqsc2024.cn", "aqks.top", "特种作业.com", "证书查询.网址", "yjglt-sc.com",
        "tezhongzuoyecx.cn", "zhengshuchaxun.com", "www-ccdi-gov-cn.pay.top", "yjg1t.com",
    ])
    func `A fake of no listed site is suspect by its words`(host: String) throws {
        let opinion = try reader.explain(host)

        #expect(opinion.level == .suspect, "\(opinion)")
    }

    /// Plain instances of the shapes A, B, C and E for one official host.
    private static func imitations(of host: String) -> [String] {
        var labels = host.split(separator: ".").map(String.init)
        if labels[0] == "www" { labels.removeFirst() }
        let suffixCount = 2
        let own = labels.dropLast(suffixCount)
        let suffix = labels.suffix(suffixCount)
        var hosts = [
            host + ".pay.top", "www." + host + ".a.b.xyz", host + "-pay.com",
            labels.joined(separator: "-") + ".com", labels.joined(separator: "-") + ".pay.top",
            labels.dropLast().joined(separator: "-") + ".cn",
        ]
        hosts += [".com", ".net", ".top", ".vip"].map { own.joined(separator: "-") + $0 }
        if suffix.first == "gov" {
            hosts += [
                (own + ["gov"]).joined() + ".cn", (own + ["gov", "cn"]).joined() + ".top",
                (own + ["gov"]).joined(separator: "-") + ".com",
                (own + ["g0v"]).joined(separator: ".") + ".cn",
            ]
        }
        hosts += [".com.cn", ".org.cn", ".net.cn", ".cn"].map { own.joined() + $0 }
        return hosts.filter { $0 != labels.joined(separator: ".") }
    }

    @Test(arguments: [
        "cx.mem.gov.cn", "zlaq.mohurd.gov.cn", "jzsc.mohurd.gov.cn", "cnse.samr.gov.cn",
        "zscx.osta.org.cn", "www.cpta.com.cn", "www.chsi.com.cn", "yjglt.sc.gov.cn",
        "yjglt.hubei.gov.cn", "gjzwfw.gov.cn",
    ])
    func `Every plain shape of an official host is at least suspect`(host: String) throws {
        for imitation in Self.imitations(of: host) {
            let opinion = try reader.explain(imitation)

            #expect(Self.rank(opinion.level) >= 2, "\(imitation): \(opinion.score) \(opinion.why)")
        }
    }

    @Test(arguments: [
        ("mem-gov-cn.com", "mem-gov-cn.pay.top"), ("cxmem.cn", "cxmem.pay.top"),
        ("mem.org.cn", "mem.com"), ("yjglt.cn", "yjglt.pay.top"),
    ])
    func `What was registered weighs more than what stands left of it`(
        strong: String, weak: String
    ) throws {
        #expect(try reader.explain(strong).score > reader.explain(weak).score)
    }

    @Test func `A name that was printed as a fake is suspect whatever its shape`() throws {
        let informed = try NameReader(known: Set(Seeds.knownLookalikes()))

        for host in ["www.chuksi.com", "chuksi.com", "www.xjrs.net", "mail.xjrs.net"] {
            let opinion = try informed.explain(host)

            #expect(opinion.level == .suspect)
            #expect(opinion.why.contains { $0.contains("已知仿冒名称清单") })
        }
        #expect(try reader.explain("www.xjrs.net").level == .dismiss)
    }
}
