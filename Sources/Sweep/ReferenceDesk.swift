// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import ContentCoding
import CurlFetcher
import Digests
import FoundationEssentials
import Glibc
import HostNames
import NameResolver
import PageReader
import RuleFiles
import WebArchive
package import Wording

/// Makes reference pages of protected sites, from a saved page or from a visit.
package struct ReferenceDesk: Sendable {
    private let knowledge: Knowledge
    /// The folder that references are kept in.
    private let folder: String

    package init(_ knowledge: Knowledge, folder: String) {
        self.knowledge = knowledge
        self.folder = folder
    }

    /// What was made, and where it is kept.
    package struct Made: Sendable {
        package var reference: ReferencePage
        package var path: String
    }

    /// Makes a reference of a page that somebody saved.
    ///
    /// - Parameter site: the protected site that it belongs to; by the page's host if `nil`.
    package func add(_ saved: SavedPage, site: String?) throws -> Made {
        guard case .bytes(let bytes) = saved.body else {
            throw SavedPageError.malformed("no bytes")
        }
        let page = try saved.read(knowledge)
        return try keep(page, bytes, site: try owner(of: page.address, named: site), icon: nil)
    }

    /// Makes a reference of the page at `url`, by one visit.
    ///
    /// The visit goes where a sweep may go, asks for the page and the icon and nothing else, and
    /// keeps the page's bytes beside the reference before it reads them.
    package func visit(_ url: String, site: String?, settings: SweepSettings) async throws -> Made {
        let start = try knowledge.address(url)
        let id = try owner(of: start, named: site)
        var resolving = ResolverConfiguration()
        let servers = try settings.resolvers.map { text in
            guard let server = ServerAddress(text) else { throw SettingError.resolver(text) }
            return server
        }
        if !servers.isEmpty { resolving.servers = servers }
        if let path = settings.hostsFile { resolving.overrides = try HostsFile.read(path: path) }
        let resolver = try NameResolver(resolving)
        defer { resolver.shutDown() }
        var fetching = FetcherConfiguration(shards: 1, policy: settings.policy)
        fetching.maximumInFlight = 2
        let fetcher = try CurlFetcher(fetching)
        defer { fetcher.shutDown() }
        let visitor = Visitor(fetcher: fetcher, resolver: resolver, settings: settings)

        var address = start
        for _ in 0..<settings.limits.hops {
            let exchange = await visitor.ask(address, limits: settings.limits)
            guard let response = exchange.response, exchange.failure == nil else {
                throw ReferenceError.failed(
                    address.description, exchange.failure ?? .internalFault("no response"))
            }
            if let location = response.headers.first("Location"),
                (300..<400).contains(response.status)
            {
                address = try knowledge.address(location, relativeTo: address)
                // Whatever a protected site leads to, only what belongs to it is a reference.
                guard try owner(of: address, named: site) == id else {
                    throw ReferenceError.elsewhere(address.description, id)
                }
                continue
            }
            guard response.status == 200 else {
                throw ReferenceError.status(address.description, response.status)
            }
            let name = Self.name(site: id, address)
            try makeFolder()
            try store(response.body, "\(folder)/\(name).body")
            let body = ContentCoding.decode(
                response.body, coding: response.headers.first("Content-Encoding"),
                limit: settings.limits.decodedBytes)
            let page = PageReader.read(
                body.bytes, at: address, contentType: response.headers.first("Content-Type"))
            return try keep(page, response.body, site: id, icon: await icon(of: address, visitor))
        }
        throw ReferenceError.failed(url, .tooManyHops(settings.limits.hops))
    }

    private func icon(of page: WebAddress, _ visitor: Visitor) async -> String? {
        var address = page
        address.path = "/favicon.ico"
        address.fragment = nil
        var limits = visitor.settings.limits
        limits.bodyBytes = 512 * 1024
        let exchange = await visitor.ask(address, limits: limits)
        guard exchange.failure == nil, let response = exchange.response, response.status == 200,
            !response.body.isEmpty
        else { return nil }
        let body = ContentCoding.decode(
            response.body, coding: response.headers.first("Content-Encoding"),
            limit: limits.decodedBytes)
        return Digest.hex(body.bytes)
    }

    // MARK: - Keeping

    private func owner(of address: WebAddress, named site: String?) throws -> String {
        let known = knowledge.sites.map(\.id)
        if let site {
            guard known.contains(site) else { throw ReferenceError.unknownSite(site, known) }
            return site
        }
        guard let owner = knowledge.sites.first(where: { $0.owns(address.host) }) else {
            throw ReferenceError.nobodys(address.host, known)
        }
        return owner.id
    }

    private func keep(_ page: Page, _ bytes: [UInt8], site: String, icon: String?) throws -> Made {
        let reference = ReferencePage(
            page, name: Self.name(site: site, page.address), site: site,
            madeAt: Timestamp.text(Date()), sha256: Digest.hex(bytes), icon: icon)
        guard reference.isTelling else {
            throw ReferenceError.saysTooLittle(page.address.description)
        }
        try makeFolder()
        let path = "\(folder)/\(reference.name).yml"
        try store(Array(ReferenceFiles.text(of: reference).utf8), path)
        return Made(reference: reference, path: path)
    }

    private func makeFolder() throws(ReferenceError) {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw .cannotWrite(folder, errno)
        }
    }

    /// Writes the file whole or not at all.
    private func store(_ bytes: [UInt8], _ path: String) throws {
        let temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 16))"
        let file: OutputFile
        do throws(ArchiveError) {
            file = try OutputFile(creating: temporary)
        } catch {
            throw ReferenceError.cannotWrite(folder, errno)
        }
        do {
            try file.write(bytes, at: 0)
            try file.sync()
            guard rename(temporary, path) == 0 else {
                throw ReferenceError.cannotWrite(path, errno)
            }
            try OutputFile.syncDirectory(folder)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// The site's id and what of the address tells its pages apart: `mem-cx-special-index-0`.
    private static func name(site: String, _ address: WebAddress) -> String {
        let words = address.path.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return ([site] + words.map { $0.lowercased() }).joined(separator: "-").prefix(80)
            .description
    }

    /// Asks where a sweep may ask.
    private struct Visitor {
        let fetcher: CurlFetcher
        let resolver: NameResolver
        let settings: SweepSettings

        func ask(_ address: WebAddress, limits: FetchLimits) async -> Exchange {
            let report = await resolver.resolve(address.host, depth: .addresses)
            let open = report.addresses.filter { settings.policy.refusal(of: $0) == nil }
            guard !open.isEmpty else {
                let refused = report.addresses.first.flatMap { address in
                    settings.policy.refusal(of: address).map {
                        FetchFailure.addressRefused(address, $0)
                    }
                }
                let failure = refused ?? (report.liveness == .absent ? .nameAbsent : .nameUnknown)
                return Exchange(
                    request: .init(address: address, head: []), failure: failure,
                    startedAt: Date())
            }
            let persona = Persona.named("desktop") ?? .all[0]
            return await fetcher.fetch(
                FetchRequest(
                    address: address, connectTo: open, persona: persona, limits: limits)
            ).exchange
        }
    }
}

/// Why no reference can be made.
package enum ReferenceError: Explained, Hashable {
    /// The host belongs to none of these sites.
    case nobodys(String, [String])
    case unknownSite(String, [String])
    /// The page led to an address that is not the site's.
    case elsewhere(String, String)
    case status(String, Int)
    case failed(String, FetchFailure)
    case saysTooLittle(String)
    /// With the system's error number.
    case cannotWrite(String, Int32)

    package var message: Message {
        switch self {
        case .nobodys(let host, let sites): ReferenceMessages.nobodys(host, sites)
        case .unknownSite(let site, let sites): ReferenceMessages.unknownSite(site, sites)
        case .elsewhere(let address, let site): ReferenceMessages.elsewhere(address, site)
        case .status(let address, let status): ReferenceMessages.status(address, status)
        case .failed(let address, let failure):
            ReferenceMessages.failed(address, failure.message)
        case .saysTooLittle(let address): ReferenceMessages.saysTooLittle(address)
        case .cannotWrite(let path, let number):
            ReferenceMessages.cannotWrite(path, String(cString: strerror(number)))
        }
    }
}
