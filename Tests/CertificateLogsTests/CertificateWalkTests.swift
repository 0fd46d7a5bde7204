// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CertificateLogs
import Digests
import Foundation
import Sealing
import Testing

/// Our walk over a certificate against what OpenSSL reads, of certificates that it made.
struct CertificateWalkTests {
    private static func walk(_ der: [UInt8], isPart: Bool = false) -> CertificateWalk? {
        CertificateWalk(der.span, 0..<der.count, isPart: isPart)
    }

    private static func names(_ der: [UInt8], isPart: Bool = false) throws -> [String] {
        let found = Self.walk(der, isPart: isPart)
        let walk = try #require(found)
        return walk.names.map { String(decoding: der[$0], as: UTF8.self) }
    }

    /// The hosts that `openssl x509` prints.
    private static func printed(_ der: [UInt8]) throws -> [String] {
        let text = String(
            decoding: try tool(
                ["openssl", "x509", "-inform", "DER", "-noout", "-ext", "subjectAltName"],
                input: der), as: UTF8.self)
        return text.split(whereSeparator: { $0 == "," || $0.isNewline })
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.hasPrefix("DNS:") }.map { String($0.dropFirst(4)) }
    }

    private static let samples: [(what: String, make: @Sendable () throws -> [UInt8])] = [
        ("one name", { try Certificates.make(["a.example"]) }),
        (
            "names of every kind",
            {
                try Certificates.make(
                    [], subject: "/CN=a.example",
                    extensions: [
                        "subjectAltName=critical,DNS:a.example,DNS:*.a.example,IP:127.0.0.1,"
                            + "email:x@a.example,URI:https://a.example/,RID:1.2.3,DNS:B.EXAMPLE"
                    ])
            }
        ),
        (
            "a thousand names",
            { try Certificates.make((0..<1000).map { "host-\($0).a.example" }) }
        ),
        (
            "no common name",
            { try Certificates.make(["a.example", "xn--fiqs8s.example"], subject: "/O=某某公司") }
        ),
        (
            "many fields before the names",
            {
                try Certificates.make(
                    ["a.example"], subject: "/C=CN/ST=江苏/L=南京/O=某某公司/OU=网络部/CN=某某",
                    extensions: [
                        "extendedKeyUsage=serverAuth", "keyUsage=critical,digitalSignature",
                        "certificatePolicies=1.2.3.4", "1.3.6.1.4.1.11129.2.4.3=critical,DER:0500",
                    ])
            }
        ),
        ("letters beyond ASCII", { try Certificates.make(["查询.example"]) }),
    ]

    @Test(arguments: 0..<6)
    func `The names are those that OpenSSL reads`(sample: Int) throws {
        let der = try Self.samples[sample].make()
        let printed = try Self.printed(der)

        #expect(!printed.isEmpty)
        let what = Self.samples[sample].what
        #expect(try Self.names(der).filter { $0 != "某某" } == printed, "\(what)")
        #expect(try Self.names(Certificates.part(of: der), isPart: true) == printed)
    }

    @Test func `Serial, issuer and validity are those that OpenSSL reads`() throws {
        let der = try Certificates.make(["a.example"], subject: "/O=Some CA/CN=Some Issuer")
        let facts = try #require(CertificateReader.facts(ofDER: der))

        let walk = try #require(Self.walk(der))

        // The first byte may be a zero that keeps the number positive.
        let serial = Hexadecimal.text(der[walk.serial].drop { $0 == 0 })
        #expect(serial == facts.serial)
        let issuer = walk.issuerName(der.span)
        #expect(issuer == "Some Issuer")
        let validity = walk.validity(der.span)
        #expect(validity.from == facts.notBefore)
        #expect(validity.until == facts.notAfter)
    }

    @Test func `A host in the common name counts where there are no alternative names`() throws {
        let der = try Certificates.make([], subject: "/O=Somebody/CN=cx-mem.example")
        #expect(try Self.names(der) == ["cx-mem.example"])
        let person = try Certificates.make([], subject: "/CN=Zhang San")
        #expect(try Self.names(person).isEmpty)
    }

    @Test func `A name with a zero inside is no host, whatever stands before it`() throws {
        // GeneralNames with a dNSName `mem.gov.cn`, zero, `.a.example`.
        let inner = Array("mem.gov.cn".utf8) + [0] + Array(".a.example".utf8)
        let value = [0x30, UInt8(inner.count + 2), 0x82, UInt8(inner.count)] + inner
        let der = try Certificates.make(
            [], subject: "/O=Somebody",
            extensions: ["subjectAltName=DER:" + Hexadecimal.text(value)])

        let walk = try #require(Self.walk(der))

        #expect(walk.names.map { Array(der[$0]) } == [inner])
        var host: [UInt8] = []
        let form = LoggedName.read(der.span, walk.names[0], into: &host)
        #expect(form == .none)
    }

    @Test func `Whatever byte is wrong, what OpenSSL reads is read alike, and nothing breaks`()
        throws
    {
        let der = try Certificates.make(["cx-mem.example", "*.cx-mem.example"])
        var read = 0
        for place in der.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                var wrong = der
                wrong[place] ^= change
                let walk = Self.walk(wrong)
                guard let facts = CertificateReader.facts(ofDER: wrong), let walk else { continue }
                read += 1
                // OpenSSL gives no names at all of an extension that it cannot read.
                guard !facts.alternativeNames.isEmpty else { continue }
                let names = walk.names.map { String(decoding: wrong[$0], as: UTF8.self) }
                #expect(
                    facts.alternativeNames.allSatisfy {
                        names.contains($0) || $0.contains(":") || $0.contains("@")
                            || IPAddress($0) != nil || wrong[place - 1] & 0xE0 != 0x80
                    }, "byte \(place) ^ \(change)")
            }
        }
        #expect(read > der.count)
        for length in der.indices {
            #expect(Self.walk(Array(der[..<length])) == nil)
        }
        #expect(Self.walk(der + [0]) == nil)
    }

    @Test(arguments: [
        ("a.example", "a.example", LoggedName.Form.plain), ("*.A.Example", "a.example", .plain),
        ("a_b.example", "a_b.example", .plain), ("a.example.", "a.example.", .odd),
        ("查.example", "查.example", .odd), ("1.2.3.4", "1.2.3.4", .odd), ("localhost", "", .none),
        ("a b.example", "", .none), ("https://a.example/", "", .none), ("", "", .none),
        ("*.", "", .none), ("a..b", "a..b", .odd),
        (String(repeating: "a", count: 64) + ".b", "", .none),
    ])
    func `A name of a certificate is taken for a host, or not`(
        written: String, host: String, form: LoggedName.Form
    ) {
        let bytes = Array(written.utf8)
        var read: [UInt8] = []
        let found = LoggedName.read(bytes.span, 0..<bytes.count, into: &read)
        #expect(found == form)
        if form != .none { #expect(String(decoding: read, as: UTF8.self) == host) }
    }
}
