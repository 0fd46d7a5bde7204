// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension TokenScanner {
    /// The numbers of government services, 110 and the like: no way to reach a seller.
    static let hotlines: Set<String> = [
        "110", "119", "120", "122", "12110", "12119", "12121", "12300", "12301", "12305", "12309",
        "12310", "12312", "12313", "12314", "12315", "12316", "12317", "12318", "12319", "12320",
        "12321", "12322", "12323", "12325", "12326", "12328", "12329", "12330", "12331", "12333",
        "12335", "12336", "12337", "12338", "12339", "12340", "12342", "12343", "12345", "12348",
        "12350", "12351", "12355", "12356", "12358", "12360", "12361", "12363", "12365", "12366",
        "12367", "12369", "12370", "12371", "12373", "12377", "12378", "12379", "12380", "12381",
        "12385", "12386", "12388", "12389", "12390", "12393", "12395", "96110", "96119", "95119",
    ]

    private static let callWords: [StaticString] = [
        "电话", "热线", "拨打", "致电", "举报", "投诉", "报警", "客服", "咨询", "专线", "電話", "熱線", "來電",
    ]

    // MARK: - Numbers

    /// Judges the run of digits in `start..<end`; returns where the number it begins ends.
    mutating func number(_ start: Int, _ end: Int) -> Int {
        let length = end - start
        if length == 14 || length == 10 || length == 8, registration(start, end) { return end }
        if start > 0, bytes[start - 1] == 0x2F { return end }
        // The number of a registration with a digit too many is no telephone either.
        if ends("备", start) || ends("備", start) { return end }
        if length <= 11, let stop = mobileEnd(start) {
            mobile(start, stop)
            return stop
        }
        if let stop = landlineEnd(start, end) {
            found.add(.landline, digits(start..<stop), quote(start..<stop))
            return stop
        }
        if (5...11).contains(length), bytes[start] != 0x30, end == bytes.count || bytes[end] != 0x40
        {
            let context = context(before: start)
            if isQQ(context) {
                found.add(.qq, bytes.string(start..<end), quote(start..<end))
                return end
            }
        }
        if length == 3 || length == 5 {
            let value = bytes.string(start..<end)
            if Self.hotlines.contains(value), isNear(Self.callWords, start, end) {
                found.add(.hotline, value, quote(start..<end))
            }
        }
        return end
    }

    /// The digits among the bytes of `range`.
    private func digits(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].filter(isDigit), as: UTF8.self)
    }

    /// Where the mobile number ends that begins at `start`: 11 digits beginning with 13 to 19, whole
    /// or in usual groups.
    private func mobileEnd(_ start: Int) -> Int? {
        guard bytes[start] == 0x31 else { return nil }
        var groups: [Int] = []
        guard let end = spacedDigits(from: start, 11, groups: &groups),
            end == bytes.count
                || !isAlphanumeric(bytes[end])
        else { return nil }
        let second = (start + 1..<end).first { isDigit(bytes[$0]) }.map { bytes[$0] } ?? 0
        guard second >= 0x33 else { return nil }
        if groups.count == 1 { return end }
        let usual = [
            [3, 4, 4], [3, 8], [3, 3, 5], [4, 4, 3], [7, 4], [3, 5, 3], [3, 2, 2, 2, 2],
        ]
        guard usual.contains(groups) || groups == Array(repeating: 1, count: 11) else { return nil }
        // Part of a longer run in groups, such as a card number.
        if end + 1 < bytes.count, isJoint(end) > 0, isDigit(bytes[end + 1]) { return nil }
        if start > 1, isJoint(start - 1) > 0, isDigit(bytes[start - 2]), !isCountryCode(start - 1) {
            return nil
        }
        return end
    }

    /// Whether `86` ends at `end`.
    private func isCountryCode(_ end: Int) -> Bool {
        ends("86", end) && (end < 3 || !isDigit(bytes[end - 3]))
    }

    /// Where `count` digits from `start` on end, with single separators between.
    private func spacedDigits(from start: Int, _ count: Int, groups: inout [Int]) -> Int? {
        var index = start
        var seen = 0
        var group = 0
        while index < bytes.count {
            if isDigit(bytes[index]) {
                seen += 1
                group += 1
                index += 1
                if seen == count {
                    groups.append(group)
                    return index
                }
                continue
            }
            let joint = isJoint(index)
            guard joint > 0, index + joint < bytes.count, isDigit(bytes[index + joint]) else {
                return nil
            }
            groups.append(group)
            group = 0
            index += joint
        }
        return nil
    }

    /// The length of the separator at `index` that may stand within a number, or 0.
    private func isJoint(_ index: Int) -> Int {
        switch bytes[index] {
        case 0x20, 0x2D, 0x2E, 0x5F, 0x7E: 1
        case 0xC2: bytes.has("·", at: index) ? 2 : 0
        default: 0
        }
    }

    private mutating func mobile(_ start: Int, _ end: Int) {
        let value = digits(start..<end)
        let quote = quote(start..<end)
        let context = context(before: start)
        let isQQ = isQQ(context)
        if isQQ { found.add(.qq, value, quote) }
        let after: [StaticString] = ["微信同号", "同微信", "微信同步", "微同号", "微同", "（微信", "v同号"]
        let follows = after.contains { bytes.find($0, from: end, to: end + 24) != nil }
        if follows || isWeChat(context) { found.add(.wechat, value, quote) }
        if !isQQ { found.add(.mobile, value, quote) }
    }

    /// Where a fixed line's number ends: area code and 7 or 8 digits, or a 400 or 800 number.
    private func landlineEnd(_ start: Int, _ end: Int) -> Int? {
        let length = end - start
        guard start == 0 || bytes[start - 1] != 0x2D || isCountryCode(start - 1) else { return nil }
        if bytes[start] == 0x30 {
            guard length == 3 || length == 4 else {
                let isWhole = length == 11 || length == 12
                return isWhole && bytes[start + 1] != 0x30
                    && isNear(Self.callWords, start, end, reach: 18) ? end : nil
            }
            guard bytes[start + 1] != 0x30, end + 8 <= bytes.count else { return nil }
            var index = end
            while index < bytes.count, index - end < 2,
                bytes[index] == 0x2D || bytes[index] == 0x20 || bytes[index] == 0x29
            {
                index += 1
            }
            guard index > end else { return nil }
            var stop = index
            while stop < bytes.count, isDigit(bytes[stop]) { stop += 1 }
            return stop - index == 7 || stop - index == 8 ? stop : nil
        }
        guard bytes.has("400", at: start) || bytes.has("800", at: start) else { return nil }
        if length == 10 {
            return isNear(Self.callWords, start, end, reach: 24) ? end : nil
        }
        var groups: [Int] = []
        guard length == 3 || length == 4 || length == 6 || length == 7,
            let stop = spacedDigits(from: start, 10, groups: &groups),
            groups == [3, 3, 4] || groups == [3, 4, 3] || groups == [3, 7] || groups == [4, 3, 3]
                || groups == [4, 6] || groups == [6, 4] || groups == [7, 3],
            stop == bytes.count || !isAlphanumeric(bytes[stop])
        else { return nil }
        return stop
    }

    // MARK: - Words

    /// Judges the word in `start..<end`, which begins with a letter.
    mutating func word(_ start: Int, _ end: Int) {
        var end = end
        while end > start, !isAlphanumeric(bytes[end - 1]) { end -= 1 }
        var letters = start
        while letters < end, isLetter(bytes[letters]) { letters += 1 }
        let length = end - start

        // The name and the number in one: `vx13800138000`, `QQ123456`, `bm12345678`.
        if letters < end, (letters..<end).allSatisfy({ isDigit(bytes[$0]) || bytes[$0] == 0x2D }) {
            joined(start, letters, end)
        }
        guard length >= 5, length <= 20, end == bytes.count || bytes[end] != 0x40 else { return }
        let isPartOfAddress =
            (end + 1 < bytes.count && bytes[end] == 0x2E && isAlphanumeric(bytes[end + 1]))
            || (start > 0 && (bytes[start - 1] == 0x2E || bytes[start - 1] == 0x2F))
        if start > 0, bytes[start - 1] == 0x2F {
            telegramAddress(start, end)
            return
        }
        guard !isPartOfAddress else { return }
        let context = context(before: start)
        guard context.end < start || start > 0 else { return }
        let isPlain = letters == end
        if isWeChat(context) {
            guard !isPlain || context.isNamed || context.isAdded else { return }
            guard !isStopWord(start, end) else { return }
            found.add(.wechat, bytes.string(start..<end).lowercased(), quote(start..<end))
        } else if isTelegram(start, context) {
            guard !isStopWord(start, end) else { return }
            found.add(.telegram, bytes.string(start..<end).lowercased(), quote(start..<end))
        }
    }

    /// `prefix` in `start..<middle`, and digits up to `end`.
    private mutating func joined(_ start: Int, _ middle: Int, _ end: Int) {
        let value = digits(middle..<end)
        func prefix(is word: StaticString) -> Bool {
            middle - start == word.utf8CodeUnitCount && bytes.hasCaseless(word, at: start)
        }
        let isMobile =
            value.utf8.count == 11 && bytes[middle] == 0x31 && bytes[middle + 1] >= 0x33
        if prefix(is: "bm"), value.utf8.count == 8 {
            siteCode(start, end)
        } else if isMobile,
            prefix(is: "vx") || prefix(is: "wx") || prefix(is: "v") || prefix(is: "weixin")
                || prefix(is: "wechat")
        {
            found.add(.wechat, value, quote(start..<end))
            found.add(.mobile, value, quote(start..<end))
        } else if isMobile, prefix(is: "tel") || prefix(is: "phone") || prefix(is: "mobile") {
            found.add(.mobile, value, quote(start..<end))
        } else if prefix(is: "qq"), (5...11).contains(value.utf8.count), bytes[middle] != 0x30,
            end == bytes.count || bytes[end] != 0x40
        {
            found.add(.qq, value, quote(start..<end))
        }
    }

    // MARK: - Names of messengers

    /// Whether what stands before a token calls it a WeChat name, in any of the spellings that
    /// sellers use to get past filters.
    private func isWeChat(_ context: Context) -> Bool {
        let end = context.end
        let whole: [StaticString] = [
            "微信", "薇信", "威信", "维信", "徽信", "微x", "微X", "薇x", "薇X", "V信", "v信", "W信", "w信", "薇芯",
            "微芯",
            "微訊", "薇❤️",
        ]
        for word in whole where ends(word, end) { return true }
        for word: StaticString in ["vx", "wx", "wechat", "weixin"] where endsWord(word, end) {
            return true
        }
        // One letter or hanzi only if it is called a name, or somebody is asked to add it.
        var isAsked = context.isNamed || context.isAdded
        for word: StaticString in ["微", "薇", "威", "徽", "卫星"] where ends(word, end) {
            let before = end - word.utf8CodeUnitCount
            isAsked = isAsked || isAdding(before)
            return isAsked
        }
        for word: StaticString in ["v", "w"] where endsWord(word, end) {
            return isAdding(end - 1) || (context.isNamed && lowered(bytes[end - 1]) == 0x76)
        }
        return false
    }

    /// Whether 加 or a plus sign stands before `end`.
    private func isAdding(_ end: Int) -> Bool {
        var end = end
        while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
        return ends("加", end) || ends("+", end) || ends("迦", end) || ends("加我", end)
            || ends("+我", end) || ends("咨询", end) || ends("联系", end) || ends("聯繫", end)
    }

    private func isQQ(_ context: Context) -> Bool {
        let end = context.end
        for word: StaticString in ["扣扣", "企鹅", "抠抠", "球球", "企鵝", "扣扣群"] where ends(word, end) {
            return true
        }
        if endsWord("qq", end) || endsWord("q q", end) { return true }
        return context.isNamed && (endsWord("q", end) || ends("扣", end))
    }

    private func isTelegram(_ start: Int, _ context: Context) -> Bool {
        var end = context.end
        var isNamed = context.isNamed || context.isAdded
        if end > 0, bytes[end - 1] == 0x40 {
            end -= 1
            isNamed = true
            while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x3A { end -= 1 }
        }
        for word: StaticString in ["纸飞机", "飞机", "电报", "紙飛機", "電報"] where ends(word, end) {
            return isNamed
        }
        return isNamed && (endsWord("telegram", end) || endsWord("tg", end))
    }

    /// `t.me/name`, written as text.
    private mutating func telegramAddress(_ start: Int, _ end: Int) {
        guard endsWord("t.me/", start) || endsWord("telegram.me/", start) else { return }
        found.add(.telegram, bytes.string(start..<end).lowercased(), quote(start..<end))
    }

    /// Words that follow 微信 without being anybody's name.
    private func isStopWord(_ start: Int, _ end: Int) -> Bool {
        let words: [StaticString] = [
            "wechat", "weixin", "https", "login", "official", "account", "android", "iphone",
            "windows", "phone", "email", "mobile", "qrcode", "public", "mini-program",
            "miniprogram", "javascript", "telegram", "whatsapp",
        ]
        return words.contains {
            end - start == $0.utf8CodeUnitCount && bytes.hasCaseless($0, at: start)
        }
    }
}
