// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import ContentCoding
import CurlFetcher
import FoundationEssentials
import NameResolver
import Sealing

// What comes over the wire: DNS packets, certificates, HTTP heads, compressed bodies.

extension Target {
    static func dns() -> Target {
        let question: [UInt8] = [1, 0x61, 7] + Array("example".utf8) + [0]
        func packet(_ counts: [UInt8], _ type: UInt8, _ records: [UInt8]) -> [UInt8] {
            [0x12, 0x34, 0x81, 0x80, 0, 1, 0, counts[0], 0, counts[1], 0, counts[2]] + question
                + [0, type, 0, 1] + records
        }
        func record(_ type: UInt8, _ data: [UInt8]) -> [UInt8] {
            [0xC0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, UInt8(data.count)] + data
        }
        let name: [UInt8] = [2, 0x6E, 0x73, 0xC0, 14]
        let soa = name + name + [UInt8](repeating: 1, count: 20)
        return Target(
            "dns", share: 2000,
            seeds: [
                packet([1, 0, 0], 1, record(1, [127, 0, 0, 1])),
                packet([1, 0, 0], 28, record(28, [UInt8](repeating: 0, count: 15) + [1])),
                packet([2, 0, 0], 5, record(5, name) + record(1, [127, 0, 0, 1])),
                packet([1, 0, 0], 15, record(15, [0, 10] + name)),
                packet([1, 0, 0], 16, record(16, [3, 0x61, 0x5C, 0x22, 0, 1, 0xFF])),
                packet([0, 1, 0], 1, record(6, soa)),
                packet([0, 1, 1], 1, record(6, soa) + [0, 0, 41, 16, 0, 1, 0, 0, 0, 0, 0]),
                packet([2, 0, 0], 2, record(2, name) + record(2, [0xC0, 12])),
                packet([1, 0, 0], 12, record(12, name)),
            ],
            tokens: [
                [0xC0, 12], [0xC0, 0], [0xC0, 0xFF], [63], [0], [0xFF, 0xFF], question, name,
                record(5, [0xC0, 12]), record(1, [127, 0, 0, 1]), [0, 0, 41],
            ]
        ) { input, random in
            let types = NameAnswer.RecordType.allCases
            let type = types[random.below(types.count)]
            let reply = Reply(input.span, name: "a.example", type: type)
            try require(reply.records.count <= 512, "\(reply.records.count) records")
            try require(reply.lifetimeSeconds >= 0, "it lives \(reply.lifetimeSeconds) s")
            for record in reply.records {
                try require(
                    record.value.utf8.allSatisfy { (0x20...0x7E).contains($0) },
                    "the value '\(record.value)' is not printable")
                try require(record.ttlSeconds >= 0, "a record lives \(record.ttlSeconds) s")
            }
        }
    }

    /// Names that become questions, which must be ours when they come back, and nobody else's.
    static func question() -> Target {
        Target(
            "question", share: 1000,
            texts: [
                "a.example", "xn--fiq228c.example", "A.B.C.example", "_dmarc.a.example", "a..b", "",
                String(repeating: "a", count: 63) + ".b", String(repeating: "ab.", count: 84) + "c",
            ],
            tokens: [".", "..", "\\", "\u{0}", " ", ".onion", String(repeating: "x", count: 64)]
        ) { input, random in
            let types = NameAnswer.RecordType.allCases
            let type = types[random.below(types.count)]
            var labels = [UInt8](repeating: 0, count: QuestionWriter.maximumNameBytes)
            var packet = [UInt8](repeating: 0, count: QuestionWriter.maximumBytes)
            let name = text(input)
            let labelBytes = labels.withUnsafeMutableBufferPointer { target in
                target.baseAddress.flatMap { QuestionWriter.write(name: name, at: $0) }
            }
            guard let labelBytes else { return }
            try require(labelBytes == name.utf8.count + 2, "\(labelBytes) bytes for '\(name)'")
            let (isOurs, isOther) = labels.withUnsafeBufferPointer { labels in
                let written = UnsafeBufferPointer(rebasing: labels[..<labelBytes])
                let length = QuestionWriter.bytes(ofName: labelBytes)
                packet.withUnsafeMutableBufferPointer { target in
                    guard let target = target.baseAddress else { return }
                    QuestionWriter.write(id: 7, name: written, type: type, at: target)
                }
                packet.removeLast(packet.count - length)
                let isOurs = QuestionWriter.isQuestion(in: packet.span, name: written, type: type)
                packet[random.below(length - 12) + 12] ^= 0x80
                return (
                    isOurs, QuestionWriter.isQuestion(in: packet.span, name: written, type: type)
                )
            }
            try require(isOurs, "our own question is another's")
            try require(!isOther, "another question passes for ours")
            // What is not a packet of ours at all is only read.
            labels.withUnsafeBufferPointer { labels in
                _ = QuestionWriter.isQuestion(
                    in: input.span, name: UnsafeBufferPointer(rebasing: labels[..<labelBytes]),
                    type: type)
            }
        }
    }

    static func head() -> Target {
        Target(
            "head", share: 1000,
            texts: [
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: a=b\r\n folded\r\n\r\n",
                "HTTP/2 301\r\nlocation: /x\r\n\r\n", "HTTP/1.0 404\nA:\nB : c\n\n",
                "GET / HTTP/1.1\r\nHost: a\r\nProxy-Authorization: Basic eDp5\r\nAccept: */*\r\n\r\n",
            ],
            tokens: [
                "\r\n", "\n", "\r", " ", "\t", ":", "HTTP/", "proxy-authorization:",
                "PROXY-AUTHORIZATION: z\r\n", "999999999999999999999", "-1", "\u{0}",
            ]
        ) { input, _ in
            if let head = ResponseHead(input) {
                for field in head.headers {
                    try require(
                        !(field.name + field.value).utf8.contains(0x0A), "a field of two lines")
                }
            }
            let kept = RequestHead.withoutCredentials(input)
            try require(kept.count <= input.count, "a request head grew")
            let hasSecret = text(kept).lowercased().split(separator: "\n")
                .contains { $0.hasPrefix("proxy-authorization:") }
            try require(!hasSecret, "what lets us through a proxy is kept")
        }
    }

    static func coding() -> Target {
        let gzip = Fixtures.gzip(Fixtures.record)
        return Target(
            "coding", share: 500,
            seeds: [
                gzip, Array(gzip.dropFirst(10).dropLast(8)), [0x78, 0x9C] + gzip.dropFirst(10),
                [0x0B, 0x02, 0x80, 0x68, 0x65, 0x6C, 0x6C, 0x6F, 0x03], [0x3B], [0x06],
            ],
            tokens: [
                [0x1F, 0x8B, 8, 0], [0x78, 0x9C], [0xFF, 0xFF], [0, 0], [3, 0],
                [1, 0, 0, 0xFF, 0xFF],
                [0x0B, 0x02, 0x80],
            ]
        ) { input, random in
            let codings = [
                "gzip", "deflate", "br", "gzip, br", "deflate,deflate", "x-gzip , identity", "zstd",
            ]
            let coding = codings[random.below(codings.count)]
            let limit = [0, 1, 4096, 1 << 20][random.below(4)]
            let decoded = ContentCoding.decode(input, coding: coding, limit: limit)
            try require(decoded.bytes.count <= limit, "\(decoded.bytes.count) of \(limit) bytes")
        }
    }

    static func certificate() -> Target {
        let der = [UInt8](Data(base64Encoded: Fixtures.certificate) ?? Data())
        return Target(
            "certificate", share: 400, seeds: [der],
            tokens: [
                [0x30, 0x80], [0x30, 0x82, 0xFF, 0xFF], [0x04, 0x00],
                [0x06, 0x03, 0x55, 0x1D, 0x11],
                [0x82, 0x00], [0x87, 0x04], [0x0C, 0x01, 0x00], [0x17, 0x0D], [0x84, 0x7F, 0xFF],
            ]
        ) { input, _ in
            guard let facts = CertificateReader.facts(ofDER: input) else { return }
            try require(
                facts.alternativeNames.count <= CertificateReader.maximumNames, "too many names")
        }
    }
}
