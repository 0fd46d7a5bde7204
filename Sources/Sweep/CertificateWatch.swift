// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casebook
package import Casework
package import CertificateLogs
import CurlFetcher
package import FoundationEssentials
import NameResolver
import Sealing
import Synchronization
package import Wording

/// What a watch tells as it goes.
package enum CertificateEvent: Sendable {
    /// A log is read from this entry on; its newest head is the second.
    case begun(KnownLog, position: Int64, size: Int64)
    case found(CertificateSighting, CertificateLead)
    /// A log gives nothing that can be used; it is asked again after so many seconds.
    case trouble(KnownLog, Message, seconds: Double)
    /// A log broke its promise, and is not read any further.
    case broken(KnownLog, LogFinding)
    /// Entries without a certificate that can be read.
    case gap(KnownLog, LogGap)
    /// A log was stopped by an earlier run.
    case stopped(KnownLog)
}

/// How far a watch is.
package struct CertificateWatchCounts: Sendable, Hashable, Codable {
    package var entries: Int64 = 0
    package var names: Int64 = 0
    package var hits: Int64 = 0
    package var newLeads: Int64 = 0
    package var unreadable: Int64 = 0

    package init() {}
}

/// What came of a watch.
package struct CertificateWatchOutcome: Sendable {
    package var counts = CertificateWatchCounts()
    /// Logs that were given up, and why; only of a watch that is to end.
    package var failures: [(log: KnownLog, why: Message)] = []
    /// Logs that are not read because of what they did.
    package var broken: [KnownLog] = []
    /// Whether it was stopped before its end.
    package var wasStopped = false
}

/// Reads certificate-transparency logs, several at once, and makes leads of the certificates for
/// names that imitate.
package final class CertificateWatch: Sendable {
    private let logs: [(KnownLog, LogKey)]
    private let settings: CertificateWatchSettings
    private let casebook: Casebook
    private let knowledge: Knowledge
    private let software: String
    private let clock: @Sendable () -> Date
    private let state = Mutex(State())

    private struct State {
        var counts = CertificateWatchCounts()
        var work: Task<CertificateWatchOutcome, any Error>?
        var isStopping = false
    }

    /// - Parameters:
    ///   - logs: which logs to read.
    ///   - software: name and version, as logs see it.
    ///   - clock: what time it is.
    /// - Throws: `LogListError` if a log's key is none that a log may have.
    package init(
        logs: [KnownLog], settings: CertificateWatchSettings, casebook: Casebook,
        knowledge: Knowledge, software: String, clock: @escaping @Sendable () -> Date = { Date() }
    ) throws(LogListError) {
        var keyed: [(KnownLog, LogKey)] = []
        for log in logs {
            guard let key = LogKey(der: log.key) else {
                throw .noKey(log.address.description, log.description)
            }
            keyed.append((log, key))
        }
        self.logs = keyed
        self.settings = settings
        self.casebook = casebook
        self.knowledge = knowledge
        self.software = software
        self.clock = clock
    }

    package var counts: CertificateWatchCounts { state.withLock { $0.counts } }

    func count(_ add: (inout CertificateWatchCounts) -> Void) {
        state.withLock { add(&$0.counts) }
    }

    /// Has the watch end soon; what was read and not yet kept is read again the next time.
    package func stop() {
        let work = state.withLock { state in
            state.isStopping = true
            return state.work
        }
        work?.cancel()
    }

    /// Reads every log.
    ///
    /// - Parameters:
    ///   - once: whether to end at what the logs had signed when they were asked; if not, it goes on
    ///     until ``stop()``.
    ///   - report: told what happens, from any task.
    /// - Throws: `CasebookError`, or why nothing can be asked at all.
    package func run(
        once: Bool, _ report: @escaping @Sendable (CertificateEvent) -> Void
    ) async throws -> CertificateWatchOutcome {
        let work = Task { try await self.work(once, report) }
        let isStopping = state.withLock { state in
            state.work = work
            return state.isStopping
        }
        if isStopping { work.cancel() }
        return try await withTaskCancellationHandler {
            try await work.value
        } onCancel: {
            work.cancel()
        }
    }

    private func work(
        _ once: Bool, _ report: @escaping @Sendable (CertificateEvent) -> Void
    ) async throws -> CertificateWatchOutcome {
        var resolving = ResolverConfiguration()
        let servers = try settings.resolvers.map { text in
            guard let server = ServerAddress(text) else { throw SettingError.resolver(text) }
            return server
        }
        if !servers.isEmpty { resolving.servers = servers }
        if let path = settings.hostsFile { resolving.overrides = try HostsFile.read(path: path) }
        let ranges = try settings.allowedRanges.map { text in
            guard let range = AddressRange(text) else { throw SettingError.range(text) }
            return range
        }
        let policy = AddressPolicy(allowed: ranges)
        let resolver = try NameResolver(resolving)
        defer { resolver.shutDown() }
        var proxy = settings.proxy
        if let named = proxy, named.addresses.isEmpty {
            let found = await resolver.resolve(named.host, depth: .addresses).addresses
            guard !found.isEmpty else { throw SettingError.proxy(named.description) }
            proxy?.addresses = found
        }
        let fetcher = try CurlFetcher(
            FetcherConfiguration(
                shards: 1, maximumInFlight: max(1, min(logs.count, 256)), policy: policy))
        defer { fetcher.shutDown() }
        let persona = Persona(
            name: "certificate-log", userAgent: software, acceptLanguage: "en",
            extraHeaders: [
                HeaderField("Accept", "*/*"), HeaderField("Accept-Encoding", "gzip, identity"),
            ], viewport: .init(width: 0, height: 0))
        let screen = CertificateScreen(knowledge, least: settings.least)
        return try await withThrowingTaskGroup(of: (KnownLog, LogDesk.End).self) { group in
            for (log, key) in logs {
                let client = LogClient(
                    log: log, key: key, fetcher: fetcher, resolver: resolver, policy: policy,
                    proxy: proxy, persona: persona, bounds: settings.bounds)
                group.addTask { [self] in
                    var desk = LogDesk(
                        client: client, settings: settings, casebook: casebook, screen: screen,
                        isToEnd: once, clock: clock, watch: self, report: report)
                    return (log, try await desk.work())
                }
            }
            var outcome = CertificateWatchOutcome()
            for try await (log, end) in group {
                switch end {
                case .done: break
                case .stopped: outcome.wasStopped = true
                case .broken: outcome.broken.append(log)
                case .failed(let why): outcome.failures.append((log, why))
                }
            }
            outcome.counts = counts
            return outcome
        }
    }
}
