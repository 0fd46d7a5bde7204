// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import CurlFetcher
import FoundationEssentials
import NameResolver
package import Sealing
import Wording

/// Asks timestamp authorities (RFC 3161, section 3.4), which the user named.
package enum TimestampDesk {
    /// The longest that one authority may take, from name look-up to last byte: 20 seconds.
    package static let seconds = 20.0

    /// Has `content` stamped, and returns the authority's answer, checked.
    ///
    /// Only the addresses that the authority's name leads to may be connected to, also if they are
    /// not public: who names an authority in the bureau's own network means it. Redirects are not
    /// followed. Trust comes from the answer's signature, not from how it travelled.
    package static func stamp(
        _ content: [UInt8], at authority: WebAddress, roots: TrustRoots,
        seconds: Double = Self.seconds
    ) async throws(SealError) -> [UInt8] {
        let request = try TimestampRequest(over: content)
        let answer = try await ask(request.der, authority, seconds)
        _ = try request.check(answer, from: authority.host, roots: roots, now: Date())
        return answer
    }

    private static func ask(
        _ question: [UInt8], _ authority: WebAddress, _ seconds: Double
    ) async throws(SealError) -> [UInt8] {
        func none(_ reason: Message) -> SealError { .noAnswer(authority.host, reason) }
        let resolver: NameResolver
        do throws(ResolverError) {
            resolver = try NameResolver(ResolverConfiguration())
        } catch {
            throw none(error.message)
        }
        defer { resolver.shutDown() }
        let report = await resolver.resolve(authority.host, depth: .addresses)
        guard !report.addresses.isEmpty else {
            throw none(
                (report.liveness == .absent ? FetchFailure.nameAbsent : .nameUnknown).message)
        }
        let ranges = report.addresses.compactMap {
            AddressRange("\($0)/\($0.isIPv6 ? 128 : 32)")
        }
        let fetcher: CurlFetcher
        do throws(FetchFailure) {
            fetcher = try CurlFetcher(
                FetcherConfiguration(
                    shards: 1, maximumInFlight: 1, policy: AddressPolicy(allowed: ranges)))
        } catch {
            throw none(error.message)
        }
        defer { fetcher.shutDown() }
        var limits = FetchLimits()
        limits.totalSeconds = seconds
        limits.firstByteSeconds = seconds
        limits.connectSeconds = min(limits.connectSeconds, seconds)
        limits.bodyBytes = SealCheck.maximumBytes
        limits.decodedBytes = SealCheck.maximumBytes
        var fetch = FetchRequest(
            address: authority, connectTo: report.addresses, persona: persona, limits: limits)
        fetch.body = question
        let exchange = await fetcher.fetch(fetch).exchange
        if let failure = exchange.failure { throw none(failure.message) }
        guard let response = exchange.response else { throw none(FetchFailure.cutShort.message) }
        guard response.status == 200 else { throw none(SealMessages.status(response.status)) }
        return response.body
    }

    private static let persona = Persona(
        name: "timestamp", userAgent: "Jianwei", acceptLanguage: "en",
        extraHeaders: [
            HeaderField("Content-Type", "application/timestamp-query"),
            HeaderField("Accept", "application/timestamp-reply"),
        ], viewport: .init(width: 0, height: 0))
}
