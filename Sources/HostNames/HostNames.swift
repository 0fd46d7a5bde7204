// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CIdn2
package import Casework

/// Reads host names: from what is written to ASCII, and from ASCII to their parts.
///
/// A value that any task may use at once; it caches nothing.
package struct HostNames: Sendable {
    private let suffixes: PublicSuffixes
    private let confusables: ConfusableChecker

    /// Opens the public suffix list and ICU's tables.
    ///
    /// - Parameter publicSuffixList: a list in either of publicsuffix.org's forms, text or DAFSA.
    ///   Without one, Debian's is used, and without that the one that libpsl was built with.
    /// - Throws: ``HostNamesError`` if the list that was asked for is none, or a library fails.
    package init(publicSuffixList: String? = nil) throws(HostNamesError) {
        suffixes = try PublicSuffixes(path: publicSuffixList)
        confusables = try ConfusableChecker()
    }

    /// Which public suffix list is used.
    package var publicSuffixSource: PublicSuffixSource { suffixes.source }

    /// The longest host in its ASCII form (RFC 1035), without the trailing dot.
    private static let maximumBytes = 253

    /// The longest label (RFC 1035).
    private static let maximumLabelBytes = 63

    /// The ASCII form of `host` by UTS 46, non-transitional; `nil` if it has none.
    ///
    /// Lowercase, full-width letters mapped, `。`, `．` and `｡` read as dots, a trailing dot left
    /// out. What is in ASCII already is taken as DNS takes it: with underscores, and with `xn--`
    /// labels that decode to nothing.
    package func ascii(_ host: String) -> String? {
        var isPlain = true
        for byte in host.utf8 {
            switch byte {
            case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                continue
            default:
                isPlain = false
            }
        }
        if isPlain { return checked(host) }
        // Bounded before it is mapped: no label takes more than 4 bytes for each of its own.
        guard host.utf8.count <= 4 * Self.maximumBytes, !host.utf8.contains(0) else { return nil }
        if host.utf8.allSatisfy({ $0 < 0x80 }) {
            return checked(host.lowercased())
        }
        var result: UnsafeMutablePointer<CChar>?
        defer { cidn2_free(result) }
        guard cidn2_to_ascii(host, &result) == IDN2_OK.rawValue, let result else { return nil }
        return checked(String(cString: result).lowercased())
    }

    /// `host` without a trailing dot, if its labels are of a length and letters that DNS takes.
    private func checked(_ host: String) -> String? {
        let host = host.utf8.last == UInt8(ascii: ".") ? String(host.dropLast()) : host
        guard (1...Self.maximumBytes).contains(host.utf8.count) else { return nil }
        var labelBytes = 0
        for byte in host.utf8 {
            switch byte {
            case UInt8(ascii: "."):
                guard labelBytes > 0 else { return nil }
                labelBytes = 0
            case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "_"):
                labelBytes += 1
                guard labelBytes <= Self.maximumLabelBytes else { return nil }
            default:
                return nil
            }
        }
        return labelBytes > 0 ? host : nil
    }

    /// `asciiHost` for showing: in its own script, but each label that would deceive in ASCII.
    ///
    /// A label deceives if it mixes scripts, or if it is all in letters that pass for ASCII.
    package func unicode(_ asciiHost: String) -> String {
        guard asciiHost.hasEncodedLabel else { return asciiHost }
        return asciiHost.split(separator: ".", omittingEmptySubsequences: false).map { label in
            let decoded = decoded(String(label))
            return deceives(decoded) ? String(label) : decoded
        }.joined(separator: ".")
    }

    private func deceives(_ label: String) -> Bool {
        guard !label.isASCII else { return false }
        if confusables.mixesScripts(label) { return true }
        guard let skeleton = confusables.skeleton(of: label) else { return true }
        return skeleton.isASCII
    }

    /// One label in its own script, or as it is if it decodes to nothing.
    private func decoded(_ label: String) -> String {
        guard label.hasPrefix("xn--") else { return label }
        var result: UnsafeMutablePointer<CChar>?
        defer { cidn2_free(result) }
        guard cidn2_to_unicode(label, &result) == IDN2_OK.rawValue, let result else {
            return label
        }
        return String(cString: result)
    }

    /// What `asciiHost`, a host as ``ascii(_:)`` returns it or an IP address, is made of.
    package func parts(of asciiHost: String) -> HostParts {
        if isAddress(asciiHost) {
            return HostParts(host: asciiHost, labels: [asciiHost], isAddress: true)
        }
        let bytes = asciiHost.utf8
        let registrable = suffixes.registrableBytes(of: asciiHost).map { count in
            asciiHost[bytes.index(bytes.endIndex, offsetBy: -count)...]
        }
        let suffix = registrable.flatMap { domain in
            domain.utf8.firstIndex(of: UInt8(ascii: ".")).map { domain[$0...].dropFirst() }
        }
        guard asciiHost.hasEncodedLabel else {
            return HostParts(
                host: asciiHost, publicSuffix: String(suffix ?? asciiHost[...]),
                registrableDomain: registrable.map(String.init))
        }
        let labels = asciiHost.split(separator: ".").map(String.init)
        let decoded = labels.map { self.decoded($0) }
        return HostParts(
            host: asciiHost, labels: labels, publicSuffix: String(suffix ?? asciiHost[...]),
            registrableDomain: registrable.map(String.init),
            unicode: zip(labels, decoded).map { deceives($1) ? $0 : $1 }.joined(separator: "."),
            unicodeLabels: decoded,
            skeletonLabels: decoded.map { label in
                HostParts.folded(
                    label.isASCII ? label : confusables.skeleton(of: label) ?? label)
            },
            mixesScripts: decoded.contains { !$0.isASCII && confusables.mixesScripts($0) })
    }

    /// Whether `host` is an IP address; most hosts are told from their last byte.
    private func isAddress(_ host: String) -> Bool {
        guard let last = host.utf8.last else { return false }
        let isHexadecimal = (0x30...0x39).contains(last) || (0x61...0x66).contains(last)
        guard isHexadecimal || last == UInt8(ascii: ":") else { return false }
        if host.utf8.contains(UInt8(ascii: ":")) { return IPAddress(host) != nil }
        return (0x30...0x39).contains(last) && IPAddress(host) != nil
    }
}

extension String {
    /// Whether every character is within ASCII.
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

    /// Whether a label of this host may be in punycode, which has two hyphens after `xn`.
    ///
    /// Few other hosts have two in a row; it costs them only time.
    var hasEncodedLabel: Bool {
        var last: UInt8 = 0
        for byte in utf8 {
            if byte == UInt8(ascii: "-"), last == byte { return true }
            last = byte
        }
        return false
    }
}
