// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// The memory in which FreeType sees the files of fonts.
///
/// cairo reads each font of a document from end to end to embed a part of it, some 20 MB each, and
/// the pages stay. They are the files' own and are only read, so the system can have them back at
/// any time: who needs one again finds it again.
enum FontPages {
    static func release() {
        guard let maps = FileManager.default.contents(atPath: "/proc/self/maps") else { return }
        for line in maps.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            // `7f01c0000000-7f01c1913000 r--p 00000000 fe:00 42  /usr/share/fonts/….ttc`
            guard text.hasSuffix(".ttc"), let space = text.firstIndex(of: " "),
                text[space...].hasPrefix(" r--p")
            else { continue }
            let ends = text[..<space].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[0] < ends[1] else { continue }
            madvise(
                UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), MADV_DONTNEED)
        }
    }
}
