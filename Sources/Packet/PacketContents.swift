// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials

/// What a packet tells of one case.
package struct PacketContents: Sendable {
    package var caseFile: CaseFile
    /// The case's own lines of the custody chain.
    package var custody: [CustodyEntry]
    /// Every file of the case that is known when a form is written.
    package var files: [PacketFile]
    /// The folder of its files, from the bag's root: `data` if the packet holds no other case.
    package var folder = "data"
    /// All cases of the packet, in its order.
    package var cases: [CaseNumber]
    package var software: String
    package var exportedAt: Date
    /// The account and machine: `user@host`.
    package var exportedBy: String
    /// The attached pictures that the report shows, by their SHA-256.
    package var pictures: [String: [UInt8]]
    /// Those who take the evidence; fewer than two leave blanks to sign in.
    package var officers: [Officer]
    /// Words of sellers that were found on the pages; `nil` if no rules were at hand to look.
    package var terms: [SellingTerm]?
    /// How the packet is signed and stamped, or why it is not, a sentence each, for page one.
    package var sealing: [String]

    /// The most bytes of all pictures in a report: 8 MiB.
    ///
    /// The others are files of the packet only.
    package static let pictureBytes = 8 * 1024 * 1024

    package init(
        caseFile: CaseFile, custody: [CustodyEntry], files: [PacketFile], software: String,
        exportedAt: Date, exportedBy: String, pictures: [String: [UInt8]] = [:],
        officers: [Officer] = [], terms: [SellingTerm]? = nil, sealing: [String] = []
    ) {
        self.caseFile = caseFile
        self.custody = custody
        self.files = files
        cases = [caseFile.lead.caseNumber]
        self.software = software
        self.exportedAt = exportedAt
        self.exportedBy = exportedBy
        self.pictures = pictures
        self.officers = officers
        self.terms = terms
        self.sealing = sealing
    }

    /// 证据包编号: the case, or the first and how many there are, and the moment of the export, in
    /// Beijing time.
    package var packetNumber: String {
        Self.name(of: cases) + "-" + Timestamp.beijing(exportedAt).filter(\.isNumber)
    }

    /// The number of this case in this export.
    package var ownNumber: String {
        Self.name(of: [caseFile.lead.caseNumber]) + "-"
            + Timestamp.beijing(exportedAt).filter(\.isNumber)
    }

    /// What a packet of these cases is called: `JW-000001`, or `JW-000001-of-3`.
    package static func name(of cases: [CaseNumber]) -> String {
        let first = cases.first?.description ?? ""
        return cases.count > 1 ? "\(first)-of-\(cases.count)" : first
    }
}

/// One row of the 电子数据清单: name, kind, format, size and integrity value.
///
/// Source of the columns: 法发〔2016〕22号, article 14.
package struct PacketFile: Sendable, Hashable {
    /// From the bag's root, with `/`.
    package var path: String
    /// 类别, in Chinese.
    package var kind: String
    package var format: String
    package var bytes: Int
    /// In lowercase hexadecimal.
    package var sha256: String
    package var sm3: String
    /// Broken against forgers; forms still ask for it, of what was taken from the site.
    ///
    /// `nil` for a copy of that.
    package var md5: String?

    package init(
        path: String, kind: String, format: String, bytes: Int, sha256: String, sm3: String,
        md5: String?
    ) {
        self.path = path
        self.kind = kind
        self.format = format
        self.bytes = bytes
        self.sha256 = sha256
        self.sm3 = sm3
        self.md5 = md5
    }
}
