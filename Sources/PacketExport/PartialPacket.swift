// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import WebArchive

/// A packet that is being made, under a hidden name.
///
/// It is locked for as long as its maker lives. So the next export of the same name can tell what a
/// killed one left behind from what another one is still making.
struct PartialPacket {
    static let mark = ".partial-"

    private let descriptor: Int32

    /// Locks the folder at `path`.
    init(_ path: String) throws(PacketError) {
        guard let descriptor = Self.lock(path) else { throw .archive(.cannotCreate(path, errno)) }
        self.descriptor = descriptor
    }

    func release() { close(descriptor) }

    /// Removes what exports to `name` in `folder` left when they were killed.
    static func removeAbandoned(of name: String, in folder: String) {
        let prefix = ".\(name)\(mark)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let ours = names.filter { name in
            let rest = name.dropFirst(prefix.count)
            let digits = rest.hasSuffix(".zip") ? rest.dropLast(4) : rest
            return name.hasPrefix(prefix) && !digits.isEmpty && digits.allSatisfy(\.isHexDigit)
        }
        for name in ours where !name.hasSuffix(".zip") {
            guard let descriptor = lock("\(folder)/\(name)") else { continue }
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            close(descriptor)
        }
        // The zip file of a folder that is gone.
        for name in ours where name.hasSuffix(".zip") {
            var facts = stat()
            if lstat("\(folder)/\(name.dropLast(4))", &facts) != 0 { unlink("\(folder)/\(name)") }
        }
    }

    /// The folder's descriptor, if nobody else has it locked.
    private static func lock(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
