// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// 附加材料: what an analyst looked up by hand, with its files.
package struct Attachment: Sendable, Hashable, Codable {
    /// What was looked up.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case icp
        /// 公安备案.
        case police
        case whois
        /// Passive DNS.
        case pdns
        case note
    }

    /// Counts through the casebook, from 1.
    package var number: Int64
    package var lead: Int64
    package var kind: Kind
    package var text: String
    /// Where it was looked up: an address or a name.
    package var source: String?
    /// Who looked it up, as they named themselves, or the account.
    package var by: String
    package var at: Date
    package var files: [AttachedFile]

    package init(
        number: Int64, lead: Int64, kind: Kind, text: String, source: String?, by: String,
        at: Date, files: [AttachedFile]
    ) {
        self.number = number
        self.lead = lead
        self.kind = kind
        self.text = text
        self.source = source
        self.by = by
        self.at = at
        self.files = files
    }

    /// As custody lines and packets name it: `attachment-1`.
    package var name: String { "attachment-\(number)" }

    /// The name that a packet gives the file at `index`: never one that somebody else chose.
    package func packetName(ofFile index: Int) -> String {
        "\(name)-\(index + 1).\(files[index].format.suffix)"
    }
}

/// A file that was attached; its bytes are kept under their digest.
package struct AttachedFile: Sendable, Hashable, Codable {
    /// As its bytes show, whatever its name says.
    package enum Format: String, Sendable, Hashable, Codable, CaseIterable {
        case png = "PNG"
        case jpeg = "JPEG"
        case pdf = "PDF"
        case html = "HTML"
        case text = "TXT"

        /// A page that was saved is kept as text, so that no click runs it.
        package var suffix: String {
            switch self {
            case .png: "png"
            case .jpeg: "jpg"
            case .pdf: "pdf"
            case .html: "html.txt"
            case .text: "txt"
            }
        }

        /// The type of a picture for browsers, or `nil` if it is none.
        package var pictureType: String? {
            switch self {
            case .png: "image/png"
            case .jpeg: "image/jpeg"
            case .pdf, .html, .text: nil
            }
        }

        /// The format of `bytes`, or `nil` if it is none of these.
        package init?(of bytes: [UInt8]) {
            if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
                self = .png
            } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
                self = .jpeg
            } else if bytes.starts(with: "%PDF-".utf8) {
                self = .pdf
            } else if bytes.allSatisfy({ $0 >= 0x20 || [0x09, 0x0A, 0x0C, 0x0D].contains($0) }) {
                // In whatever encoding: a page of GBK has no other controls either.
                let start = bytes.prefix(1024).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
                let isPage = ["<!doctype html", "<html"].contains {
                    start.firstRange(of: Array($0.utf8)) != nil
                }
                self = isPage ? .html : .text
            } else {
                return nil
            }
        }
    }

    /// As its owner called it, without folders.
    package var name: String
    package var format: Format
    package var bytes: Int
    /// In lowercase hexadecimal.
    package var sha256: String

    package init(name: String, format: Format, bytes: Int, sha256: String) {
        self.name = name
        self.format = format
        self.bytes = bytes
        self.sha256 = sha256
    }
}
