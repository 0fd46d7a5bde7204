// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Digests
import Glibc
import Packet
import WebArchive

/// A bag under construction: a folder into which files are written, hashed as they go.
struct BagFolder {
    let path: String
    /// Every file so far, in the order written.
    private(set) var files: [PacketFile] = []

    init(creating path: String) throws(PacketError) {
        self.path = path
        try Self.makeFolder(path)
    }

    var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
    var payload: [PacketFile] { files.filter { $0.path.hasPrefix("data/") } }

    mutating func makeFolder(_ name: String) throws(PacketError) {
        try Self.makeFolder(path + "/" + name)
    }

    private static func makeFolder(_ path: String) throws(PacketError) {
        guard mkdir(path, 0o755) == 0 else { throw .archive(.cannotCreate(path, errno)) }
    }

    /// Writes a file from pieces, and returns when it is on disk.
    mutating func add(
        _ name: String, kind: String, format: String,
        _ fill: ((UnsafeRawBufferPointer) throws(ArchiveError) -> Void) throws(ArchiveError) -> Void
    ) throws(PacketError) {
        var digest = Digest(.sha256)
        var sm3 = Digest(.sm3)
        var md5 = Digest(.md5)
        var count = 0
        do throws(ArchiveError) {
            let file = try OutputFile(creating: path + "/" + name)
            try fill { bytes throws(ArchiveError) in
                digest.update(bytes)
                sm3.update(bytes)
                md5.update(bytes)
                try file.write(bytes, at: count)
                count += bytes.count
            }
            try file.sync()
        } catch {
            throw .archive(error)
        }
        files.append(
            PacketFile(
                path: name, kind: kind, format: format, bytes: count,
                sha256: Hexadecimal.text(digest.finish()), sm3: Hexadecimal.text(sm3.finish()),
                md5: Hexadecimal.text(md5.finish())))
    }

    mutating func add(
        _ name: String, kind: String, format: String, text: String
    ) throws(PacketError) {
        try add(name, kind: kind, format: format, bytes: Array(text.utf8))
    }

    mutating func add(
        _ name: String, kind: String, format: String, bytes: [UInt8]
    ) throws(PacketError) {
        try add(name, kind: kind, format: format) { sink throws(ArchiveError) in
            var failure: ArchiveError?
            bytes.withUnsafeBytes { buffer in
                do throws(ArchiveError) { try sink(buffer) } catch { failure = error }
            }
            if let failure { throw failure }
        }
    }

    /// The manifest lines of the files that `isIncluded` takes.
    func lines(_ isIncluded: (String) -> Bool) -> [Bag.Line] {
        files.filter { isIncluded($0.path) }.map { Bag.Line(sha256: $0.sha256, path: $0.path) }
    }

    /// Returns when the names of all files are on disk.
    func syncFolders() throws(PacketError) {
        let folders = Set(
            files.map { file in
                file.path.lastIndex(of: "/").map { "/" + file.path[..<$0] } ?? ""
            } + ["", "/data"])
        do throws(ArchiveError) {
            for folder in folders.sorted() { try OutputFile.syncDirectory(path + folder) }
        } catch {
            throw .archive(error)
        }
    }
}
