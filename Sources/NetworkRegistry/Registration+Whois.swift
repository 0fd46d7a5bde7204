// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension RegistrationFacts {
    /// Reads an answer by WHOIS: the form of gTLDs, that of `.cn`, and what comes close to them.
    mutating func read(_ text: WhoisText) {
        // A registry may quote more than one object; the first that names a domain is meant.
        let object = text.fields.first { WhoisKeys.domain.contains($0.key) }?.object
        registrar = text.value(WhoisKeys.registrar)
        registrarID = text.value(WhoisKeys.registrarID)
        registrarURL = text.value(WhoisKeys.registrarURL)
        registrant = text.value(WhoisKeys.registrant)
        registrantMail = text.value(WhoisKeys.registrantMail)
        created = text.value(WhoisKeys.created)
        changed = text.value(WhoisKeys.changed)
        expires = text.value(WhoisKeys.expires)
        nameServers = Self.servers(text.values(WhoisKeys.nameServers))
        statuses = Self.unique(
            text.values(WhoisKeys.status, in: object).map { $0.untilSpace }, limit: 30)
        dnssec = text.value(WhoisKeys.dnssec)
        abuseMail = text.value(WhoisKeys.abuseMail).flatMap { MailAddress.first(in: $0) }
        abusePhone = text.value(WhoisKeys.abusePhone)

        if let named = text.value(WhoisKeys.domain)?.untilSpace.lowercased().withoutRoot,
            named != domain
        {
            problem = .otherSubject(named)
            return
        }
        for (name, keys) in [
            ("registrar", WhoisKeys.registrar), ("registrar ID", WhoisKeys.registrarID),
            ("creation date", WhoisKeys.created), ("expiry date", WhoisKeys.expires),
        ] where Set(text.values(keys).map { $0.lowercased() }).count > 1 {
            problem = .contradiction(name)
            return
        }
    }

    static func servers(_ written: [String]) -> [String] {
        unique(written.map { $0.untilSpace.lowercased().withoutRoot }, limit: 30)
    }

    static func unique(_ values: [String], limit: Int) -> [String] {
        var kept: [String] = []
        for value in values where !value.isEmpty && !kept.contains(value) && kept.count < limit {
            kept.append(value)
        }
        return kept
    }
}

extension AddressRegistration {
    /// Reads an answer by WHOIS: the form of RIPE and APNIC, and that of ARIN.
    mutating func read(_ text: WhoisText) {
        // From the largest network to the smallest, or the other way round: the smallest counts.
        let networks = text.fields.compactMap { field -> (object: Int, range: Span)? in
            guard WhoisKeys.network.contains(field.key), let range = Span(field.value),
                range.contains(address)
            else { return nil }
            return (field.object, range)
        }
        guard let own = networks.min(by: { $0.range < $1.range }) else {
            if let other = text.value(WhoisKeys.network) { problem = .otherSubject(other) }
            return
        }
        network = text.value(WhoisKeys.cidr, in: own.object) ?? own.range.text
        name = text.value(WhoisKeys.networkName, in: own.object)
        country =
            text.value(WhoisKeys.country, in: own.object) ?? text.value(WhoisKeys.country)
        holder =
            text.value(WhoisKeys.organization) ?? text.value(WhoisKeys.holder, in: own.object)
        abuseMail =
            text.value(WhoisKeys.abuseMail).flatMap { MailAddress.first(in: $0) }
            // RIPE and APNIC: `% Abuse contact for '192.0.2.0 - 192.0.2.255' is 'abuse@…'`.
            ?? text.remarks.first { $0.lowercased().contains("abuse contact for") }
            .flatMap { MailAddress.first(in: $0) }
        abusePhone = text.value(WhoisKeys.abusePhone)
    }
}

/// `192.0.2.0 - 192.0.2.255` or `192.0.2.0/24`.
struct Span {
    let first: [UInt8]
    let last: [UInt8]
    let text: String

    init?(_ text: String) {
        self.text = text
        if text.contains("/") {
            guard let range = AddressRange(text.untilSpace) else { return nil }
            first = range.base.bytes
            var end = range.base.bytes
            for bit in range.prefixLength..<(end.count * 8) {
                end[bit / 8] |= 0x80 >> UInt8(bit % 8)
            }
            last = end
            return
        }
        let parts = text.split(separator: "-").map { $0.filter { !$0.isWhitespace } }
        guard parts.count == 2, let low = IPAddress(parts[0]), let high = IPAddress(parts[1]),
            low.bytes.count == high.bytes.count
        else { return nil }
        first = low.bytes
        last = high.bytes
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == first.count else { return false }
        return !address.bytes.lexicographicallyPrecedes(first)
            && !last.lexicographicallyPrecedes(address.bytes)
    }

    /// By how many addresses they hold.
    static func < (one: Span, other: Span) -> Bool {
        one.size.lexicographicallyPrecedes(other.size)
    }

    private var size: [UInt8] {
        var borrow = 0
        var difference = [UInt8](repeating: 0, count: first.count)
        for index in first.indices.reversed() {
            let value = Int(last[index]) - Int(first[index]) - borrow
            borrow = value < 0 ? 1 : 0
            difference[index] = UInt8(truncatingIfNeeded: value)
        }
        return difference
    }
}

/// A mail address inside a text.
enum MailAddress {
    static func first(in text: String) -> String? {
        let parts = text.split { $0.isWhitespace || "'\"<>(),;".contains($0) }
        for part in parts {
            let mail = part.lowercased().hasPrefix("mailto:") ? part.dropFirst(7) : part
            let sides = mail.split(separator: "@", omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty, sides[1].contains("."),
                mail.utf8.count <= 254, mail.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else { continue }
            return String(mail)
        }
        return nil
    }
}

extension String {
    /// What stands before the first white space.
    var untilSpace: String { String(prefix { !$0.isWhitespace }) }

    var withoutRoot: String { utf8.last == UInt8(ascii: ".") ? String(dropLast()) : self }
}
