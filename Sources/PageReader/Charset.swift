// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A character encoding that pages are written in.
struct Charset: Sendable, Hashable {
    /// By the WHATWG's name, in lower case; all of GB 2312, GBK and GB 18030 are `gb18030`.
    let name: String
    /// By iconv's name.
    let iconvName: String

    static let utf8 = Charset(name: "utf-8", iconvName: "UTF-8")
    static let gb18030 = Charset(name: "gb18030", iconvName: "GB18030")
    static let big5 = Charset(name: "big5", iconvName: "BIG5-HKSCS")
    static let utf16LE = Charset(name: "utf-16le", iconvName: "UTF-16LE")
    static let utf16BE = Charset(name: "utf-16be", iconvName: "UTF-16BE")
    static let windows1252 = Charset(name: "windows-1252", iconvName: "CP1252")
    static let shiftJIS = Charset(name: "shift_jis", iconvName: "CP932")
    static let eucJP = Charset(name: "euc-jp", iconvName: "EUC-JP")
    static let eucKR = Charset(name: "euc-kr", iconvName: "UHC")

    /// The encoding that a label names, or `nil` if we know none by it.
    ///
    /// Source: the labels of <https://encoding.spec.whatwg.org/#names-and-labels>, as far as pages
    /// for Chinese readers use them.
    static func labelled(_ label: some StringProtocol) -> Charset? {
        switch label.lowercased() {
        case "utf-8", "utf8", "unicode-1-1-utf-8", "x-unicode20utf8": utf8
        case "gb18030", "gbk", "gb2312", "gb_2312", "gb_2312-80", "gb-2312", "x-gbk", "cp936",
            "ms936", "windows-936", "chinese", "csgb2312", "iso-ir-58", "euc-cn", "hz-gb-2312":
            gb18030
        case "big5", "big-5", "big5-hkscs", "cn-big5", "csbig5", "x-x-big5", "cp950": big5
        case "utf-16", "utf-16le", "unicode", "ucs-2", "csunicode", "iso-10646-ucs-2": utf16LE
        case "utf-16be", "unicodefffe": utf16BE
        case "iso-8859-1", "iso8859-1", "latin1", "l1", "us-ascii", "ascii", "windows-1252",
            "cp1252", "x-cp1252", "iso_8859-1", "ansi_x3.4-1968":
            windows1252
        case "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j": shiftJIS
        case "euc-jp", "x-euc-jp": eucJP
        case "euc-kr", "ks_c_5601-1987", "korean", "ksc5601", "ks_c_5601-1989", "windows-949":
            eucKR
        case "windows-1251", "cp1251": Charset(name: "windows-1251", iconvName: "CP1251")
        case "koi8-r": Charset(name: "koi8-r", iconvName: "KOI8-R")
        case "iso-8859-2", "latin2": Charset(name: "iso-8859-2", iconvName: "ISO-8859-2")
        case "iso-8859-15": Charset(name: "iso-8859-15", iconvName: "ISO-8859-15")
        case "windows-874", "tis-620": Charset(name: "windows-874", iconvName: "CP874")
        case "windows-1258": Charset(name: "windows-1258", iconvName: "CP1258")
        default: nil
        }
    }
}

extension Charset {
    /// The encoding that a byte order mark names, and the length of the mark.
    static func markedBy(_ body: Bytes) -> (charset: Charset, length: Int)? {
        if body.has("\u{FEFF}", at: 0) { return (utf8, 3) }
        guard body.count >= 2 else { return nil }
        if body[0] == 0xFF, body[1] == 0xFE { return (utf16LE, 2) }
        if body[0] == 0xFE, body[1] == 0xFF { return (utf16BE, 2) }
        return nil
    }

    /// The encoding in a `Content-Type`: `text/html; charset=gb2312`.
    static func named(inContentType contentType: String) -> Charset? {
        var contentType = contentType
        return contentType.withUTF8 { label(after: 0, in: $0, to: $0.count).flatMap(labelled) }
    }

    /// How far into a page a `meta` element is looked for; the standard asks for 1,024 bytes, and
    /// pages with long comments before it are common.
    private static let metaReach = 4096

    /// The encoding that the first `meta` element with one declares.
    ///
    /// Source: <https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding>.
    static func declaredByMeta(_ body: Bytes) -> Charset? {
        let end = min(body.count, metaReach)
        var index = 0
        while let open = body.first(0x3C, from: index, to: end) {
            index = open + 1
            if body.has("<!--", at: open) {
                index = body.find("-->", from: open + 2, to: end).map { $0 + 3 } ?? end
            } else if body.hasCaseless("<meta", at: open) {
                let close = body.first(0x3E, from: open, to: end) ?? end
                if let label = label(after: open, in: body, to: close),
                    let charset = labelled(label)
                {
                    // A declaration that could be read as ASCII cannot stand in UTF-16.
                    return charset == utf16LE || charset == utf16BE ? utf8 : charset
                }
                index = close
            }
        }
        return nil
    }

    /// What stands after `charset=` in `start..<end`.
    private static func label(after start: Int, in bytes: Bytes, to end: Int) -> String? {
        guard var index = bytes.findCaseless("charset", from: start, to: end) else { return nil }
        index += 7
        while index < end, isBlank(bytes[index]) { index += 1 }
        guard index < end, bytes[index] == UInt8(ascii: "=") else { return nil }
        index += 1
        while index < end, isBlank(bytes[index]) || bytes[index] == 0x22 || bytes[index] == 0x27 {
            index += 1
        }
        let first = index
        while index < end, isAlphanumeric(bytes[index]) || "-_.:".utf8.contains(bytes[index]) {
            index += 1
        }
        return index > first ? bytes.string(first..<index) : nil
    }
}
