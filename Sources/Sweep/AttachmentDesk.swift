// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casebook
package import Casework
import Digests
import FoundationEssentials
import Glibc
import WebArchive
package import Wording

/// Keeps what an analyst looked up by hand: the files first, then the line that says so.
package enum AttachmentDesk {
    /// The most bytes of one file: 20 MiB.
    package static let fileBytes = 20 * 1024 * 1024
    /// The most files of one attachment.
    package static let files = 20
    /// The most bytes of its text: 64 KiB.
    package static let textBytes = 64 * 1024

    /// Attaches `text` and the files at `paths` to the case of `lead`.
    ///
    /// Every file is read and judged before the first is kept, and all are on disk before the
    /// casebook names them.
    ///
    /// - Throws: ``AttachmentError``, `ArchiveError` or `CasebookError`; the case is as it was then.
    package static func attach(
        _ kind: Attachment.Kind, text: String, files paths: [String], source: String?,
        by person: String, to lead: Int64, in book: Casebook
    ) async throws -> Attachment {
        guard !paths.isEmpty || text.contains(where: { !$0.isWhitespace }) else {
            throw AttachmentError.nothing
        }
        guard paths.count <= files else { throw AttachmentError.tooMany(files) }
        for part in [text, source ?? "", person] where part.utf8.count > textBytes {
            throw AttachmentError.textTooLong(textBytes)
        }
        var found: [AttachedFile] = []
        for path in paths { found.append(try read(path).file) }
        if !paths.isEmpty { try makeFolder(book.attachmentsDirectory) }
        for (index, path) in paths.enumerated() {
            let (file, bytes) = try read(path)
            guard file == found[index] else { throw AttachmentError.changing(path) }
            try keep(bytes, as: file.sha256, in: book.attachmentsDirectory)
        }
        return try await book.attach(
            kind, text: text, source: source, by: person, files: found, to: lead)
    }

    /// Reads a file whole; only a regular one, so that no pipe is waited for.
    private static func read(_ path: String) throws -> (file: AttachedFile, bytes: [UInt8]) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ArchiveError.cannotRead(path, errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw ArchiveError.cannotRead(path, errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw AttachmentError.noFile(path) }
        guard facts.st_size > 0 else { throw AttachmentError.empty(path) }
        guard facts.st_size <= fileBytes else { throw AttachmentError.tooLarge(path, fileBytes) }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size) + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw ArchiveError.cannotRead(path, errno) }
            if got == 0 { break }
            count += got
        }
        guard count == Int(facts.st_size) else { throw AttachmentError.changing(path) }
        bytes.removeLast(bytes.count - count)
        guard let format = AttachedFile.Format(of: bytes) else {
            throw AttachmentError.unknownFormat(path)
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return (
            AttachedFile(
                name: name, format: format, bytes: count, sha256: Digest.hex(bytes)), bytes
        )
    }

    private static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw ArchiveError.cannotCreate(path, errno)
        }
    }

    /// Has `bytes` on disk under their digest, whole or not at all.
    ///
    /// What stands there already is written anew: it may be what a crash or a bad disk left.
    private static func keep(_ bytes: [UInt8], as digest: String, in folder: String) throws {
        let random = String(UInt64.random(in: .min ... .max), radix: 16)
        let temporary = "\(folder)/.\(digest.prefix(16))-\(random)"
        let file = try OutputFile(creating: temporary)
        do throws(ArchiveError) {
            try file.write(bytes, at: 0)
            try file.sync()
            guard rename(temporary, "\(folder)/\(digest)") == 0 else {
                throw .cannotCreate("\(folder)/\(digest)", errno)
            }
            try OutputFile.syncDirectory(folder)
        } catch {
            unlink(temporary)
            throw error
        }
    }
}

/// Why something cannot be attached.
package enum AttachmentError: Explained, Hashable {
    case nothing
    case tooMany(Int)
    case textTooLong(Int)
    case noFile(String)
    case empty(String)
    case tooLarge(String, Int)
    case unknownFormat(String)
    /// It was written to while it was read.
    case changing(String)

    package var message: Message {
        switch self {
        case .nothing: AttachmentMessages.nothing
        case .tooMany(let limit): AttachmentMessages.tooMany(limit)
        case .textTooLong(let limit): AttachmentMessages.textTooLong(limit)
        case .noFile(let path): AttachmentMessages.noFile(path)
        case .empty(let path): AttachmentMessages.empty(path)
        case .tooLarge(let path, let limit): AttachmentMessages.tooLarge(path, limit)
        case .unknownFormat(let path): AttachmentMessages.unknownFormat(path)
        case .changing(let path): AttachmentMessages.changing(path)
        }
    }
}
