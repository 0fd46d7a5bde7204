// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casebook
package import Casework
import CurlFetcher
import Digests
package import FoundationEssentials
package import Frontier
package import NameResolver
import Packet
package import Wording

/// Hands over the reports that wait in the casebook's outbox.
package struct WatchPost: Sendable {
    private let casebook: Casebook
    private let destinations: [String: ReportDestination]
    private let environment: [String: String]
    private let resolving: ResolverConfiguration
    private let clock: @Sendable () -> Date

    /// - Parameters:
    ///   - environment: where accounts, passwords and keys stand.
    ///   - resolving: who is asked for the addresses of destinations.
    ///   - clock: what time it is, for the signature of a webhook.
    package init(
        casebook: Casebook, destinations: [ReportDestination], environment: [String: String],
        resolving: ResolverConfiguration, clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.casebook = casebook
        self.destinations = Dictionary(destinations.map { ($0.id, $0) }) { first, _ in first }
        self.environment = environment
        self.resolving = resolving
        self.clock = clock
    }

    /// What came of one try.
    package struct Outcome: Sendable {
        package var run: Int64
        package var destination: String
        /// `nil` if it was taken.
        package var reason: Message?
    }

    /// Tries to hand over all that is due, one after the other, and notes what came of it.
    package func deliver(
        _ report: @Sendable (Outcome) async -> Void = { _ in }
    ) async throws {
        for delivery in try await casebook.dueDeliveries() {
            if Task.isCancelled { return }
            let reason = try await hand(over: delivery)
            try await casebook.note(delivery, failedBecause: reason?.chinese)
            await report(
                Outcome(run: delivery.run, destination: delivery.destination, reason: reason))
        }
    }

    /// - Returns: why it was not taken, or `nil`.
    private func hand(over delivery: Delivery) async throws -> Message? {
        guard let destination = destinations[delivery.destination] else {
            return DeliveryMessages.noDestination
        }
        guard let found = try await casebook.watchReport(delivery.run) else {
            return DeliveryMessages.noReport
        }
        let (secrets, missing) = Secrets.take(destination.secrets, from: environment)
        if let first = missing.first { return first }
        let addresses: [IPAddress]
        switch try await self.addresses(of: destination) {
        case .success(let found): addresses = found
        case .failure(let reason): return reason.message
        }
        var report = found
        // What else waits is said as it is now, and not as it was.
        report.undelivered = try await casebook.undelivered().filter {
            ($0.run, $0.destination) != (delivery.run, delivery.destination)
        }
        let consignment =
            switch destination.way {
            case .mail(let mail): consign(report, by: mail, destination, addresses, secrets)
            case .webhook(let hook):
                try consign(report, by: hook, destination, addresses, secrets)
            }
        return await Courier.deliver(consignment).map {
            // A server may repeat what it was told.
            secrets.hidden(in: $0.message)
        }
    }

    private struct Refusal: Error {
        var message: Message
    }

    private func addresses(
        of destination: ReportDestination
    ) async throws -> Result<[IPAddress], Refusal> {
        let host =
            switch destination.way {
            case .mail(let mail): mail.host
            case .webhook(let hook): hook.address.host
            }
        var all = IPAddress(host).map { [$0] } ?? []
        if all.isEmpty {
            let resolver = try NameResolver(resolving)
            all = await resolver.resolve(host, depth: .addresses).addresses
            resolver.shutDown()
        }
        guard let first = all.first else {
            return .failure(Refusal(message: DeliveryMessages.noAddress(host)))
        }
        let policy = AddressPolicy(allowed: destination.allowed)
        let open = all.filter { policy.refusal(of: $0) == nil }
        guard open.isEmpty else { return .success(open) }
        return .failure(
            Refusal(message: DeliveryMessages.refusedAddress(host, first.description)))
    }

    // MARK: - Mail

    /// The most changes of a kind that the text of a mail names; the page has them all.
    private static let mailedChanges = 50

    private func consign(
        _ report: WatchReport, by mail: ReportDestination.Mail, _ destination: ReportDestination,
        _ addresses: [IPAddress], _ secrets: Secrets
    ) -> Consignment {
        let lines = ChangeLines.lines(report, limit: Self.mailedChanges).map(\.chinese)
        let message = MailMessage(
            from: mail.from, to: mail.to,
            subject: ChangeMessages.subject(
                schedule: report.schedule, changes: report.changes.count,
                undelivered: report.undelivered.count
            ).chinese,
            text: lines.joined(separator: "\r\n") + "\r\n",
            attachments: [
                .init(
                    name: "watch-\(report.run).html", type: "text/html; charset=utf-8",
                    bytes: Array(ChangePage(report).html.utf8))
            ], date: report.endedAt, id: "jianwei-watch-\(report.run)-\(destination.id)")
        let scheme = mail.security == .tls ? "smtps" : "smtp"
        // The path is what the server is greeted with.
        let domain = mail.from.address.drop { $0 != "@" }.dropFirst()
        return Consignment(
            way: .mail(
                from: mail.from.address, to: mail.to.map(\.address), security: mail.security),
            url: "\(scheme)://\(Self.authority(mail.host)):\(mail.port)/\(domain)",
            host: mail.host, port: mail.port, connectTo: addresses, bytes: message.bytes,
            user: mail.user.flatMap { secrets.values[$0] },
            password: mail.password.flatMap { secrets.values[$0] },
            trustStore: destination.trustStore ?? FetcherConfiguration.systemTrustStore,
            seconds: destination.seconds)
    }

    private static func authority(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }

    // MARK: - Webhook

    private func consign(
        _ report: WatchReport, by hook: ReportDestination.Webhook,
        _ destination: ReportDestination, _ addresses: [IPAddress], _ secrets: Secrets
    ) throws -> Consignment {
        let body = try CaseworkJSON.encode(report)
        let time = String(Int(clock().timeIntervalSince1970))
        let key = Array((secrets.values[hook.secret] ?? "").utf8)
        let signature = Digest.hmac(Array("\(time).".utf8) + body, key: key)
        return Consignment(
            way: .post(fields: [
                HeaderField("Content-Type", "application/json"),
                HeaderField("User-Agent", report.software),
                HeaderField("Jianwei-Delivery", "\(report.run)-\(destination.id)"),
                HeaderField("Jianwei-Timestamp", time),
                HeaderField("Jianwei-Signature", "sha256=\(Hexadecimal.text(signature))"),
            ]),
            url: hook.address.requestText, host: hook.address.host, port: hook.address.port,
            connectTo: addresses, bytes: body,
            trustStore: destination.trustStore ?? FetcherConfiguration.systemTrustStore,
            seconds: destination.seconds)
    }
}

extension CourierFailure {
    /// What is said of it.
    var message: Message {
        switch self {
        case .timeout(let seconds): DeliveryMessages.timeout(seconds)
        case .refused(let code, let text): DeliveryMessages.refused(code, text)
        case .insecure(let reason): DeliveryMessages.insecure(reason)
        case .unreachable(let reason): DeliveryMessages.unreachable(reason)
        case .fault(let reason): DeliveryMessages.fault(reason)
        }
    }
}
