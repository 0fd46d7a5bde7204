// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import NetworkRegistry
import Testing

struct DeliveryNetworkTests {
    @Test(arguments: [
        (HeaderField("CF-RAY", "8a1b2c3d4e5f-HKG"), "Cloudflare", "header cf-ray"),
        (HeaderField("Server", "cloudflare"), "Cloudflare", "header server: cloudflare"),
        (HeaderField("Set-Cookie", "acw_tc=0a1b; path=/"), "Alibaba Cloud 阿里云", "cookie acw_tc"),
        (
            HeaderField("Server", "yunjiasu-nginx"), "Baidu Yunjiasu 百度云加速",
            "header server: yunjiasu"
        ),
        (
            HeaderField("X-Cache", "Hit from cloudfront"), "Amazon CloudFront",
            "header x-cache: cloudfront"
        ),
        (HeaderField("x-nws-log-uuid", "1"), "Tencent Cloud 腾讯云", "header x-nws-log-uuid"),
    ])
    func `A mark in the header names its network`(field: HeaderField, name: String, mark: String) {
        let found = DeliveryNetworks.detect(headers: [field], cnames: [])

        #expect(found == [DeliveryNetwork(name: name, mark: mark)])
    }

    @Test(arguments: [
        ("site.example.w.kunlunca.com.", "Alibaba Cloud 阿里云", "cname *.kunlunca.com"),
        ("site.example.CDN.DNSV1.com", "Tencent Cloud 腾讯云", "cname *.cdn.dnsv1.com"),
        ("0a1b.yunjiasu-cdn.net", "Baidu Yunjiasu 百度云加速", "cname *.yunjiasu-cdn.net"),
        ("xzgg-gov-cn.cname.saaswaf.com", "saaswaf.com", "cname *.saaswaf.com"),
        ("d1.cloudfront.net.", "Amazon CloudFront", "cname *.cloudfront.net"),
    ])
    func `An alias into a network names it`(cname: String, name: String, mark: String) {
        let found = DeliveryNetworks.detect(headers: [], cnames: [cname])

        #expect(found == [DeliveryNetwork(name: name, mark: mark)])
    }

    @Test func `All marks are told, those of one network together`() {
        let found = DeliveryNetworks.detect(
            headers: [HeaderField("Server", "cloudflare"), HeaderField("cf-ray", "1")],
            cnames: ["a.cdn.cloudflare.net."])

        #expect(Set(found.map(\.name)) == ["Cloudflare"])
        #expect(
            found.map(\.mark) == [
                "header cf-ray", "header server: cloudflare", "cname *.cdn.cloudflare.net",
                "cname *.cloudflare.net",
            ])
    }

    @Test func `Names that only resemble a network's, and bare caches, are no mark`() {
        let found = DeliveryNetworks.detect(
            headers: [
                HeaderField("X-Cache", "HIT"), HeaderField("Via", "1.1 varnish"),
                HeaderField("Server", "nginx"), HeaderField("Set-Cookie", "sid=acw_tc"),
                HeaderField("X-Note", "cf-ray"),
            ],
            cnames: ["notkunlunca.com", "cloudfront.net.evil.example", "example.com"])

        #expect(found.isEmpty)
    }
}

struct FingerprintTests {
    /// Values of Python's `mmh3.hash(base64.encodebytes(icon))`.
    @Test(
        arguments: [
            ([], 0), ([0], -1_253_000_196), (Array(0..<57), 459_585_070),
            (Array(0..<58), -280_317_500),
            ((0..<1150).map { UInt8($0 % 256) }, -1_557_203_176),
            ([0, 0, 1, 0] + (0..<100).flatMap { _ in Array("icon".utf8) }, 1_068_864_678),
        ] as [([UInt8], Int32)])
    func `An icon's hash is the one search engines use`(icon: [UInt8], hash: Int32) {
        #expect(Favicon.murmur3(icon) == hash)
    }

    /// The SHA-256 of `Server:Date:Content-Type:Set-Cookie:Connection`.
    private static let digest = "34757dd3056b7940db031d49b31ccc9a7c571a5e08d47b43eb99ea4265283fa9"

    private static let headers = [
        HeaderField("Server", "a"), HeaderField("Date", "b"), HeaderField("Content-Type", "c"),
        HeaderField("Set-Cookie", "d"), HeaderField("Set-Cookie", "e"),
        HeaderField("Connection", "f"),
    ]

    @Test(arguments: [("HTTP/1.0", 1), ("HTTP/1.1", 1), ("h2", 2), ("h3", 3)])
    func `Equal neighbours count once in the order of header names`(version: String, number: Int) {
        let hash = HeaderOrder.hash(Self.headers, httpVersion: version)

        #expect(hash == "hhh:\(number):\(Self.digest)")
    }

    @Test func `Values do not change the hash, order and letter case do`() {
        let hash = HeaderOrder.hash(Self.headers, httpVersion: "HTTP/1.1")
        let others = Self.headers.map { HeaderField($0.name, "other") }
        let lower = Self.headers.map { HeaderField($0.name.lowercased(), $0.value) }

        #expect(HeaderOrder.hash(others, httpVersion: "HTTP/1.1") == hash)
        #expect(HeaderOrder.hash(Self.headers.reversed(), httpVersion: "HTTP/1.1") != hash)
        #expect(HeaderOrder.hash(lower, httpVersion: "HTTP/1.1") != hash)
    }
}
