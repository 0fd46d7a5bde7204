// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Compresses one run of bytes after the other, each into a gzip member of its own.
///
/// Kept and used again, because zlib clears a quarter of a megabyte for each new stream.
final class Deflater: @unchecked Sendable {
    // @unchecked Sendable because a deflater is either in its writer's pool or with the one thread
    // that took it from there.

    // zlib's state points back to its stream, so that must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Parameter level: 0 to 9.
    init(level: Int) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = czlib_deflate_init(stream, Int32(level), CZLIB_GZIP_BITS)
        precondition(status == Z_OK, "zlib cannot start: \(status)")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// `bytes` as one gzip member, with no time or name in it, so that it can be repeated.
    func member(of bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count < Int(UInt32.max), "a record of 4 GiB or more")
        let status = deflateReset(stream)
        precondition(status == Z_OK, "zlib cannot start again: \(status)")
        let bound = Int(deflateBound(stream, UInt(bytes.count)))
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(bound)
                let status = deflate(stream, Z_FINISH)
                precondition(status == Z_STREAM_END, "zlib's bound was too small: \(status)")
            }
            count = bound - Int(stream.pointee.avail_out)
        }
    }
}
