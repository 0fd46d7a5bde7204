// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// A place in a DNS packet, and how to read on from there without ever leaving the packet.
///
/// The packet itself is handed to each call, because a `Span` cannot be kept.
struct PacketReader {
    /// The packet breaks a rule of RFC 1035.
    struct Malformed: Error {}

    /// The head of a resource record; its data lies from the reader's position to `end`.
    struct Entry {
        let owner: String
        let type: UInt16
        let rawLifetime: UInt32
        let end: Int

        /// The time to live: 0 if its top bit is set (RFC 2181, section 8).
        var lifetimeSeconds: Int { rawLifetime > 0x7FFF_FFFF ? 0 : Int(rawLifetime) }
    }

    /// The name that was asked for, which stands at the start of the question.
    let questionName: String
    var position = 0
    /// The text that is being made of a record, kept so that its room is made once.
    var text: [UInt8] = []

    /// Where the question begins; most owner names are a pointer to it.
    private static let questionOffset = 12
    /// The longest name in a packet (RFC 1035, section 2.3.4).
    private static let maximumNameBytes = 255

    init(name: String) {
        questionName = name
    }

    // MARK: - Numbers

    mutating func uint8(_ packet: Span<UInt8>) throws(Malformed) -> UInt8 {
        guard position < packet.count else { throw Malformed() }
        position += 1
        return packet[position - 1]
    }

    mutating func uint16(_ packet: Span<UInt8>) throws(Malformed) -> UInt16 {
        UInt16(try uint8(packet)) << 8 | UInt16(try uint8(packet))
    }

    mutating func uint32(_ packet: Span<UInt8>) throws(Malformed) -> UInt32 {
        UInt32(try uint16(packet)) << 16 | UInt32(try uint16(packet))
    }

    mutating func skip(_ count: Int, _ packet: Span<UInt8>) throws(Malformed) {
        guard count <= packet.count - position else { throw Malformed() }
        position += count
    }

    // MARK: - Names

    mutating func skipName(_ packet: Span<UInt8>) throws(Malformed) {
        while true {
            let length = try uint8(packet)
            switch length & 0xC0 {
            case 0xC0: return try skip(1, packet)
            case 0 where length == 0: return
            case 0: try skip(Int(length), packet)
            default: throw Malformed()
            }
        }
    }

    /// Reads a name: lowercase, without the last dot, odd bytes as `\DDD`; the root is empty.
    mutating func name(_ packet: Span<UInt8>) throws(Malformed) -> String {
        if position + 1 < packet.count, packet[position] == 0xC0,
            packet[position + 1] == Self.questionOffset
        {
            position += 2
            return questionName
        }
        text.removeAll(keepingCapacity: true)
        try appendName(packet)
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads a name into ``text``.
    mutating func appendName(_ packet: Span<UInt8>) throws(Malformed) {
        if text.capacity == 0 { text.reserveCapacity(64) }
        let start = text.count
        var place = position
        var bytes = 0
        // Each pointer must lead further back, so that reading ends.
        var limit = position
        var hasJumped = false
        while true {
            guard place < packet.count else { throw Malformed() }
            let length = Int(packet[place])
            place += 1
            if length & 0xC0 == 0xC0 {
                guard place < packet.count else { throw Malformed() }
                let target = (length & 0x3F) << 8 | Int(packet[place])
                guard target < limit else { throw Malformed() }
                if !hasJumped { position = place + 1 }
                hasJumped = true
                limit = target
                place = target
                continue
            }
            guard length & 0xC0 == 0 else { throw Malformed() }
            if length == 0 { break }
            bytes += length + 1
            guard bytes < Self.maximumNameBytes, length <= packet.count - place else {
                throw Malformed()
            }
            if text.count > start { text.append(UInt8(ascii: ".")) }
            for index in place..<(place + length) { Self.appendNameByte(packet[index], to: &text) }
            place += length
        }
        if !hasJumped { position = place }
    }

    private static func appendNameByte(_ byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"):
            text.append(byte)
        case 0x41...0x5A:
            text.append(byte | 0x20)
        case UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: ";"),
            UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: ")"):
            text += [UInt8(ascii: "\\"), byte]
        default:
            text.appendPrintable(byte)
        }
    }

    // MARK: - Records

    /// Reads the head of a record, and checks that its data lies in the packet.
    mutating func entry(_ packet: Span<UInt8>) throws(Malformed) -> Entry {
        let owner = try name(packet)
        let type = try uint16(packet)
        try skip(2, packet)
        let lifetime = try uint32(packet)
        let length = Int(try uint16(packet))
        guard length <= packet.count - position else { throw Malformed() }
        return Entry(owner: owner, type: type, rawLifetime: lifetime, end: position + length)
    }

    /// Reads data that is one name and nothing else.
    mutating func wholeName(_ packet: Span<UInt8>, _ entry: Entry) throws(Malformed) -> String {
        let name = try name(packet)
        guard position == entry.end else { throw Malformed() }
        return name
    }
}

extension [UInt8] {
    /// Appends a byte, as `\DDD` if it is not printable ASCII (RFC 1035, section 5.1).
    mutating func appendPrintable(_ byte: UInt8) {
        guard !(0x21...0x7E).contains(byte) else { return append(byte) }
        self += [
            UInt8(ascii: "\\"), 0x30 + byte / 100, 0x30 + byte / 10 % 10, 0x30 + byte % 10,
        ]
    }
}
