// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A range of IP addresses, written in CIDR form: `127.0.0.0/8`.
package struct AddressRange: Sendable, Hashable {
    package let base: IPAddress
    /// How many leading bits an address must share with `base`.
    package let prefixLength: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let base = IPAddress(String(parts[0])) else {
            return nil
        }
        let bits = base.bytes.count * 8
        var length = bits
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let written = Int(parts[1]), (0...bits).contains(written)
            else { return nil }
            length = written
        }
        self.base = base
        self.prefixLength = length
    }

    package func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == base.bytes.count else { return false }
        let whole = prefixLength / 8
        guard address.bytes[..<whole] == base.bytes[..<whole] else { return false }
        let rest = prefixLength % 8
        return rest == 0 || (address.bytes[whole] ^ base.bytes[whole]) >> UInt8(8 - rest) == 0
    }
}

extension AddressRange: CustomStringConvertible {
    package var description: String { "\(base)/\(prefixLength)" }
}

/// Which addresses a sweep may connect to.
///
/// An address that is not part of the public Internet is refused on every hop, also in the forms
/// that hide an IPv4 address inside an IPv6 one, unless the sweep allows its range by name: a
/// suspect site must not turn us against our own network.
package struct AddressPolicy: Sendable, Hashable {
    /// The ranges that are allowed although they are reserved; none by default.
    package var allowed: [AddressRange]

    package init(allowed: [AddressRange] = []) {
        self.allowed = allowed
    }

    /// Why `address` is refused, or `nil` if it may be connected to.
    package func refusal(of address: IPAddress) -> ReservedRange? {
        if allowed.contains(where: { $0.contains(address) }) { return nil }
        if let inner = address.embeddedIPv4 {
            if allowed.contains(where: { $0.contains(inner) }) { return nil }
            if let reserved = ReservedRange.containing(inner) { return reserved }
        }
        return ReservedRange.containing(address)
    }
}

/// A kind of address that is not part of the public Internet.
///
/// Source: IANA's special-purpose address registries (RFC 6890).
package enum ReservedRange: String, Sendable, Hashable, Codable, CaseIterable {
    case thisNetwork = "this-network"
    case privateUse = "private"
    case carrierNAT = "cgnat"
    case loopback
    case linkLocal = "link-local"
    case protocolAssignment = "protocol-assignment"
    case documentation
    case benchmarking
    case multicast
    case future
    case uniqueLocal = "unique-local"
    case discard
    case nat64
    case unspecified

    /// The kind of reserved range that holds `address`, or `nil` if it is public.
    package static func containing(_ address: IPAddress) -> ReservedRange? {
        if let entry = table.first(where: { $0.range.contains(address) }) { return entry.kind }
        // Of IPv6 only so much was ever given out (RFC 4291, section 2.4); what else a router of ours
        // may make of an address, nobody knows.
        let isPublic = !address.isIPv6 || publicIPv6.contains { $0.contains(address) }
        return isPublic ? nil : .future
    }

    /// Global unicast, IPv4 in IPv6, and the well-known prefix of NAT64.
    private static let publicIPv6 = ["2000::/3", "::ffff:0:0/96", "64:ff9b::/96"].compactMap {
        AddressRange($0)
    }

    private static let table: [(range: AddressRange, kind: ReservedRange)] = [
        ("0.0.0.0/8", .thisNetwork), ("10.0.0.0/8", .privateUse), ("100.64.0.0/10", .carrierNAT),
        ("127.0.0.0/8", .loopback), ("169.254.0.0/16", .linkLocal), ("172.16.0.0/12", .privateUse),
        ("192.0.0.0/24", .protocolAssignment), ("192.0.2.0/24", .documentation),
        ("192.88.99.0/24", .protocolAssignment), ("192.168.0.0/16", .privateUse),
        ("198.18.0.0/15", .benchmarking), ("198.51.100.0/24", .documentation),
        ("203.0.113.0/24", .documentation), ("224.0.0.0/4", .multicast), ("240.0.0.0/4", .future),
        ("::/128", .unspecified), ("::1/128", .loopback), ("64:ff9b:1::/48", .nat64),
        ("100::/64", .discard), ("2001::/23", .protocolAssignment),
        ("2001:db8::/32", .documentation), ("3fff::/20", .documentation),
        ("5f00::/16", .protocolAssignment),
        ("fc00::/7", .uniqueLocal), ("fe80::/10", .linkLocal), ("fec0::/10", .linkLocal),
        ("ff00::/8", .multicast),
    ].compactMap { text, kind in AddressRange(text).map { ($0, kind) } }
}
