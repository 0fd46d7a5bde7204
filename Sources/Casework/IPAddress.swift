// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// An IPv4 or IPv6 address.
package struct IPAddress: Sendable, Hashable {
    /// 4 or 16 bytes in network order.
    package let bytes: [UInt8]

    package var isIPv6: Bool { bytes.count == 16 }

    /// - Parameter bytes: 4 or 16 bytes in network order; `nil` for any other count.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads `192.0.2.1` or `2001:db8::1` (RFC 4291 section 2.2, without a zone).
    ///
    /// `010.0.0.1` is refused: some read it as 8.0.0.1 and some as 10.0.0.1.
    package init?(_ text: String) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let bytes = Self.ipv6(text) else { return nil }
            self.bytes = bytes
        } else {
            guard let bytes = Self.ipv4(text) else { return nil }
            self.bytes = bytes
        }
    }

    /// Reads an IPv4 address as browsers do: `2130706433`, `0x7f.1` and `0177.0.0.1` are 127.0.0.1.
    ///
    /// Source: WHATWG URL, section 3.5, "IPv4 parser".
    package init?(looseIPv4 text: String) {
        var parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        guard (1...4).contains(parts.count) else { return nil }
        var numbers: [UInt64] = []
        for part in parts {
            // Digits only: Swift's own parser would take a sign.
            guard part.utf8.allSatisfy({ $0.isHexDigit || $0 | 0x20 == UInt8(ascii: "x") }) else {
                return nil
            }
            let number: UInt64?
            if part.lowercased().hasPrefix("0x") {
                number = part.utf8.count == 2 ? 0 : UInt64(part.dropFirst(2), radix: 16)
            } else if part.utf8.count > 1, part.utf8.first == 0x30 {
                number = UInt64(part, radix: 8)
            } else {
                number = UInt64(part)
            }
            guard let number else { return nil }
            numbers.append(number)
        }
        let last = numbers.removeLast()
        guard numbers.allSatisfy({ $0 < 256 }), last < 1 << UInt64(8 * (4 - numbers.count)) else {
            return nil
        }
        var value = last
        for (index, number) in numbers.enumerated() { value |= number << UInt64(24 - 8 * index) }
        self.bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt64(24 - 8 * $0)) }
    }

    private static func ipv4(_ text: String) -> [UInt8]? {
        // Without a list of parts: whether a host is an address is asked of every host.
        var value: UInt32 = 0
        var (part, digits, dots) = (UInt32(0), 0, 0)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: ".") where digits > 0 && dots < 3:
                value = value << 8 | part
                (part, digits, dots) = (0, 0, dots + 1)
            case 0x30...0x39 where digits == 0 || part > 0:
                part = part * 10 + UInt32(byte - 0x30)
                digits += 1
                guard part < 256 else { return nil }
            default:
                return nil
            }
        }
        guard digits > 0, dots == 3 else { return nil }
        value = value << 8 | part
        return [
            UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255),
            UInt8(value & 255),
        ]
    }

    private static func ipv6(_ text: String) -> [UInt8]? {
        // A colon with a mark upon it is another character to what follows here.
        guard text.utf8.count <= 45,
            text.utf8.allSatisfy({ $0.isHexDigit || ":.".utf8.contains($0) })
        else { return nil }
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, !text.contains(":::") else { return nil }
        var sides: [[UInt8]] = []
        for (half, isLastHalf) in zip(halves, halves.indices.map { $0 == halves.count - 1 }) {
            var side: [UInt8] = []
            let groups =
                half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
            for (index, group) in groups.enumerated() {
                if group.utf8.contains(UInt8(ascii: ".")) {
                    // Only the very end can be written as IPv4.
                    guard isLastHalf, index == groups.count - 1,
                        let tail = IPAddress(String(group)), !tail.isIPv6
                    else { return nil }
                    side += tail.bytes
                } else {
                    guard (1...4).contains(group.utf8.count),
                        group.utf8.allSatisfy(\.isHexDigit), let value = UInt16(group, radix: 16)
                    else { return nil }
                    side += [UInt8(value >> 8), UInt8(value & 255)]
                }
            }
            sides.append(side)
        }
        let known = sides.reduce(0) { $0 + $1.count }
        if sides.count == 1 { return known == 16 ? sides[0] : nil }
        guard known <= 14 else { return nil }
        return sides[0] + [UInt8](repeating: 0, count: 16 - known) + sides[1]
    }

    /// The IPv4 address inside an IPv4-mapped, translated (RFC 2765), NAT64 (RFC 6052), 6to4 or ISATAP
    /// (RFC 5214) address, if it is one.
    package var embeddedIPv4: IPAddress? {
        guard isIPv6 else { return nil }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
        let isCompatible = bytes[..<12].allSatisfy { $0 == 0 } && bytes[12...] != [0, 0, 0, 1]
        let isNAT64 = bytes[..<12] == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
        let isTranslated = bytes[..<12] == [0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0]
        let isISATAP = bytes[8] & 0xFC == 0 && bytes[9..<12] == [0, 0x5E, 0xFE]
        if isMapped || isCompatible || isNAT64 || isTranslated || isISATAP {
            return IPAddress(bytes: Array(bytes[12...]))
        }
        if bytes[0] == 0x20, bytes[1] == 0x02 { return IPAddress(bytes: Array(bytes[2..<6])) }
        return nil
    }
}

extension IPAddress: CustomStringConvertible {
    private var dottedDecimal: String {
        String(unsafeUninitializedCapacity: 15) { buffer in
            var count = 0
            func put(_ byte: UInt8) {
                buffer.initializeElement(at: count, to: byte)
                count += 1
            }
            for (index, byte) in bytes.enumerated() {
                if index > 0 { put(UInt8(ascii: ".")) }
                if byte >= 100 { put(0x30 + byte / 100) }
                if byte >= 10 { put(0x30 + byte / 10 % 10) }
                put(0x30 + byte % 10)
            }
            return count
        }
    }

    /// The usual form: dotted decimal, or RFC 5952.
    package var description: String {
        guard isIPv6 else { return dottedDecimal }
        let groups = stride(from: 0, to: 16, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        var longest = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(longest.count, 1) { longest = start..<end }
            start = max(end, start + 1)
        }
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        if longest.isEmpty { return text(0..<8) }
        return text(0..<longest.lowerBound) + "::" + text(longest.upperBound..<8)
    }
}

extension IPAddress: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let address = IPAddress(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not an IP address")
        }
        self = address
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
