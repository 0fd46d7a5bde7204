// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import FoundationEssentials

/// A WARC record to be written.
///
/// Source: WARC 1.1 (ISO 28500:2017),
/// <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/>.
struct RecordDraft {
    enum Kind: String {
        case warcinfo, request, response, resource, metadata
    }

    let id = "<urn:uuid:\(UUID().uuidString.lowercased())>"
    private var fields: [HeaderField]
    private let block: [UInt8]

    init(_ kind: Kind, date: Date, contentType: String, block: [UInt8]) {
        self.block = block
        fields = [
            HeaderField("WARC-Type", kind.rawValue),
            HeaderField("WARC-Record-ID", id),
            HeaderField("WARC-Date", Timestamp.text(date)),
            HeaderField("Content-Type", contentType),
        ]
    }

    mutating func add(_ name: String, _ value: String?) {
        if let value { fields.append(HeaderField(name, value)) }
    }

    /// Adds the digest of a payload, which is the whole block unless it is given.
    mutating func addPayloadDigest(of payload: [UInt8]? = nil) {
        add("WARC-Payload-Digest", "sha256:\(Digest.hex(payload ?? block))")
    }

    /// The record, whole, not compressed.
    var bytes: [UInt8] {
        var text = "WARC/1.1\r\n"
        for field in fields { text += "\(field.name): \(Self.safe(field.value))\r\n" }
        text += "WARC-Block-Digest: sha256:\(Digest.hex(block))\r\n"
        text += "Content-Length: \(block.count)\r\n\r\n"
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + block.count + 4)
        bytes += text.utf8
        bytes += block
        bytes += "\r\n\r\n".utf8
        return bytes
    }

    /// `value` with controls as `%XX`, so that no value can end its line and forge a field.
    private static func safe(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return value }
        return value.unicodeScalars.map { scalar in
            guard scalar.value < 0x20 || scalar.value == 0x7F else { return String(scalar) }
            return "%" + Hexadecimal.text([UInt8(scalar.value)]).uppercased()
        }.joined()
    }
}
