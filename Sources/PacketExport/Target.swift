// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import WebArchive

/// Where a packet shall stand.
struct Target {
    let path: String
    let isZip: Bool
    let parent: String
    let name: String

    init(_ path: String) {
        var path = path
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        isZip = [".zip", PacketTransport.envelopeSuffix].contains {
            path.lowercased().hasSuffix($0)
        }
        if let slash = path.lastIndex(of: "/") {
            parent = slash == path.startIndex ? "/" : String(path[..<slash])
            name = String(path[path.index(after: slash)...])
        } else {
            parent = "."
            name = path
        }
    }

    /// Whether what the name promises is what `transport` makes.
    func suits(_ transport: PacketTransport) -> Bool {
        let isEnvelope = path.lowercased().hasSuffix(PacketTransport.envelopeSuffix)
        return transport.suffix.map { path.lowercased().hasSuffix($0) } ?? !isEnvelope
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
