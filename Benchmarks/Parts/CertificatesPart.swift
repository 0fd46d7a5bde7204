// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CertificateLogs
import ContentCoding
import Foundation
import Sweep

/// Reads what certificate-transparency logs answered, from files: `get-entries` or compressed tiles.
///
/// All that a watch does with entries is done, but for the network and the casebook: decompression
/// or Base64, the tree's hashes, the names, their opinion.
struct CertificatesPart {
    let folder: String
    let data: String

    /// So many entries are read, the files again and again.
    private static let entries = 102_400

    func run() throws -> [String: Int] {
        let screen = CertificateScreen(
            try Knowledge.load(from: DataFolder(path: data)), least: .suspect)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            ([UInt8](try Data(contentsOf: URL(filePath: folder + "/" + $0))), $0.hasSuffix(".gz"))
        }
        guard !files.isEmpty else { throw Misuse() }
        var scan = EntryScan(CompactRange(), screen)
        let start = CasebookPart.processorTime
        while scan.range.size < Self.entries {
            for (bytes, isTile) in files {
                let batch =
                    isTile
                    ? EntryBatch(
                        tile: ContentCoding.decode(bytes, coding: "gzip", limit: 32 << 20).bytes,
                        count: 256) : EntryBatch(answer: bytes)
                guard let batch else { throw Misuse() }
                scan.take(batch)
            }
        }
        return [
            "entries": Int(scan.range.size), "names": Int(scan.names), "hits": scan.found.count,
            "unreadable": scan.unreadable.count,
            "cpuMicroseconds": CasebookPart.processorTime - start,
        ]
    }
}
