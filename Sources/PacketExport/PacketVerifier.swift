// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Sealing
import WebArchive

/// Whom somebody who checks a packet trusts.
package struct PacketTrust: Sendable {
    /// Of signatures and timestamps; `nil` if nobody said.
    package var roots: TrustRoots?
    /// Whose SM2 signature counts; `nil` if nobody said.
    package var nationalKey: NationalSignature.PublicKey?

    package init(roots: TrustRoots? = nil, nationalKey: NationalSignature.PublicKey? = nil) {
        self.roots = roots
        self.nationalKey = nationalKey
    }
}

/// Checks a packet without trusting anything in it.
package enum PacketVerifier {
    /// The most files of one packet: 100,000.
    static let files = 100_000
    /// The deepest folder.
    static let depth = 16

    /// Reads every byte of the packet at `path`, a folder or a zip file.
    ///
    /// `expected` is the ``PacketSummary/bagDigest`` that was recorded at export. Without it, a
    /// packet in which files and all lists were changed together is found out by its signature
    /// only. `trust` says whose signatures and timestamps count; none that it brings do.
    /// With `sm3` each file is held against the list of SM3 sums too, several times as slowly.
    package static func verify(
        _ path: String, expecting expected: String? = nil,
        trusting trust: PacketTrust = PacketTrust(),
        sm3: Bool = false
    ) throws(PacketError) -> PacketReport {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            throw errno == ENOENT ? .missing(path) : .archive(.cannotRead(path, errno))
        }
        let intake = BagIntake(takesNationalSums: sm3)
        do throws(ArchiveError) {
            if facts.st_mode & S_IFMT == S_IFDIR {
                var count = 0
                try walk(path, below: "", depth: 0, &count, into: intake)
            } else {
                try unpack(path, limit: Self.limit(ofZip: Int(facts.st_size)), into: intake)
            }
        } catch {
            throw .archive(error)
        }
        guard intake.isBag else { throw .notPacket(path) }
        return intake.report(path, expecting: expected, trusting: trust)
    }

    // MARK: - Folders

    private static func walk(
        _ root: String, below folder: String, depth: Int, _ count: inout Int, into intake: BagIntake
    ) throws(ArchiveError) {
        for name in try names(root + "/" + folder).sorted() {
            count += 1
            guard count <= files else { throw .tooLarge(root, limit: files) }
            let path = folder.isEmpty ? name : folder + "/" + name
            var facts = stat()
            guard lstat(root + "/" + path, &facts) == 0 else {
                throw .cannotRead(root + "/" + path, errno)
            }
            switch facts.st_mode & S_IFMT {
            case S_IFREG: read(root, path, into: intake)
            case S_IFDIR where depth < Self.depth:
                try walk(root, below: path, depth: depth + 1, &count, into: intake)
            default: intake.refuse(path)
            }
        }
    }

    private static func names(_ path: String) throws(ArchiveError) -> [String] {
        guard let directory = opendir(path) else { throw .cannotRead(path, errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    private static func read(_ root: String, _ path: String, into intake: BagIntake) {
        intake.begin(path)
        let descriptor = open(root + "/" + path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return intake.end(damage: .cannotRead(path, errno)) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                return intake.end(damage: count == 0 ? nil : .cannotRead(path, errno))
            }
            intake.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    // MARK: - Zip files

    /// The bag may stand at the zip's root, or in the one folder that is there.
    private static func unpack(
        _ path: String, limit: Int, into intake: BagIntake
    ) throws(ArchiveError) {
        let root = try root(path)
        for fault in try ZipDirectory.faults(of: path) { intake.note(.zip(fault)) }
        var isTaking = false
        try ZipReader.read(path, limit: limit) { event in
            switch event {
            case .entry(let name, let isFile, let isFolder):
                isTaking = isFile && name.hasPrefix(root)
                if isTaking {
                    intake.begin(String(name.dropFirst(root.count)))
                } else if !isFolder {
                    intake.refuse(name)
                }
            case .data(let bytes):
                if isTaking { intake.take(bytes) }
            case .end(let damage):
                if isTaking { intake.end(damage: damage.map { .zip(path, $0) }) }
            }
        }
    }

    /// What a zip file of `bytes` may unpack to: 256 MiB, and beyond that 20 times as much.
    ///
    /// Most of a packet is compressed before it is packed, so an honest one stays far below.
    static func limit(ofZip bytes: Int) -> Int { (256 << 20) + 20 * bytes }

    /// The folder in which most files of the zip stand, with `/`, or nothing.
    static func root(_ path: String) throws(ArchiveError) -> String {
        var counts: [Substring: Int] = [:]
        try ZipReader.read(path, contents: false) { event in
            guard case .entry(let name, let isFile, _) = event, isFile else { return }
            let top = name.firstIndex(of: "/").map { name[...$0] } ?? ""
            counts[top, default: 0] += 1
        }
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        return most == "data/" ? "" : String(most)
    }
}
