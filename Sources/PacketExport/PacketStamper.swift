// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import Packet
import WebArchive

/// Adds a timestamp to a packet that is finished: nothing else of it changes.
package struct PacketStamper {
    /// What the authority is asked to stamp.
    package let content: [UInt8]
    /// What the timestamp will be called in the packet.
    package let name: String
    /// As in ``PacketSummary/bagDigest``: which packet it is, whatever its file is called.
    package let bagDigest: String
    private let path: String
    private let isZip: Bool

    /// Opens the packet at `path`, a folder or a zip file.
    ///
    /// - Throws: ``PacketError/broken`` if it is not whole: a stamp must not lend it its name.
    package init(_ path: String) throws(PacketError) {
        let report = try PacketVerifier.verify(path)
        guard report.isIntact, let digest = report.bagDigest else { throw .broken }
        bagDigest = digest
        var facts = stat()
        isZip = stat(path, &facts) == 0 && facts.st_mode & S_IFMT != S_IFDIR
        self.path = path
        var found: [String: [UInt8]] = [:]
        let wanted =
            [Bag.tagManifestName, Bag.signatureName]
            + (1...Bag.timestamps).map(Bag.timestampName)
        if isZip {
            let root = try Self.root(path)
            var name = ""
            do throws(ArchiveError) {
                try ZipReader.read(path) { event in
                    switch event {
                    case .entry(let entry, _, _):
                        name = String(entry.dropFirst(root.count))
                        if wanted.contains(name) { found[name] = [] }
                    case .data(let bytes): found[name]? += bytes
                    case .end: break
                    }
                }
            } catch {
                throw .archive(error)
            }
        } else {
            for name in wanted {
                found[name] = FileManager.default.contents(atPath: path + "/" + name).map {
                    Array($0)
                }
            }
        }
        guard let content = found[Bag.signatureName] ?? found[Bag.tagManifestName] else {
            throw .broken
        }
        guard
            let free = (1...Bag.timestamps).first(where: { found[Bag.timestampName($0)] == nil })
        else { throw .tooManyTimestamps }
        self.content = content
        name = Bag.timestampName(free)
    }

    /// Adds the answer of an authority; at every moment the packet is there, with it or without.
    package func add(_ answer: [UInt8]) throws(PacketError) {
        do throws(ArchiveError) {
            if isZip { try addToZip(answer) } else { try Self.write(answer, name, in: path) }
        } catch {
            throw .archive(error)
        }
    }

    private static func root(_ path: String) throws(PacketError) -> String {
        do throws(ArchiveError) { return try PacketVerifier.root(path) } catch {
            throw .archive(error)
        }
    }

    /// Writes the file under a hidden name, then gives it its own, which nothing bears yet.
    private static func write(
        _ bytes: [UInt8], _ name: String, in folder: String
    ) throws(ArchiveError) {
        let target = folder + "/" + name
        let parent = folder + "/" + Bag.sealFolder
        if mkdir(parent, 0o755) != 0, errno != EEXIST { throw .cannotCreate(parent, errno) }
        // Beside the packet, so that a crash leaves no file in it that no list names.
        let hidden = folder + PartialPacket.mark + "stamp"
        unlink(hidden)
        defer { unlink(hidden) }
        let file = try OutputFile(creating: hidden)
        try file.write(bytes, at: 0)
        try file.sync()
        guard rename(hidden, target) == 0 else { throw .cannotCreate(target, errno) }
        try OutputFile.syncDirectory(parent)
        try OutputFile.syncDirectory(folder)
    }

    /// Packs the zip file anew beside itself, and puts the new one in its place.
    private func addToZip(_ answer: [UInt8]) throws(ArchiveError) {
        let hidden = path + PartialPacket.mark + String(UInt64.random(in: .min ... .max), radix: 16)
        defer {
            try? FileManager.default.removeItem(atPath: hidden)
            unlink(hidden + ".zip")
        }
        guard mkdir(hidden, 0o700) == 0 else { throw .cannotCreate(hidden, errno) }
        let root = try PacketVerifier.root(path)
        var entries: [ZipWriter.Entry] = []
        var file: OutputFile?
        var offset = 0
        var failure: ArchiveError?
        // The names are the packet's own; on disk each file is a number.
        try ZipReader.read(path) { event in
            guard failure == nil else { return }
            do throws(ArchiveError) {
                switch event {
                case .entry(let name, let isFile, _):
                    file = nil
                    offset = 0
                    guard isFile else { return }
                    let copy = hidden + "/\(entries.count)"
                    file = try OutputFile(creating: copy)
                    entries.append(
                        ZipWriter.Entry(
                            name: name, path: copy, isStored: PacketFiles.isPacked(name)))
                case .data(let bytes):
                    try file?.write(bytes, at: offset)
                    offset += bytes.count
                case .end(let damage):
                    if let damage { throw .zip(path, damage) }
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        let copy = hidden + "/answer"
        try OutputFile(creating: copy).write(answer, at: 0)
        entries.append(ZipWriter.Entry(name: root + name, path: copy))
        try ZipWriter.write(entries, to: OutputFile(creating: hidden + ".zip"))
        guard rename(hidden + ".zip", path) == 0 else { throw .cannotCreate(path, errno) }
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try OutputFile.syncDirectory(parent.isEmpty ? "/" : parent)
    }
}
