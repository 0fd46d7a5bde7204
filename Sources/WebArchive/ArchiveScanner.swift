// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Reads an archive as its bytes come, one record after the other, in bounded memory.
///
/// Not thread safe.
package final class ArchiveScanner {
    // zlib's state points back to its stream, so that must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableRawBufferPointer
    private let keeping: Int
    private let checksPayloads: Bool
    private var assembler: RecordAssembler
    private var memberStart: Int
    private var position: Int
    private var damage: String?
    /// How many bytes the members have unpacked to so far.
    package private(set) var unpackedBytes = 0

    /// - Parameters:
    ///   - keepingBlocks: how many bytes of each record's block to keep; none by default.
    ///   - checksPayloads: whether to check the payloads' own digests too, not only those of the
    ///     blocks that hold them.
    ///   - offset: where in the file the first byte stands.
    package init(keepingBlocks: Int = 0, checksPayloads: Bool = true, offset: Int = 0) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = czlib_inflate_init(stream, CZLIB_GZIP_BITS)
        precondition(status == Z_OK, "zlib cannot start: \(status)")
        output = .allocate(byteCount: 64 * 1024, alignment: 16)
        keeping = keepingBlocks
        self.checksPayloads = checksPayloads
        assembler = RecordAssembler(keeping: keepingBlocks, checksPayload: checksPayloads)
        memberStart = offset
        position = offset
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    /// Takes the next bytes of the file, and gives each record that they complete.
    package func push(_ bytes: UnsafeRawBufferPointer, found: (ArchiveRecord) -> Void) {
        guard damage == nil, let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
        precondition(bytes.count < Int(UInt32.max), "more than 4 GiB at once")
        stream.pointee.next_in = UnsafeMutablePointer(mutating: base)
        stream.pointee.avail_in = UInt32(bytes.count)
        let start = position
        while damage == nil, stream.pointee.avail_in > 0 {
            stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_out = UInt32(output.count)
            let status = inflate(stream, Z_NO_FLUSH)
            position = start + bytes.count - Int(stream.pointee.avail_in)
            // What came before a fault first, so that the complaint does not depend on the pieces.
            let count = output.count - Int(stream.pointee.avail_out)
            unpackedBytes += count
            damage = assembler.push(UnsafeRawBufferPointer(rebasing: output[..<count]))
            guard status == Z_OK || status == Z_STREAM_END else {
                let reason = stream.pointee.msg.map { String(cString: $0) }
                damage = damage ?? reason ?? "zlib says \(status)"
                return
            }
            if status == Z_STREAM_END, damage == nil { endMember(found) }
        }
    }

    private func endMember(_ found: (ArchiveRecord) -> Void) {
        guard
            let record = assembler.finish(offset: memberStart, length: position - memberStart)
        else {
            damage = "its record is shorter than it says"
            return
        }
        found(record)
        assembler = RecordAssembler(keeping: keeping, checksPayload: checksPayloads)
        memberStart = position
        let status = inflateReset(stream)
        precondition(status == Z_OK, "zlib cannot start again: \(status)")
    }

    /// How the archive ended, after its last byte was pushed.
    package func finish() -> ArchiveEnd {
        if let damage { return .damaged(at: memberStart, damage) }
        return position == memberStart ? .whole : .torn(at: memberStart)
    }
}
