// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casebook
package import Casework
import ContentCoding
package import CurlFetcher
import FoundationEssentials
package import NameResolver
import NetworkRegistry
package import WebArchive
package import Wording

/// Asks registries about a suspect's domains and addresses, and no more often than they bear.
///
/// A registry that fails, is slow or refuses costs a lead nothing but a gap with its reason.
package final class RegistryDesk: Sendable {
    /// How much one lead may cost.
    package struct Bounds: Sendable, Hashable {
        /// All questions for one lead together: 20 seconds.
        package var secondsPerLead: Double = 20
        /// One question: 8 seconds.
        package var secondsPerQuestion: Double = 8
        /// The most bytes of one answer: 512 KiB.
        package var answerBytes = 512 * 1024
        /// The most servers that one question leads to, by referral or redirect: 4.
        package var servers = 4
        /// How long a server that says it is asked too much is left alone: an hour.
        package var secondsLeftAlone: Double = 3600

        package init() {}
    }

    /// What came of asking.
    package struct Findings: Sendable {
        package var registrations: [RegistrationFacts] = []
        package var addresses: [AddressRegistration] = []
        /// Where the raw answers lie.
        package var places: [ArchivePlace] = []
        package var gaps: [Message] = []

        mutating func add(_ other: Findings) {
            registrations += other.registrations
            addresses += other.addresses
            places += other.places
            gaps += other.gaps
        }
    }

    let directory: RegistryDirectory
    let fetcher: CurlFetcher
    let resolver: NameResolver
    let casebook: Casebook
    let archive: ArchiveWriter
    let policy: AddressPolicy
    let proxy: ProxySetting?
    let bounds: Bounds
    let persona: Persona

    package init(
        directory: RegistryDirectory, fetcher: CurlFetcher, resolver: NameResolver,
        casebook: Casebook, archive: ArchiveWriter, policy: AddressPolicy,
        proxy: ProxySetting? = nil, bounds: Bounds = Bounds(), software: String
    ) {
        self.directory = directory
        self.fetcher = fetcher
        self.resolver = resolver
        self.casebook = casebook
        self.archive = archive
        self.policy = policy
        self.proxy = proxy
        self.bounds = bounds
        // A registry is asked under our own name: nobody there needs to be deceived.
        persona = Persona(
            name: "registry", userAgent: software, acceptLanguage: "en",
            extraHeaders: [
                HeaderField("Accept", "application/rdap+json, application/json"),
                HeaderField("Accept-Encoding", "identity"),
            ], viewport: .init(width: 0, height: 0))
    }

    /// Asks about all of them at the same time, within ``Bounds/secondsPerLead``.
    ///
    /// - Parameters:
    ///   - domains: registrable domains, in ASCII.
    ///   - capture: the visit that the raw answers are kept for.
    /// - Throws: only if an answer could not be stored.
    package func ask(
        domains: [String], addresses: [IPAddress], capture: String
    ) async throws -> Findings {
        let deadline = ContinuousClock.now + .seconds(bounds.secondsPerLead)
        return try await withThrowingTaskGroup(of: (Int, Findings).self) { group in
            for (index, domain) in domains.enumerated() {
                group.addTask { [self] in
                    let inquiry = RegistryInquiry(desk: self, capture: capture, deadline: deadline)
                    return (index, try await inquiry.domain(domain))
                }
            }
            for (index, address) in addresses.enumerated() {
                group.addTask { [self] in
                    let inquiry = RegistryInquiry(desk: self, capture: capture, deadline: deadline)
                    return (domains.count + index, try await inquiry.address(address))
                }
            }
            var parts: [(Int, Findings)] = []
            for try await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.reduce(into: Findings()) { $0.add($1.1) }
        }
    }
}
