// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CertificateLogs
import FoundationEssentials
import Wording

// What certificate-transparency logs answer, and lists of logs.

extension Target {
    private static let hash = Data([UInt8](repeating: 7, count: 32)).base64EncodedString()

    private static let entry: [UInt8] = {
        let der = [UInt8](Data(base64Encoded: Fixtures.certificate) ?? Data())
        return [
            0, 0, 1, 0x9B, 0x76, 0xDA, 0xA8, 0x7B, 0, 0, 0, UInt8(der.count >> 8),
            UInt8(der.count & 255),
        ] + der + [0, 8, 0, 0, 5, 0, 0, 0, 0, 9]
    }()

    /// Answers in JSON, checkpoints, lists: what comes as text.
    static func logAnswers() -> Target {
        let leaf = Data([0, 0] + entry).base64EncodedString()
        let note = Data([UInt8](repeating: 1, count: 84)).base64EncodedString()
        return Target(
            "log-answers", share: 400,
            texts: [
                #"{"tree_size":7,"timestamp":1791095073447,"sha256_root_hash":"\#(hash)","#
                    + #""tree_head_signature":"BAMABwEBAQEBAQE="}"#,
                #"{"consistency":["\#(hash)","\#(hash)"]}"#,
                #"{"leaf_index":3,"audit_path":["\#(hash)"]}"#,
                #"{"entries":[{"leaf_input":"\#(leaf)","extra_data":"AAAA"}]}"#,
                "log.example/a\n7\n\(hash)\n\n\u{2014} log.example/a \(note)\n",
                #"{"operators":[{"name":"a","logs":[{"key":"AAAA","url":"https://a.example/","#
                    + #""state":{"usable":{}},"temporal_interval":{"end_exclusive":"x"}}],"#
                    + #""tiled_logs":[]}]}"#,
            ],
            tokens: [
                "[", "]", "{", "}", "\"", "\\", ",", ":", "entries", "leaf_input", "\n\n",
                "\u{2014} ", "99999999999999999999", "-1", "=", "====", "[[[[[[[[[[[[[[[[[[",
            ]
        ) { input, random in
            if let head = LogAnswers.head(input) {
                try require(head.size >= 0, "a head of \(head.size) entries")
                _ = head.signatureBytes
            }
            for hashes in [LogAnswers.consistency(input), LogAnswers.auditPath(input)] {
                guard let hashes else { continue }
                try require(hashes.count <= MerkleProof.maximumHashes, "\(hashes.count) hashes")
                guard let root = hashes.first else { continue }
                let head = SignedTreeHead(
                    size: Int64(random.below(1 << 20)), milliseconds: 0, root: root, signature: [],
                    text: "")
                let place = Int64(random.below(1 << 20))
                if let range = MerkleProof.range(place, root: root, in: head, proof: hashes) {
                    try require(range.size == place, "a proof of another tree")
                }
                _ = MerkleProof.includes(root, at: place, in: head, path: hashes)
            }
            if let id = TreeHash([UInt8](repeating: 7, count: 32)) {
                _ = Checkpoint.head(input, origin: "log.example/a", logID: id)
            }
            if let batch = EntryBatch(answer: input) { try check(batch) }
            do throws(LogListError) {
                _ = try LogList.read(input, name: "list")
            } catch {
                try require(!error.message.chinese.isEmpty, "an error without words")
            }
        }
    }

    /// Tiles, and the certificates in them.
    static func logTiles() -> Target {
        let early = entry[..<8] + [0, 1] + [UInt8](repeating: 7, count: 32) + entry[10...]
        return Target(
            "log-tiles", share: 400,
            seeds: [entry + [0, 0], early + [0, 0, 1, 0x30] + [0, 0]],
            tokens: [
                [0x30, 0x80], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0xA3, 0x82],
                [0x06, 0x03, 0x55, 0x1D, 0x11], [0x82, 0x00], [0x1F], [0, 1], [0xFF, 0xFF, 0xFF],
            ]
        ) { input, random in
            if let batch = EntryBatch(tile: input, count: random.below(4)) { try check(batch) }
            guard
                let walk = CertificateWalk(
                    input.span, 0..<input.count, isPart: random.below(2) == 0)
            else { return }
            try check(walk, input)
        }
    }

    private static func check(_ batch: EntryBatch) throws {
        for entry in batch.entries {
            _ = batch.leaf(of: entry)
            _ = batch.certificate(of: entry)
            guard let content = entry.content,
                let walk = CertificateWalk(
                    batch.bytes.span, content.certificate, isPart: content.isPrecertificate)
            else { continue }
            try check(walk, batch.bytes)
        }
    }

    private static func check(_ walk: CertificateWalk, _ bytes: [UInt8]) throws {
        try require(
            walk.names.count <= CertificateWalk.maximumNames + 1, "\(walk.names.count) names")
        var host: [UInt8] = []
        for name in walk.names.prefix(100) {
            let form = LoggedName.read(bytes.span, name, into: &host)
            let isClean = host.allSatisfy { $0 > 0x20 && !(0x41...0x5A).contains($0) }
            try require(form == .none || isClean, "a host with controls or capitals")
        }
        _ = walk.issuerName(bytes.span)
        _ = walk.validity(bytes.span)
    }
}
