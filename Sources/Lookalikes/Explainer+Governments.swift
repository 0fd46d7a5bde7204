// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

// Hosts that imitate the government of any country: `mofa-gov-pk.com`, `gov.in.x.site`, `govpk.info`.
//
// American counties call themselves `bluespringsgov.com`, so that a label that only ends in `gov`
// says nothing; a hyphen, a country beside it, or `gov` as a label of its own does.

extension Explainer {
    /// The words for government, in the languages whose countries use them in domains.
    private static let words: [[UInt8]] = [
        "gov", "govt", "gob", "gouv", "gub", "government", "goverment", "govermnent", "gobierno",
    ].map { Array($0.utf8) }

    /// What stands for a country, run together with `gov`, or a service that governments offer.
    private static let companions: Set<[UInt8]> = Set(
        """
        china india usa uk pak mail email login portal secure official service online tax visa
        """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })

    /// Codes of countries (ISO 3166) that no American state has.
    private static let countries: Set<[UInt8]> = Set(
        """
        ad ae af ag am ao at au ba bb bd be bf bg bh bi bn bo br bs bt bw by bz cd cf cg ch ci cl
        cm cn cr cu cv cy cz dj dk dm do dz ec ee eg er es et fj fm fr gb gd ge gh gm gn gq gr
        gt gw gy hk hn hr ht hu ie iq ir is it jm jo jp ke kg kh ki km kn kp kr kw kz lb lc lk lr
        ls lt lu lv ly mc mg mh mk ml mm mr mu mv mw mx my mz na ng ni nl no np nr nz om pe pg ph
        pk pl ps pt pw py qa ro rs ru rw sa sb se sg si sk sl sm sn so sr ss st sv sy sz td tg th
        tj tl tm to tr tt tv tw tz ua ug uk us uy uz ve vn vu ws ye za zm zw
        """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })

    func anyGovernmentSign(_ cut: CutHost, _ parts: HostParts) -> Sign? {
        guard mayHoldGovernment(cut.bytes) else { return nil }
        var best: Sign?
        for (index, token) in cut.tokens.enumerated() where token.label <= cut.registered {
            let (score, text) = governmentScore(cut, index, parts)
            guard score > best?.score ?? 0 else { continue }
            best = Sign(
                score: score, shape: token.label == cut.registered ? .hyphen : .embedding,
                site: nil, why: [NameReasons.anyGovernment(text)],
                isRegistered: token.label == cut.registered)
        }
        return best
    }

    /// Most hosts have no `go`, `gu` and `gv`, and are done with.
    func mayHoldGovernment(_ bytes: [UInt8]) -> Bool {
        var last: UInt8 = 0
        for byte in bytes {
            if last == UInt8(ascii: "g"),
                byte == UInt8(ascii: "o") || byte == UInt8(ascii: "u") || byte == UInt8(ascii: "v")
            {
                return true
            }
            last = byte
        }
        return false
    }

    private func governmentScore(
        _ cut: CutHost, _ index: Int, _ parts: HostParts
    ) -> (Int, String) {
        let token = cut.tokens[index]
        let text = Array(cut.bytes[token.range])
        let label = cut.labels[token.label]
        let next = index + 1 < cut.tokens.count ? Array(cut.bytes[cut.tokens[index + 1].range]) : []
        func said(_ score: Int, _ range: Range<Int>) -> (Int, String) { (score, cut.text(range)) }
        if Self.words.contains(text) {
            let isAlone = label == token.range
            if isAlone, token.label == cut.registered {
                // `gov.pl` is a government's own suffix; `gov.wales` and `gov.scot` are too.
                let suffix = parts.publicSuffix
                guard suffix.utf8.count != 2, suffix != "wales", suffix != "scot" else {
                    return (0, "")
                }
                return said(30, label)
            }
            if isAlone { return said(next.count == 2 ? 45 : 30, label) }
            let hasCountry =
                index > 0 && cut.tokens[index - 1].label == token.label
                && cut.tokens[index - 1].range.count == 2
                || index + 1 < cut.tokens.count && cut.tokens[index + 1].label == token.label
                    && next.count == 2
            return said(
                cut.isChinese && token.label == cut.registered ? 54 : hasCountry ? 45 : 30, label)
        }
        // `go.jp`, `gv.at`, and the like, hyphenated.
        let pairs = [("go", "jp"), ("go", "kr"), ("go", "ke"), ("go", "th"), ("gv", "at")]
        if pairs.contains(where: {
            text.elementsEqual($0.0.utf8) && next.elementsEqual($0.1.utf8)
        }), index + 1 < cut.tokens.count, cut.tokens[index + 1].label <= cut.registered {
            return said(30, label)
        }
        return gluedScore(text, label, cut)
    }

    /// `govpk`, `chinagov`, `mfagovcn`: the word and a country, run together.
    private func gluedScore(
        _ text: [UInt8], _ label: Range<Int>, _ cut: CutHost
    ) -> (Int, String) {
        let china = ["cn", "china"].map { Array($0.utf8) }
        for word in Self.words {
            var rest: [UInt8]?
            var isBefore = false
            if text.starts(with: word) {
                rest = Array(text.dropFirst(word.count))
            } else if text.count > word.count, text.suffix(word.count).elementsEqual(word) {
                rest = Array(text.dropLast(word.count))
                isBefore = true
            }
            if let rest, !rest.isEmpty {
                if china.contains(rest) { return (56, cut.text(label)) }
                if Self.companions.contains(rest) { return (30, cut.text(label)) }
                let isCountry =
                    Self.countries.contains(rest)
                    || (!isBefore && rest.count == 2 && rest.elementsEqual("in".utf8))
                if isCountry { return (30, cut.text(label)) }
            }
        }
        let ending = Array("govcn".utf8)
        if text.count > ending.count, text.suffix(ending.count).elementsEqual(ending) {
            return (58, cut.text(label))
        }
        return (0, "")
    }
}
