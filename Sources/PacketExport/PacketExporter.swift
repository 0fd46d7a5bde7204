// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials
package import Packet
package import Sealing

/// One of several cases of a packet.
package struct PacketCase: Sendable {
    package var caseFile: CaseFile
    /// Words of sellers on its pages, for the forms; `nil` if no rules were at hand.
    package var terms: [SellingTerm]?

    package init(caseFile: CaseFile, terms: [SellingTerm]? = nil) {
        self.caseFile = caseFile
        self.terms = terms
    }
}

/// What to export.
package struct PacketRequest: Sendable {
    /// At least one, in the packet's order.
    package var cases: [PacketCase]
    /// The casebook's custody chain in order and without gaps.
    ///
    /// At least every line of the cases and all between its first and its last. What lies outside
    /// those is left out; of other cases' lines in between only number and hash are written.
    package var custody: [CustodyEntry]
    /// The folder of the archive's segments.
    package var archiveDirectory: String
    /// The folder of the attached files.
    package var attachmentsDirectory: String
    /// Name and version of the program.
    package var software: String
    package var exportedAt: Date
    /// The account and machine: `user@host`.
    package var exportedBy: String
    /// Who it is for, and so what it holds.
    package var audience: PacketAudience = .archive
    /// Who reports to abuse desks; without, there is no X-ARF report.
    package var reporter: Reporter?
    /// Those who take the evidence, for the forms.
    package var officers: [Officer] = []
    /// How the packet will be signed and stamped, or why not, for page one of the forms.
    package var sealing: [String] = []
    /// SHA-256 of the certificate that will sign the packet, in hexadecimal; `nil` if none will.
    package var signer: String?
    /// SHA-256 of the public SM2 key that will sign it too, in hexadecimal; `nil` if none will.
    package var nationalSigner: String?
    /// How many timestamps it will bear.
    package var timestamps = 0
    /// How it is hidden on its way; not at all by default.
    package var transport = PacketTransport.open

    /// One case.
    package init(
        caseFile: CaseFile, custody: [CustodyEntry], archiveDirectory: String, software: String,
        exportedAt: Date, exportedBy: String
    ) {
        self.init(
            cases: [PacketCase(caseFile: caseFile)], custody: custody,
            archiveDirectory: archiveDirectory, software: software, exportedAt: exportedAt,
            exportedBy: exportedBy)
    }

    package init(
        cases: [PacketCase], custody: [CustodyEntry], archiveDirectory: String,
        attachmentsDirectory: String = "", software: String, exportedAt: Date, exportedBy: String
    ) {
        precondition(!cases.isEmpty, "a packet has a case")
        self.cases = cases
        self.custody = custody
        self.archiveDirectory = archiveDirectory
        self.attachmentsDirectory = attachmentsDirectory
        self.software = software
        self.exportedAt = exportedAt
        self.exportedBy = exportedBy
    }

    /// The first case, or the only one.
    package var caseFile: CaseFile {
        get { cases[0].caseFile }
        set { cases[0].caseFile = newValue }
    }

    var leads: [Int64] { cases.map(\.caseFile.lead.number) }
    /// What the packet is called, and its folder in a zip file.
    var name: String { PacketContents.name(of: cases.map(\.caseFile.lead.caseNumber)) }
}

/// How a packet is hidden from others on its way.
package enum PacketTransport: Sendable, Hashable {
    case open
    /// A zip file in CMS, to the certificates in this PEM, which errors call `named`.
    case envelope(certificates: [UInt8], named: String, Envelope.Cipher)
    /// A zip file of which each entry is encrypted by AES-256.
    case password(String)

    static let envelopeSuffix = ".zip.p7m"

    /// How the name of the file must end, in lower case; `nil` for any or a folder.
    package var suffix: String? {
        switch self {
        case .open: nil
        case .envelope: Self.envelopeSuffix
        case .password: ".zip"
        }
    }
}

/// What was exported.
package struct PacketSummary: Sendable, Hashable {
    package var path: String
    package var files: Int
    /// Of all files, before they are packed.
    package var bytes: Int
    /// SHA-256, in hexadecimal, of `tagmanifest-sha256.txt`, which covers every other file.
    ///
    /// Keep it with the case: who changes files and all manifests together is found out by it alone.
    package var bagDigest: String
}

/// Writes cases as an evidence packet: a BagIt bag in a folder or a zip file.
package enum PacketExporter {
    /// Exports, all or nothing.
    ///
    /// The packet is made beside `path` under a hidden name, synced, and renamed when it is whole.
    ///
    /// A `path` that ends in `.zip` makes a zip file, any other a folder. If something stands there
    /// already, that is an error: ``PacketError/exists(_:)``.
    package static func export(
        _ request: PacketRequest, to path: String
    ) throws(PacketError) -> PacketSummary {
        try PacketDraft(request, to: path).finish()
    }
}
