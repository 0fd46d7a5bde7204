// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How changes are told from noise
//
// A run visits a site as several personas, and makes one sighting of them all. A sighting that says
// nothing about the site (no name server spoke) leaves its state as it is, so that what changed
// meanwhile is told by the next. Every change goes into the state together with its report; so what
// was reported once is the state that the next sighting is held against.
//
// Texts are held against the text that was last reported, not against the last visit's: a page that
// turns into another one a little each day is noticed.

/// What is known of a watched site after its last sighting.
package struct SiteState: Sendable, Hashable, Codable {
    package enum Phase: String, Sendable, Hashable, Codable, CaseIterable {
        /// It never answered.
        case waiting
        case live
        /// It answered once, and does no more.
        case gone
    }

    package var phase: Phase
    /// How many sightings in a row it did not answer.
    package var silences: Int
    /// What each persona was last shown, by the persona's name.
    package var shown: [String: SiteTraits]
    /// The personas that were shown nothing in the last sighting that served others.
    package var hiddenFrom: [String]
    package var addresses: [String]
    package var hosting: [String]
    package var certificate: SiteTraits.Certificate?

    /// The most sightings without an answer after which a site counts as dead: 3.
    package static let deadAfter = 3

    package var isDead: Bool { phase != .live && silences >= Self.deadAfter }

    /// The state after a first sighting, or `nil` if it says nothing.
    package init?(first sighting: [String: SiteTraits]) {
        let seen = sighting.filter { $0.value.outcome != .unknown }
        guard !seen.isEmpty else { return nil }
        phase = .waiting
        silences = 0
        shown = [:]
        hiddenFrom = []
        addresses = []
        hosting = []
        // Taken up as one that was known, and nothing told of it.
        _ = take(seen)
    }

    /// The most suspect level of what is shown.
    package var level: Verdict.Level? { shown.values.compactMap(\.level).max() }

    /// What a change of state is called, and what differs.
    package struct Difference: Sendable, Hashable {
        package var kind: SiteChange.Kind
        package var details: [SiteChange.Detail]

        package init(kind: SiteChange.Kind, details: [SiteChange.Detail] = []) {
            self.kind = kind
            self.details = details
        }
    }

    /// Goes on to what a later sighting says.
    ///
    /// - Parameter sighting: what each persona's visit said, by the persona's name.
    /// - Returns: what changed, the weightiest first; nothing if the sighting says nothing.
    package mutating func take(_ sighting: [String: SiteTraits]) -> [Difference] {
        let seen = sighting.filter { $0.value.outcome != .unknown }
        guard !seen.isEmpty else { return [] }
        let served = seen.filter { $0.value.outcome == .served }
        var differences: [Difference] = []
        if served.isEmpty {
            silences += 1
            if phase == .live {
                phase = .gone
                differences.append(Difference(kind: .gone, details: Self.reasons(seen)))
            }
        } else {
            silences = 0
            switch phase {
            case .waiting: differences.append(Difference(kind: .live, details: []))
            case .gone: differences.append(Difference(kind: .back, details: []))
            case .live: break
            }
            phase = .live
            let details = takeContent(served, seen)
            if !details.isEmpty {
                differences.append(Difference(kind: .content, details: details))
            }
        }
        return differences + takeInfrastructure(seen, isServed: !served.isEmpty)
    }

    private static func reasons(_ seen: [String: SiteTraits]) -> [SiteChange.Detail] {
        var codes: Set<String> = []
        return seen.sorted { $0.key < $1.key }.compactMap { persona, traits in
            guard let code = traits.failure, codes.insert(code).inserted else { return nil }
            return SiteChange.Detail(.failure, before: "", after: code)
        }
    }

    // MARK: - Content

    private mutating func takeContent(
        _ served: [String: SiteTraits], _ seen: [String: SiteTraits]
    ) -> [SiteChange.Detail] {
        var details: [SiteChange.Detail] = []
        for (persona, traits) in served.sorted(by: { $0.key < $1.key }) {
            guard let former = shown[persona] else {
                shown[persona] = traits
                continue
            }
            details += Self.differences(former, traits, persona)
            var kept = traits
            if traits.saysTheSame(as: former) {
                (kept.text, kept.shape, kept.textHash) = (
                    former.text, former.shape, former.textHash
                )
            }
            kept.further = Array(Set(former.further).union(traits.further).sorted().prefix(100))
            shown[persona] = kept
        }
        let hidden = seen.filter { $0.value.outcome != .served }.map(\.key).sorted()
        for persona in hidden where shown[persona] != nil && !hiddenFrom.contains(persona) {
            details.append(.init(.visibility, persona: persona, before: "yes", after: "no"))
        }
        for persona in hiddenFrom where served[persona] != nil {
            details.append(.init(.visibility, persona: persona, before: "no", after: "yes"))
        }
        // A persona that did not come along this time stays as it was.
        hiddenFrom = Set(hiddenFrom).subtracting(served.keys).union(hidden).sorted()
        // The same seen by every persona is told once.
        var told: [SiteChange.Detail: Int] = [:]
        for detail in details {
            var anyone = detail
            anyone.persona = nil
            told[anyone, default: 0] += 1
        }
        var result: [SiteChange.Detail] = []
        for detail in details {
            var anyone = detail
            anyone.persona = nil
            let entry = told[anyone] == served.count && served.count > 1 ? anyone : detail
            if !result.contains(entry) { result.append(entry) }
        }
        return result
    }

    private static func differences(
        _ old: SiteTraits, _ new: SiteTraits, _ persona: String
    ) -> [SiteChange.Detail] {
        var details: [SiteChange.Detail] = []
        func compare(_ part: SiteChange.Detail.Part, _ before: String, _ after: String) {
            guard before != after else { return }
            details.append(.init(part, persona: persona, before: before, after: after))
        }
        compare(.landing, old.landing ?? "", new.landing ?? "")
        compare(.status, old.status.map(String.init) ?? "", new.status.map(String.init) ?? "")
        compare(.title, old.title, new.title)
        if !new.saysTheSame(as: old) {
            details.append(.init(.text, persona: persona, before: "", after: ""))
        }
        func compareLists(
            _ part: SiteChange.Detail.Part, _ before: [String], _ after: [String]
        ) {
            let (lost, won) = (Set(before).subtracting(after), Set(after).subtracting(before))
            compare(part, Self.list(lost), Self.list(won))
        }
        compareLists(.contacts, old.contacts, new.contacts)
        compareLists(.identifiers, old.identifiers, new.identifiers)
        // By a counter alone a page may stand on this side of 存疑 or on that: nothing to tell.
        let isAccused = [old.level, new.level].contains { ($0 ?? .dismiss) >= .suspect }
        if isAccused || !details.isEmpty {
            compare(.level, old.level?.rawValue ?? "", new.level?.rawValue ?? "")
        }
        return details
    }

    private static func list(_ texts: some Collection<String>) -> String {
        texts.sorted().joined(separator: ", ")
    }

    // MARK: - Infrastructure

    /// - Parameter isServed: whether anything can be said of the certificate.
    private mutating func takeInfrastructure(
        _ seen: [String: SiteTraits], isServed: Bool
    ) -> [Difference] {
        var differences: [Difference] = []
        let own = seen.sorted { $0.key < $1.key }.map(\.value)
        let addresses = Set(own.flatMap(\.addresses)).sorted()
        let hosting = Set(own.flatMap(\.hosting)).sorted()
        // Behind a CDN the addresses are the CDN's, and change from question to question.
        let isBehindOne = hosting == self.hosting && hosting.contains { $0.hasPrefix("CDN ") }
        if !addresses.isEmpty {
            if !self.addresses.isEmpty, addresses != self.addresses, !isBehindOne {
                differences.append(
                    Difference(
                        kind: .address,
                        details: [
                            .init(
                                .address, before: Self.list(self.addresses),
                                after: Self.list(addresses))
                        ]))
            }
            self.addresses = addresses
        }
        // Of a site that does not answer, the marks of a CDN are not to be seen.
        if isServed {
            let (old, new) = (Hosting(self.hosting), Hosting(hosting))
            if hadContact, new.differs(from: old) {
                differences.append(
                    Difference(
                        kind: .host,
                        details: [
                            .init(.host, before: Self.list(self.hosting), after: Self.list(hosting))
                        ]))
            }
            self.hosting = new.companies.isEmpty ? (old.companies + new.networks).sorted() : hosting
        }
        if isServed {
            let certificate = own.first { $0.certificate != nil }?.certificate
            if certificate?.sha256 != self.certificate?.sha256, hadContact {
                differences.append(
                    Difference(
                        kind: .certificate,
                        details: [
                            .init(
                                .certificate, before: self.certificate?.sentence ?? "",
                                after: certificate?.sentence ?? "")
                        ]))
            }
            self.certificate = certificate
            hadContact = true
        }
        return differences
    }

    /// Whether it was ever seen what stands before the site, and with which certificate, if any.
    private var hadContact = false
}

/// Who stands behind the addresses of a site, and who before it.
private struct Hosting {
    var companies: [String]
    var networks: [String]

    init(_ all: [String]) {
        networks = all.filter { $0.hasPrefix("CDN ") }
        companies = all.filter { !$0.hasPrefix("CDN ") }
    }

    /// Where it is not known who announces an address, nothing is said of it.
    func differs(from old: Hosting) -> Bool {
        networks != old.networks
            || (!companies.isEmpty && !old.companies.isEmpty && companies != old.companies)
    }
}

extension SiteTraits.Certificate {
    /// Digest, issuer and end, in one line.
    var sentence: String {
        "SHA-256 \(sha256.prefix(16))…, \(issuer), \(Timestamp.text(notAfter).prefix(10))"
    }
}
