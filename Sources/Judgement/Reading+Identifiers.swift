// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// What identifiers on a page say: whose they are, and whether they can be.

extension Reading {
    /// What satisfies `test`.
    func identifiers(_ test: Condition.IdentifierTest) -> [Evidence]? {
        switch test {
        case .foreign: foreignIdentifiers()
        case .provinces: disagreeingProvinces()
        case .claimed: provinceUnlikeClaim()
        case .impossible: impossibleIdentifiers()
        case .badge: badgesWithoutLink()
        }
    }

    /// Identifiers of protected sites, and government addresses named as owner, on another host.
    private func foreignIdentifiers() -> [Evidence]? {
        guard let host, !isOfficial(host) else { return nil }
        return page.identifiers.filter { identifier in
            if identifier.kind == .jiucuoAddress {
                guard
                    let owner = (try? WebAddress(identifier.value))
                        ?? (try? WebAddress("http://\(identifier.value)"))
                else { return false }
                return owner.host != host && isOfficial(owner.host)
            }
            let value = base(identifier.value, identifier.kind)
            return sites.contains { site in
                site.identifiers[identifier.kind.rawValue]?.contains {
                    base($0, identifier.kind) == value
                } ?? false
            }
        }
        .map {
            .structure("identifier", $0.written.text, at: $0.written.place, key: $0.kind.rawValue)
        }.nonEmpty
    }

    /// An ICP number without the part that counts the sites of one owner.
    private func base(_ value: String, _ kind: Identifier.Kind) -> String {
        guard kind == .icp, let dash = value.lastIndex(of: "-") else { return value }
        return String(value[..<dash])
    }

    /// Numbers on the page whose provinces differ; those of ministries have no province.
    private func disagreeingProvinces() -> [Evidence]? {
        let numbers = page.identifiers.compactMap { identifier in
            province(of: identifier).map { (code: $0, written: identifier.written) }
        }
        guard let first = numbers.first,
            let other = numbers.first(where: { $0.code != first.code })
        else { return nil }
        return [other, first].map {
            .structure("identifier", $0.written.text, at: $0.written.place)
        }
    }

    /// The numbers' provinces, if the page calls itself an organ of another one: 四川省应急管理厅 with
    /// a number of 广东.
    private func provinceUnlikeClaim() -> [Evidence]? {
        guard let host, !isOfficial(host) else { return nil }
        let numbers = page.identifiers.compactMap { identifier in
            province(of: identifier).map { (code: $0, identifier: identifier) }
        }
        guard !numbers.isEmpty, let claims = claims(at: Condition.ClaimPlace.allCases) else {
            return nil
        }
        for claim in claims {
            guard let index = claim.field else { continue }
            let scalars = fields[index].folded.scalars
            // The province stands in the name, or right before what is known of it.
            let from = max(
                fields[index].folded.block(at: claim.range.lowerBound).lowerBound,
                claim.range.lowerBound - 6)
            let named = Province.codes(namedIn: scalars[from..<claim.range.upperBound])
            guard let code = named.first, named.count == 1,
                numbers.allSatisfy({ $0.code != code }), let other = numbers.first
            else { continue }
            let written = other.identifier.written
            return [.structure("identifier", written.text, at: written.place), claim]
        }
        return nil
    }

    /// The first two digits of GB/T 2260 that a number stands for; `nil` if it has no province.
    private func province(of identifier: Identifier) -> String? {
        switch identifier.kind {
        case .icp: identifier.value.first.flatMap { Province.code(ofLetter: $0) }
        case .police: String(identifier.value.prefix(2))
        case .siteCode where !identifier.value.hasPrefix("bm"):
            String(identifier.value.prefix(2))
        default: nil
        }
    }

    /// Numbers that nobody can have been given.
    private func impossibleIdentifiers() -> [Evidence]? {
        page.identifiers.filter(isImpossible).map {
            .structure("identifier", $0.written.text, at: $0.written.place)
        }.nonEmpty
    }

    private func isImpossible(_ identifier: Identifier) -> Bool {
        let value = identifier.value
        switch identifier.kind {
        case .police:
            // Area, kind and serial; the letter before it, if there is one, is the area's.
            let code = String(value.prefix(2))
            if !Province.isCode(code) || value.hasSuffix("000000") { return true }
            let letter = identifier.written.text.first.flatMap { Province.code(ofLetter: $0) }
            return letter.map { $0 != code } ?? false
        case .siteCode:
            return !value.hasPrefix("bm") && !Province.isCode(String(value.prefix(2)))
        case .icp:
            // A year and a serial of six digits: two digits of the year, later four.
            // 京 is a number to Unicode.
            let digit: ClosedRange<Character> = "0"..."9"
            let digits = value.drop { !digit.contains($0) }.prefix { digit.contains($0) }
            guard digits.count == 8 || digits.count == 10,
                let year = Int(digits.prefix(digits.count - 6)), let serial = Int(digits.suffix(6))
            else { return false }
            let years = digits.count == 8 ? 5...30 : 2010...2099
            return !years.contains(year) || serial == 0
        case .conac:
            return Set(value).count == 1
        default: return false
        }
    }

    /// Badges that only their issuer's page proves, shown without a link to it: anybody can copy a
    /// picture.
    private static let organBadge = bytes(["党政机关", "事业单位标", "事业单位网", "conac", "bszs", "dzjg"])
    private static let organBadgeHost = Array("conac.cn".utf8)
    private static let reportBadge = bytes(["网站找错", "jiucuo"])
    private static let reportBadgeLinks = bytes(["jiucuo", "zfwzgl"])

    private static func bytes(_ words: [String]) -> [[UInt8]] { words.map { Array($0.utf8) } }

    private func badgesWithoutLink() -> [Evidence]? {
        guard let host, !isOfficial(host) else { return nil }
        let kinds = Set(page.identifiers.map(\.kind))
        let isProven = kinds.contains(.conac)
        let hasReport = kinds.contains(.jiucuoAddress) || kinds.contains(.siteCode)
        return page.images.prefix(500).filter { image in
            let text = Array("\(image.alternative) \(image.source)".lowercased().utf8)
            let link = Array(image.link?.lowercased().utf8 ?? "".utf8)
            if Self.organBadge.contains(where: text.holds) {
                return !isProven && !link.holds(Self.organBadgeHost)
            }
            if Self.reportBadge.contains(where: text.holds) {
                return !hasReport && !Self.reportBadgeLinks.contains(where: link.holds)
            }
            return false
        }.map { image in
            let text = image.alternative.isEmpty ? image.source : image.alternative
            return Evidence.structure("image", text, at: image.place)
        }.nonEmpty
    }
}

extension [UInt8] {
    /// Whether `word` stands in these bytes; an image has short ones, of which there may be many.
    fileprivate func holds(_ word: [UInt8]) -> Bool {
        guard let first = word.first, count >= word.count else { return false }
        return (0...(count - word.count)).contains { index in
            self[index] == first && self[index..<(index + word.count)].elementsEqual(word)
        }
    }
}

/// The provinces and their codes, the first two digits of GB/T 2260.
enum Province {
    private static let list: [(code: String, letters: String, name: String)] = [
        ("11", "京", "北京"), ("12", "津", "天津"), ("13", "冀", "河北"), ("14", "晋", "山西"),
        ("15", "蒙", "内蒙古"), ("21", "辽", "辽宁"), ("22", "吉", "吉林"), ("23", "黑", "黑龙江"),
        ("31", "沪", "上海"), ("32", "苏", "江苏"), ("33", "浙", "浙江"), ("34", "皖", "安徽"),
        ("35", "闽", "福建"), ("36", "赣", "江西"), ("37", "鲁", "山东"), ("41", "豫", "河南"),
        ("42", "鄂", "湖北"), ("43", "湘", "湖南"), ("44", "粤", "广东"), ("45", "桂", "广西"),
        ("46", "琼", "海南"), ("50", "渝", "重庆"), ("51", "川蜀", "四川"), ("52", "黔贵", "贵州"),
        ("53", "云滇", "云南"), ("54", "藏", "西藏"), ("61", "陕秦", "陕西"), ("62", "甘陇", "甘肃"),
        ("63", "青", "青海"), ("64", "宁", "宁夏"), ("65", "新", "新疆"), ("71", "台", "台湾"),
        ("81", "港", "香港"), ("82", "澳", "澳门"),
    ]
    private static let codes = Set(list.map(\.code) + ["66"])
    private static let byLetter = Dictionary(
        uniqueKeysWithValues: list.flatMap { entry in entry.letters.map { ($0, entry.code) } })
    private static let names = list.map { ($0.code, $0.name.unicodeScalars.map(\.value)) }

    /// The code of the province that number plates and ICP numbers write by this letter.
    static func code(ofLetter letter: Character) -> String? { byLetter[letter] }

    /// Whether a number may begin so; 66 is 新疆生产建设兵团.
    static func isCode(_ code: String) -> Bool { codes.contains(code) }

    /// The codes of all provinces that are named in `text`, which is folded.
    static func codes(namedIn text: ArraySlice<UInt32>) -> Set<String> {
        Set(
            names.filter { _, name in
                text.indices.contains { text[$0...].starts(with: name) }
            }.map(\.0))
    }
}
