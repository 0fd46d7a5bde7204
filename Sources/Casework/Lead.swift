// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// 线索: an address to look at, and where it came from.
package struct Lead: Sendable, Hashable, Codable {
    /// The number that the casebook gave it, and that its case bears: see ``CaseNumber``.
    package var number: Int64
    package var address: WebAddress
    /// Whether the scheme was guessed: `https` is tried first, then `http`.
    package var schemeIsGuess: Bool
    package var origin: LeadOrigin
    /// When it reached Jianwei.
    package var addedAt: Date

    package init(
        number: Int64, address: WebAddress, schemeIsGuess: Bool = false, origin: LeadOrigin,
        addedAt: Date
    ) {
        self.number = number
        self.address = address
        self.schemeIsGuess = schemeIsGuess
        self.origin = origin
        self.addedAt = addedAt
    }

    package var caseNumber: CaseNumber { CaseNumber(number) }
}

/// An address that may become a lead: the casebook gives it a number, or knows it already.
package struct NewLead: Sendable, Hashable {
    package var address: WebAddress
    /// Whether the scheme was guessed: `https` is tried first, then `http`.
    package var schemeIsGuess: Bool
    package var origin: LeadOrigin

    package init(address: WebAddress, schemeIsGuess: Bool = false, origin: LeadOrigin) {
        self.address = address
        self.schemeIsGuess = schemeIsGuess
        self.origin = origin
    }
}

/// Where a lead came from, and who said so.
package struct LeadOrigin: Sendable, Hashable, Codable {
    package enum Source: String, Sendable, Hashable, Codable, CaseIterable {
        case analyst
        case hotline
        case qrCode = "qr"
        case list
        case lookalike
        case certificateLog = "ct"
        case link

        /// Whether a person named this very address as a suspect.
        ///
        /// Only then is robots.txt not obeyed, because a fake could hide behind it.
        package var isNamedByPerson: Bool {
            switch self {
            case .analyst, .hotline, .qrCode, .list: true
            case .lookalike, .certificateLog, .link: false
            }
        }
    }

    package var source: Source
    /// When it was reported, as the reporter wrote it.
    package var reportedAt: String?
    /// The reporter's own reference: a hotline ticket, a file number.
    package var reporterReference: String?
    package var note: String?
    /// For a link: the case and page it was found on.
    package var foundOn: String?

    package init(
        _ source: Source, reportedAt: String? = nil, reporterReference: String? = nil,
        note: String? = nil, foundOn: String? = nil
    ) {
        self.source = source
        self.reportedAt = reportedAt
        self.reporterReference = reporterReference
        self.note = note
        self.foundOn = foundOn
    }
}

/// 案件编号: how people name a case: `JW-000042`.
package struct CaseNumber: Sendable, Hashable, CustomStringConvertible {
    package let value: Int64

    package init(_ value: Int64) { self.value = value }

    /// Reads `JW-000042`, `jw-42` or `42`.
    package init?(_ text: String) {
        let digits = text.uppercased().hasPrefix("JW-") ? text.dropFirst(3) : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int64(digits), value > 0
        else { return nil }
        self.value = value
    }

    package var description: String {
        let digits = String(value)
        return "JW-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
