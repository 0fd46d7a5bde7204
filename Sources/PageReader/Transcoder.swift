// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Bytes of one encoding as UTF-8, and how well that went.
struct Transcoded {
    var bytes: [UInt8]
    /// Sequences that the encoding does not have.
    var errors: Int

    init(bytes: [UInt8], errors: Int) {
        self.bytes = bytes
        self.errors = errors
    }

    /// Decodes `body` by iconv; `nil` if iconv does not know the encoding.
    ///
    /// What cannot be decoded becomes U+FFFD, and so does NUL, at which libxml2 would stop. A
    /// character that is cut short at the end is left out.
    init?(_ body: Bytes, from charset: Charset) {
        let descriptor = iconv_open("UTF-8", charset.iconvName)
        guard descriptor != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(descriptor) }

        var errors = 0
        // No encoding here makes more than three bytes of one, and one more pass is never needed.
        let capacity = body.count * 3 + 16
        bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            initialized = 0
            guard let source = body.baseAddress, let target = buffer.baseAddress else { return }
            var input: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(
                mutating: UnsafeRawPointer(source)
            ).assumingMemoryBound(to: CChar.self)
            var inputLeft = body.count
            var output: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(target)
                .assumingMemoryBound(to: CChar.self)
            var outputLeft = capacity
            while inputLeft > 0, outputLeft >= 8 {
                let result = iconv(descriptor, &input, &inputLeft, &output, &outputLeft)
                guard result == -1 else { break }
                // EINVAL: the input ends inside a character.
                guard errno == EILSEQ, inputLeft > 0, outputLeft >= 8 else { break }
                errors += 1
                let skipped = min(inputLeft, charset.name.hasPrefix("utf-16") ? 2 : 1)
                input = input.map { $0 + skipped }
                inputLeft -= skipped
                for byte: UInt8 in [0xEF, 0xBF, 0xBD] {
                    output?.pointee = CChar(bitPattern: byte)
                    output = output.map { $0 + 1 }
                    outputLeft -= 1
                }
            }
            initialized = capacity - outputLeft
        }
        self.errors = errors
        if bytes.contains(0) { bytes = bytes.withUnsafeBufferPointer(UTF8Check.repaired) }
    }
}
