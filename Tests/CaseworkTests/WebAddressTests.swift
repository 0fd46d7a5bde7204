// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

struct WebAddressTests {
    /// Stands in for UTS 46: full-width letters and the ideographic full stop.
    static func mapping(_ host: String) -> String? {
        var mapped = String.UnicodeScalarView()
        for scalar in host.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E:
                mapped.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3002: mapped.append(".")
            case 0x80...: return nil
            default: mapped.append(scalar)
            }
        }
        return String(mapped).lowercased()
    }

    @Test(arguments: [
        // The user name is not the host.
        ("https://www.mem.gov.cn@evil.example/", "https://evil.example/"),
        ("https://www.mem.gov.cn:80@evil.example/", "https://evil.example/"),
        ("https://a@b@evil.example/", "https://evil.example/"),
        ("https://evil.example\\@www.mem.gov.cn/", "https://evil.example/@www.mem.gov.cn/"),
        ("https://evil.example#@www.mem.gov.cn/", "https://evil.example/#@www.mem.gov.cn/"),
        ("https://evil.example?@www.mem.gov.cn/", "https://evil.example/?@www.mem.gov.cn/"),
        // Slashes of either kind, any number of them, and none.
        ("http:host.example", "http://host.example/"),
        ("http:/host.example/a", "http://host.example/a"),
        ("http:\\\\host.example\\a\\..\\b", "http://host.example/b"),
        ("HTTP:////HOST.example", "http://host.example/"),
        // Space and line ends.
        ("  https://host.example/a \u{0}", "https://host.example/a"),
        ("ht\ntps://ho\tst.exam\r\nple/", "https://host.example/"),
        // Ports and trailing dots.
        ("https://host.example.:443/", "https://host.example/"),
        ("https://host.example:/", "https://host.example/"),
        ("http://host.example:0008080/", "http://host.example:8080/"),
        // Percent-encoding and full-width letters in the host.
        ("https://%65vil.example/", "https://evil.example/"),
        ("https://ｅｖｉｌ。example/", "https://evil.example/"),
        ("https://%EF%BD%85vil.example/", "https://evil.example/"),
        // Numbers that are addresses.
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.01/", "http://127.0.0.1/"),
        ("http://１２７.0.0.1./", "http://127.0.0.1/"),
        ("http://0x/", "http://0.0.0.0/"),
        ("http://[0:0::1]:8080/", "http://[::1]:8080/"),
        ("http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        // What is encoded where.
        ("http://h.example/^{`}'?^{`}'#^{`}'", "http://h.example/%5E%7B%60%7D'?^{`}%27#^{%60}'"),
        ("http://h.example/查?查#查", "http://h.example/%E6%9F%A5?%E6%9F%A5#%E6%9F%A5"),
        ("http://h.example?a b", "http://h.example/?a%20b"),
        ("http://h.example/a/%2e%2E/./b/..", "http://h.example/"),
    ])
    func `An address is read as a browser reads it`(text: String, expected: String) throws {
        let address = try WebAddress(text, mapping: Self.mapping)

        #expect(address.description == expected)
        #expect(try WebAddress(address.description) == address)
    }

    @Test(arguments: [
        ("", WebAddressError.empty),
        ("host.example", .noHost),
        ("https://", .noHost),
        ("https://user@/", .noHost),
        ("https://:80/", .noHost),
        ("javascript:alert(1)", .otherScheme("javascript")),
        ("https://host.example:65536/", .invalidPort("65536")),
        ("https://host.example:8a/", .invalidPort("8a")),
        ("https://host.example:+80/", .invalidPort("+80")),
        ("https://a..example/", .invalidHost("a..example")),
        ("https://host.example../", .invalidHost("host.example..")),
        ("https://./", .invalidHost(".")),
        ("https://host%20.example/", .invalidHost("host%20.example")),
        ("https://host%+1.example/", .invalidHost("host%+1.example")),
        ("https://中文.example/", .invalidHost("中文.example")),
        // What ends in a number is an IPv4 address or nothing.
        ("https://256.0.0.1/", .invalidHost("256.0.0.1")),
        ("https://1.2.3.4.5/", .invalidHost("1.2.3.4.5")),
        ("https://host.09/", .invalidHost("host.09")),
        ("https://host.0x7f/", .invalidHost("host.0x7f")),
        ("https://host.0x/", .invalidHost("host.0x")),
        ("https://0x+1/", .invalidHost("0x+1")),
        ("https://[::1/", .invalidHost("[:")),
        ("https://[127.0.0.1]/", .invalidHost("[127.0.0.1]")),
        ("https://[::1]x/", .invalidHost("[::1]x")),
    ])
    func `What a browser would not open is refused`(text: String, expected: WebAddressError) {
        #expect(throws: expected) { try WebAddress(text, mapping: Self.mapping) }
    }

    @Test(arguments: [
        ("", "https://h.example/a/b?q"),
        ("#f", "https://h.example/a/b?q#f"),
        ("?x", "https://h.example/a/b?x"),
        ("c", "https://h.example/a/c"),
        ("../../c", "https://h.example/c"),
        ("/c?d", "https://h.example/c?d"),
        ("\\c", "https://h.example/c"),
        ("//other.example/c", "https://other.example/c"),
        ("/\\other.example", "https://other.example/"),
        ("///other.example", "https://other.example/"),
        ("https:c", "https://h.example/a/c"),
        ("https:/c", "https://h.example/c"),
        ("https:\\\\other.example", "https://other.example/"),
        ("http:c.example", "http://c.example/"),
        ("http:/c.example", "http://c.example/"),
        ("c:d", nil),
    ])
    func `A link is read relative to its page`(link: String, expected: String?) throws {
        let page = try WebAddress("https://h.example/a/b?q#old")

        let address = try? WebAddress(link, relativeTo: page)

        #expect(address?.description == expected)
    }

    @Test func `What is read can be written and read again, also at the bound`() throws {
        let long = "https://h.example/" + String(repeating: "查", count: 900)
        let address = try WebAddress(long)

        let bytes = try CaseworkJSON.encode([address])

        #expect(try CaseworkJSON.decode([WebAddress].self, from: bytes) == [address])
        #expect(throws: WebAddressError.tooLong(limit: 8192)) {
            // Short enough as written, but not once it is percent-encoded.
            try WebAddress("https://h.example/" + String(repeating: "查", count: 1500))
        }
    }

    @Test(arguments: [
        "http://a.example/x", "https://a-b.example", "//cx.mem.gov.cn?q=1", "http://a.example:80/",
        "http://a.example:b@c.example/", "http://user@a.example/", "http://A.example/",
        "http://a..example/", "http://a.example./", "http://0x7f.1/", "http://a.0x7f/",
        "http://xn--fiqs8s/", "http://xn--a.example/", "http://查.example/", "http://a%2eb.example/",
        "http:/a.example/", "http:///a.example/", "http:\\\\a.example/", " http://a.example/",
        "http://a\t.example/", "http://a.example\\@b.example/", "http://a_b.example/", "//",
        "http://",
    ])
    func `A host that is read without parsing is the one that the parser reads`(text: String) {
        let parsed = try? WebAddress(text.hasPrefix("//") ? "http:" + text : text)

        let plain = WebAddress.plainHost(of: text)

        #expect(plain == nil || plain == parsed?.host)
    }
}
