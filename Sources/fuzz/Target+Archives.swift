// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import PacketExport
import WebArchive
import Wording

// Archives and packets.

extension Target {
    static func warc() -> Target {
        let member = Fixtures.gzip(Fixtures.record)
        return Target(
            "warc", share: 100, seeds: [member + member, Fixtures.record],
            tokens: [
                Array("WARC/1.1\r\n".utf8), Array("Content-Length: ".utf8), Array("\r\n\r\n".utf8),
                [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], [1, 0, 0, 0xFF, 0xFF], [3, 0],
                Array("WARC-Block-Digest: sha256:".utf8),
            ]
        ) { input, random in
            // What is broken is a gzip member, or the record in a whole one.
            let bytes = input.first == 0x1F ? input : Fixtures.stored(text: input)
            func scan(pieces: Bool) -> ([ArchiveRecord], ArchiveEnd) {
                let scanner = ArchiveScanner(keepingBlocks: 1000)
                var records: [ArchiveRecord] = []
                var rest = bytes[...]
                while !rest.isEmpty {
                    let piece = pieces ? rest.prefix(1 + random.below(64)) : rest
                    rest = rest.dropFirst(piece.count)
                    piece.withUnsafeBytes { scanner.push($0) { records.append($0) } }
                }
                return (records, scanner.finish())
            }
            let whole = scan(pieces: false)
            let pieced = scan(pieces: true)
            try require(whole.0 == pieced.0, "other records when read piece by piece")
            try require(
                whole.1 == pieced.1, "\(whole.1), but piece by piece \(pieced.1)")
            for record in whole.0 { try require(record.payload.count <= 1000, "too long a block") }
        }
    }

    static func zip(_ folder: String) throws -> Target {
        let bytes = try Fixtures.zip(in: folder + "/zip")
        let path = folder + "/mutated.zip"
        return Target(
            "zip", share: 10, seeds: [bytes],
            tokens: [
                [0x50, 0x4B, 1, 2], [0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6], [0x50, 0x4B, 6, 6],
                Array("../../x".utf8), [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0],
            ]
        ) { input, _ in
            try Fixtures.write(input, to: path)
            var total = 0
            do {
                try ZipReader.read(path, limit: 1 << 20) { event in
                    if case .data(let bytes) = event { total += bytes.count }
                }
            } catch let error as ArchiveError {
                try require(!error.message.english.isEmpty, "an error without words")
            }
            try require(total <= 1 << 20, "\(total) bytes came")
        }
    }

    /// A packet of which one file was changed is never found to be whole.
    static func packet(_ folder: String) throws -> Target {
        let packet = try Fixtures.packet(in: folder + "/packet")
        let files = try Fixtures.files(below: packet.path)
        return Target(
            "packet", share: 5, seeds: files.map(\.bytes),
            tokens: ["\n", "  ", "../", "0", "bagit.txt", "{", "}", "\u{0}"].map { Array($0.utf8) }
        ) { input, random in
            let file = files[random.below(files.count)]
            let path = packet.path + "/" + file.name
            try Fixtures.write(input, to: path)
            defer { try? Fixtures.write(file.bytes, to: path) }
            do {
                let report = try PacketVerifier.verify(packet.path, expecting: packet.digest)
                try require(
                    report.isIntact == (input == file.bytes),
                    "\(file.name) was changed: \(input != file.bytes), intact: \(report.isIntact)")
            } catch let error as PacketError {
                try require(input != file.bytes, "a packet as exported: \(error)")
            }
        }
    }
}
