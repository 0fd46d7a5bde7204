// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import Foundation
import Testing

@testable import Sealing

struct CertificateReaderTests {
    /// Made for this test: a name beyond ASCII with a comma in it, alternative names of every kind,
    /// two certificate timestamps.
    private static let pem = """
        -----BEGIN CERTIFICATE-----
        MIIDLTCCAtOgAwIBAgIFAMD/7gEwCgYIKoZIzj0EAwIwUTELMAkGA1UEBhMCQ04x
        KTAnBgNVBAoMIOafkOafkOenkeaKgOaciemZkOWFrOWPuCwg5rWL6K+VMRcwFQYD
        VQQDDA5jeC1tZW0uZXhhbXBsZTAgFw0yNjExMjMwNTQ3MDlaGA8yMTI2MTAzMDA1
        NDcwOVowUTELMAkGA1UEBhMCQ04xKTAnBgNVBAoMIOafkOafkOenkeaKgOaciemZ
        kOWFrOWPuCwg5rWL6K+VMRcwFQYDVQQDDA5jeC1tZW0uZXhhbXBsZTBZMBMGByqG
        SM49AgEGCCqGSM49AwEHA0IABFU96QLtNOO3zuquJ7mlyxiO0LjNee8LqrOAmGU3
        bpHr+5vS/TDlTEE0UtXA+zVRE5vEp96yITSd5NySL3DOEDCjggGUMIIBkDCB5wYD
        VR0RBIHfMIHcgg5jeC1tZW0uZXhhbXBsZYIQKi5jeC1tZW0uZXhhbXBsZYcEfwAA
        CYcQAAAAAAAAAAAAAAAAAAAAAYEUYWRtaW5AY3gtbWVtLmV4YW1wbGWGF2h0dHBz
        Oi8vY3gtbWVtLmV4YW1wbGUvpHEwbzELMAkGA1UEBhMCQ04xRzBFBgNVBAoMPsOm
        wp/CkMOmwp/CkMOnwqfCkcOmworCgMOmwpzCicOpwpnCkMOlwoXCrMOlwo/CuCwg
        w6bCtcKLw6jCr8KVMRcwFQYDVQQDDA5jeC1tZW0uZXhhbXBsZTCBhAYKKwYBBAHW
        eQIEAgR2BHQAcgA3AKurq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urAAAB
        m3baqHsAAAQDAAgwBgIBAQIBAQA3AAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB
        AQEBAQEBAAABm3baq+gAAAQDAAgwBgIBAQIBATAdBgNVHQ4EFgQU4Yi6XuVK0idm
        +IvEJVaoNwzVM9UwCgYIKoZIzj0EAwIDSAAwRQIgEii/Zc0bxrbL5Rqqumigw9+K
        xm1vMRdGPpcbR9Lom3wCIQD0m7Dsfhr8YF1ma9kj1hqipAHAPGHuAxxAm1cnwFhv
        uw==
        -----END CERTIFICATE-----
        """

    private static let der: [UInt8] = {
        let body = pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
        return [UInt8](Data(base64Encoded: body) ?? Data())
    }()

    @Test func `A certificate is read with all that identifies it`() throws {
        let facts = try #require(CertificateReader.facts(ofDER: Self.der))

        #expect(facts.subject == "CN=cx-mem.example,O=某某科技有限公司\\, 测试,C=CN")
        #expect(facts.issuer == facts.subject)
        #expect(
            facts.alternativeNames == [
                "cx-mem.example", "*.cx-mem.example", "127.0.0.9", "::1", "admin@cx-mem.example",
                "https://cx-mem.example/",
            ])
        #expect(Timestamp.text(facts.notBefore) == "2026-11-23T05:47:09.000Z")
        #expect(Timestamp.text(facts.notAfter) == "2126-10-30T05:47:09.000Z")
        #expect(facts.serial == "c0ffee01")
        #expect(
            facts.sha256 == "cfcd58381c2b1f835c5f4e9023f0f520a11bff72f8cdc61082e521aed9c3ac04")
        #expect(
            facts.timestamps.map(\.log)
                == [String(repeating: "ab", count: 32), String(repeating: "01", count: 32)])
        #expect(
            facts.timestamps.map { Timestamp.text($0.time) }
                == ["2026-01-01T00:00:00.123Z", "2026-01-01T00:00:01.000Z"])
    }

    @Test func `The text form is what stock tools write`() {
        #expect(PEM.text(ofDER: Self.der) == Self.pem + "\n")
    }

    @Test func `What is no certificate gives nothing, whatever byte is wrong`() {
        #expect(CertificateReader.facts(ofDER: []) == nil)
        #expect(CertificateReader.facts(ofDER: Array("hello".utf8)) == nil)
        #expect(CertificateReader.facts(ofDER: Self.der + [0]) == nil)
        #expect(
            CertificateReader.facts(
                ofDER: [UInt8](repeating: 0x30, count: CertificateReader.maximumBytes + 1)) == nil)
        for length in stride(from: 0, to: Self.der.count, by: 7) {
            #expect(CertificateReader.facts(ofDER: Array(Self.der.prefix(length))) == nil)
        }
        // Some of these still are certificates; none may crash.
        for index in Self.der.indices {
            var changed = Self.der
            changed[index] ^= 0xFF
            _ = CertificateReader.facts(ofDER: changed)
        }
    }
}
