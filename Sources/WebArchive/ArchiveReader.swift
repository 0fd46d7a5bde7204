// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Glibc

/// Reads a WARC file, compressed record by record.
package struct ArchiveReader: Sendable {
    /// The most bytes of one record's block that ``records(at:)`` gives: 64 MiB.
    package static let blockBytes = 64 * 1024 * 1024

    private static let pieceBytes = 256 * 1024

    package let path: String
    private let file: InputFile

    package init(path: String) throws(ArchiveError) {
        self.path = path
        file = try InputFile(path)
    }

    /// Gives every record in turn, digests checked, in bounded memory.
    ///
    /// Of each block the first `keepingBlocks` bytes are kept; none by default. Says how the file
    /// ended; a torn last record is not given.
    package func scan(
        keepingBlocks: Int = 0, _ found: (ArchiveRecord) -> Void
    ) throws(ArchiveError) -> ArchiveEnd {
        let scanner = ArchiveScanner(keepingBlocks: keepingBlocks)
        try file.read(from: 0, length: nil, pieceBytes: Self.pieceBytes) {
            bytes throws(ArchiveError) in
            scanner.push(bytes, found: found)
        }
        return scanner.finish()
    }

    /// The records at `place`, with their blocks.
    ///
    /// - Throws: ``ArchiveError/damaged(_:offset:_:)`` if they are not whole and true.
    package func records(at place: ArchivePlace) throws(ArchiveError) -> [ArchiveRecord] {
        var records: [ArchiveRecord] = []
        try check(place, keepingBlocks: Self.blockBytes, copyingTo: { _ in }) {
            records.append($0)
        }
        return records
    }

    /// The records at `place` of an archive in the folder `directory`, with their blocks.
    ///
    /// - Throws: ``ArchiveError/damaged(_:offset:_:)`` if they are not whole and true.
    package static func records(
        at place: ArchivePlace, in directory: String
    ) throws(ArchiveError) -> [ArchiveRecord] {
        guard isFileName(place.segment) else { throw .unsafeName(place.segment) }
        return try ArchiveReader(path: directory + "/" + place.segment).records(at: place)
    }

    /// Reads the run at `place`, gives its bytes and its records, and throws unless all are true.
    private func check(
        _ place: ArchivePlace, keepingBlocks: Int, checksPayloads: Bool = true,
        copyingTo sink: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void,
        _ found: (ArchiveRecord) -> Void
    ) throws(ArchiveError) {
        let scanner = ArchiveScanner(
            keepingBlocks: keepingBlocks, checksPayloads: checksPayloads, offset: place.offset)
        var fault: (Int, String)?
        try file.read(from: place.offset, length: place.length, pieceBytes: Self.pieceBytes) {
            bytes throws(ArchiveError) in
            scanner.push(bytes) { record in
                if let first = record.faults.first, fault == nil {
                    fault = (record.offset, first.rawValue)
                }
                found(record)
            }
            try sink(bytes)
        }
        switch scanner.finish() {
        case .whole: break
        case .torn(let offset): fault = (offset, "the record breaks off")
        case .damaged(let offset, let reason): fault = (offset, reason)
        }
        if let (offset, reason) = fault { throw .damaged(path, offset: offset, reason) }
    }
}

// MARK: - Copying

extension ArchiveReader {
    /// Copies the records at `places` byte for byte, each segment's own first record before them.
    ///
    /// `directory` is the archive's folder; `sink` takes the bytes of a new `.warc.gz`, in order.
    /// It is an error if a record is missing, torn or not what the digest of its block says; that
    /// of the payload, which is a part of it, is left to who checks the new file. Each is `found`
    /// with its offset in the new file, and the first `keepingBlocks` bytes of its block.
    package static func copy(
        _ places: [ArchivePlace], from directory: String, keepingBlocks: Int = 0,
        into sink: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void,
        _ found: (ArchiveRecord) -> Void = { _ in }
    ) throws(ArchiveError) {
        var readers: [String: ArchiveReader] = [:]
        var length = 0
        func note(_ record: ArchiveRecord) {
            var record = record
            record.offset = length
            length += record.length
            found(record)
        }
        for place in places {
            guard isFileName(place.segment) else { throw .unsafeName(place.segment) }
            let reader: ArchiveReader
            if let known = readers[place.segment] {
                reader = known
            } else {
                reader = try ArchiveReader(path: directory + "/" + place.segment)
                readers[place.segment] = reader
                let first = ArchivePlace(
                    segment: place.segment, offset: 0, length: try reader.firstMemberLength())
                try reader.check(
                    first, keepingBlocks: keepingBlocks, checksPayloads: false, copyingTo: sink,
                    note)
            }
            guard place.offset >= 0, place.length > 0 else {
                throw .damaged(reader.path, offset: place.offset, "the place is empty")
            }
            try reader.check(
                place, keepingBlocks: keepingBlocks, checksPayloads: false, copyingTo: sink, note)
        }
    }

    /// The length of the segment's `warcinfo` record, which fits in one piece.
    private func firstMemberLength() throws(ArchiveError) -> Int {
        let scanner = ArchiveScanner()
        var length: Int?
        try file.read(from: 0, length: Self.pieceBytes, pieceBytes: Self.pieceBytes) {
            bytes throws(ArchiveError) in
            scanner.push(bytes) { if length == nil { length = $0.length } }
        }
        guard let length else { throw .damaged(path, offset: 0, "it has no first record") }
        return length
    }

    private static func isFileName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }
}
