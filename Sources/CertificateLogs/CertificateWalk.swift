// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

// OpenSSL reads a certificate in 20 microseconds and makes a hundred objects of it. Millions are
// read here, of which names are wanted and nothing else; so this walks over the bytes, and makes
// nothing. Of the few that matter the rest is read as well.

/// What a certificate, or the part of it that is signed, says (RFC 5280), read where it lies.
package struct CertificateWalk: Sendable, Hashable {
    /// The most names of one certificate: 10,000.
    package static let maximumNames = 10_000

    /// Where its names lie, as written.
    ///
    /// Those of the subject alternative names, and the common name if it has the form of a host.
    package private(set) var names: [Range<Int>] = []
    package private(set) var serial = 0..<0
    private var issuer = 0..<0
    private var validity = 0..<0

    /// Reads a certificate.
    ///
    /// - Parameters:
    ///   - range: where in `bytes` it lies.
    ///   - isPart: whether it is only its `TBSCertificate`.
    /// - Returns: `nil` if it cannot be read up to its last extension.
    package init?(_ bytes: Span<UInt8>, _ range: Range<Int>, isPart: Bool) {
        var part = DERReader(range)
        if !isPart {
            guard let whole = part.next(bytes), whole.tag == 0x30, part.isAtEnd else {
                return nil
            }
            part = DERReader(whole.content)
        }
        guard let signed = part.next(bytes), signed.tag == 0x30, !isPart || part.isAtEnd else {
            return nil
        }
        var fields = DERReader(signed.content)
        guard var field = fields.next(bytes) else { return nil }
        if field.tag == 0xA0 {
            guard let next = fields.next(bytes) else { return nil }
            field = next
        }
        // Serial number, algorithm, issuer, validity, subject, key.
        guard field.tag == 0x02, let algorithm = fields.next(bytes), algorithm.tag == 0x30,
            let issuer = fields.next(bytes), issuer.tag == 0x30,
            let validity = fields.next(bytes), validity.tag == 0x30,
            let subject = fields.next(bytes), subject.tag == 0x30,
            let key = fields.next(bytes), key.tag == 0x30
        else { return nil }
        serial = field.content
        self.issuer = issuer.content
        self.validity = validity.content
        while !fields.isAtEnd {
            guard let field = fields.next(bytes) else { return nil }
            guard field.tag == 0xA3 else { continue }
            guard readExtensions(bytes, field.content) else { return nil }
        }
        if let name = Self.commonName(bytes, subject.content), Self.mayBeHost(bytes, name),
            !names.contains(where: { Self.areSame(bytes, $0, name) })
        {
            names.append(name)
        }
    }

    /// Looks for the alternative names, 2.5.29.17.
    private mutating func readExtensions(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var outer = DERReader(range)
        guard let list = outer.next(bytes), list.tag == 0x30 else { return false }
        var extensions = DERReader(list.content)
        while !extensions.isAtEnd {
            guard let one = extensions.next(bytes), one.tag == 0x30 else { return false }
            var parts = DERReader(one.content)
            guard let kind = parts.next(bytes), kind.tag == 0x06 else { return false }
            guard kind.content.count == 3, bytes[kind.content.lowerBound] == 0x55,
                bytes[kind.content.lowerBound + 1] == 0x1D,
                bytes[kind.content.lowerBound + 2] == 0x11
            else { continue }
            guard var value = parts.next(bytes) else { return false }
            if value.tag == 0x01 {
                guard let next = parts.next(bytes) else { return false }
                value = next
            }
            guard value.tag == 0x04 else { return false }
            var inner = DERReader(value.content)
            guard let general = inner.next(bytes), general.tag == 0x30 else { return false }
            var entries = DERReader(general.content)
            while !entries.isAtEnd {
                guard let name = entries.next(bytes) else { return false }
                if name.tag == 0x82, names.count < Self.maximumNames {
                    names.append(name.content)
                }
            }
        }
        return true
    }

    /// The last value of the attribute 2.5.4.3, or of another, in a name.
    private static func commonName(
        _ bytes: Span<UInt8>, _ name: Range<Int>, attribute: UInt8 = 3
    ) -> Range<Int>? {
        var found: Range<Int>?
        var sets = DERReader(name)
        while let set = sets.next(bytes) {
            var attributes = DERReader(set.content)
            while let one = attributes.next(bytes) {
                var parts = DERReader(one.content)
                guard let kind = parts.next(bytes), let value = parts.next(bytes) else { break }
                guard kind.content.count == 3, bytes[kind.content.lowerBound] == 0x55,
                    bytes[kind.content.lowerBound + 1] == 0x04,
                    bytes[kind.content.lowerBound + 2] == attribute,
                    // UTF-8, printable, teletex, IA5.
                    [0x0C, 0x13, 0x14, 0x16].contains(value.tag)
                else { continue }
                found = value.content
            }
        }
        return found
    }

    /// Whether a common name has the form of a host, and is no person's or firm's.
    private static func mayBeHost(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
        guard name.count <= 253 else { return false }
        var hasDot = false
        for index in name {
            if bytes[index] == UInt8(ascii: ".") { hasDot = true }
            if bytes[index] <= 0x20 { return false }
        }
        return hasDot
    }

    private static func areSame(_ bytes: Span<UInt8>, _ one: Range<Int>, _ other: Range<Int>)
        -> Bool
    {
        guard one.count == other.count else { return false }
        for offset in 0..<one.count
        where bytes[one.lowerBound + offset] != bytes[other.lowerBound + offset] { return false }
        return true
    }

    // MARK: - For those that matter

    /// The issuer's common name, or its organization.
    package func issuerName(_ bytes: Span<UInt8>) -> String? {
        let place =
            Self.commonName(bytes, issuer) ?? Self.commonName(bytes, issuer, attribute: 10)
        return place.map { Self.text(bytes, $0) }
    }

    /// From when to when it is valid; `nil` where that is no time.
    package func validity(_ bytes: Span<UInt8>) -> (from: Date?, until: Date?) {
        var times = DERReader(validity)
        return (
            times.next(bytes).flatMap { Self.time(bytes, $0) },
            times.next(bytes).flatMap { Self.time(bytes, $0) }
        )
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: range.prefix(200).map { bytes[$0] }, as: UTF8.self)
    }

    /// RFC 5280, section 4.1.2.5: `YYMMDDHHMMSSZ` up to 2049, `YYYYMMDDHHMMSSZ` from 2050.
    private static func time(_ bytes: Span<UInt8>, _ element: DERElement) -> Date? {
        let digits = element.content.map { bytes[$0] }
        guard digits.last == UInt8(ascii: "Z"),
            digits.dropLast().allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        var text = String(decoding: digits.dropLast(), as: UTF8.self)
        switch (element.tag, text.count) {
        case (0x17, 12): text = (text < "50" ? "20" : "19") + text
        case (0x18, 14): break
        default: return nil
        }
        let numbers = Array(text)
        func part(_ range: Range<Int>) -> Int { Int(String(numbers[range])) ?? 0 }
        var parts = DateComponents()
        parts.timeZone = TimeZone(secondsFromGMT: 0)
        parts.year = part(0..<4)
        parts.month = part(4..<6)
        parts.day = part(6..<8)
        parts.hour = part(8..<10)
        parts.minute = part(10..<12)
        parts.second = part(12..<14)
        return Calendar(identifier: .gregorian).date(from: parts)
    }
}

/// One element of DER.
private struct DERElement {
    var tag: UInt8
    var content: Range<Int>
}

/// Goes from element to element; what does not fit into what is left is none.
private struct DERReader {
    private var rest: Range<Int>

    init(_ range: Range<Int>) { rest = range }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func next(_ bytes: Span<UInt8>) -> DERElement? {
        guard rest.count >= 2 else { return nil }
        var place = rest.lowerBound
        let tag = bytes[place]
        // No certificate has tags of several bytes.
        guard tag & 0x1F != 0x1F else { return nil }
        let first = bytes[place + 1]
        place += 2
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), rest.upperBound - place >= count else { return nil }
            length = 0
            for _ in 0..<count {
                length = length << 8 | Int(bytes[place])
                place += 1
            }
        }
        guard length <= rest.upperBound - place else { return nil }
        let content = place..<place + length
        rest = content.upperBound..<rest.upperBound
        return DERElement(tag: tag, content: content)
    }
}
