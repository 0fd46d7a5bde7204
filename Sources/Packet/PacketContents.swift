// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials

/// What a packet tells of one case.
package struct PacketContents: Sendable {
    package var caseFile: CaseFile
    /// The case's own lines of the custody chain.
    package var custody: [CustodyEntry]
    /// Every file of the packet that is known when the report is written.
    package var files: [PacketFile]
    package var software: String
    package var exportedAt: Date
    /// The account and machine: `user@host`.
    package var exportedBy: String
    /// The attached pictures that the report shows, by their SHA-256.
    package var pictures: [String: [UInt8]]

    /// The most bytes of all pictures in a report: 8 MiB.
    ///
    /// The others are files of the packet only.
    package static let pictureBytes = 8 * 1024 * 1024

    package init(
        caseFile: CaseFile, custody: [CustodyEntry], files: [PacketFile], software: String,
        exportedAt: Date, exportedBy: String, pictures: [String: [UInt8]] = [:]
    ) {
        self.caseFile = caseFile
        self.custody = custody
        self.files = files
        self.software = software
        self.exportedAt = exportedAt
        self.exportedBy = exportedBy
        self.pictures = pictures
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

    package init(path: String, kind: String, format: String, bytes: Int, sha256: String) {
        self.path = path
        self.kind = kind
        self.format = format
        self.bytes = bytes
        self.sha256 = sha256
    }
}
