// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The text of a registry's answer: UTF-8, or GB 18030, which GBK is a part of.
///
/// RFC 3912 names no encoding. What is in neither is read as UTF-8 with U+FFFD for what is wrong.
enum AnswerText {
    static func decode(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        // An answer that broke off may end inside a character.
        for cut in 1...3 where cut < bytes.count {
            if let text = String(validating: bytes.dropLast(cut), as: UTF8.self) { return text }
        }
        return chinese(bytes) ?? String(decoding: bytes, as: UTF8.self)
    }

    /// `bytes` read as GB 18030, or `nil` if they are not; a character cut at the end is left out.
    private static func chinese(_ bytes: [UInt8]) -> String? {
        let descriptor = iconv_open("UTF-8", "GB18030")
        guard descriptor != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(descriptor) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // Two bytes make three at most, and one makes one.
        let capacity = bytes.count * 2 + 16
        var isWhole = false
        let decoded = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            initialized = 0
            guard let target = buffer.baseAddress else { return }
            input.withUnsafeMutableBufferPointer { source in
                var next = source.baseAddress
                var left = source.count
                var output: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(target)
                    .assumingMemoryBound(to: CChar.self)
                var room = capacity
                let result = iconv(descriptor, &next, &left, &output, &room)
                // EINVAL: the input ends inside a character.
                isWhole = result != -1 || errno == EINVAL
                initialized = capacity - room
            }
        }
        return isWhole ? String(decoding: decoded, as: UTF8.self) : nil
    }
}
