// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Frontier
import Glibc
import HostNames
import Lookalikes

// Addresses, hosts and lists of them.

extension Target {
    private static let addressTokens = [
        "http://", "https:", "//", "\\", "@", ":", "[", "]", "::", "/../", "/./", "%2e", "%", "?",
        "#", "xn--", ".", "。", "．", "ａ", "0x7f", "0177", "２", "\t", "\n", "\u{200B}", "\u{AD}",
        "\u{0}", "65536", "www.gov.cn", "é", "中", "\u{202E}", " ",
    ]

    static func address() -> Target {
        let base = WebAddress(
            scheme: .https, host: "base.example", path: "/folder/page?query", fragment: "part")
        return Target(
            "address", share: 2400,
            texts: [
                "http://cx-mem.example:8080/certsearch/?q=1&x=%E8%AF%81#/special?index=0",
                "https://user:word@[2001:db8::1]:443/a/b/../c", "//other.example/x", "page.html?a",
                "http://2130706433/", "http://0x7f.1:80/", "HTTPS://EXAMPLE.TEST.",
                "https://www.gov.cn\\@evil.example/", "http:evil.example", "../../up",
            ], tokens: addressTokens
        ) { input, _ in
            let written = text(input)
            for relative in [nil, base] {
                guard let address = try? WebAddress(written, relativeTo: relative) else { continue }
                try check(address)
                if relative == nil, let host = PlainAddress.host(of: input) {
                    try require(address.host == host, "host '\(address.host)' should be '\(host)'")
                }
            }
        }
    }

    private static func check(_ address: WebAddress) throws {
        let again = try? WebAddress(address.description)
        try require(again == address, "'\(address)' reads as '\(again?.description ?? "nothing")'")
        try require(!address.host.isEmpty, "an empty host")
        try require(address.path.utf8.first == UInt8(ascii: "/"), "path '\(address.path)'")
        try require(
            address.requestText.utf8.allSatisfy { (0x21...0x7E).contains($0) },
            "'\(address.requestText)' cannot stand in a request")
        try require(!address.path.utf8.contains(UInt8(ascii: "#")), "a fragment is in the path")
        try require(
            address.hostAddress != nil || WebAddress.isHostName(address.host),
            "'\(address.host)' is neither name nor address")
    }

    static func ip() -> Target {
        Target(
            "ip", share: 2000,
            texts: [
                "192.0.2.1", "2001:db8::1", "::ffff:10.0.0.1", "0x7f.1", "2130706433", "0177.0.0.1",
                "1:2:3:4:5:6:7:8", "::", "64:ff9b::c000:201", "255.255.255.255",
            ],
            tokens: [".", ":", "::", "0x", "0", "ffff", "256", "65536", "%", "/", "00", "+", "-"]
        ) { input, _ in
            let written = text(input)
            if let address = IPAddress(written) {
                try require(IPAddress(address.description) == address, "\(address) reads otherwise")
                try require(
                    system(written, isIPv6: address.isIPv6) == address.bytes,
                    "'\(written)' is \(address), but not to the system")
                _ = AddressPolicy().refusal(of: address)
            }
            if let loose = IPAddress(looseIPv4: written), let other = loosely(written) {
                try require(
                    loose.bytes == other, "'\(written)' is \(loose), but \(other) to the system")
            }
            if let range = AddressRange(written) {
                try require(AddressRange(range.description) == range, "\(range) reads otherwise")
                try require(range.contains(range.base), "\(range) does not hold its base")
            }
        }
    }

    private static func system(_ text: String, isIPv6: Bool) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: isIPv6 ? 16 : 4)
        return inet_pton(isIPv6 ? AF_INET6 : AF_INET, text, &bytes) == 1 ? bytes : nil
    }

    /// What `inet_aton` reads; `nil` for what it takes and browsers do not, or reads otherwise.
    private static func loosely(_ text: String) -> [UInt8]? {
        guard text.utf8.allSatisfy({ $0.isHexDigit || "xX.".utf8.contains($0) }),
            !text.hasSuffix(".")
        else { return nil }
        var address = in_addr()
        guard inet_aton(text, &address) == 1 else { return nil }
        return withUnsafeBytes(of: address.s_addr) { Array($0) }
    }

    static func list() throws -> Target {
        let hosts = try HostNames()
        return Target(
            "list", share: 300,
            texts: [
                "url,source,reported_at,reporter_ref,note\nhttp://a.example/,hotline,2026-11-23,1,\"x\n,\"\"y\"\n",
                "# 线索\ncx-mem.example\nｈｔｔｐｓ：／／ｂ。example／x\n【假】hxxp://c[.]example/q 来电\n",
                "\u{FEFF}网址,来源\r\nhttps://d.example/,二维码\r\n",
            ],
            tokens: addressTokens + [",", "\"", "\"\"", "\r\n", "\u{FEFF}", "hxxp", "[.]", "url,"]
        ) { input, _ in
            let list = LeadList.read(text(input), file: "list", mapping: { hosts.ascii($0) })
            for lead in list.leads { try check(lead.address) }
            try require(list.mends.count <= LeadList.maximumRemarks, "too many remarks")
            try require(list.problems.count <= LeadList.maximumRemarks, "too many remarks")
        }
    }

    static func robots() -> Target {
        Target(
            "robots", share: 700,
            texts: [
                "User-agent: *\nDisallow: /private\nAllow: /private/open$\nCrawl-delay: 2\n",
                "User-agent: jianwei\nDisallow: /*?x=*y*z$\n\nUser-agent: b\nDisallow: /%E4%BD%A0\n",
                "\u{FEFF}user-agent:*\r\ndisallow:\r\n# note\rAllow: /",
            ],
            tokens: [
                "*", "$", "%", "%2F", "User-agent: *\n", "Disallow: ", "Allow: ", "/", ":", "\r",
                "Crawl-delay: 1e308\n", "#",
            ]
        ) { input, random in
            let file = RobotsFile(input)
            for path in ["/", "/private/open", "/" + String(repeating: "xyz?", count: 50)] {
                try require(file.allows(path) == file.allows(path), "not the same twice")
            }
            if let delay = file.crawlDelay {
                try require(delay >= .zero && delay <= RobotsFile.longestDelay, "waits \(delay)")
            }
        }
    }

    static func names() throws -> Target {
        let hosts = try HostNames()
        let explainer = Explainer(
            sites: [
                ProtectedSite(
                    id: "a", name: "证书查询平台", organ: "某某部", hosts: ["cx.mem.gov.cn"]),
                ProtectedSite(id: "b", name: "联网查询", organ: "某某局", hosts: ["zscx.osta.org.cn"]),
            ], known: ["known.example"])
        return Target(
            "names", share: 150,
            texts: [
                "cx.mem.gov.cn.pay.example", "cx-mem-gov.cn", "xn--fiqs8s.example", "中国．应急。例子",
                "rnem-cx.example", "a.b.c.d.e.f.co.uk", "127.0.0.1", "m\u{0435}m.example",
                "ＣＸ.test",
            ],
            tokens: addressTokens + ["cx", "mem", "gov", "-", "com", "\u{301}", "ß", "\u{0131}"]
        ) { input, _ in
            let written = text(input)
            _ = hosts.mend(written)
            guard let ascii = hosts.ascii(written) else { return }
            try require(
                hosts.ascii(ascii) == ascii, "'\(ascii)' becomes \(hosts.ascii(ascii) ?? "nothing")"
            )
            try require(
                ascii.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "'\(ascii)' is not ASCII")
            _ = hosts.unicode(ascii)
            let parts = hosts.parts(of: ascii)
            let opinion = explainer.explain(parts)
            try require(opinion == explainer.explain(parts), "not the same twice")
            try require((0...100).contains(opinion.score), "score \(opinion.score)")
        }
    }
}

/// Where a browser would go by an address, as far as that is plain: written anew, from the WHATWG
/// URL standard, so that our parser's mistakes are not repeated.
enum PlainAddress {
    /// The host of an absolute address if it is plain ASCII and no number; otherwise `nil`.
    static func host(of bytes: [UInt8]) -> String? {
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let blank: (UInt8) -> Bool = { $0 <= 0x20 }
        var rest = bytes.drop(while: blank)
        while let last = rest.last, blank(last) { rest.removeLast() }
        rest = ArraySlice(rest.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D })
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = String(decoding: rest[..<colon], as: UTF8.self).lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        rest = rest[(colon + 1)...].drop { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
        let authority = rest.prefix { !"/\\?#".utf8.contains($0) }
        let afterUser = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] }
        let name = (afterUser ?? authority).prefix { $0 != UInt8(ascii: ":") }
        let isPlain = name.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
        let labels = name.split(separator: UInt8(ascii: "."))
        guard isPlain, let last = labels.last, !(0x30...0x39).contains(last[last.startIndex]),
            !name.starts(with: "xn--".utf8)
        else { return nil }
        var host = String(decoding: name, as: UTF8.self).lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        return host.contains("xn--") ? nil : host
    }
}
