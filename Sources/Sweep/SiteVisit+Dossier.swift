// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import ContentCoding
import Digests
import HostNames
import NameResolver
import NetworkRegistry
import Sealing
import WebArchive
import Wording

extension SiteVisit {
    /// Fetches the site's `/favicon.ico`, by whose hash its siblings are known.
    mutating func fetchFavicon(of front: WebAddress) async throws {
        var address = front
        address.path = "/favicon.ico"
        address.fragment = nil
        var limits = settings.limits
        limits.bodyBytes = 512 * 1024
        let exchange = try await request(address, purpose: .favicon, limits: limits)
        guard exchange.failure == nil, exchange.response?.status == 200,
            let body = decoded(exchange)?.bytes, !body.isEmpty
        else { return }
        favicon = FaviconFacts(
            address: address, sha256: Digest.hex(body), murmur3: Favicon.murmur3(body))
    }

    /// Who hosts the site, from what the visit saw.
    ///
    /// - Parameter isSuspect: whether it is worth asking the DNS further questions about it.
    mutating func dossier(landedOn landing: WebAddress?, isSuspect: Bool) async throws -> Dossier {
        let host = landing?.host ?? lead.address.host
        var dossier = Dossier(host: host)
        if isSuspect { try await askFurther(host) }
        dossier.names = reportOrder.compactMap { reports[$0] }

        var addresses = records.compactMap { $0.remote?.proxy == nil ? $0.remote?.address : nil }
        addresses += reports[host]?.addresses ?? []
        for address in addresses.uniqued().prefix(8) {
            var facts = rooms.registry.facts(of: address)
            if isSuspect {
                let answer = await rooms.resolver.reverse(address)
                facts.reverseNames = answer.records.filter { $0.type == .ptr }.map(\.value)
            }
            dossier.networks.append(facts)
        }

        let own = records.filter { $0.address.host == host && $0.status != nil }
        if let tls = own.compactMap(\.tls).first {
            dossier.certificates = tls.chain.compactMap { CertificateReader.facts(ofDER: $0) }
        }
        dossier.servers = own.compactMap { $0.headers.first("Server") }.uniqued()
        let aliases = (reports[host]?.answers ?? []).flatMap(\.records)
            .filter { $0.type == .cname }.map(\.value)
        dossier.deliveryNetworks = DeliveryNetworks.detect(
            headers: own.flatMap(\.headers), cnames: aliases)
        if let front = own.first(where: { $0.purpose == .page || $0.purpose == .redirect }) {
            dossier.headerOrder = HeaderOrder.hash(
                front.headers, httpVersion: front.httpVersion ?? "HTTP/1.1")
        }
        dossier.favicon = favicon
        dossier.identifiers = pages.flatMap(\.identifiers).uniqued(by: {
            [$0.kind.rawValue, $0.value]
        })
        dossier.contacts = pages.flatMap(\.contacts).uniqued(by: { [$0.kind.rawValue, $0.value] })
        dossier.gaps = gaps(of: dossier)
        if isSuspect {
            try await askOthers(host, &dossier)
        } else {
            dossier.gaps.append(RegistryMessages.notAskedOfHarmless.chinese)
        }
        return dossier
    }

    /// Asks registries who registered the names and addresses, and who answers for them, and the
    /// bureau's own sources what they know.
    ///
    /// Never about names of a protected site, or of an organ of the state.
    private mutating func askOthers(_ host: String, _ dossier: inout Dossier) async throws {
        var domains: [String] = []
        var hosts: [String] = []
        for host in [host, lead.address.host].uniqued() {
            let parts = rooms.knowledge.names.parts(of: host)
            guard let domain = parts.registrableDomain else { continue }
            if parts.isClosedGovernmentSuffix
                || rooms.knowledge.sites.contains(where: {
                    $0.owns(host) || $0.hosts.contains { $0.isSameOrUnder(domain) }
                })
            {
                dossier.gaps.append(RegistryMessages.notAskedOfProtected(domain).chinese)
            } else {
                hosts.append(host)
                if !domains.contains(domain) { domains.append(domain) }
            }
        }
        let addresses = Array(dossier.networks.map(\.address).prefix(3))
        let (rooms, names, capture) = (rooms, (domains: domains, hosts: hosts), captureName)
        async let registered = rooms.registries?.ask(
            domains: names.domains, addresses: addresses, capture: capture)
        async let lookedUp = rooms.lookups?.ask(
            domains: names.domains, hosts: names.hosts, addresses: addresses, capture: capture)
        if let findings = try await registered {
            places += findings.places
            dossier.registrations = findings.registrations
            dossier.addressRegistrations = findings.addresses
            dossier.gaps += findings.gaps.map(\.chinese).uniqued()
        } else {
            dossier.gaps.append(RegistryMessages.notAsked.chinese)
        }
        if let findings = try await lookedUp {
            places += findings.places
            dossier.lookups = findings.facts
            dossier.gaps += findings.gaps.map(\.chinese).uniqued()
        } else {
            dossier.gaps.append(LookupMessages.notConfigured.chinese)
        }
        dossier.desks = rooms.knowledge.registries.desks.filter { desk in
            dossier.recipients.contains { desk.isMeant(by: $0.name) }
        }
    }

    /// Asks the DNS for all it has on `host`, and whether any name beside it exists too.
    private mutating func askFurther(_ host: String) async throws {
        let parts = rooms.knowledge.names.parts(of: host)
        if host != lead.address.host {
            let report = await rooms.resolver.resolve(
                host, depth: .full, zone: parts.registrableDomain)
            reports[host] = report
            places.append(try rooms.archive.append(report, capture: captureName))
        }
        guard let parent = parts.registrableDomain, parent != host else { return }
        let isWildcard = await rooms.resolver.probeWildcard(host, under: parent)
        reports[host]?.isWildcard = isWildcard
    }

    /// What an officer would look for and not find, and why it is not there.
    private func gaps(of dossier: Dossier) -> [String] {
        var gaps: [String] = []
        if dossier.networks.isEmpty { gaps.append(SweepMessages.noAddressSeen.chinese) }
        if dossier.certificates.isEmpty { gaps.append(SweepMessages.noCertificate.chinese) }
        if dossier.favicon == nil { gaps.append(SweepMessages.noFavicon.chinese) }
        return gaps
    }
}

extension Sequence {
    /// The elements without repeats, in order.
    func uniqued<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
        var seen: Set<Key> = []
        return filter { seen.insert(key($0)).inserted }
    }
}

extension Sequence where Element: Hashable {
    func uniqued() -> [Element] { uniqued { $0 } }
}
