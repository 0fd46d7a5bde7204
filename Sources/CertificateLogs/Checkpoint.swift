// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Digests

/// A static-ct log's checkpoint (c2sp.org/static-ct-api, c2sp.org/signed-note).
package enum Checkpoint {
    /// The longest checkpoint that is read: 64 KiB.
    ///
    /// Witnesses may have signed it too.
    package static let maximumBytes = 64 * 1024

    /// The tree head that `note` states, with the signature of the log that is asked for.
    ///
    /// The signature's form is checked and its key is the log's; whether it fits is for
    /// ``SignedTreeHead/signatureBytes`` and the key to say.
    ///
    /// - Parameters:
    ///   - origin: the log's submission address without scheme and last slash.
    ///   - logID: SHA-256 of the log's key.
    /// - Returns: `nil` if it is no checkpoint of this log.
    package static func head(
        _ note: [UInt8], origin: String, logID: TreeHash
    ) -> SignedTreeHead? {
        guard note.count <= maximumBytes,
            let text = String(validating: note, as: UTF8.self),
            // The last empty line parts what is signed from who signed.
            let cut = lastEmptyLine(note)
        else { return nil }
        let lines = note[..<cut].split(separator: newline, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        // RFC 6962's signature covers no further lines, so there must be none.
        guard lines.count == 3, lines[0] == origin, let size = number(lines[1]),
            let root = Base64.decode(lines[2]).flatMap({ TreeHash($0) })
        else { return nil }
        let key = keyID(origin, logID)
        let signatures = note[(cut + 2)...].split(separator: newline)
            .map { String(decoding: $0, as: UTF8.self) }
        for line in signatures.prefix(100) {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "\u{2014}", parts[1] == origin,
                let bytes = Base64.decode(String(parts[2])), bytes.count > 12,
                Array(bytes[..<4]) == key
            else { continue }
            let time = bytes[4..<12].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return SignedTreeHead(
                size: size, milliseconds: time, root: root, signature: Array(bytes[12...]),
                text: text)
        }
        return nil
    }

    private static let newline = UInt8(ascii: "\n")

    private static func lastEmptyLine(_ note: [UInt8]) -> Int? {
        var index = note.count - 2
        while index >= 0 {
            if note[index] == newline, note[index + 1] == newline { return index }
            index -= 1
        }
        return nil
    }

    /// Decimal, without leading zeros.
    private static func number(_ text: String) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text == "0" || !text.hasPrefix("0")
        else { return nil }
        return Int64(text)
    }

    /// By which a note names the key: its name, and the type 5 of RFC 6962's signatures.
    package static func keyID(_ name: String, _ logID: TreeHash) -> [UInt8] {
        Array(Digest.of(Array(name.utf8) + [newline, 5] + logID.bytes).prefix(4))
    }
}
