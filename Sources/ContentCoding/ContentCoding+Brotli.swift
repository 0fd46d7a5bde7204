// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CBrotli

extension ContentCoding {
    /// Decodes `br` (RFC 7932).
    static func unbrotli(_ body: [UInt8], limit: Int) -> Decoded {
        guard !body.isEmpty else { return Decoded(bytes: []) }
        guard let decoder = BrotliDecoderCreateInstance(nil, nil, nil) else {
            return Decoded(bytes: [], problem: .malformed)
        }
        defer { BrotliDecoderDestroyInstance(decoder) }
        var output = BoundedOutput(limit: limit, expecting: body.count * 4)
        let problem: Problem? = body.withUnsafeBufferPointer { input in
            var available = input.count
            var next = input.baseAddress
            while true {
                // No buffer of ours: the decoder lends its own, whose size the stream's window
                // bounds (16 MiB at most).
                var room = 0
                let result = BrotliDecoderDecompressStream(
                    decoder, &available, &next, &room, nil, nil)
                while BrotliDecoderHasMoreOutput(decoder) != BROTLI_FALSE {
                    var count = 0
                    let bytes = BrotliDecoderTakeOutput(decoder, &count)
                    output.append(UnsafeBufferPointer(start: bytes, count: count))
                    if output.isOverfull { return .limit(output.limit) }
                }
                switch result {
                case BROTLI_DECODER_RESULT_SUCCESS: return nil
                case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
                default: return .malformed
                }
            }
        }
        return Decoded(bytes: output.bytes, problem: problem)
    }
}
