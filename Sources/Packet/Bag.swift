// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// The texts that make a folder a BagIt bag (RFC 8493): what it is, and what it must hold.
package enum Bag {
    package static let declarationName = "bagit.txt"
    package static let infoName = "bag-info.txt"
    package static let manifestName = "manifest-sha256.txt"
    package static let tagManifestName = "tagmanifest-sha256.txt"
    /// The same sums as in the manifest, for `sha256sum -c` at the bag's root.
    package static let hashesName = "hashes.sha256"

    /// The same files by SM3 (GB/T 32905), for those who must use it; itself under SHA-256.
    package static let sm3Name = "hashes.sm3"
    /// How to check the packet with tools that everybody has.
    package static let guideName = "VERIFY.md"

    /// The folder of what is made over the other files, and so is in no list of them.
    package static let sealFolder = "seal"
    /// The detached CMS signature over ``tagManifestName``.
    package static let signatureName = "seal/signature.p7s"
    /// The signature by SM2 over ``tagManifestName``.
    package static let nationalSignatureName = "seal/signature.sm2"
    /// The most timestamps of a packet: 9.
    package static let timestamps = 9

    /// A timestamp over the signature, or over ``tagManifestName`` if there is none.
    package static func timestampName(_ number: Int) -> String { "seal/timestamp-\(number).tsr" }

    /// In `bag-info.txt`: the SHA-256 of the certificate that signs the packet.
    package static let signerLabel = "Seal-Signer"
    /// In `bag-info.txt`: the SHA-256 of the public SM2 key that signs the packet.
    package static let nationalSignerLabel = "Seal-SM2-Key"
    /// In `bag-info.txt`: how many timestamps the packet was exported with.
    package static let timestampsLabel = "Seal-Timestamps"
    /// In `bag-info.txt`: number and hash of the last line of the casebook's custody chain.
    package static let chainHeadLabel = "Custody-Chain-Head"

    package static let declaration =
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

    /// A line of a manifest.
    package struct Line: Sendable, Hashable {
        /// In lowercase hexadecimal.
        package var sha256: String
        /// From the bag's root, with `/`.
        package var path: String

        package init(sha256: String, path: String) {
            self.sha256 = sha256
            self.path = path
        }
    }

    /// A manifest, sorted by path, as BagIt and GNU `sha256sum` write it.
    package static func manifest(_ lines: [Line]) -> String {
        lines.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
            .map { "\($0.sha256)  \($0.path)\n" }.joined()
    }

    /// Reads a manifest, or `nil` if a line of it is none.
    package static func lines(ofManifest text: String) -> [Line]? {
        var lines: [Line] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let digits = line.prefix(64)
            let rest = line.dropFirst(64)
            guard digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit),
                let mark = rest.first, mark == " " || mark == "\t"
            else { return nil }
            let path = rest.drop { $0 == " " || $0 == "\t" || $0 == "*" }
            guard !path.isEmpty else { return nil }
            lines.append(Line(sha256: digits.lowercased(), path: String(path)))
        }
        return lines
    }

    /// `bag-info.txt`: one `label: value` a line, in the order given.
    package static func info(_ entries: [(label: String, value: String)]) -> String {
        entries.map { entry in
            let value = HostileText.visible(entry.value).split(whereSeparator: \.isNewline)
            return "\(entry.label): \(value.joined(separator: " "))\n"
        }.joined()
    }

    /// The value of the first line with this label.
    package static func value(of label: String, inInfo text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix(label + ":") {
            return String(line.dropFirst(label.count + 1).drop { $0 == " " })
        }
        return nil
    }
}
