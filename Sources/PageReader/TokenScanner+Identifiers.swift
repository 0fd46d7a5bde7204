// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension TokenScanner {
    /// Judges 8, 10 or 14 digits; whether they are a registration of the site's.
    mutating func registration(_ start: Int, _ end: Int) -> Bool {
        switch end - start {
        case 14: police(start, end)
        case 10: icp(start, end) || siteCode(start, end)
        default: icp(start, end)
        }
    }

    /// 公安备案号: 川公网安备 51010702000123号.
    private mutating func police(_ start: Int, _ end: Int) -> Bool {
        let name = beforeName(start)
        let names: [StaticString] = [
            "公网安备", "公網安備", "公安机关备案", "公安備案", "公安备案", "公安联网备案", "公安机关互联网站备案",
        ]
        guard let word = names.first(where: { ends($0, name) }) else { return false }
        var first = name - word.utf8CodeUnitCount
        if first >= 3, Self.province(bytes, first - 3) != nil { first -= 3 }
        found.add(.police, bytes.string(start..<end), quote(first..<end))
        return true
    }

    /// 网站标识码: ten digits, or `bm` and eight, after its name.
    @discardableResult
    mutating func siteCode(_ start: Int, _ end: Int) -> Bool {
        let name = beforeName(start)
        guard
            ends("标识码", name) || ends("標識碼", name) || endsWord("sitecode", name)
                || endsWord("site_code", name)
        else { return false }
        found.add(.siteCode, bytes.string(start..<end).lowercased(), quote(start..<end))
        return true
    }

    /// ICP备案号: 京ICP备12345678号-1.
    private mutating func icp(_ start: Int, _ end: Int) -> Bool {
        var name = beforeName(start)
        if ends("案", name) { name -= 3 }
        guard ends("备", name) || ends("備", name) else { return false }
        name = skipSpaces(back: name - 3)
        guard bytes.hasCaseless("icp", at: name - 3) else { return false }
        name = skipSpaces(back: name - 3)
        guard name >= 3, let province = Self.province(bytes, name - 3) else { return false }

        var value = "\(province)ICP备\(bytes.string(start..<end))号"
        var stop = end
        var after = skipSpaces(end)
        if bytes.has("号", at: after) || bytes.has("號", at: after) {
            stop = after + 3
            after = skipSpaces(stop)
            if after < bytes.count, bytes[after] == 0x2D {
                let first = skipSpaces(after + 1)
                var last = first
                while last < bytes.count, isDigit(bytes[last]) { last += 1 }
                if (1...3).contains(last - first) {
                    value += "-" + bytes.string(first..<last)
                    stop = last
                }
            }
        }
        found.add(.icp, value, quote(name - 3..<stop))
        return true
    }

    /// Where the name of a number ends, before `start`: past space, a colon and 号.
    private func beforeName(_ start: Int) -> Int {
        var end = start
        var steps = 0
        while end > 0, steps < 6 {
            let byte = bytes[end - 1]
            if isBlank(byte) || byte == 0x3A || byte == 0x3D || byte == 0x22 {
                end -= 1
            } else if ends("编号", end) || ends("編號", end) {
                end -= 6
            } else if ends("号", end) || ends("號", end) || ends("第", end) {
                end -= 3
            } else {
                break
            }
            steps += 1
        }
        return end
    }

    private func skipSpaces(_ start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] == 0x20 { index += 1 }
        return index
    }

    private func skipSpaces(back end: Int) -> Int {
        var index = max(0, end)
        while index > 0, bytes[index - 1] == 0x20 { index -= 1 }
        return index
    }

    /// The province's letter that stands at `index`, in simplified writing.
    private static func province(_ bytes: Bytes, _ index: Int) -> Character? {
        guard index >= 0, index + 3 <= bytes.count else { return nil }
        guard let letter = bytes.string(index..<index + 3).first else { return nil }
        return provinces[letter]
    }

    private static let provinces: [Character: Character] = {
        let simple = "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤川蜀青藏琼宁港澳"
        let traditional: [Character: Character] = [
            "滬": "沪", "雲": "云", "遼": "辽", "魯": "鲁", "蘇": "苏", "贛": "赣", "隴": "陇", "晉": "晋",
            "陝": "陕",
            "閩": "闽", "貴": "贵", "粵": "粤", "瓊": "琼", "寧": "宁",
        ]
        return Dictionary(uniqueKeysWithValues: simple.map { ($0, $0) })
            .merging(traditional) { first, _ in first }
    }()
}
