// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Testing
import Wording

@testable import WebArchive

struct ArchiveReaderTests {
    let scratch: Scratch
    private let places: [ArchivePlace]
    private var path: String { scratch.path + "/" + places[0].segment }

    init() throws {
        let scratch = try Scratch()
        let writer = try ArchiveWriter(directory: scratch.path, software: "Jianwei test")
        places = try (0..<3).map { index in
            try writer.append(
                Samples.exchange(path: "/\(index)"), capture: "c", purpose: .page, reachedBy: nil)
        }
        try writer.close()
        self.scratch = scratch
    }

    @Test func `A torn last record is left out, and whole places can still be read`() throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.dropLast(20).write(to: URL(fileURLWithPath: path))
        let reader = try ArchiveReader(path: path)

        var types: [String] = []
        let end = try reader.scan { types.append($0.type) }

        #expect(types.count == 1 + 3 + 3 + 2)
        guard case .torn(let offset) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(offset > places[2].offset)
        #expect(try reader.records(at: places[1]).count == 3)
        #expect(throws: ArchiveError.self) { try reader.records(at: places[2]) }
    }

    @Test func `A changed byte anywhere is found`() throws {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        // A gzip header's time, flags and system can change without harm to what it holds.
        for offset in stride(from: places[1].offset + 10, to: places[1].offset + 400, by: 13) {
            var changed = bytes
            changed[offset] ^= 1
            try Data(changed).write(to: URL(fileURLWithPath: path))
            let reader = try ArchiveReader(path: path)

            #expect(throws: ArchiveError.self, "byte \(offset)") {
                try reader.records(at: places[1])
            }
        }
    }

    @Test func `A record whose digest was forged is given with its fault`() throws {
        var draft = RecordDraft(
            .resource, date: Samples.time, contentType: "text/plain", block: Array("true".utf8))
        draft.add("WARC-Payload-Digest", "sha256:" + String(repeating: "0", count: 64))
        let text = String(decoding: draft.bytes, as: UTF8.self).replacing("true", with: "lies")
        let member = Deflater(level: 6).member(of: Array(text.utf8))

        let scanner = ArchiveScanner()
        var faults: [ArchiveRecord.Fault] = []
        // One byte at a time: no place in the file is special.
        for byte in member {
            withUnsafeBytes(of: byte) { scanner.push($0) { faults += $0.faults } }
        }

        #expect(faults == [.wrongBlockDigest, .wrongPayloadDigest])
        #expect(scanner.finish() == .whole)
    }

    @Test(arguments: [
        ("not gzip at all", ""), ("", "HELLO\r\n\r\n"), ("", "WARC/1.1\r\nA: b\r\n\r\n"),
        ("", "WARC/1.1\r\nContent-Length: 5\r\n\r\nabc\r\n\r\n"),
        ("", "WARC/1.1\r\nContent-Length: 1\r\n\r\nabcdef\r\n\r\n"),
        ("", "WARC/1.1\r\nContent-Length: -1\r\n\r\n\r\n\r\n"),
        ("", "WARC/1.1\r\nX: " + String(repeating: "x", count: 70_000)),
    ])
    func `What is no record ends the reading, with its place`(raw: String, packed: String) {
        let scanner = ArchiveScanner()
        let bytes =
            raw.isEmpty ? Deflater(level: 6).member(of: Array(packed.utf8)) : Array(raw.utf8)

        bytes.withUnsafeBytes { scanner.push($0) { _ in } }

        guard case .damaged(at: 0, _) = scanner.finish() else {
            Issue.record("\(scanner.finish())")
            return
        }
    }

    @Test func `Copied records are the same bytes, behind their segment's first record`() throws {
        var copy: [UInt8] = []

        try ArchiveReader.copy([places[2], places[0]], from: scratch.path) { copy += $0 }

        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        let expected = [
            0..<places[0].offset, places[2].offset..<places[2].offset + places[2].length,
            places[0].offset..<places[0].offset + places[0].length,
        ]
        #expect(copy == expected.flatMap { bytes[$0] })
        let scanner = ArchiveScanner()
        var targets: [String?] = []
        copy.withUnsafeBytes { scanner.push($0) { targets.append($0.target) } }
        #expect(scanner.finish() == .whole)
        #expect(
            targets.compactMap { $0 }
                == [2, 2, 2, 0, 0, 0].map { "http://cx.example/\($0)" })
    }

    @Test(arguments: ["../x", "/etc/passwd", "", "..", "a/b"])
    func `A place outside the archive's folder is refused`(segment: String) {
        let place = ArchivePlace(segment: segment, offset: 0, length: 10)

        #expect(throws: ArchiveError.unsafeName(segment)) {
            try ArchiveReader.copy([place], from: scratch.path) { _ in }
        }
    }

    @Test func `A missing file and a place past the end are said`() throws {
        let missing = scratch.path + "/none.warc.gz"
        let error = #expect(throws: ArchiveError.self) { try ArchiveReader(path: missing) }
        #expect(error?.message.english == "cannot read '\(missing)': no such file or folder")
        #expect(error?.message.chinese == "无法读取“\(missing)”：文件或文件夹不存在")

        let place = ArchivePlace(
            segment: places[2].segment, offset: places[2].offset + places[2].length + 1, length: 9)
        #expect(try ArchiveReader(path: path).records(at: place).isEmpty)
    }

    @Test func `What is wrong does not depend on the pieces in which it is read`() {
        // No length, and a checksum that is wrong too.
        var member = Deflater(level: 6).member(of: Array("WARC/1.1\r\nA: b\r\n\r\nx".utf8))
        member[member.count - 5] ^= 1

        func end(pieces: Int) -> ArchiveEnd {
            let scanner = ArchiveScanner()
            for start in stride(from: 0, to: member.count, by: pieces) {
                member[start..<min(member.count, start + pieces)].withUnsafeBytes {
                    scanner.push($0) { _ in }
                }
            }
            return scanner.finish()
        }

        #expect(end(pieces: 1) == end(pieces: member.count))
    }
}
