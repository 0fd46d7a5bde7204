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
    /// The list that covers every other file, once it was written.
    private(set) var tagManifest: [UInt8] = []

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
    ///
    /// A copy of what stands in other files gets no MD5, which is for forms about what was taken.
    mutating func add(
        _ name: String, kind: String, format: String, isCopy: Bool = false,
        _ fill: ((UnsafeRawBufferPointer) throws(ArchiveError) -> Void) throws(ArchiveError) -> Void
    ) throws(PacketError) {
        var digests = FileDigests(withMD5: !isCopy)
        do throws(ArchiveError) {
            let file = try OutputFile(creating: path + "/" + name)
            try fill { bytes throws(ArchiveError) in
                try file.write(bytes, at: digests.count)
                digests.update(bytes)
            }
            try file.sync()
        } catch {
            throw .archive(error)
        }
        files.append(digests.finish(name, kind: kind, format: format))
    }

    mutating func add(
        _ name: String, kind: String, format: String, text: String
    ) throws(PacketError) {
        try add(name, kind: kind, format: format, bytes: Array(text.utf8))
    }

    mutating func add(
        _ name: String, kind: String, format: String, bytes: [UInt8]
    ) throws(PacketError) {
        if name == Bag.tagManifestName { tagManifest = bytes }
        try add(name, kind: kind, format: format) { sink throws(ArchiveError) in
            var failure: ArchiveError?
            bytes.withUnsafeBytes { buffer in
                do throws(ArchiveError) { try sink(buffer) } catch { failure = error }
            }
            if let failure { throw failure }
        }
    }

    /// Lets `make` create the file at the path it is given, then reads it for the digests.
    mutating func add(
        _ name: String, kind: String, format: String,
        make: (String) throws(PacketError) -> Void
    ) throws(PacketError) {
        let path = path + "/" + name
        var digests = FileDigests(withMD5: true)
        try make(path)
        do throws(ArchiveError) {
            let file = try InputFile(path)
            try file.read(from: 0, length: nil, pieceBytes: 256 * 1024) {
                bytes throws(ArchiveError) in
                digests.update(bytes)
            }
            try file.sync()
        } catch {
            throw .archive(error)
        }
        files.append(digests.finish(name, kind: kind, format: format))
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

/// The digests of a file, as its bytes go by.
private struct FileDigests: ~Copyable {
    private var sha256 = Digest(.sha256)
    private var sm3 = Digest(.sm3)
    private var md5: Digest?
    private(set) var count = 0

    init(withMD5: Bool) {
        md5 = withMD5 ? Digest(.md5) : nil
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        sha256.update(bytes)
        sm3.update(bytes)
        md5?.update(bytes)
        count += bytes.count
    }

    consuming func finish(_ name: String, kind: String, format: String) -> PacketFile {
        let count = count
        let sum = md5.take()?.finish()
        return PacketFile(
            path: name, kind: kind, format: format, bytes: count,
            sha256: Hexadecimal.text(sha256.finish()), sm3: Hexadecimal.text(sm3.finish()),
            md5: sum.map { Hexadecimal.text($0) })
    }
}
