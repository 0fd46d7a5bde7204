// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import ContentCoding
import CurlFetcher
import Digests
import FoundationEssentials
import HostNames
import NameResolver
import WebArchive

extension SiteVisit {
    /// Asks for `address` once: name, address check, turn, request, archive, record.
    ///
    /// - Returns: the exchange, which carries its failure if it has one.
    mutating func request(
        _ address: WebAddress, purpose: ExchangeRecord.Purpose, reachedBy: String? = nil,
        referer: String? = nil, limits: FetchLimits? = nil
    ) async throws -> Exchange {
        let proxy = rooms.proxy(for: persona)
        let report = try await name(of: address.host)
        let targets: [IPAddress]
        switch approach(report, isProxied: proxy != nil) {
        case .success(let addresses): targets = addresses
        case .failure(let failure): return notMade(address, purpose, failure, reachedBy)
        }
        let site = rooms.knowledge.names.parts(of: address.host).site
        guard let permit = await rooms.gate.enter(site: site, address: targets.first) else {
            return notMade(address, purpose, .cancelled, reachedBy)
        }
        let result: FetchResult?
        do {
            defer { rooms.gate.leave(permit, pause: pause) }
            result = try await inTurn(
                FetchRequest(
                    address: address, connectTo: targets, persona: persona, referer: referer,
                    cookies: cookies, limits: limits ?? settings.limits,
                    keepsConnection: settings.pagesPerSite > 1, proxy: proxy), site: site)
        }
        guard let result else { return notMade(address, purpose, .cancelled, reachedBy) }
        cookies = result.cookies
        // First the bytes, then whatever wants to read them.
        places.append(
            try rooms.archive.append(
                result.exchange, capture: captureName, purpose: purpose, reachedBy: reachedBy))
        records.append(ExchangeRecord(result.exchange, purpose: purpose, reachedBy: reachedBy))
        return result.exchange
    }

    /// Makes the request when no other sweep is at its site or address; `nil` if the task was
    /// cancelled before.
    private mutating func inTurn(_ request: FetchRequest, site: String) async throws -> FetchResult?
    {
        let address = request.connectTo.first.map { "address \($0)" }
        let places = ["site \(site)"] + (address.map { [$0] } ?? [])
        // Beyond all that the request can take, also when it is made again and again.
        let atMost = 4 * request.limits.totalSeconds + 10
        guard try await rooms.turns.take(places, seconds: atMost) else { return nil }
        let result = await fetch(request)
        var pauses = Dictionary(
            places.map { ($0, settings.secondsBetweenRequests) }, uniquingKeysWith: max)
        pauses["site \(site)"] = max(settings.secondsBetweenRequests, pause.seconds)
        try await rooms.turns.leave(pauses)
        return result
    }

    /// Makes the request, and again after a while if this machine had nothing left to make it with.
    private mutating func fetch(_ request: FetchRequest) async -> FetchResult {
        for wait in [0.1, 0.4, 1.6] {
            let result = await rooms.fetcher.fetch(request)
            guard case .outOfResources? = result.exchange.failure, !Task.isCancelled else {
                return result
            }
            try? await Task.sleep(for: .seconds(wait))
        }
        let result = await rooms.fetcher.fetch(request)
        if case .outOfResources? = result.exchange.failure { wasStarved = true }
        return result
    }

    /// What the DNS says of `host`, asked once in a visit.
    private mutating func name(of host: String) async throws -> NameReport {
        if let known = reports[host] { return known }
        let isLead = host == lead.address.host
        let parts = rooms.knowledge.names.parts(of: host)
        let report = await rooms.resolver.resolve(
            host, depth: isLead ? .full : .addresses, zone: parts.registrableDomain)
        reports[host] = report
        reportOrder.append(host)
        // Of an address nobody was asked, so there is nothing to keep.
        if IPAddress(host) == nil {
            places.append(try rooms.archive.append(report, capture: captureName))
        }
        return report
    }

    /// Which addresses may be connected to, or why none may.
    private func approach(
        _ report: NameReport, isProxied: Bool
    ) -> Swift.Result<[IPAddress], FetchFailure> {
        if report.addresses.isEmpty, !isProxied {
            return .failure(report.liveness == .absent ? .nameAbsent : .nameUnknown)
        }
        let policy = settings.policy
        let open = report.addresses.filter { policy.refusal(of: $0) == nil }
        // A proxy looks the name up for itself and may take any of its addresses.
        let mustBeOpen = isProxied ? report.addresses.count : 1
        if open.count < mustBeOpen,
            let first = report.addresses.first(where: { policy.refusal(of: $0) != nil }),
            let why = policy.refusal(of: first)
        {
            return .failure(.addressRefused(first, why))
        }
        return .success(open)
    }

    private mutating func notMade(
        _ address: WebAddress, _ purpose: ExchangeRecord.Purpose, _ failure: FetchFailure,
        _ reachedBy: String?
    ) -> Exchange {
        let exchange = Exchange(
            request: .init(address: address, head: []), failure: failure, startedAt: Date())
        records.append(ExchangeRecord(exchange, purpose: purpose, reachedBy: reachedBy))
        return exchange
    }

    /// The body of a response without its content coding, or `nil` if there is none.
    func decoded(_ exchange: Exchange) -> ContentCoding.Decoded? {
        exchange.response.map {
            ContentCoding.decode(
                $0.body, coding: $0.headers.first("Content-Encoding"),
                limit: settings.limits.decodedBytes)
        }
    }
}

extension ExchangeRecord {
    init(_ exchange: Exchange, purpose: Purpose, reachedBy: String?) {
        let response = exchange.response
        self.init(
            address: exchange.request.address, purpose: purpose, status: response?.status,
            httpVersion: response?.httpVersion,
            contentType: response?.headers.first("Content-Type"),
            bodyBytes: response?.body.count ?? 0,
            bodySHA256: response.map { Digest.hex($0.body) }, failure: exchange.failure,
            remote: exchange.remote, tls: exchange.tls, headers: response?.headers ?? [],
            startedAt: exchange.startedAt, timing: exchange.timing, reachedBy: reachedBy)
    }
}
