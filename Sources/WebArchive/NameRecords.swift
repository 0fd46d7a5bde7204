// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials

/// How a ``NameReport`` becomes WARC records.
///
/// The `dns:` records follow WARC 1.1, section 6.3 ("response", scheme `dns`): the time, then the
/// answer's resource records in presentation form (RFC 4501, RFC 4027).
enum NameRecords {
    static func drafts(_ report: NameReport, _ capture: String) -> [RecordDraft] {
        let asked = report.answers.map(\.askedAt).min() ?? Date()
        var whole = RecordDraft(
            .resource, date: asked, contentType: "application/json", block: json(report))
        whole.add("WARC-Target-URI", "urn:jianwei:names:\(uri(capture)):\(uri(report.host))")
        whole.addPayloadDigest()

        let answers = report.answers.map { answer in
            var text = Timestamp.text(answer.askedAt).filter(\.isNumber).prefix(14) + "\n"
            for record in answer.records {
                text += "\(record.name). \(record.ttlSeconds) IN \(record.type.rawValue) "
                text += record.value.replacing("\n", with: "\\010") + "\n"
            }
            if answer.records.isEmpty {
                text += "; \(answer.name). \(answer.type.rawValue): \(answer.status.rawValue)\n"
            }
            var draft = RecordDraft(
                .response, date: answer.askedAt, contentType: "text/dns", block: Array(text.utf8))
            draft.add("WARC-Target-URI", "dns:\(uri(answer.name))?type=\(answer.type.rawValue)")
            draft.add("WARC-IP-Address", answer.resolver.flatMap(host))
            draft.add("WARC-Concurrent-To", whole.id)
            draft.addPayloadDigest()
            return draft
        }
        return answers + [whole]
    }

    /// The address in `address:port`, without brackets.
    private static func host(_ resolver: String) -> String? {
        if let plain = IPAddress(resolver) { return plain.description }
        guard let colon = resolver.lastIndex(of: ":") else { return nil }
        let name = resolver[..<colon].filter { $0 != "[" && $0 != "]" }
        return IPAddress(String(name))?.description
    }

    /// `name` with everything that a URI cannot hold as `%XX`.
    private static func uri(_ name: String) -> String {
        var text: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "*"):
                text.append(byte)
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func json(_ report: NameReport) -> [UInt8] {
        do {
            return try CaseworkJSON.encode(report, pretty: true)
        } catch {
            // Only a number that is not finite cannot be written, and a clock gives none.
            preconditionFailure("cannot describe an answer: \(error)")
        }
    }
}
