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
        var length = 0
        try write(entries, named: file.path, password: password) { bytes throws(ArchiveError) in
            try file.write(bytes, at: length)
            length += bytes.count
        }
        try file.sync()
    }

    /// The same, given to `sink` from beginning to end; errors call the file `path`.
    package static func write(
        _ entries: [Entry], named path: String, password: String? = nil,
        into sink: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        // libarchive keeps its address, for no longer than this call lasts.
        let failure: ArchiveError? = withoutActuallyEscaping(sink) { sink in
            let receiver = Receiver(sink)
            return withExtendedLifetime(receiver) {
                do throws(ArchiveError) {
                    try write(entries, path, password, receiver)
                } catch {
                    return receiver.failure ?? error
                }
                return nil
            }
        }
        if let failure { throw failure }
    }

    /// Takes what libarchive writes.
    private final class Receiver {
        let sink: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
        var failure: ArchiveError?

        init(_ sink: @escaping (UnsafeRawBufferPointer) throws(ArchiveError) -> Void) {
            self.sink = sink
        }
    }

    private static func write(
        _ entries: [Entry], _ path: String, _ password: String?, _ receiver: Receiver
    ) throws(ArchiveError) {
        let locale = carchive_begin_utf8()
        defer { carchive_end_utf8(locale) }
        guard let archive = archive_write_new() else { throw .zip(path, "out of memory") }
        defer { archive_write_free(archive) }
        let output = Output(archive: archive, path: path)
        try output.check(archive_write_set_format_zip(archive))
        try output.check(archive_write_set_options(archive, "zip:hdrcharset=UTF-8"))
        if let password {
            try output.check(archive_write_set_options(archive, "zip:encryption=aes256"))
            try output.check(archive_write_set_passphrase(archive, password))
        }
        // Pieces as they come, and no zeros after the last.
        try output.check(archive_write_set_bytes_per_block(archive, 0))
        try output.check(archive_write_set_bytes_in_last_block(archive, 1))
        try output.check(
            archive_write_open2(
                archive, Unmanaged.passUnretained(receiver).toOpaque(), nil,
                { archive, receiver, bytes, count in
                    guard let receiver else { return -1 }
                    let taker = Unmanaged<Receiver>.fromOpaque(receiver).takeUnretainedValue()
                    do throws(ArchiveError) {
                        try taker.sink(UnsafeRawBufferPointer(start: bytes, count: count))
                    } catch {
                        taker.failure = taker.failure ?? error
                        return -1
                    }
                    return count
                }, nil, nil))
        for entry in entries.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            try output.add(entry)
        }
        try output.check(archive_write_close(archive))
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
