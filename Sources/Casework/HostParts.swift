// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What a host name is made of, as the room `HostNames` reads it.
package struct HostParts: Sendable, Hashable {
    /// In lowercase ASCII, without a trailing dot; or an IP address.
    package var host: String
    /// From left to right; a single one for an IP address.
    ///
    /// Computed on demand, as few are asked for them.
    package var labels: [String] {
        givenLabels ?? host.split(separator: ".").map(String.init)
    }
    private var givenLabels: [String]?
    /// What anyone may register under: `com.cn`, `github.io`; empty for an IP address.
    package var publicSuffix: String
    /// The shortest name that one owner can register; `nil` for an address or a public suffix.
    package var registrableDomain: String?
    /// For showing: in its own script, but in ASCII where that would deceive.
    package var unicode: String
    /// The labels in their own script, whether that deceives or not.
    package var unicodeLabels: [String] { decodedLabels ?? labels }
    private var decodedLabels: [String]?
    /// Whether a label mixes scripts as no honest name does.
    package var mixesScripts: Bool
    package var isAddress: Bool
    /// Whether only organs of the Chinese state can register there: see ``governmentSuffixes``.
    package var isClosedGovernmentSuffix: Bool
    /// The skeletons of the labels, if any label goes beyond ASCII.
    private var skeletons: [String]?

    package init(
        host: String, labels: [String]? = nil, publicSuffix: String = "",
        registrableDomain: String? = nil,
        unicode: String? = nil, unicodeLabels: [String]? = nil, skeletonLabels: [String]? = nil,
        mixesScripts: Bool = false, isAddress: Bool = false
    ) {
        self.host = host
        self.givenLabels = labels
        self.publicSuffix = publicSuffix
        self.registrableDomain = registrableDomain
        self.unicode = unicode ?? host
        self.decodedLabels = unicodeLabels
        self.skeletons = skeletonLabels
        self.mixesScripts = mixesScripts
        self.isAddress = isAddress
        // All of them end in `n` or `b`, which most hosts do not.
        let last = host.utf8.last
        self.isClosedGovernmentSuffix =
            (last == UInt8(ascii: "n") || last == UInt8(ascii: "b")) && !isAddress
            && Self.governmentSuffixes.contains { host.isSameOrUnder($0) }
    }

    /// The labels with letters that look alike made the same; compare skeleton to skeleton.
    ///
    /// Computed on demand: a label within ASCII is only ``folded(_:)``.
    package var skeletonLabels: [String] { skeletons ?? labels.map { Self.folded($0) } }

    /// Whether every label is within ASCII, also when decoded.
    package var isASCII: Bool { skeletons == nil }

    /// What all hosts of one owner share: the registrable domain, or the host itself.
    package var site: String { registrableDomain ?? host }

    /// Suffixes that only organs of the Chinese state can register under.
    ///
    /// Source: 国办函〔2018〕55号 (`.gov.cn` and `.政务`); `mil.cn` is the armed forces'.
    package static let governmentSuffixes = [
        "gov.cn", "mil.cn", "xn--zfr164b", "xn--zfr164b.cn",
    ]

    /// `label` with the ASCII letters and digits that look alike made the same.
    ///
    /// Lowercase; `0` is `o`; `1`, `i` and `|` are `l`; `rn` is `m` and `vv` is `w`. It undoes what
    /// ICU's skeletons do to ASCII (`m` to `rn`, `0` to `O`), so that the skeleton of a label in
    /// another script, folded, equals the folded label that it imitates.
    package static func folded(_ label: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(label.utf8.count)
        for byte in label.utf8 { fold(byte, onto: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `byte` to folded `bytes`, as ``folded(_:)`` does for each byte of a label.
    package static func fold(_ byte: UInt8, onto bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "0"), UInt8(ascii: "O"):
            bytes.append(UInt8(ascii: "o"))
        case UInt8(ascii: "1"), UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "|"):
            bytes.append(UInt8(ascii: "l"))
        case UInt8(ascii: "n") where bytes.last == UInt8(ascii: "r"),
            UInt8(ascii: "N") where bytes.last == UInt8(ascii: "r"):
            bytes[bytes.count - 1] = UInt8(ascii: "m")
        case UInt8(ascii: "v") where bytes.last == UInt8(ascii: "v"),
            UInt8(ascii: "V") where bytes.last == UInt8(ascii: "v"):
            bytes[bytes.count - 1] = UInt8(ascii: "w")
        case 0x41...0x5A:
            bytes.append(byte | 0x20)
        default:
            bytes.append(byte)
        }
    }
}
