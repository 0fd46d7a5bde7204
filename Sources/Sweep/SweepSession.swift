// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casebook
import Casework
import ClockReader
package import CurlFetcher
import FoundationEssentials
import NameResolver
import NetworkRegistry
import WebArchive
package import Wording

/// A sweep with all its rooms open: made from settings, closed when done.
package final class SweepSession: Sendable {
    package let sweeper: Sweeper
    package let casebook: Casebook
    private let fetcher: CurlFetcher
    private let resolver: NameResolver
    private let archive: ArchiveWriter
    private let lookups: LookupDesk?

    /// The bureau's own sources that are not asked, and why.
    package var lookupGaps: [Message] { lookups?.gaps ?? [] }

    /// Opens every room that a sweep needs.
    ///
    /// - Parameters:
    ///   - proxies: by persona; the one under the empty name is for all others.
    ///   - environment: where the secrets of the bureau's own sources stand.
    ///   - software: name and version, kept with each capture.
    /// - Throws: the error of the room that could not be opened.
    package init(
        run: Int64, settings: SweepSettings, casebook: Casebook, knowledge: Knowledge,
        proxies: [String: ProxySetting] = [:],
        environment: [String: String] = ProcessInfo.processInfo.environment, software: String
    ) async throws {
        self.casebook = casebook
        let sources = try settings.lookupSources()
        let timeServer = try settings.namedTimeServer()
        resolver = try NameResolver(settings.resolving())
        let proxies = try await Self.reachable(proxies, by: resolver)
        var fetching = FetcherConfiguration()
        fetching.policy = settings.policy
        fetching.maximumInFlight = settings.leadsInFlight
        let fetcher = try CurlFetcher(fetching)
        self.fetcher = fetcher
        let files = NetworkRegistry.findDataFiles()
        let registry: NetworkRegistry
        do {
            archive = try ArchiveWriter(directory: casebook.archiveDirectory, software: software)
            registry = try NetworkRegistry(
                locationDatabase: files.locationDatabase, countryTables: files.countryTables)
        } catch {
            // What was opened before wants to be closed.
            fetcher.shutDown()
            resolver.shutDown()
            throw error
        }
        let registries =
            settings.asksRegistries
            ? RegistryDesk(
                directory: knowledge.registries, fetcher: fetcher, resolver: resolver,
                casebook: casebook, archive: archive, policy: settings.policy,
                proxy: proxies[""], software: software) : nil
        lookups =
            sources.isEmpty
            ? nil
            : LookupDesk(
                sources: sources, resolver: resolver, casebook: casebook, archive: archive,
                environment: environment, software: software)
        let rooms = Rooms(
            knowledge: knowledge, fetcher: fetcher, resolver: resolver, registry: registry,
            archive: archive, turns: SiteTurns(casebook, owner: ProcessOwner.current.name),
            secondsBetweenRequests: settings.secondsBetweenRequests, registries: registries,
            lookups: lookups, clock: ClockReader(server: timeServer), proxies: proxies)
        sweeper = Sweeper(
            rooms: rooms, settings: settings, casebook: casebook, run: run,
            software: software)
    }

    /// The proxies with the addresses of those that are named.
    private static func reachable(
        _ proxies: [String: ProxySetting], by resolver: NameResolver
    ) async throws -> [String: ProxySetting] {
        var reachable = proxies
        for (persona, proxy) in proxies where proxy.addresses.isEmpty {
            let report = await resolver.resolve(proxy.host, depth: .addresses)
            guard !report.addresses.isEmpty else { throw SettingError.proxy(proxy.description) }
            reachable[persona]?.addresses = report.addresses
        }
        return reachable
    }

    /// Closes the rooms, but not the casebook, which is the caller's.
    package func close() throws {
        fetcher.shutDown()
        lookups?.shutDown()
        resolver.shutDown()
        try archive.close()
    }
}
