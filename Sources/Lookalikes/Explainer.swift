// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a name is weighed
//
// A name is cut at dots and hyphens, and compared as a whole with every protected site: as a
// sequence of words (A, B), label by label as words run together (C, E, F, G), letter by letter
// (D), once more with look-alike letters folded (D), and in Chinese (I). The strongest sign gives
// the score; what speaks against lowers it. Nothing is searched as a substring: a word counts only
// between boundaries, or in a label that is made of known words to the last letter.
//
// Names alone are weak evidence: of 657,000 squatting names found in a study of 2018, fewer than
// one in 500 were phishing sites. So only the whole name of an official site is *high*.

package import Casework
import Wording

/// Explains whether a host imitates a protected site, and why.
///
/// A pure value: the same host gets the same opinion, on any machine.
package struct Explainer: Sendable {
    let sites: [ProtectedSite]
    let vocabulary: NameVocabulary
    let lexicon: Lexicon
    private let popular: Set<String>
    private let known: Set<String>
    /// The same reversed, to find whatever stands under one.
    let knownOwners: WordTrie

    /// - Parameters:
    ///   - sites: what may be imitated.
    ///   - vocabulary: the words of such names; those that come with Jianwei by default.
    ///   - known: hosts and domains that were named as fakes before.
    ///   - popular: registrable domains that are known to be harmless.
    package init(
        sites: [ProtectedSite], vocabulary: NameVocabulary = .standard, known: Set<String> = [],
        popular: Set<String> = []
    ) {
        self.sites = sites
        self.vocabulary = vocabulary
        self.lexicon = Lexicon(sites: sites, vocabulary: vocabulary)
        // A list names `www.x.example`, and the site answers to `x.example` as well.
        self.known = known.union(
            known.lazy.filter { $0.hasPrefix("www.") }.map { String($0.dropFirst(4)) })
        var owners = WordTrie()
        for host in self.known { owners.insert(host.utf8.reversed(), as: 0) }
        knownOwners = owners
        self.popular = popular
    }

    /// From this score on a name is high, suspect or doubtful; below the last it is dismissed.
    private static let scale: [(least: Int, level: NameOpinion.Level)] = [
        (80, .high), (50, .suspect), (25, .doubtful),
    ]

    /// What the name `parts` says, if it is that of a site someone can visit.
    ///
    /// - Parameters:
    ///   - parts: the host, as the room `HostNames` reads it.
    ///   - isWildcard: whether any other label in place of the leftmost resolves alike; `nil` if
    ///     that was not asked.
    /// - Returns: an opinion with at least one reason.
    package func explain(_ parts: HostParts, isWildcard: Bool? = nil) -> NameOpinion {
        func opinion(_ level: NameOpinion.Level, _ why: String, site: Int? = nil) -> NameOpinion {
            NameOpinion(
                host: parts.host, level: level, score: 0, site: site.map { sites[$0].id },
                why: [why])
        }
        if parts.isAddress { return opinion(.dismiss, NameReasons.address()) }
        let bytes = Array(parts.host.utf8)
        let owner = lexicon.owners.owner(of: bytes)
        if owner >= 0 {
            return opinion(.official, NameReasons.official(sites[owner].name), site: owner)
        }
        if parts.isClosedGovernmentSuffix {
            let suffix = HostParts.governmentSuffixes.first { parts.host.isSameOrUnder($0) }
            return opinion(
                .official, NameReasons.closedSuffix(suffix == "xn--zfr164b" ? "政务" : "gov.cn"))
        }
        guard let domain = parts.registrableDomain else {
            return opinion(.dismiss, NameReasons.publicSuffix())
        }
        if lexicon.deliveries.owner(of: bytes) >= 0 {
            return opinion(.dismiss, NameReasons.delivery(domain))
        }
        guard let sign = strongestSign(parts, bytes) else {
            return opinion(.dismiss, whyDismissed(parts, bytes))
        }
        return weigh(sign, parts, bytes, domain, isWildcard)
    }

    /// What a name that shows no sign is.
    private func whyDismissed(_ parts: HostParts, _ bytes: [UInt8]) -> String {
        if parts.isForeignGovernment { return NameReasons.foreignGovernment(parts.publicSuffix) }
        guard let brand = brandInside(bytes) else { return NameReasons.notSimilar() }
        return NameReasons.wordInside(brand)
    }

    /// The strongest sign of imitation, or `nil`.
    private func strongestSign(_ parts: HostParts, _ bytes: [UInt8]) -> Sign? {
        var best: Sign?
        func consider(_ sign: Sign?) {
            guard let sign, sign.score > best?.score ?? 0 else { return }
            best = sign
        }
        let suffixLabels = parts.publicSuffix.utf8.count { $0 == UInt8(ascii: ".") } + 1
        let cut = CutHost(bytes, suffixLabels: suffixLabels, trie: lexicon.plain)
        signs(in: cut, parts, lexicon.plain, consider)
        consider(editSign(cut, parts))
        if let folded = foldedBytes(parts, bytes) {
            for sign in foldedSigns(folded, suffixLabels, parts) { consider(sign) }
        }
        if !parts.isASCII { consider(chineseSign(parts)) }
        guard isKnown(parts) else { return best }
        var sign = best ?? Sign(score: 0, shape: nil, site: nil, why: [])
        sign.score = max(sign.score, 75)
        sign.why.append(NameReasons.known())
        return sign
    }

    /// Whether the host, or the domain it stands under, was named as a fake before.
    private func isKnown(_ parts: HostParts) -> Bool {
        !known.isEmpty
            && (known.contains(parts.host) || parts.registrableDomain.map(known.contains) == true)
    }

    /// The signs that words give, in the host as it is or folded.
    func signs(
        in cut: CutHost, _ parts: HostParts, _ trie: WordTrie, _ consider: (Sign?) -> Void
    ) {
        if cut.tokens.contains(where: { $0.word >= 0 }) { sequenceSigns(cut, parts, consider) }
        guard !parts.isForeignGovernment, cut.registered >= 0 else { return }
        consider(anyGovernmentSign(cut, parts))
        for label in 0...cut.registered { consider(labelSign(cut, label, trie)) }
    }

    /// The bytes of the host with look-alike letters folded, or `nil` if that changes nothing.
    private func foldedBytes(_ parts: HostParts, _ bytes: [UInt8]) -> [UInt8]? {
        if !parts.isASCII { return Array(parts.skeletonLabels.joined(separator: ".").utf8) }
        var folded: [UInt8] = []
        folded.reserveCapacity(bytes.count)
        for byte in bytes { HostParts.fold(byte, onto: &folded) }
        return folded == bytes ? nil : folded
    }

    /// What speaks against the sign, and the opinion that is left.
    private func weigh(
        _ sign: Sign, _ parts: HostParts, _ bytes: [UInt8], _ domain: String, _ isWildcard: Bool?
    ) -> NameOpinion {
        var score = sign.score
        var why = sign.why
        if popular.contains(domain) {
            score = sign.isRegistered ? 0 : score - 20
            why.append(NameReasons.popular(domain))
        }
        if !sign.isRegistered {
            // To stand on the left is what an embedded name is about; elsewhere it speaks against.
            if sign.shape != .embedding { why.append(NameReasons.subdomain(domain)) }
            if isWildcard == true {
                score -= 25
                why.append(NameReasons.wildcard())
            }
        }
        if lexicon.mirrors.owner(of: bytes) >= 0 {
            score = min(score, 45)
            why.append(NameReasons.mirror(domain))
        }
        score = max(0, min(100, score))
        let level = Self.scale.first { score >= $0.least }?.level ?? .dismiss
        return NameOpinion(
            host: parts.host, level: level, score: score, site: sign.site.map { sites[$0].id },
            shape: sign.shape, why: why)
    }
}

/// One sign that a name imitates.
struct Sign {
    /// 0 to 100, before what speaks against.
    var score: Int
    var shape: NameOpinion.Shape?
    var site: Int?
    var why: [String]
    /// Whether the sign is in the domain that was registered, and not only left of it.
    var isRegistered = true
}

extension HostParts {
    /// Whether only another country's government can register there.
    var isForeignGovernment: Bool {
        guard !isClosedGovernmentSuffix else { return false }
        let first = publicSuffix.utf8.prefix { $0 != UInt8(ascii: ".") }
        // `go` is Japan's and Korea's, `gouv` France's, `gob` and `gub` are Spanish.
        guard first.first == UInt8(ascii: "g") || first.first == UInt8(ascii: "m") else {
            return false
        }
        return Self.governmentLabels.contains { first.elementsEqual($0.utf8) }
    }

    private static let governmentLabels = ["gov", "gob", "gouv", "gub", "govt", "gv", "go", "mil"]
}
