// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CDeflate

/// Compresses one run of bytes after the other, each into a gzip member of its own (RFC 1952).
///
/// Kept and used again, because its tables are made anew for each.
final class Deflater: @unchecked Sendable {
    // @unchecked Sendable because a deflater is either in its writer's pool or with the one thread
    // that took it from there.
    private let raw: OpaquePointer

    /// - Parameter level: how hard it tries, from 0 to 12.
    init(level: Int) {
        guard let raw = libdeflate_alloc_compressor(Int32(level)) else {
            preconditionFailure("libdeflate has no level \(level), or no memory is left")
        }
        self.raw = raw
    }

    deinit {
        libdeflate_free_compressor(raw)
    }

    /// Appends `bytes` to `members` as one gzip member, with no time or name in it, so that it can be
    /// repeated.
    func appendMember(of bytes: [UInt8], to members: inout [UInt8]) {
        let bound = libdeflate_gzip_compress_bound(raw, bytes.count)
        members += [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            count = libdeflate_gzip_compress(
                raw, bytes, bytes.count, output.baseAddress, bound)
            precondition(count > 0, "libdeflate's bound was too small")
        }
    }

    /// `bytes` as one gzip member.
    func member(of bytes: [UInt8]) -> [UInt8] {
        var member: [UInt8] = []
        appendMember(of: bytes, to: &member)
        return member
    }
}
