// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CZlib

extension ContentCoding {
    /// The three ways in which servers wrap deflate's bytes.
    enum Wrapping {
        case gzip
        case zlib
        case none

        var windowBits: Int32 {
            switch self {
            case .gzip: 16 + MAX_WBITS
            case .zlib: MAX_WBITS
            case .none: Int32(CZLIB_RAW_BITS)
            }
        }
    }

    /// Decodes `deflate`, which should be in zlib's wrapping and often has none.
    static func inflateEither(_ body: [UInt8], limit: Int) -> Decoded {
        // A zlib header names method 8 and is a multiple of 31 (RFC 1950, section 2.2).
        let hasHeader =
            body.count >= 2 && body[0] & 0x0F == 8 && (Int(body[0]) << 8 | Int(body[1])) % 31 == 0
        let first = inflate(body, hasHeader ? .zlib : .none, limit: limit)
        guard hasHeader, first.problem == .malformed, first.bytes.isEmpty else { return first }
        return inflate(body, .none, limit: limit)
    }

    /// Decodes what deflate made; for gzip, all members one after the other (RFC 1952, 2.2).
    static func inflate(_ body: [UInt8], _ wrapping: Wrapping, limit: Int) -> Decoded {
        guard !body.isEmpty else { return Decoded(bytes: []) }
        var stream = z_stream()
        guard czlib_inflate_init(&stream, wrapping.windowBits) == Z_OK else {
            return Decoded(bytes: [], problem: .malformed)
        }
        defer { inflateEnd(&stream) }
        var output = BoundedOutput(limit: limit, expecting: body.count * 4)
        let problem = body.withUnsafeBufferPointer { input in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64 * 1024) { buffer in
                run(&stream, input, buffer, wrapping, &output)
            }
        }
        return Decoded(bytes: output.bytes, problem: problem)
    }

    private static func run(
        _ stream: inout z_stream, _ input: UnsafeBufferPointer<UInt8>,
        _ buffer: UnsafeMutableBufferPointer<UInt8>, _ wrapping: Wrapping,
        _ output: inout BoundedOutput
    ) -> Problem? {
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(clamping: input.count)
        while true {
            stream.next_out = buffer.baseAddress
            stream.avail_out = UInt32(buffer.count)
            let status = CZlib.inflate(&stream, Z_NO_FLUSH)
            output.append(
                UnsafeBufferPointer(rebasing: buffer[..<(buffer.count - Int(stream.avail_out))]))
            if output.isOverfull { return .limit(output.limit) }
            switch status {
            case Z_OK:
                continue
            case Z_STREAM_END:
                // Some servers pad the end; only what looks like a member is one.
                let isNextMember =
                    wrapping == .gzip && stream.avail_in >= 2 && stream.next_in[0] == 0x1F
                    && stream.next_in[1] == 0x8B
                guard isNextMember else { return nil }
                guard inflateReset(&stream) == Z_OK else { return .malformed }
            default:
                // Z_BUF_ERROR: the input is used up and the end has not come.
                return .malformed
            }
        }
    }
}
