// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A value of JSON, for formats whose objects have each their own fields.
package enum MachineValue: Sendable, Hashable, Encodable {
    case text(String)
    case number(Int)
    case decimal(Double)
    case flag(Bool)
    case list([MachineValue])
    case object([String: MachineValue])

    /// An object of those `fields` that have a value.
    package static func fields(_ fields: [String: MachineValue?]) -> MachineValue {
        .object(fields.compactMapValues(\.self))
    }

    package static func texts(_ texts: some Sequence<String>) -> MachineValue {
        .list(texts.map { .text($0) })
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .decimal(let value): try container.encode(value)
        case .flag(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .object(let fields): try container.encode(fields)
        }
    }
}

extension MachineValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
    package init(arrayLiteral elements: MachineValue...) { self = .list(elements) }
}

/// UUIDs that are the same each time the same thing is written (RFC 9562, version 5).
package struct StableIdentifiers: Sendable {
    /// SHA-1 of bytes; the hash is the caller's, because this floor has none.
    private let sha1: @Sendable ([UInt8]) -> [UInt8]

    package init(sha1: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.sha1 = sha1
    }

    /// The namespace of STIX 2.1 for observables, section 2.9.
    package static let stix: [UInt8] = [
        0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9,
        0xb7,
    ]
    /// Jianwei's own, drawn by lot.
    package static let own: [UInt8] = [
        0x9a, 0x3e, 0x51, 0x0c, 0x7d, 0x24, 0x4b, 0x88, 0xa6, 0x1f, 0x05, 0xc2, 0x6e, 0x93, 0x4d,
        0x70,
    ]

    package func uuid(_ name: String, in namespace: [UInt8] = own) -> String {
        var bytes = Array(sha1(namespace + Array(name.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        return groups.map { digits[$0].joined() }.joined(separator: "-")
    }
}
