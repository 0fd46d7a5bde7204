// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import HostNames
import Testing
import Wording

@Suite struct HostNamesTests {
    let names: HostNames

    init() throws {
        names = try HostNames()
    }

    @Test(arguments: [
        ("CX.MEM.GOV.CN", "cx.mem.gov.cn"),
        ("cx.mem.gov.cn.", "cx.mem.gov.cn"),
        ("ＣＸ．ＭＥＭ．ＧＯＶ．ＣＮ", "cx.mem.gov.cn"),
        ("cx。mem｡gov．cn", "cx.mem.gov.cn"),
        ("①②③.example", "123.example"),
        ("公司.cn", "xn--55qx5d.cn"),
        ("faß.example", "xn--fa-hia.example"),
        ("_dmarc.a-b.example", "_dmarc.a-b.example"),
        ("сх.example", "xn--q1ai.example"),
    ])
    func `A host is read as a browser would read it`(written: String, ascii: String) {
        #expect(names.ascii(written) == ascii)
    }

    @Test(arguments: [
        "", ".", "a..example", ".example", "a b.example", "a/b.example", "a\u{0}.example",
        "证\u{0}.example", String(repeating: "a", count: 64) + ".example",
        String(repeating: "证", count: 60) + ".example",
        String(repeating: "a.", count: 127) + "example",
        String(repeating: "证", count: 4000), "证%书.example",
    ])
    func `What has no ASCII form has none`(written: String) {
        #expect(names.ascii(written) == nil)
    }

    @Test(arguments: [
        ("xn--vuq861b.example", "信息.example"), ("cx.mem.gov.cn", "cx.mem.gov.cn"),
        // Cyrillic and Latin mixed, then Cyrillic that passes for Latin, then what is no punycode.
        ("xn--c-gub.example", "xn--c-gub.example"), ("xn--q1ai.example", "xn--q1ai.example"),
        ("xn--99999999.example", "xn--99999999.example"),
    ])
    func `A name is shown in its own script unless that deceives`(host: String, shown: String) {
        #expect(names.unicode(host) == shown)
        #expect(names.parts(of: host).unicode == shown)
    }

    @Test(arguments: [
        ("cx.mem.gov.cn", "mem.gov.cn", "gov.cn"), ("cx.mem.gov.cn.x.top", "x.top", "top"),
        ("a.b.mem-cx.com.cn", "mem-cx.com.cn", "com.cn"), ("x.sc.cn", "x.sc.cn", "sc.cn"),
        ("a.x.github.io", "x.github.io", "github.io"),
        ("www.foo.example", "foo.example", "example"),
        ("a.xn--55qx5d.cn", "a.xn--55qx5d.cn", "xn--55qx5d.cn"),
    ])
    func `What one owner can register is told from what all share`(
        host: String, domain: String, suffix: String
    ) {
        let parts = names.parts(of: host)

        #expect(parts.registrableDomain == domain)
        #expect(parts.publicSuffix == suffix)
    }

    @Test(arguments: ["gov.cn", "com.cn", "github.io", "localhost"])
    func `A public suffix is nobody's domain`(host: String) {
        let parts = names.parts(of: host)

        #expect(parts.registrableDomain == nil)
        #expect(parts.publicSuffix == host)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("::1", true), ("2001:db8::cafe", true), ("cafe", false),
        ("127.0.0.1.example", false), ("1.2.3", false),
    ])
    func `An IP address is no name`(host: String, isAddress: Bool) {
        let parts = names.parts(of: host)

        #expect(parts.isAddress == isAddress)
        if isAddress {
            #expect(parts.labels == [host])
            #expect(parts.registrableDomain == nil)
        }
    }

    @Test(arguments: [
        ("yjglt.sc.gov.cn", true), ("gov.cn", true), ("www.x.mil.cn", true),
        ("xn--vuq861b.xn--zfr164b", true), ("a.xn--zfr164b.cn", true),
        ("notgov.cn", false), ("x-gov.cn", false), ("gov.cn.x.top", false), ("mem.gov.sg", false),
        ("xn--zfr164b.com", false),
    ])
    func `Closed suffixes are matched at label boundaries`(host: String, isClosed: Bool) {
        #expect(names.parts(of: host).isClosedGovernmentSuffix == isClosed)
    }

    @Test(arguments: [
        ("сх.mеm.gоv.cn", "cx.mem.gov.cn"), ("ԝԝԝ.сhsі.example", "www.chsi.example"),
        ("оѕta.example", "osta.example"), ("cx.rnern.g0v.cn", "cx.mem.gov.cn"),
        ("chsi.example", "chs1.example"),
        ("vvvvw.example", "www.example"), ("gjzvvfw.example", "gjzwfw.example"),
        ("mоhurd.example", "mohurd.example"),
    ])
    func `Names that look alike have the same skeleton`(imitation: String, official: String) throws
    {
        let imitation = names.parts(of: try #require(names.ascii(imitation)))
        let official = names.parts(of: official)

        #expect(imitation.skeletonLabels == official.skeletonLabels)
    }

    @Test func `Scripts that do not mix are noticed and Chinese with Latin is not`() throws {
        let mixed = try #require(names.ascii("mеm.example"))
        let chinese = try #require(names.ascii("mem证书查询.example"))

        #expect(names.parts(of: mixed).mixesScripts)
        #expect(!names.parts(of: chinese).mixesScripts)
        #expect(!names.parts(of: "mem.example").mixesScripts)
    }
}
