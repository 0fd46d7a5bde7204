// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension SiteVisit {
    /// What one page looks like.
    struct Look: Sendable {
        var sketch: PageSketch
        var resources: [String]
    }

    private static let maximumLooks = 16

    /// Keeps what a watch will compare.
    mutating func note(_ page: Page) {
        guard settings.isWatched, looks.count < Self.maximumLooks else { return }
        looks[page.address] = Look(sketch: page.sketch, resources: page.resourceNames)
    }

    /// What the visit says of the site, for a watch to compare with the last time.
    func traits(of result: Result, _ dossier: Dossier) -> SiteTraits {
        let host = lead.address.host
        let addresses =
            IPAddress(host).map { [$0.description] }
            ?? Set((reports[host]?.addresses ?? []).map(\.description)).sorted()
        guard let landing = result.landedOn else {
            let failure = result.failure
            var traits = SiteTraits(failure?.outcome ?? .unknown, failure: failure?.code)
            traits.addresses = addresses
            return traits
        }
        var traits = SiteTraits(.served, failure: result.failure?.code)
        traits.addresses = addresses
        traits.hosting = Self.hosting(dossier)
        traits.certificate = dossier.certificates.first.map {
            .init(
                sha256: $0.sha256, key: $0.keySHA256, issuer: $0.issuer, notAfter: $0.notAfter)
        }
        traits.landing = landing.withoutQuery
        let answer = records.last { $0.address == landing && $0.purpose != .robots }
        traits.status = answer?.status
        traits.level = result.verdict?.level
        traits.icon = favicon?.sha256
        if let front = pages.first(where: { $0.address == landing }) ?? pages.first {
            traits.title = front.title
            traits.textHash = front.fingerprints.textSimilarity
            (traits.contacts, traits.identifiers) = Self.marks(of: [front])
            let rest = Self.marks(of: pages.filter { $0.address != front.address })
            traits.further = Set(rest.contacts + rest.identifiers)
                .subtracting(traits.contacts + traits.identifiers).sorted()
            if let look = looks[front.address] {
                traits.text = look.sketch.text.telling
                traits.shape = look.sketch.shape.telling
                traits.resources = look.resources
            }
        }
        return traits
    }

    private static func hosting(_ dossier: Dossier) -> [String] {
        let companies = dossier.networks.compactMap { facts in
            facts.asNumber.map { number in
                var text = "AS\(number)"
                if let name = facts.asName { text += " \(name)" }
                if let country = facts.country { text += " (\(country))" }
                return text
            }
        }
        return Set(companies + dossier.deliveryNetworks.map { "CDN \($0.name)" }).sorted()
    }

    private static func marks(
        of pages: [PageRecord]
    ) -> (contacts: [String], identifiers: [String]) {
        let contacts = pages.flatMap(\.contacts).filter { $0.kind != .hotline }
            .map { "\($0.kind.rawValue):\($0.value)" }
        let identifiers = pages.flatMap(\.identifiers).map { "\($0.kind.rawValue):\($0.value)" }
        return (
            Array(Set(contacts).sorted().prefix(100)), Array(Set(identifiers).sorted().prefix(100))
        )
    }
}

extension MinHash {
    /// The bins, if there are enough to compare anything.
    fileprivate var telling: String? { filled >= Self.leastFilled ? hexadecimal : nil }
}

extension WebAddress {
    /// Scheme, host, port and path: a query may be another one at each visit.
    fileprivate var withoutQuery: String {
        var address = self
        address.path = String(path.prefix { $0 != "?" })
        address.fragment = nil
        return address.description
    }
}
