// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import ClockReader
package import NameResolver
import RuleFiles

/// How a sweep visits: kept with the run, so that `--resume` goes on in the same way.
package struct SweepSettings: Sendable, Hashable, Codable {
    /// The personas that visit each lead, by name.
    package var personas: [String] = ["wechat", "desktop"]
    /// The most pages read of one site, the front page included: 10.
    package var pagesPerSite: Int = 10
    /// The most leads at work at once: 500.
    package var leadsInFlight: Int = 500
    package var limits = FetchLimits()
    /// The least time between two requests to one site or one address: 1 second.
    package var secondsBetweenRequests: Double = 1
    /// Ranges that are allowed although they are not part of the public Internet, in CIDR form.
    package var allowedRanges: [String] = []
    /// A file in the form of `/etc/hosts` that goes before the DNS.
    package var hostsFile: String?
    /// Name servers, `address` or `address:port`; empty for the system's.
    package var resolvers: [String] = []
    /// Whether links to hosts that imitate a protected site become leads.
    package var followsImitations: Bool = true
    /// How long a lead may be at work before another sweep may take it over: 2 minutes.
    ///
    /// Renewed while the sweep lives.
    package var leaseSeconds: Double = 120
    /// Whether registries are asked about what is at least doubtful.
    package var asksRegistries: Bool = true
    /// The list of the bureau's own sources, or `nil` if there is none.
    package var lookupsFile: String?
    /// A time server to compare this machine's clock with, `host` or `host:port`; `nil` for none.
    package var timeServer: String?

    /// Whether a watch compares what is seen with the last time.
    package var isWatched: Bool = false

    /// What names the sweep asks the DNS for before it visits; `nil` if it was given addresses.
    package var names: NameRequest?

    /// Names to ask for: those of files, or those that can be made for sites.
    package struct NameRequest: Sendable, Hashable, Codable {
        /// Files with a host on each line; empty to make names.
        package var files: [String]
        /// Protected sites, by id; empty for all.
        package var sites: [String]
        /// The most names for each site.
        package var budget: Int

        package init(files: [String] = [], sites: [String] = [], budget: Int = 20_000) {
            self.files = files
            self.sites = sites
            self.budget = budget
        }
    }

    package init() {}

    /// Reads settings, also those of a run that an earlier version began.
    package init(from decoder: any Decoder) throws {
        self.init()
        let values = try decoder.container(keyedBy: CodingKeys.self)
        personas = try values.decode([String].self, forKey: .personas)
        pagesPerSite = try values.decode(Int.self, forKey: .pagesPerSite)
        leadsInFlight = try values.decode(Int.self, forKey: .leadsInFlight)
        limits = try values.decode(FetchLimits.self, forKey: .limits)
        secondsBetweenRequests = try values.decode(Double.self, forKey: .secondsBetweenRequests)
        allowedRanges = try values.decode([String].self, forKey: .allowedRanges)
        hostsFile = try values.decodeIfPresent(String.self, forKey: .hostsFile)
        resolvers = try values.decode([String].self, forKey: .resolvers)
        followsImitations = try values.decode(Bool.self, forKey: .followsImitations)
        leaseSeconds = try values.decode(Double.self, forKey: .leaseSeconds)
        asksRegistries = try values.decodeIfPresent(Bool.self, forKey: .asksRegistries) ?? true
        lookupsFile = try values.decodeIfPresent(String.self, forKey: .lookupsFile)
        names = try values.decodeIfPresent(NameRequest.self, forKey: .names)
        timeServer = try values.decodeIfPresent(String.self, forKey: .timeServer)
        isWatched = try values.decodeIfPresent(Bool.self, forKey: .isWatched) ?? false
    }

    /// The sources that ``lookupsFile`` lists.
    ///
    /// - Throws: `RuleFileError` with every mistake.
    package func lookupSources() throws -> [LookupSource] {
        try lookupsFile.map { try LookupFiles.load(path: $0) } ?? []
    }

    /// Whom to ask for names, and what goes before the DNS.
    ///
    /// - Throws: `SettingError` for what is no server, the resolver's error for a bad hosts file.
    package func resolving() throws -> ResolverConfiguration {
        var configuration = ResolverConfiguration()
        if !resolvers.isEmpty {
            configuration.servers = try resolvers.map { text in
                guard let server = ServerAddress(text) else { throw SettingError.resolver(text) }
                return server
            }
        }
        if let path = hostsFile { configuration.overrides = try HostsFile.read(path: path) }
        return configuration
    }

    /// The server that ``timeServer`` names.
    ///
    /// - Throws: `SettingError` if it names none.
    package func namedTimeServer() throws(SettingError) -> TimeServer? {
        guard let timeServer else { return nil }
        guard let server = TimeServer(timeServer) else { throw .timeServer(timeServer) }
        return server
    }

    package var policy: AddressPolicy {
        AddressPolicy(allowed: allowedRanges.compactMap { AddressRange($0) })
    }
}
