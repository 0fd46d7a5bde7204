// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
package import Casework
import FoundationEssentials
import HostNames
import NameResolver
import WebArchive
package import Wording

/// One question to each of the bureau's own sources, for whoever sets them up.
///
/// Nothing of it is kept, and no earlier answer is used.
package struct LookupTrial: Sendable {
    /// What came of asking one source.
    package struct Result: Sendable, Encodable {
        package var id: String
        package var title: String
        package var facts: LookupFacts?
        /// The answer without secrets; empty if none came.
        package var raw: String
        package var gaps: [Message]

        /// Whether the source said something that a dossier can hold.
        package var isAnswered: Bool {
            facts.map { $0.problem == nil || $0.problem == .noRecord } ?? false
        }

        private enum CodingKeys: String, CodingKey { case id, title, facts, raw, gaps }

        package func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(id, forKey: .id)
            try values.encode(title, forKey: .title)
            try values.encodeIfPresent(facts, forKey: .facts)
            try values.encode(raw, forKey: .raw)
            try values.encode(gaps.map(\.chinese), forKey: .gaps)
        }
    }

    private let sources: [LookupSource]
    private let resolving: ResolverConfiguration
    private let software: String
    private var domains: [String] = []
    private var hosts: [String] = []
    private var addresses: [IPAddress] = []

    /// - Parameter subject: a domain, a host or an address.
    /// - Throws: `SettingError` if it is none of them, or a resolver is none.
    package init(
        of subject: String, sources: [LookupSource], hostsFile: String?, resolvers: [String],
        software: String
    ) throws {
        self.sources = sources
        self.software = software
        var resolving = ResolverConfiguration()
        let servers = try resolvers.map { text in
            guard let server = ServerAddress(text) else { throw SettingError.resolver(text) }
            return server
        }
        if !servers.isEmpty { resolving.servers = servers }
        if let hostsFile { resolving.overrides = try HostsFile.read(path: hostsFile) }
        self.resolving = resolving
        if let address = IPAddress(subject) {
            addresses = [address]
        } else {
            let names = try HostNames()
            guard let host = names.ascii(subject) else { throw SettingError.subject(subject) }
            hosts = [host]
            domains = [names.parts(of: host).registrableDomain ?? host]
        }
    }

    /// Asks the sources one after the other; those that answer for something else are left out.
    package func ask() async throws -> [Result] {
        let folder = FileManager.default.temporaryDirectory.path + "/jianwei-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let book = try Casebook.open(folder, actor: "lookups ask")
        defer { try? book.close() }
        let archive = try ArchiveWriter(directory: book.archiveDirectory, software: software)
        let resolver = try NameResolver(resolving)
        defer { resolver.shutDown() }
        var results: [Result] = []
        for source in sources {
            let desk = LookupDesk(
                sources: [source], resolver: resolver, casebook: book, archive: archive,
                environment: ProcessInfo.processInfo.environment, software: software)
            defer { desk.shutDown() }
            let findings = try await desk.ask(
                domains: domains, hosts: hosts, addresses: addresses, capture: "lookups-ask")
            guard !findings.facts.isEmpty || !findings.gaps.isEmpty else { continue }
            results.append(
                Result(
                    id: source.id, title: source.title, facts: findings.facts.first,
                    raw: findings.answers.first.map { String(decoding: $0, as: UTF8.self) } ?? "",
                    gaps: findings.gaps))
        }
        try archive.close()
        return results
    }
}
