// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@testable import WebArchive

struct ZipTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func entry(_ name: String, _ bytes: [UInt8], isStored: Bool = false) throws
        -> ZipWriter.Entry
    {
        let path = scratch.path + "/" + UUID().uuidString
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return ZipWriter.Entry(name: name, path: path, isStored: isStored)
    }

    private func pack(_ entries: [ZipWriter.Entry], _ name: String = "a.zip") throws -> String {
        let path = scratch.path + "/" + name
        try ZipWriter.write(entries, to: OutputFile(creating: path))
        return path
    }

    private func read(_ path: String) throws -> [(name: String, bytes: [UInt8], damage: String?)] {
        var found: [(name: String, bytes: [UInt8], damage: String?)] = []
        try ZipReader.read(path) { event in
            switch event {
            case .entry(let name, _, _): found.append((name, [], nil))
            case .data(let piece): found[found.count - 1].bytes += piece
            case .end(let damage): found[found.count - 1].damage = damage
            }
        }
        return found
    }

    @Test func `Files come back under their names, sorted, whatever their letters`() throws {
        let large = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

        let path = try pack([
            entry("证据/说明.txt", Array("你好".utf8)), entry("b.bin", large),
            entry("a.gz", large, isStored: true), entry("empty", []),
        ])

        let found = try read(path)
        #expect(found.map(\.name) == ["a.gz", "b.bin", "empty", "证据/说明.txt"])
        #expect(found.map(\.bytes) == [large, large, [], Array("你好".utf8)])
        #expect(found.allSatisfy { $0.damage == nil })
    }

    @Test func `The same files make the same zip`() throws {
        let entries = try [entry("a", [1, 2, 3]), entry("b", [4])]

        let first = try Data(contentsOf: URL(fileURLWithPath: pack(entries, "1.zip")))
        let second = try Data(contentsOf: URL(fileURLWithPath: pack(entries.reversed(), "2.zip")))

        #expect(first == second)
    }

    @Test func `Python reads the zip and finds no fault`() throws {
        let path = try pack([entry("证据/说明.txt", Array("你好".utf8)), entry("b", [7])])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; "
                + "assert z.namelist()==['b','证据/说明.txt'], z.namelist(); "
                + "assert z.read('证据/说明.txt').decode()=='你好'", path,
        ]
        try process.run()
        process.waitUntilExit()

        #expect(process.terminationStatus == 0)
    }

    @Test func `A changed byte is noticed, and what is no zip is refused`() throws {
        let path = try pack([entry("a", Array(repeating: 65, count: 1000), isStored: true)])
        var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        bytes[500] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))

        #expect(try read(path)[0].damage != nil)
        try Data(bytes.prefix(300)).write(to: URL(fileURLWithPath: path))
        #expect(throws: ArchiveError.self) { try read(path) }
    }

    @Test func `A zip that unpacks to too much is not read to its end`() throws {
        let path = try pack([entry("bomb", Array(repeating: 0, count: 3_000_000))])

        #expect(throws: ArchiveError.tooLarge(path, limit: 1_000_000)) {
            try ZipReader.read(path, limit: 1_000_000) { _ in }
        }
    }

    @Test func `A full disk is an error, not a short zip`() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        try #require(descriptor >= 0)
        let file = OutputFile(descriptor: descriptor, path: "full.zip")
        let entry = try entry("a", (0..<100_000).map { _ in UInt8.random(in: 0...255) })

        #expect(throws: ArchiveError.cannotWrite("full.zip", ENOSPC)) {
            try ZipWriter.write([entry], to: file)
        }
    }
}
