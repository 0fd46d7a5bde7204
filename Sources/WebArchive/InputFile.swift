// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file that is read by position; closed when the last holder lets go.
package final class InputFile: Sendable {
    private let path: String
    private let descriptor: CInt

    package init(_ path: String) throws(ArchiveError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(path, errno) }
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    /// Returns when what was written to it is on disk, by whomever.
    package func sync() throws(ArchiveError) {
        while fdatasync(descriptor) != 0 {
            guard errno == EINTR else { throw .cannotWrite(path, errno) }
        }
    }

    /// Gives the bytes from `start`, `length` of them or to the end, whichever is sooner.
    package func read(
        from start: Int, length: Int?, pieceBytes: Int,
        _ body: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 16)
        defer { buffer.deallocate() }
        var offset = start
        var left = length ?? .max
        while left > 0 {
            let count = pread(descriptor, buffer.baseAddress, min(left, pieceBytes), off_t(offset))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .cannotRead(path, errno) }
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
            left -= count
        }
    }
}
