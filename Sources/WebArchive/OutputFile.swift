// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A new file that is written by position, and never over another.
///
/// The descriptor is closed when the last holder lets go, so that a sync on another thread never
/// meets a number that was given to another file.
package final class OutputFile: Sendable {
    package let path: String
    package let descriptor: CInt

    /// Creates the file; it is an error if there is one.
    package init(creating path: String) throws(ArchiveError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotCreate(path, errno) }
        self.path = path
    }

    /// Takes over an open descriptor.
    package init(descriptor: CInt, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    /// Writes all of `bytes` at `offset`.
    ///
    /// On an error some of them may have been written.
    package func write(
        _ bytes: UnsafeRawBufferPointer, at offset: Int
    ) throws(ArchiveError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .cannotWrite(path, count == 0 ? EIO : errno) }
            done += count
        }
    }

    /// Writes all of `bytes` at `offset`.
    package func write(_ bytes: [UInt8], at offset: Int) throws(ArchiveError) {
        let failure: ArchiveError? = bytes.withUnsafeBytes { buffer in
            do throws(ArchiveError) { try write(buffer, at: offset) } catch { return error }
            return nil
        }
        if let failure { throw failure }
    }

    /// Cuts the file back to `length` bytes.
    package func truncate(to length: Int) throws(ArchiveError) {
        guard ftruncate(descriptor, off_t(length)) == 0 else { throw .cannotWrite(path, errno) }
    }

    /// Returns when what was written is on disk.
    package func sync() throws(ArchiveError) {
        while fdatasync(descriptor) != 0 {
            guard errno == EINTR else { throw .cannotWrite(path, errno) }
        }
    }

    /// Returns when the names in `directory` are on disk.
    package static func syncDirectory(_ directory: String) throws(ArchiveError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotWrite(directory, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .cannotWrite(directory, errno) }
    }
}
