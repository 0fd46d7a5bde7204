// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension PacketReader {
    /// The longest text that is kept of one TXT record, in bytes; what is longer ends in `…`.
    private static let maximumTextBytes = 4096

    /// Reads the data of a record as `dig +short` prints it.
    mutating func value(
        _ packet: Span<UInt8>, _ entry: Entry, type: NameAnswer.RecordType
    ) throws(Malformed) -> String {
        switch type {
        case .a:
            return try address(packet, entry, count: 4)
        case .aaaa:
            return try address(packet, entry, count: 16)
        case .cname, .ns, .ptr:
            text.removeAll(keepingCapacity: true)
            return try endingName(packet, entry)
        case .mx:
            text.removeAll(keepingCapacity: true)
            append(try uint16(packet))
            text.append(0x20)
            return try endingName(packet, entry)
        case .soa:
            let primary = try name(packet)
            let mailbox = try name(packet)
            guard entry.end - position == 20 else { throw Malformed() }
            var text = "\(primary). \(mailbox)."
            for _ in 0..<5 { text += " \(try uint32(packet))" }
            return text
        case .txt:
            return try strings(packet, entry)
        }
    }

    /// Reads the name at the end of a record behind what is in ``text``.
    private mutating func endingName(
        _ packet: Span<UInt8>, _ entry: Entry
    ) throws(Malformed) -> String {
        try appendName(packet)
        guard position == entry.end else { throw Malformed() }
        text.append(UInt8(ascii: "."))
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func append(_ number: UInt16) {
        if number >= 10 { append(number / 10) }
        text.append(0x30 + UInt8(number % 10))
    }

    private mutating func address(
        _ packet: Span<UInt8>, _ entry: Entry, count: Int
    ) throws(Malformed) -> String {
        guard entry.end - position == count else { throw Malformed() }
        let place = position
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            for index in 0..<count {
                buffer.initializeElement(at: index, to: packet[place + index])
            }
            filled = count
        }
        guard let address = IPAddress(bytes: bytes) else { throw Malformed() }
        position = entry.end
        return address.description
    }

    /// Reads the strings of a TXT record, each in quotes.
    private mutating func strings(
        _ packet: Span<UInt8>, _ entry: Entry
    ) throws(Malformed) -> String {
        text.removeAll(keepingCapacity: true)
        while position < entry.end, text.count < Self.maximumTextBytes {
            let length = Int(try uint8(packet))
            guard length <= entry.end - position else { throw Malformed() }
            if !text.isEmpty { text.append(0x20) }
            text.append(UInt8(ascii: "\""))
            for index in position..<(position + length) {
                switch packet[index] {
                case 0x20:
                    text.append(0x20)
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    text += [UInt8(ascii: "\\"), packet[index]]
                default:
                    text.appendPrintable(packet[index])
                }
            }
            text.append(UInt8(ascii: "\""))
            position += length
        }
        let shown = String(decoding: text, as: UTF8.self)
        return position < entry.end ? shown + " …" : shown
    }
}
