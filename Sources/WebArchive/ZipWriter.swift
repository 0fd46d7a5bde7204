// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CArchive
import Glibc

/// Packs files into a zip file that depends on nothing but their names and contents.
package enum ZipWriter {
    /// One file of the zip.
    package struct Entry: Sendable {
        package var name: String
        /// Where its contents lie.
        package var path: String
        /// Whether to store it as it is, because it is compressed already.
        package var isStored: Bool

        package init(name: String, path: String, isStored: Bool = false) {
            self.name = name
            self.path = path
            self.isStored = isStored
        }
    }

    /// Writes `entries` to `file`, sorted by name, all with the same time, and syncs it.
    ///
    /// With a `password` each is encrypted by AES-256 (WinZip's AE-2); names and sizes stay readable.
    package static func write(
        _ entries: [Entry], to file: OutputFile, password: String? = nil
    ) throws(ArchiveError) {
        let locale = carchive_begin_utf8()
        defer { carchive_end_utf8(locale) }
        guard let archive = archive_write_new() else { throw .zip(file.path, "out of memory") }
        defer { archive_write_free(archive) }
        let output = Output(archive: archive, path: file.path)
        try output.check(archive_write_set_format_zip(archive))
        try output.check(archive_write_set_options(archive, "zip:hdrcharset=UTF-8"))
        if let password {
            try output.check(archive_write_set_options(archive, "zip:encryption=aes256"))
            try output.check(archive_write_set_passphrase(archive, password))
        }
        try output.check(archive_write_open_fd(archive, file.descriptor))
        for entry in entries.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            try output.add(entry)
        }
        try output.check(archive_write_close(archive))
        try file.sync()
    }

    private struct Output {
        let archive: OpaquePointer
        let path: String

        func check(_ status: CInt) throws(ArchiveError) {
            guard status < ARCHIVE_OK else { return }
            let code = archive_errno(archive)
            if code > 0 { throw .cannotWrite(path, code) }
            throw .zip(path, archive_error_string(archive).map { String(cString: $0) } ?? "")
        }

        func add(_ entry: Entry) throws(ArchiveError) {
            let descriptor = open(entry.path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .cannotRead(entry.path, errno) }
            defer { close(descriptor) }
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else { throw .cannotRead(entry.path, errno) }

            guard let header = archive_entry_new() else { throw .zip(path, "out of memory") }
            defer { archive_entry_free(header) }
            archive_entry_set_pathname_utf8(header, entry.name)
            archive_entry_set_filetype(header, 0o100000)
            archive_entry_set_perm(header, 0o644)
            archive_entry_set_size(header, Int64(facts.st_size))
            // Before 1980 in every time zone, so that the zone does not show in the file.
            archive_entry_set_mtime(header, 0, 0)
            try check(
                entry.isStored
                    ? archive_write_zip_set_compression_store(archive)
                    : archive_write_zip_set_compression_deflate(archive))
            try check(archive_write_header(archive, header))
            try copy(descriptor, entry.path)
        }

        private func copy(_ descriptor: CInt, _ source: String) throws(ArchiveError) {
            let buffer = UnsafeMutableRawBufferPointer.allocate(
                byteCount: 256 * 1024, alignment: 16)
            defer { buffer.deallocate() }
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw .cannotRead(source, errno) }
                if count == 0 { return }
                var done = 0
                while done < count {
                    let written = archive_write_data(
                        archive, buffer.baseAddress.map { $0 + done }, count - done)
                    guard written > 0 else {
                        try check(CInt(truncatingIfNeeded: written))
                        throw .zip(path, "'\(source)' grew while it was packed")
                    }
                    done += written
                }
            }
        }
    }
}
