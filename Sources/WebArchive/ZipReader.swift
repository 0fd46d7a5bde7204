// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CArchive
import Glibc

/// Reads a zip file, entry by entry, in bounded memory.
///
/// Nothing is unpacked to disk.
package enum ZipReader {
    /// What comes next.
    package enum Event {
        /// An entry begins. Folders, links and devices are no files, and have no data.
        case entry(name: String, isFile: Bool, isFolder: Bool)
        case data(UnsafeRawBufferPointer)
        /// The entry ends; what was wrong with it, such as a checksum, or `nil`.
        case end(damage: String?)
    }

    /// The most entries of one zip file: 100,000.
    package static let entries = 100_000

    /// Gives every entry of the file at `path`.
    ///
    /// All together may unpack to `limit` bytes, 64 GiB by default; more is an error. Without
    /// `contents` only the names are read.
    package static func read(
        _ path: String, limit: Int = 64 << 30, contents: Bool = true, _ body: (Event) -> Void
    ) throws(ArchiveError) {
        let locale = carchive_begin_utf8()
        defer { carchive_end_utf8(locale) }
        guard let archive = archive_read_new() else { throw .zip(path, "out of memory") }
        defer { archive_read_free(archive) }
        // By the list at its end, as every other tool reads it, never by guessing as it streams.
        guard archive_read_support_format_zip_seekable(archive) == ARCHIVE_OK else {
            throw .zip(path, reason(archive))
        }
        guard archive_read_open_filename(archive, path, 256 * 1024) == ARCHIVE_OK else {
            let code = archive_errno(archive)
            // libarchive says EILSEQ of a file that is no archive.
            throw code > 0 && code != EILSEQ ? .cannotRead(path, code) : .zip(path, reason(archive))
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        var count = 0
        var total = 0
        while true {
            var header: OpaquePointer?
            let status = archive_read_next_header(archive, &header)
            if status == ARCHIVE_EOF { return }
            guard status >= ARCHIVE_WARN, let header else { throw .zip(path, reason(archive)) }
            count += 1
            guard count <= entries else { throw .tooLarge(path, limit: entries) }
            let type = archive_entry_filetype(header)
            let name = archive_entry_pathname_utf8(header) ?? archive_entry_pathname(header)
            body(
                .entry(
                    name: name.map { String(cString: $0) } ?? "",
                    isFile: type == 0o100000, isFolder: type == 0o040000))
            while contents {
                let size = archive_read_data(archive, buffer.baseAddress, buffer.count)
                guard size > 0 else {
                    body(.end(damage: size == 0 ? nil : reason(archive)))
                    break
                }
                total += size
                guard total <= limit else { throw .tooLarge(path, limit: limit) }
                body(.data(UnsafeRawBufferPointer(rebasing: buffer[..<size])))
            }
        }
    }

    private static func reason(_ archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0) } ?? "it is no zip file"
    }
}
