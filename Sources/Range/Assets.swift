// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Files that several sites serve: drawn here, copied from nobody.
enum Assets {
    static let pages: [String: RangeReply] = [
        "/favicon.ico": .file("image/png", icon),
        "/static/img/guohui.svg": .file("image/svg+xml", Array(emblem.utf8)),
        "/static/img/police.png": .file("image/png", icon),
    ]

    /// A red disc with a ring and a star, as fakes draw the national emblem.
    private static let emblem = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
        <circle cx="50" cy="50" r="48" fill="#f5c518"/><circle cx="50" cy="50" r="40" fill="#c7000b"/>
        <path d="M50 20l7 20h21l-17 13 6 21-17-13-17 13 6-21-17-13h21z" fill="#f5c518"/></svg>
        """

    private static let icon: [UInt8] = {
        var picture = Picture(width: 32, height: 32, colour: 0xC7)
        picture.fill(x: 8, y: 8, width: 16, height: 16, colour: 0xFF)
        return picture.png
    }()

    /// The picture of a captcha with these digits.
    static func captcha(_ digits: String) -> [UInt8] {
        var picture = Picture(width: 24 * digits.count + 12, height: 44, colour: 0xE8)
        for (index, digit) in digits.enumerated() {
            guard let rows = shapes[digit] else { continue }
            for (y, row) in rows.enumerated() {
                for x in 0..<3 where row & (4 >> x) != 0 {
                    picture.fill(
                        x: 10 + 24 * index + 5 * x, y: 8 + 5 * y + (index % 2) * 2, width: 5,
                        height: 5, colour: 0x40)
                }
            }
        }
        return picture.png
    }

    /// Digits as five rows of three bits.
    private static let shapes: [Character: [Int]] = [
        "0": [7, 5, 5, 5, 7], "1": [2, 6, 2, 2, 7], "2": [7, 1, 7, 4, 7], "3": [7, 1, 7, 1, 7],
        "4": [5, 5, 7, 1, 1], "5": [7, 4, 7, 1, 7], "6": [7, 4, 7, 5, 7], "7": [7, 1, 2, 2, 2],
        "8": [7, 5, 7, 5, 7], "9": [7, 5, 7, 1, 7],
    ]
}

/// A picture in shades of grey.
struct Picture {
    private let width: Int
    private let height: Int
    private var pixels: [UInt8]

    init(width: Int, height: Int, colour: UInt8) {
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: colour, count: width * height)
    }

    mutating func fill(x: Int, y: Int, width: Int, height: Int, colour: UInt8) {
        for row in max(0, y)..<min(self.height, y + height) {
            for column in max(0, x)..<min(self.width, x + width) {
                pixels[row * self.width + column] = colour
            }
        }
    }

    /// The picture as PNG (ISO/IEC 15948): 8 bits of grey, no filter.
    var png: [UInt8] {
        func bigEndian(_ value: Int) -> [UInt8] {
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
        }
        func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
            let named = Array(name.utf8) + data
            return bigEndian(data.count) + named
                + bigEndian(Int(crc32(0, named, UInt32(named.count))))
        }
        var lines: [UInt8] = []
        for row in 0..<height { lines += [0] + pixels[row * width..<(row + 1) * width] }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, 0, 0, 0, 0])
            + chunk("IDAT", Compression.compress(lines, into: .zlib))
            + chunk("IEND", [])
    }
}
