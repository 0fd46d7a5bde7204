// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// The byte-level rules of the WHATWG URL standard that the parser is made of.

extension WebAddress {
    /// The parts of an address, which differ in what must be percent-encoded in them.
    enum Part {
        case path
        case query
        case fragment

        /// Whether `byte` is in the part's percent-encode set: WHATWG URL, section 1.3.
        func mustEncode(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x00...0x20, 0x7F...0xFF, UInt8(ascii: "\""), UInt8(ascii: "<"),
                UInt8(ascii: ">"):
                true
            case UInt8(ascii: "`"): self != .query
            case UInt8(ascii: "^"), UInt8(ascii: "{"), UInt8(ascii: "}"): self == .path
            case UInt8(ascii: "'"): self == .query
            default: false
            }
        }
    }

    static func isSlash(_ byte: UInt8?) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
    }

    /// `text` without surrounding controls and spaces, and without tabs and line ends inside.
    static func cleaned(_ text: String) -> [UInt8] {
        let bytes = text.utf8.drop { $0 <= 0x20 }
        var kept = bytes.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        while let last = kept.last, last <= 0x20 { kept.removeLast() }
        return kept
    }

    /// The index of the colon after a scheme, if `text` begins with one.
    static func schemeEnd(_ text: ArraySlice<UInt8>) -> Int? {
        guard let first = text.first, (0x61...0x7A).contains(first | 0x20) else { return nil }
        for (index, byte) in zip(text.indices, text) {
            switch byte {
            case UInt8(ascii: ":"): return index
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"),
                UInt8(ascii: "."):
                continue
            default: return nil
            }
        }
        return nil
    }

    /// `path` with `.` and `..` resolved, back slashes turned, and the rest percent-encoded.
    static func normalized(_ text: ArraySlice<UInt8>) -> String {
        let queryStart = text.firstIndex(of: UInt8(ascii: "?")) ?? text.endIndex
        if isNormal(text[..<queryStart]) {
            return encoded(text[..<queryStart], in: .path)
                + encoded(text[queryStart...], in: .query)
        }
        let segments = text[..<queryStart].split(
            omittingEmptySubsequences: false, whereSeparator: { isSlash($0) })
        var kept: [ArraySlice<UInt8>] = []
        for (index, segment) in segments.dropFirst().enumerated() {
            let isLast = index == segments.count - 2
            switch String(decoding: segment, as: UTF8.self).lowercased() {
            case ".", "%2e":
                if isLast { kept.append([]) }
            case "..", ".%2e", "%2e.", "%2e%2e":
                if !kept.isEmpty { kept.removeLast() }
                if isLast { kept.append([]) }
            default:
                kept.append(segment)
            }
        }
        let path = Array(kept.joined(separator: [UInt8(ascii: "/")]))
        return "/" + encoded(path[...], in: .path) + encoded(text[queryStart...], in: .query)
    }

    /// Whether `path` has neither back slashes nor segments that begin with a dot, plain or encoded.
    private static func isNormal(_ path: ArraySlice<UInt8>) -> Bool {
        guard path.first == UInt8(ascii: "/") else { return false }
        var last: UInt8 = 0
        for byte in path {
            if byte == UInt8(ascii: "\\") { return false }
            if last == UInt8(ascii: "/"), byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%") {
                return false
            }
            last = byte
        }
        return true
    }

    /// `bytes` as text in which what must not stand in `part` is `%XX`.
    static func encoded(_ bytes: ArraySlice<UInt8>, in part: Part) -> String {
        guard bytes.contains(where: part.mustEncode) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            if part.mustEncode(byte) {
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                let high = bytes[index + 1].hexDigitValue, let low = bytes[index + 2].hexDigitValue
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }
}

extension UInt8 {
    /// What this byte means as an ASCII hexadecimal digit, or `nil` if it is none.
    package var hexDigitValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }

    package var isHexDigit: Bool { hexDigitValue != nil }
}
