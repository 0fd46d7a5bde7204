// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Digests
package import FoundationEssentials
import Glibc
package import Packet
import WebArchive

/// What to export.
package struct PacketRequest: Sendable {
    package var caseFile: CaseFile
    /// The casebook's custody chain in order and without gaps.
    ///
    /// At least every line of the case and all between its first and its last. What lies outside
    /// those is left out; of other cases' lines in between only number and hash are written.
    package var custody: [CustodyEntry]
    /// The folder of the archive's segments.
    package var archiveDirectory: String
    /// The folder of the attached files.
    package var attachmentsDirectory: String
    /// Name and version of the program.
    package var software: String
    package var exportedAt: Date
    /// The account and machine: `user@host`.
    package var exportedBy: String
    /// Who it is for, and so what it holds.
    package var audience: PacketAudience = .archive
    /// Who reports to abuse desks; without, there is no X-ARF report.
    package var reporter: Reporter?
    /// Those who take the evidence, for the forms.
    package var officers: [Officer] = []
    /// Words of sellers on the pages, for the forms; `nil` if no rules were at hand.
    package var terms: [SellingTerm]?
    /// How the packet will be signed and stamped, or why not, for page one of the forms.
    package var sealing: [String] = []

    package init(
        caseFile: CaseFile, custody: [CustodyEntry], archiveDirectory: String,
        attachmentsDirectory: String = "", software: String, exportedAt: Date, exportedBy: String
    ) {
        self.caseFile = caseFile
        self.custody = custody
        self.archiveDirectory = archiveDirectory
        self.attachmentsDirectory = attachmentsDirectory
        self.software = software
        self.exportedAt = exportedAt
        self.exportedBy = exportedBy
    }
}

/// What was exported.
package struct PacketSummary: Sendable, Hashable {
    package var path: String
    package var files: Int
    /// Of all files, before they are packed.
    package var bytes: Int
    /// SHA-256, in hexadecimal, of `tagmanifest-sha256.txt`, which covers every other file.
    ///
    /// Keep it with the case: who changes files and all manifests together is found out by it alone.
    package var bagDigest: String
}

/// Writes a case as an evidence packet: a BagIt bag in a folder or a zip file.
package enum PacketExporter {
    /// Exports, all or nothing.
    ///
    /// The packet is made beside `path` under a hidden name, synced, and renamed when it is whole.
    ///
    /// A `path` that ends in `.zip` makes a zip file, any other a folder. If something stands there
    /// already, that is an error: ``PacketError/exists(_:)``.
    package static func export(
        _ request: PacketRequest, to path: String
    ) throws(PacketError) -> PacketSummary {
        let target = Target(path)
        guard !target.isTaken else { throw .exists(target.path) }
        let number = request.caseFile.lead.caseNumber.description
        let custody = CustodyLog.slice(request.custody, lead: request.caseFile.lead.number)
        if let problem = CustodyLog.problems(in: custody, hash: { Digest.hex($0) }).first {
            throw .custody(caseNumber: number, problem)
        }

        PartialPacket.removeAbandoned(of: target.name, in: target.parent)
        let temporary = target.temporary
        let packed = temporary + ".zip"
        defer {
            // Gone already if all went well; if not, nothing may stay but the message.
            try? FileManager.default.removeItem(atPath: temporary)
            unlink(packed)
        }
        var bag = try BagFolder(creating: temporary)
        let partial = try PartialPacket(temporary)
        defer { partial.release() }
        try PacketFiles.write(request, custody, to: &bag)
        try bag.syncFolders()
        if target.isZip { try pack(bag, as: number, to: packed) }
        try target.take(target.isZip ? packed : temporary)
        return PacketSummary(
            path: target.path, files: bag.files.count, bytes: bag.bytes,
            bagDigest: bag.files.last?.sha256 ?? "")
    }

    private static func pack(
        _ bag: BagFolder, as name: String, to path: String
    ) throws(PacketError) {
        do throws(ArchiveError) {
            let file = try OutputFile(creating: path)
            let entries = bag.files.map { file in
                ZipWriter.Entry(
                    name: name + "/" + file.path, path: bag.path + "/" + file.path,
                    isStored: file.path.hasSuffix(".gz") || file.path.hasSuffix(".wacz"))
            }
            try ZipWriter.write(entries, to: file)
        } catch {
            throw .archive(error)
        }
    }
}

/// Where a packet shall stand.
private struct Target {
    let path: String
    let isZip: Bool
    let parent: String
    let name: String

    init(_ path: String) {
        var path = path
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        isZip = path.lowercased().hasSuffix(".zip")
        if let slash = path.lastIndex(of: "/") {
            parent = slash == path.startIndex ? "/" : String(path[..<slash])
            name = String(path[path.index(after: slash)...])
        } else {
            parent = "."
            name = path
        }
    }

    var isTaken: Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }

    /// A hidden name in the same folder, so that a rename is all that is left to do.
    var temporary: String {
        let random = String(UInt64.random(in: .min ... .max), radix: 16)
        return "\(parent)/.\(name)\(PartialPacket.mark)\(random)"
    }

    /// Moves `source` here, but never over anything; at every moment the whole packet is here, or
    /// nothing.
    func take(_ source: String) throws(PacketError) {
        if isZip { try takeFile(source) } else { try takeFolder(source) }
        do throws(ArchiveError) {
            try OutputFile.syncDirectory(parent)
        } catch {
            // Who is told that it failed must not find it here.
            if rename(path, source) != 0, isZip { unlink(path) }
            throw .archive(error)
        }
    }

    /// A folder never replaces anything but an empty folder (rename(2)).
    private func takeFolder(_ source: String) throws(PacketError) {
        guard rename(source, path) == 0 else { throw cannotTake(errno) }
    }

    /// A second name for the file, which is never given over another, then no more of the first.
    private func takeFile(_ source: String) throws(PacketError) {
        if link(source, path) == 0 {
            unlink(source)
            return
        }
        guard [EPERM, ENOSYS, EOPNOTSUPP].contains(errno) else { throw cannotTake(errno) }
        // No second names, as on the sticks that packets travel by: the name is taken first, by an
        // empty file, and that is replaced.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw cannotTake(errno) }
        close(descriptor)
        guard rename(source, path) == 0 else {
            let code = errno
            unlink(path)
            throw cannotTake(code)
        }
    }

    private func cannotTake(_ code: Int32) -> PacketError {
        [EEXIST, ENOTEMPTY, ENOTDIR].contains(code)
            ? .exists(path) : .archive(.cannotCreate(path, code))
    }
}
