// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A zip file made byte by byte, because no honest tool makes what an enemy makes.
struct HandmadeZip {
    struct Entry {
        var name: String
        var bytes: [UInt8]
        /// The name in the file's own head, if it is not the one in the list at the end.
        var innerName: String?
        /// How often the list at the end speaks of it.
        var listed = 1
        /// Extra fields, of which readers skip those that they do not know.
        var extra: [UInt8] = []
    }

    var entries: [Entry]
    var before: [UInt8] = []
    var after: [UInt8] = []

    /// The files of `folder`, below `root`, in order of their names.
    init(of folder: String, root: String = "JW-000042/") throws {
        entries = try SampleCase.files(folder).map { file in
            Entry(name: root + file, bytes: try Self.bytes(folder + "/" + file))
        }
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    func write(to path: String) throws {
        var file = before
        var list: [UInt8] = []
        for entry in entries {
            let offset = file.count
            let sum = Self.crc(entry.bytes)
            file += Self.numbers(4, 0x0403_4B50) + head(of: entry, sum)
            let inner = Array((entry.innerName ?? entry.name).utf8)
            file += Self.numbers(2, inner.count, entry.extra.count) + inner + entry.extra
            file += entry.bytes
            let name = Array(entry.name.utf8)
            let line =
                Self.numbers(4, 0x0201_4B50) + Self.numbers(2, 0x0314) + head(of: entry, sum)
                + Self.numbers(2, name.count, entry.extra.count, 0, 0, 0)
                + Self.numbers(4, 0o100644 << 16, offset) + name + entry.extra
            for _ in 0..<entry.listed { list += line }
        }
        let count = entries.reduce(0) { $0 + $1.listed }
        let end =
            Self.numbers(4, 0x0605_4B50) + Self.numbers(2, 0, 0, count, count)
            + Self.numbers(4, list.count, file.count)
            + Self.numbers(2, 0)
        try Data(file + list + end + after).write(to: URL(fileURLWithPath: path))
    }

    /// Version 2.0, names in UTF-8, stored, and what follows up to the sizes.
    private func head(of entry: Entry, _ sum: UInt32) -> [UInt8] {
        Self.numbers(2, 20, 0x0800, 0, 0, 0x21)
            + Self.numbers(4, Int(sum), entry.bytes.count, entry.bytes.count)
    }

    private static func numbers(_ width: Int, _ values: Int...) -> [UInt8] {
        values.flatMap { value in (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
        }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }
}
