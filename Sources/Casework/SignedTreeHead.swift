// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The SHA-256 that stands for a part of a log's Merkle tree (RFC 6962, section 2.1).
package struct TreeHash: Sendable, Hashable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// `nil` if these are not 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    package static let length = 32

    /// In lowercase hexadecimal.
    package var text: String {
        bytes.reduce(into: "") { text, byte in
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
    }
}

extension TreeHash: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let hash = TreeHash([UInt8](try container.decode(Data.self))) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a hash is not 32 bytes long")
        }
        self = hash
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes))
    }
}

/// 签名树头: what a certificate-transparency log signed about itself at one time: how many entries
/// it has, and the hash that stands for all of them.
package struct SignedTreeHead: Sendable, Hashable, Codable {
    /// How many entries the log has.
    package var size: Int64
    /// When it was signed, by the log's clock, in milliseconds since 1970.
    package var milliseconds: UInt64
    package var root: TreeHash
    /// RFC 5246's `DigitallySigned`, as it came.
    package var signature: Data
    /// The answer or checkpoint that said so, as it came.
    package var text: String

    package init(
        size: Int64, milliseconds: UInt64, root: TreeHash, signature: [UInt8], text: String
    ) {
        self.size = size
        self.milliseconds = milliseconds
        self.root = root
        self.signature = Data(signature)
        self.text = text
    }

    /// When it was signed, by the log's clock.
    package var time: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// What the signature is over (RFC 6962, section 3.5).
    package var signedBytes: [UInt8] {
        // Version 1, a tree head.
        [0, 1] + Self.bigEndian(milliseconds) + Self.bigEndian(UInt64(size)) + root.bytes
    }

    private static func bigEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    }
}
