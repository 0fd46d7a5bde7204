// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
package import ClockReader
package import CurlFetcher
package import NameResolver
package import NetworkRegistry
package import WebArchive

/// The rooms that one sweep works with, open and ready.
package struct Rooms: Sendable {
    package let knowledge: Knowledge
    package let fetcher: CurlFetcher
    package let resolver: NameResolver
    package let registry: NetworkRegistry
    package let archive: ArchiveWriter
    /// `nil` if registries are not asked.
    package let registries: RegistryDesk?
    /// `nil` if the bureau has no sources of its own.
    package let lookups: LookupDesk?
    package let clock: ClockReader
    let gate: PolitenessGate
    let turns: SiteTurns
    /// The proxies to go through, by persona; the one under the empty name is for all others.
    let proxies: [String: ProxySetting]

    package init(
        knowledge: Knowledge, fetcher: CurlFetcher, resolver: NameResolver,
        registry: NetworkRegistry, archive: ArchiveWriter, turns: SiteTurns,
        secondsBetweenRequests: Double, registries: RegistryDesk? = nil,
        lookups: LookupDesk? = nil, clock: ClockReader = ClockReader(server: nil),
        proxies: [String: ProxySetting] = [:]
    ) {
        self.knowledge = knowledge
        self.fetcher = fetcher
        self.resolver = resolver
        self.registry = registry
        self.archive = archive
        self.registries = registries
        self.lookups = lookups
        self.clock = clock
        self.turns = turns
        self.gate = PolitenessGate(interval: .seconds(secondsBetweenRequests))
        self.proxies = proxies
    }

    func proxy(for persona: Persona) -> ProxySetting? {
        proxies[persona.name] ?? proxies[""]
    }
}
