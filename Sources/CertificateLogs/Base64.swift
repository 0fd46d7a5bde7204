// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Base64 (RFC 4648, section 4), as fast as logs need it.
enum Base64 {
    /// Values of letters; 64 for the pad, 255 for what is no letter.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, letter) in letters.utf8.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    /// Appends what the letters in `range` stand for to `output`.
    ///
    /// - Returns: whether they are Base64 with all its pads; if not, nothing is appended.
    static func decode(_ text: Span<UInt8>, _ range: Range<Int>, onto output: inout [UInt8]) -> Bool
    {
        guard range.count % 4 == 0 else { return false }
        guard !range.isEmpty else { return true }
        let pad = UInt8(ascii: "=")
        let pads =
            text[range.upperBound - 1] != pad ? 0 : text[range.upperBound - 2] != pad ? 1 : 2
        let start = output.count
        let length = range.count / 4 * 3 - pads
        let table = values.span
        output.reserveCapacity(start + length)
        var index = range.lowerBound
        let lastGroup = range.upperBound - (pads > 0 ? 4 : 0)
        while index < lastGroup {
            let a = table[Int(text[index])]
            let b = table[Int(text[index + 1])]
            let c = table[Int(text[index + 2])]
            let d = table[Int(text[index + 3])]
            guard (a | b | c | d) < 64 else {
                output.removeLast(output.count - start)
                return false
            }
            output.append(a << 2 | b >> 4)
            output.append(b << 4 | c >> 2)
            output.append(c << 6 | d)
            index += 4
        }
        if pads > 0 {
            let a = table[Int(text[index])]
            let b = table[Int(text[index + 1])]
            let c = pads == 1 ? table[Int(text[index + 2])] : 0
            guard (a | b | c) < 64 else {
                output.removeLast(output.count - start)
                return false
            }
            output.append(a << 2 | b >> 4)
            if pads == 1 { output.append(b << 4 | c >> 2) }
        }
        return true
    }

    /// What `text` stands for; `nil` if it is no Base64.
    static func decode(_ text: String) -> [UInt8]? {
        let letters = Array(text.utf8)
        var bytes: [UInt8] = []
        return decode(letters.span, 0..<letters.count, onto: &bytes) ? bytes : nil
    }
}
