// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Glibc

/// Finds identifiers and contacts in addresses and inline scripts.
///
/// Formats: 政府网站标识码 and 找错, `conac.cn` badges, `beian` links and the analytics services, as
/// public pages write them.
struct AddressNotes {
    private(set) var found = Gathered()

    /// Looks at an address that the page names at `place`.
    mutating func look(at pointer: UnsafePointer<UInt8>, _ written: String, place: Range<Int>) {
        let address = Bytes(start: pointer, count: strlen(pointer))
        let quote = Quote(written, at: place)
        switch lowered(pointer[0]) {
        case UInt8(ascii: "m") where address.hasCaseless("mailto:", at: 0):
            let end = address.first(0x3F, from: 7, to: address.count) ?? address.count
            let value = Self.decoded(address, 7..<end)
            if value.contains("@") { found.add(.email, value.lowercased(), quote) }
            return
        case UInt8(ascii: "t") where address.hasCaseless("tel:", at: 0):
            telephone(address, quote)
            return
        default: break
        }
        guard address.count >= 8 else { return }
        badges(address, quote)
        analytics(address, 0..<address.count, place: place.lowerBound, isAddress: true)
        messengers(address, quote)
    }

    /// Looks at the inline script in `range` of the source.
    mutating func look(atScript source: Bytes, _ range: Range<Int>) {
        analytics(source, range, place: 0, isAddress: false)
        if let hit = source.find("dcs.conac.cn/js/", from: range.lowerBound, to: range.upperBound) {
            conacScript(source, hit, to: range.upperBound) {
                Quote(source.string($0), at: $0)
            }
        }
        if let hit = source.find(
            "conac.cn/sitename", from: range.lowerBound, to: range.upperBound)
        {
            conacBadge(source, hit, to: min(range.upperBound, hit + 200)) {
                Quote(source.string($0), at: $0)
            }
        }
    }

    /// Notes the `sitecode` of a 找错 script.
    mutating func siteCode(_ value: Bytes, at place: Range<Int>) {
        if let code = Self.siteCode(value, 0) {
            found.add(.siteCode, code, Quote(value.string(0..<value.count), at: place))
        }
    }

    // MARK: - Badges

    private mutating func badges(_ address: Bytes, _ quote: Quote) {
        let count = address.count
        if let hit = address.find("conac.cn/sitename") {
            conacBadge(address, hit, to: count) { _ in quote }
        }
        if let hit = address.find("dcs.conac.cn/js/") {
            conacScript(address, hit, to: count) { _ in quote }
        }
        if address.find("jiucuo") != nil || address.find("site_code=") != nil {
            if let value = Self.parameter("site_code", in: address)
                ?? Self.parameter("sitecode", in: address)
            {
                siteCode(value.utf8.map { $0 }, quote)
            }
            if address.find("jiucuo") != nil, let owner = Self.parameter("url", in: address) {
                found.add(.jiucuoAddress, owner, quote)
            }
        }
        if address.find("beian") != nil {
            for name: StaticString in ["recordcode", "code"] {
                guard let value = Self.parameter(name, in: address), value.utf8.count == 14,
                    value.utf8.allSatisfy(isDigit)
                else { continue }
                found.add(.police, value, quote)
            }
        }
    }

    private mutating func siteCode(_ value: [UInt8], _ quote: Quote) {
        value.withUnsafeBufferPointer {
            if let code = Self.siteCode($0, 0) { found.add(.siteCode, code, quote) }
        }
    }

    /// The 标识码 that the bytes from `start` on are: 10 digits, or `bm` and 8.
    static func siteCode(_ bytes: Bytes, _ start: Int) -> String? {
        let isCentral = bytes.hasCaseless("bm", at: start)
        let first = isCentral ? start + 2 : start
        let length = isCentral ? 8 : 10
        guard first + length <= bytes.count,
            (first..<first + length).allSatisfy({ isDigit(bytes[$0]) }),
            first + length == bytes.count || !isAlphanumeric(bytes[first + length])
        else { return nil }
        return (isCentral ? "bm" : "") + bytes.string(first..<first + length)
    }

    private mutating func conacBadge(
        _ bytes: Bytes, _ start: Int, to end: Int, quote: (Range<Int>) -> Quote
    ) {
        var from = start
        while let hit = bytes.find("id=", from: from, to: end) {
            from = hit + 3
            let stop = from + 32
            guard stop <= end, (from..<stop).allSatisfy({ isHexadecimal(bytes[$0]) }),
                stop == end || !isAlphanumeric(bytes[stop])
            else { continue }
            found.add(.conac, bytes.string(from..<stop).uppercased(), quote(from..<stop))
            return
        }
    }

    /// `…/js/05/103/0000/41157126/CA051030000411571260001.js`: the file repeats the folders.
    private mutating func conacScript(
        _ bytes: Bytes, _ start: Int, to end: Int, quote: (Range<Int>) -> Quote
    ) {
        var folders: [UInt8] = []
        var index = start + 16
        while index < end, isDigit(bytes[index]) || bytes[index] == 0x2F {
            if isDigit(bytes[index]) { folders.append(bytes[index]) }
            index += 1
        }
        guard folders.count == 17, index + 23 <= end, bytes.has("CA", at: index),
            (index + 2..<index + 23).allSatisfy({ isDigit(bytes[$0]) }),
            folders.elementsEqual(bytes[index + 2..<index + 19])
        else { return }
        found.add(
            .conac, bytes.string(index..<index + 23), quote(index..<index + 23))
    }

    // MARK: - Analytics

    private mutating func analytics(
        _ bytes: Bytes, _ range: Range<Int>, place: Int, isAddress: Bool
    ) {
        let end = range.upperBound
        func quote(_ part: Range<Int>) -> Quote {
            // In an address, the attribute's place is all that is known.
            Quote(bytes.string(part), at: isAddress ? place..<place + part.count : part)
        }
        var from = range.lowerBound
        while let hit = bytes.find("hm.baidu.com/h", from: from, to: end) {
            from = hit + 14
            // `hm.js?`, and in older pages `h.js%3F`, which they unescape.
            guard let script = bytes.find("js", from: from, to: min(end, from + 4)) else {
                continue
            }
            var start = script + 2
            if bytes.hasCaseless("%3f", at: start) { start += 3 } else { start += 1 }
            let stop = start + 32
            guard stop <= end, (start..<stop).allSatisfy({ isHexadecimal(bytes[$0]) }) else {
                continue
            }
            found.add(.baiduAnalytics, bytes.string(start..<stop).lowercased(), quote(hit..<stop))
        }
        from = range.lowerBound
        while let hit = bytes.find("cnzz.com/", from: from, to: end) {
            from = hit + 9
            guard let id = bytes.find("id=", from: from, to: min(end, from + 80)) else { continue }
            if let stop = Self.digits(bytes, from: id + 3, to: end, 5...12) {
                found.add(.cnzz, bytes.string(id + 3..<stop), quote(hit..<stop))
            }
        }
        from = range.lowerBound
        while let hit = bytes.find("51.la/", from: from, to: end) {
            from = hit + 6
            if let stop = Self.digits(bytes, from: from, to: end, 4...12),
                bytes.has(".js", at: stop)
            {
                found.add(.la51, bytes.string(from..<stop), quote(hit..<stop))
            } else if let id = bytes.find("id=", from: from, to: min(end, from + 60)),
                let stop = Self.word(bytes, from: id + 3, to: end, 8...32)
            {
                found.add(.la51, bytes.string(id + 3..<stop), quote(hit..<stop))
            }
        }
        if !isAddress, let hit = bytes.find("LA.init(", from: range.lowerBound, to: end),
            let id = bytes.find("id:", from: hit, to: min(end, hit + 40)), id + 4 < end,
            let stop = Self.word(bytes, from: id + 4, to: end, 8...32)
        {
            found.add(.la51, bytes.string(id + 4..<stop), quote(hit..<stop))
        }
        google(bytes, range, quote)
    }

    /// Google's tags, where the script or address speaks of Google's services at all.
    private mutating func google(
        _ bytes: Bytes, _ range: Range<Int>, _ quote: (Range<Int>) -> Quote
    ) {
        let end = range.upperBound
        guard
            bytes.find("google", from: range.lowerBound, to: end) != nil
                || bytes.find("gtag(", from: range.lowerBound, to: end) != nil
                || bytes.find("_gaq", from: range.lowerBound, to: end) != nil
        else { return }
        for prefix: StaticString in ["UA-", "G-", "GTM-", "AW-"] {
            var from = range.lowerBound
            while let hit = bytes.find(prefix, from: from, to: end) {
                from = hit + prefix.utf8CodeUnitCount
                guard hit > range.lowerBound, !isAlphanumeric(bytes[hit - 1]) else { continue }
                var stop = from
                while stop < end, isAlphanumeric(bytes[stop]) || bytes[stop] == 0x2D { stop += 1 }
                guard (6...15).contains(stop - from) else { continue }
                found.add(.googleAnalytics, bytes.string(hit..<stop), quote(hit..<stop))
            }
        }
    }

    // MARK: - Contacts

    private mutating func telephone(_ address: Bytes, _ quote: Quote) {
        var digits = Self.decoded(address, 4..<address.count).utf8.filter(isDigit)
        if digits.count == 13, digits.starts(with: [0x38, 0x36]) { digits.removeFirst(2) }
        let value = String(decoding: digits, as: UTF8.self)
        switch digits.count {
        case 11 where digits[0] == 0x31 && digits[1] >= 0x33: found.add(.mobile, value, quote)
        case 10...12 where digits[0] == 0x30 || value.hasPrefix("400") || value.hasPrefix("800"):
            found.add(.landline, value, quote)
        case 3...5 where TokenScanner.hotlines.contains(value): found.add(.hotline, value, quote)
        default: break
        }
    }

    private mutating func messengers(_ address: Bytes, _ quote: Quote) {
        if address.find("qq.com") != nil || address.hasCaseless("tencent:", at: 0)
            || address.hasCaseless("mqqwpa:", at: 0)
        {
            if let value = Self.parameter("uin", in: address), (5...11).contains(value.utf8.count),
                value.utf8.allSatisfy(isDigit)
            {
                found.add(.qq, value, quote)
            }
        }
        for host: StaticString in ["t.me/", "telegram.me/"] {
            guard let hit = address.find(host), hit == 0 || address[hit - 1] == 0x2F else {
                continue
            }
            var start = hit + host.utf8CodeUnitCount
            if start < address.count, address[start] == 0x40 { start += 1 }
            var end = start
            while end < address.count,
                isAlphanumeric(address[end]) || address[end] == 0x5F
                    || address[end] == 0x2B
            {
                end += 1
            }
            if end - start >= 4 {
                found.add(.telegram, address.string(start..<end).lowercased(), quote)
            }
        }
    }

    // MARK: - Parts of addresses

    private static func digits(
        _ bytes: Bytes, from start: Int, to end: Int, _ lengths: ClosedRange<Int>
    ) -> Int? {
        var stop = start
        while stop < end, isDigit(bytes[stop]) { stop += 1 }
        return lengths.contains(stop - start) ? stop : nil
    }

    private static func word(
        _ bytes: Bytes, from start: Int, to end: Int, _ lengths: ClosedRange<Int>
    ) -> Int? {
        var stop = start
        while stop < end, isAlphanumeric(bytes[stop]) { stop += 1 }
        return lengths.contains(stop - start) ? stop : nil
    }

    /// The value of a query parameter, percent-decoded.
    static func parameter(_ name: StaticString, in address: Bytes) -> String? {
        var from = 0
        let length = name.utf8CodeUnitCount
        while let hit = address.find(name, from: from) {
            from = hit + length
            guard hit > 0, [0x3F, 0x26, 0x3B].contains(address[hit - 1]), from < address.count,
                address[from] == 0x3D
            else { continue }
            var end = from + 1
            while end < address.count, address[end] != 0x26, address[end] != 0x23 { end += 1 }
            return decoded(address, from + 1..<end)
        }
        return nil
    }

    /// `range` of an address with `%` escapes decoded.
    private static func decoded(_ address: Bytes, _ range: Range<Int>) -> String {
        func value(_ byte: UInt8) -> UInt8 { isDigit(byte) ? byte - 0x30 : (byte | 0x20) - 0x57 }
        var output: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if address[index] == 0x25, index + 2 < range.upperBound,
                isHexadecimal(address[index + 1]), isHexadecimal(address[index + 2])
            {
                output.append(value(address[index + 1]) << 4 | value(address[index + 2]))
                index += 3
            } else {
                output.append(address[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
