// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Frontier
import Sweep
import Synchronization
import Testing
import Wording

/// Reports that leave the house, to real servers on loopback.
struct DeliveryTests {
    private static let key = "a-key-of-the-bureau"
    private let folder: Folder
    private let book: Casebook
    private let clock: Clock

    /// A clock that a test sets.
    private final class Clock: Sendable {
        private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
        var now: Date { time.withLock { $0 } }
        func pass(_ seconds: Double) { time.withLock { $0 = $0.addingTimeInterval(seconds) } }
    }

    init() throws {
        folder = try Folder()
        let clock = Clock()
        self.clock = clock
        book = try Casebook.open(folder.path + "/book", actor: "li@bureau", clock: { clock.now })
    }

    /// Ends a run that found nothing but is told of.
    private func report(to destinations: String...) async throws -> WatchReport {
        let run = try await book.startWatchRun(
            schedule: "known", due: clock.now, missed: 0, settings: "{}", personas: ["desktop"])
        return try await book.endWatchRun(
            WatchEnd(
                run: run, destinations: destinations, always: Set(destinations),
                software: "Jianwei/test"))
    }

    private func post(_ destinations: ReportDestination...) async throws -> [String?] {
        let clock = clock
        let outcomes = Mutex<[String?]>([])
        try await WatchPost(
            casebook: book, destinations: destinations,
            environment: [
                "KEY": Self.key, "MAIL_USER": "clerk-account", "MAIL_PASSWORD": "correct-horse",
                "WRONG": "wrong-password",
            ], resolving: SweepSettings().resolving(), clock: { clock.now }
        ).deliver { outcome in outcomes.withLock { $0.append(outcome.reason?.english) } }
        return outcomes.withLock { $0 }
    }

    private func mail(
        _ port: Int, _ security: ReportDestination.Mail.Security = .none, password: String? = nil,
        ca: String? = nil, host: String = "127.0.0.1", seconds: Double = 10
    ) throws -> ReportDestination {
        let from = try #require(MailAddress("jianwei@bureau.example"))
        let to = try #require(MailAddress("duty@bureau.example"))
        return ReportDestination(
            id: "duty",
            way: .mail(
                .init(
                    host: host, port: UInt16(port), security: security, from: from, to: [to],
                    user: password == nil ? nil : "MAIL_USER", password: password)),
            allowed: [AddressRange("127.0.0.1/32")].compactMap { $0 }, trustStore: ca,
            seconds: seconds)
    }

    private func hook(_ port: Int, seconds: Double = 10) throws -> ReportDestination {
        ReportDestination(
            id: "console",
            way: .webhook(
                .init(address: try WebAddress("http://127.0.0.1:\(port)/in?a=1"), secret: "KEY")),
            allowed: [AddressRange("127.0.0.1/32")].compactMap { $0 }, seconds: seconds)
    }

    // MARK: - Mail

    @Test func `A report is mailed once, as a text and a page`() async throws {
        let server = try await ScriptServer("mail-server.py", "accept", folder.path)
        let report = try await report(to: "duty")

        #expect(try await post(mail(server.port)) == [nil])
        #expect(try await post(mail(server.port)) == [])

        let mail = folder.text("1.eml")
        #expect(mail.contains("Message-ID: <jianwei-watch-\(report.run)-duty@bureau.example>"))
        #expect(mail.contains("filename=\"watch-\(report.run).html\""))
        #expect(!folder.names.contains("2.eml"))
        #expect(folder.text("log").contains("RCPT TO:<duty@bureau.example>"))
        #expect(try await book.deliveries().map(\.state) == [.sent])
    }

    @Test func `A refused mail is kept, tried again later, and told with the next report`()
        async throws
    {
        let server = try await ScriptServer("mail-server.py", "refuse", folder.path)
        let first = try await report(to: "duty")

        #expect(
            try await post(mail(server.port)) == [
                "the server refused (550): 550 no such mailbox here"
            ])
        // Not before its time.
        #expect(try await post(mail(server.port)) == [])
        clock.pass(301)
        #expect(try await post(mail(server.port)).count == 1)

        let second = try await report(to: "duty")
        #expect(second.undelivered.map(\.run) == [first.run])
        #expect(second.undelivered.first?.tries == 2)
        #expect(second.undelivered.first?.reason.contains("550") == true)
        #expect(try await book.watchReport(first.run) == first)

        let other = try await ScriptServer("mail-server.py", "accept", folder.path)
        clock.pass(3600)
        #expect(try await post(mail(other.port)) == [nil, nil])
        #expect(folder.names.filter { $0.hasSuffix(".eml") }.count == 2)
    }

    @Test func `What is refused for two days is given up, and can be tried anew`() async throws {
        let server = try await ScriptServer("mail-server.py", "busy", folder.path)
        _ = try await report(to: "duty")
        var tries = 0
        for _ in 0..<60 {
            tries += try await post(mail(server.port)).count
            clock.pass(3600)
        }

        #expect(tries == Delivery.waits.count + 1)
        #expect(try await book.undelivered().map(\.isGivenUp) == [true])
        #expect(try await book.retryDeliveries() == 1)
        let other = try await ScriptServer("mail-server.py", "accept", folder.path)
        #expect(try await post(mail(other.port)) == [nil])
    }

    @Test(arguments: ["hang", "flood"])
    func `A mail server that never comes to an end does not keep us`(mode: String) async throws {
        let server = try await ScriptServer("mail-server.py", mode, folder.path)
        _ = try await report(to: "duty")

        let reasons = try await post(mail(server.port, seconds: 1))

        #expect(reasons.count == 1)
        #expect(reasons.first??.isEmpty == false)
        #expect(try await book.undelivered().count == 1)
    }

    @Test func `A password goes over TLS only, to a server whose certificate is valid`()
        async throws
    {
        let (certificate, key) = (folder.path + "/cert.pem", folder.path + "/key.pem")
        #expect(
            try await run(
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate))
        let server = try await ScriptServer(
            "mail-server.py", "starttls", folder.path, certificate, key)
        _ = try await report(to: "duty")

        // By the system's roots it is not valid.
        let distrusted = try await post(
            mail(server.port, .starttls, password: "MAIL_PASSWORD"))
        #expect(distrusted.first??.hasPrefix("no secure connection") == true, "\(distrusted)")
        clock.pass(301)
        let wrong = try await post(
            mail(server.port, .starttls, password: "WRONG", ca: certificate))
        #expect(wrong.first??.contains("535") == true, "\(wrong)")
        clock.pass(901)
        #expect(
            try await post(mail(server.port, .starttls, password: "MAIL_PASSWORD", ca: certificate))
                == [nil])
        #expect(folder.names.contains("1.eml"))
    }

    @Test func `A server that hides STARTTLS gets no mail`() async throws {
        let server = try await ScriptServer("mail-server.py", "accept", folder.path)
        _ = try await report(to: "duty")

        let reasons = try await post(mail(server.port, .starttls))

        #expect(reasons.first??.hasPrefix("no secure connection") == true, "\(reasons)")
        #expect(!folder.text("log").contains("MAIL FROM"))
    }

    @Test func `A destination on a private address must be allowed by name`() async throws {
        _ = try await report(to: "duty")
        var unnamed = try mail(25)
        unnamed.allowed = []
        let reasons = try await post(unnamed)
        #expect(reasons.first??.contains("name its range under 'allow'") == true, "\(reasons)")
    }

    // MARK: - Webhook

    @Test func `A webhook gets the report as JSON, with a signature that holds`() async throws {
        let server = try await ScriptServer("hook-server.py", "accept", folder.path, Self.key)
        let report = try await report(to: "console")

        #expect(try await post(hook(server.port)) == [nil])

        let bytes = Array(folder.text("1.json").utf8)
        #expect(try CaseworkJSON.decode(WatchReport.self, from: bytes) == report)
        #expect(folder.text("log") == "accept True \(report.run)-console\n")
    }

    @Test func `A signature by another key is refused by the webhook`() async throws {
        let server = try await ScriptServer(
            "hook-server.py", "accept", folder.path, "another-key-of-the-bureau")
        _ = try await report(to: "console")

        #expect(try await post(hook(server.port)).first??.contains("(403)") == true)
        #expect(folder.text("log").contains("accept False"))
    }

    @Test(arguments: [
        ("fail", "(500)"), ("away", "(302)"), ("hang", "within 1 seconds"), ("flood", "failed"),
    ])
    func `A webhook that fails, leads away, hangs or floods loses no report`(
        mode: String, words: String
    ) async throws {
        let server = try await ScriptServer("hook-server.py", mode, folder.path, Self.key)
        let report = try await report(to: "console")

        let reasons = try await post(hook(server.port, seconds: 1))

        #expect(reasons.first??.contains(words) == true, "\(reasons)")
        #expect(try await book.undelivered().map(\.run) == [report.run])
        #expect(try await book.watchReport(report.run) == report)
    }

    @Test func `One that hangs does not keep the other from its report`() async throws {
        let hanging = try await ScriptServer("hook-server.py", "hang", folder.path, Self.key)
        let mailing = try await ScriptServer("mail-server.py", "accept", folder.path)
        _ = try await report(to: "console", "duty")

        let reasons = try await post(hook(hanging.port, seconds: 1), mail(mailing.port))

        #expect(reasons.map { $0 == nil } == [false, true])
    }

    @Test func `A key that is missing or too short is said, and nothing is sent`() async throws {
        _ = try await report(to: "console")
        var destination = try hook(9)
        destination.way = .webhook(
            .init(address: try WebAddress("http://127.0.0.1:9/"), secret: "NOT_SET"))
        #expect(try await post(destination).first??.contains("NOT_SET") == true)
    }
}
