// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// 保管链: one line of the append-only record of who did what to a case.
///
/// Each line's ``hash`` covers the line before it, so that a change, a loss or a reordering of any
/// earlier line is seen.
package struct CustodyEntry: Sendable, Hashable, Codable {
    /// 1 for the first line of the casebook, without gaps.
    package var sequence: Int64
    package var at: Date
    /// The account and machine that acted: `user@host`.
    package var actor: String
    package var action: Action
    package var lead: Int64?
    /// What it was done to: a capture's name, a packet's file; with its SHA-256 where it has one.
    package var subject: String
    package var sha256: String?
    /// ``hash`` of the line before; 64 zeros for the first.
    package var previous: String
    /// SHA-256, in hexadecimal, of ``canonical``.
    package var hash: String

    package enum Action: String, Sendable, Hashable, Codable, CaseIterable {
        case leadAdded = "lead-added"
        case captured
        case judged
        case reviewed
        case exported
        case verified
        case attached
        case noticeSent = "notice-sent"
        /// A timestamp was added to an exported packet.
        case stamped
        /// A certificate for the lead's host was found in a certificate-transparency log.
        case certificateSeen = "certificate-seen"
        /// The machine's clock was set; `subject` says by how much: `+3600 s`.
        case clockSet = "clock-set"
    }

    package init(
        sequence: Int64, at: Date, actor: String, action: Action, lead: Int64?, subject: String,
        sha256: String?, previous: String, hash: String
    ) {
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.action = action
        self.lead = lead
        self.subject = subject
        self.sha256 = sha256
        self.previous = previous
        self.hash = hash
    }

    /// `previous` of the first line.
    package static let genesis = String(repeating: "0", count: 64)

    /// What ``hash`` is the SHA-256 of: each field but `hash`, one a line, in the order declared.
    ///
    /// What is absent is written `-`; line feeds, carriage returns and back slashes inside a field
    /// are written `\n`, `\r` and `\\`, so that no field can pass for two.
    package var canonical: String {
        [
            String(sequence), Timestamp.text(at), actor, action.rawValue,
            lead.map { String($0) } ?? "-", subject, sha256 ?? "-", previous,
        ]
        .map { Self.escaped($0) + "\n" }
        .joined()
    }

    // By bytes: a `Character` of Swift may be a line feed and more, such as CR LF.
    private static func escaped(_ field: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(field.utf8.count)
        for byte in field.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
            case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
            case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
