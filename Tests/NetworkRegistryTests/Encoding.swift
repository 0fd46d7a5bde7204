// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// `text` in GBK, by the system's own converter.
func gbk(_ text: String) -> [UInt8]? {
    let descriptor = iconv_open("GBK", "UTF-8")
    guard descriptor != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(descriptor) }
    var input = text.utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 2)
    let capacity = output.count
    var room = capacity
    let result = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            var next = source.baseAddress
            var left = source.count
            var end = target.baseAddress
            return iconv(descriptor, &next, &left, &end, &room)
        }
    }
    guard result != -1 else { return nil }
    return output.prefix(capacity - room).map { UInt8(bitPattern: $0) }
}
