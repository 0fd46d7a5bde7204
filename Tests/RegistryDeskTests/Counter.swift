// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import CurlFetcher
import Foundation
import NameResolver
import Sweep
import WebArchive

/// A desk with all that it needs, on loopback, in a folder of its own.
final class Counter: Sendable {
    let directory: String
    let casebook: Casebook
    let fetcher: CurlFetcher
    let resolver: NameResolver
    let archive: ArchiveWriter
    let desk: RegistryDesk

    init(
        _ registries: RegistryDirectory, in directory: String? = nil,
        bounds: RegistryDesk.Bounds = RegistryDesk.Bounds(), allowed: [String] = ["127.0.0.1/32"]
    ) throws {
        let folder = directory ?? NSTemporaryDirectory() + "/registry-desk-" + UUID().uuidString
        self.directory = folder
        casebook = try Casebook.open(folder, actor: "li@bureau")
        let policy = AddressPolicy(allowed: allowed.compactMap { AddressRange($0) })
        fetcher = try CurlFetcher(
            FetcherConfiguration(shards: 1, maximumInFlight: 8, policy: policy))
        let hosts = try HostsFile(
            text: """
                127.0.0.1 lookup.test whois.test registrar.test rdap.test other.test
                10.1.2.3 private.test
                """, name: "hosts")
        var resolving = ResolverConfiguration(timeoutMilliseconds: 200, tries: 1)
        resolving.servers = [ServerAddress("127.0.0.1:9")].compactMap { $0 }
        resolving.overrides = hosts
        resolver = try NameResolver(resolving)
        archive = try ArchiveWriter(directory: casebook.archiveDirectory, software: "test/1")
        desk = RegistryDesk(
            directory: registries, fetcher: fetcher, resolver: resolver, casebook: casebook,
            archive: archive, policy: policy, bounds: bounds, software: "test/1")
    }

    func ask(
        _ domains: [String], addresses: [String] = []
    ) async throws -> RegistryDesk.Findings {
        try await desk.ask(
            domains: domains, addresses: addresses.compactMap { IPAddress($0) },
            capture: "JW-000001-wechat-1")
    }

    /// The archive's records at `place`.
    func records(at place: ArchivePlace) throws -> [ArchiveRecord] {
        try archive.close()
        let reader = try ArchiveReader(path: casebook.archiveDirectory + "/" + place.segment)
        return try reader.records(at: place)
    }

    func close() throws {
        fetcher.shutDown()
        resolver.shutDown()
        try archive.close()
        try casebook.close()
    }

    func remove() {
        try? close()
        try? FileManager.default.removeItem(atPath: directory)
    }
}

extension RegistryDirectory {
    /// A list that sends questions about `example` to one server, without a wait between them.
    static func whois(_ port: UInt16, host: String = "whois.test") -> RegistryDirectory {
        var directory = RegistryDirectory()
        directory.suffixes["example"] = Source(whois: WhoisServer(host: host, port: port))
        directory.secondsBetweenQuestions = 0
        directory.phrases.limited = ["limit exceeded"]
        directory.phrases.absent = ["no matching record"]
        return directory
    }

    static func rdap(_ port: UInt16) throws -> RegistryDirectory {
        var directory = RegistryDirectory()
        directory.suffixes["example"] = Source(
            rdap: [try WebAddress("http://rdap.test:\(port)/rdap/")])
        directory.secondsBetweenQuestions = 0
        return directory
    }
}

enum Answers {
    static func registry(of domain: String, referral: String? = nil) -> String {
        """
        Domain Name: \(domain)
        \(referral.map { "Registrar WHOIS Server: \($0)" } ?? "ROID: 1-ex")
        Sponsoring Registrar: 示例域名服务有限公司
        Registration Time: 2026-10-01 09:30:00
        Name Server: ns1.dns.example

        """
    }
}
