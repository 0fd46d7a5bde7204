// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CZlib
import Glibc

/// Bytes in other forms: compressed, or in an old Chinese encoding.
enum Compression {
    enum Format {
        case zlib
        case gzip

        fileprivate var bits: Int32 {
            switch self {
            case .zlib: 15
            case .gzip: CZLIB_GZIP_BITS
            }
        }
    }

    /// Compresses `chunk`, repeated `count` times, without holding the repeats.
    static func compress(_ chunk: [UInt8], times count: Int = 1, into format: Format) -> [UInt8] {
        var stream = z_stream()
        // Fails only for want of memory or by a mistake of ours.
        let status = czlib_deflate_init(&stream, 9, format.bits)
        precondition(status == Z_OK, "zlib cannot start: \(status)")
        defer { deflateEnd(&stream) }
        var chunk = chunk
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        for round in 0..<count {
            let isLast = round == count - 1
            chunk.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                repeat {
                    let written = buffer.withUnsafeMutableBufferPointer { space in
                        stream.next_out = space.baseAddress
                        stream.avail_out = UInt32(space.count)
                        let status = deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                        precondition(status >= Z_OK || status == Z_BUF_ERROR, "zlib: \(status)")
                        return space.count - Int(stream.avail_out)
                    }
                    output += buffer.prefix(written)
                } while stream.avail_out == 0
            }
        }
        return output
    }
}

extension String {
    /// The text in GB 18030, of which GBK and GB 2312 are parts.
    var gb18030: [UInt8] {
        let converter = iconv_open("GB18030", "UTF-8")
        precondition(converter != iconv_t(bitPattern: -1), "the C library does not know GB18030")
        defer { iconv_close(converter) }
        var input = Array(utf8).map { CChar(bitPattern: $0) }
        // Two bytes for what takes three in UTF-8, four for what takes four.
        var output = [CChar](repeating: 0, count: input.count * 2)
        let used = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var from = input.baseAddress
                var fromLeft = input.count
                var to = output.baseAddress
                var toLeft = output.count
                let status = iconv(converter, &from, &fromLeft, &to, &toLeft)
                precondition(status == 0, "the text does not fit GB18030")
                return output.count - toLeft
            }
        }
        return output.prefix(used).map { UInt8(bitPattern: $0) }
    }
}
