// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// A body as clean UTF-8 without NUL bytes, and how its encoding was found.
struct DecodedBody {
    var source: [UInt8]
    var charset: Charset
    var found: Page.EncodingSource

    /// Decodes `body`, whose header said `contentType`.
    ///
    /// A label is believed as long as the bytes bear it out: servers that call every page UTF-8, and
    /// pages moved from GBK to UTF-8 with their old `meta`, are common, and no reader would see
    /// anything sensible if a browser believed them.
    init(_ body: [UInt8], contentType: String?) {
        let decided = body.withUnsafeBufferPointer { bytes in
            Self.decided(bytes, contentType: contentType)
        }
        charset = decided.charset
        found = decided.found
        source = decided.source ?? body
    }

    /// What was decided; no source means that the body is fit as it is.
    private struct Decision {
        var source: [UInt8]?
        var charset: Charset
        var found: Page.EncodingSource
    }

    private static func decided(_ body: Bytes, contentType: String?) -> Decision {
        if let (charset, length) = Charset.markedBy(body) {
            let rest = Bytes(rebasing: body[length...])
            let source =
                charset == .utf8
                ? UTF8Check.repaired(rest)
                : Transcoded(rest, from: charset)?.bytes ?? UTF8Check.repaired(rest)
            return Decision(source: source, charset: charset, found: .byteOrderMark)
        }

        let check = UTF8Check(body)
        let header = contentType.flatMap(Charset.named(inContentType:))
        let label = header ?? Charset.declaredByMeta(body)
        let source: Page.EncodingSource = header != nil ? .header : .meta

        if let label, label != .utf8 {
            if label != .utf16LE, label != .utf16BE, check.looksLikeUTF8 {
                return utf8(body, check, .content)
            }
            if let text = Transcoded(body, from: label) {
                let isTrusted = label != .windows1252 && text.errors == 0
                if isTrusted { return Decision(source: text.bytes, charset: label, found: source) }
                if let better = guessed(body, insteadOf: label, with: text) { return better }
                return Decision(source: text.bytes, charset: label, found: source)
            }
        }
        if check.isClean, !looksLikeUTF16(body) {
            return utf8(body, check, label == .utf8 ? source : .content)
        }
        if label == .utf8, check.errors * 20 <= check.threeByteCharacters {
            return utf8(body, check, source)
        }
        // A page of several encodings is read in the one that most of it is in.
        let own = Transcoded(bytes: UTF8Check.repaired(body), errors: check.errors)
        if let guess = guessed(body, insteadOf: .utf8, with: own) { return guess }
        return utf8(body, check, label == .utf8 ? source : .content)
    }

    private static func utf8(
        _ body: Bytes, _ check: UTF8Check, _ found: Page.EncodingSource
    ) -> Decision {
        let isFit = check.isClean && !check.hasNUL && check.truncatedAt == nil
        return Decision(
            source: isFit ? nil : UTF8Check.repaired(body), charset: .utf8, found: found)
    }

    /// The encoding in which `body` reads best, if it reads better than `text` does.
    private static func guessed(
        _ body: Bytes, insteadOf label: Charset?, with text: Transcoded?
    ) -> Decision? {
        let candidates: [Charset] =
            looksLikeUTF16(body)
            ? [body[0] == 0 ? .utf16BE : .utf16LE]
            : [.gb18030, .big5, .shiftJIS, .eucKR]
        var best: (text: Transcoded, charset: Charset, score: Double)?
        var least = text.map(Plausibility.score) ?? 0
        for charset in candidates where charset != label {
            guard let text = Transcoded(body, from: charset) else { continue }
            let score = Plausibility.score(text)
            if score > least {
                best = (text, charset, score)
                least = score
            }
        }
        guard let best else { return nil }
        return Decision(source: best.text.bytes, charset: best.charset, found: .content)
    }

    /// Whether every other byte at the beginning is zero, as in ASCII markup in UTF-16.
    private static func looksLikeUTF16(_ body: Bytes) -> Bool {
        guard body.count >= 8 else { return false }
        let zeros = (0..<8).map { body[$0] == 0 }
        let even = [true, false, true, false, true, false, true, false]
        return zeros == even || zeros == even.map { !$0 }
    }
}

extension UTF8Check {
    /// Whether the bytes are UTF-8 beyond chance: text of another encoding almost never is.
    var looksLikeUTF8: Bool {
        isClean && threeByteCharacters + otherCharacters >= 2
            && threeByteCharacters * 2 >= otherCharacters
    }
}

/// How much a decoded text looks like what somebody wrote.
enum Plausibility {
    /// The share of common characters among those beyond ASCII, less what could not be decoded.
    ///
    /// Text that is decoded wrongly is made of rare hanzi: a few in a hundred are common, and a
    /// half in real text.
    static func score(_ text: Transcoded) -> Double {
        var common = 0
        var others = 0
        text.bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            // A part is enough, and keeps guessing cheap.
            while index < bytes.count, common + others < 4000 {
                let length = sequenceLength(bytes[index])
                if length == 3, index + 3 <= bytes.count {
                    let scalar =
                        UInt32(bytes[index] & 0x0F) << 12
                        | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
                    if commonScalars.contains(scalar) || scalar &- 0x3041 < 0xB6 {
                        common += 1
                    } else {
                        others += 1
                    }
                } else if length > 1 {
                    others += 1
                }
                index += length
            }
        }
        guard common + others > 0 else { return 0 }
        let share = Double(common) / Double(common + others)
        return share - Double(text.errors) / Double(common + others)
    }

    // The most frequent hanzi of general text, simplified and traditional, the words of our field,
    // and the punctuation that any Chinese page has.
    private static let commonScalars: Set<UInt32> = Set(
        ("的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下"
            + "而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最"
            + "女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已"
            + "亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工"
            + "物气每并别真打太新比才便夫再书部水像眼等体却加电主界门利海受听表德少克代员许先口由死安"
            + "写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认接告入笑内英军"
            + "证查询考试操业培训站网政府部门管理急姓号码验考核合格免包过联系微信电话"
            + "這個們來時為說國著後會過對學發當沒還樣種開總從無經長兒間兩親進與問爾點將實聲車機氣"
            + "並別書電門聽許寫馬難結樂東記處讓應場報關張認軍證詢試業訓網產務員聯號碼驗"
            + "，。、；：？！“”‘’（）《》【】「」—…·　").unicodeScalars.map(\.value))
}
