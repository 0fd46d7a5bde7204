// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import ContentCoding
import CurlFetcher
import FoundationEssentials
import NameResolver
import Synchronization
import WebArchive
import Wording

/// One question to one server.
enum RegistryQuestion: Sendable {
    case whois(RegistryDirectory.WhoisServer, String)
    case rdap(WebAddress)
    case lookup(LookupQuestion)

    /// Host and port, by which rates are limited.
    var server: String {
        switch self {
        case .whois(let server, _): server.authority
        case .rdap(let address): address.authority
        case .lookup(let question): question.address.authority
        }
    }

    var host: String {
        switch self {
        case .whois(let server, _): server.host
        case .rdap(let address): address.host
        case .lookup(let question): question.address.host
        }
    }

    /// As archive and cache know it.
    var text: String {
        switch self {
        case .whois(let server, _):
            // As a path, so that it is a URI whatever the form puts before the name.
            "whois://\(server.authority)/"
                + line.map { $0 == " " ? "%20" : String($0) }.joined()
        case .rdap(let address): address.requestText
        case .lookup(let question): question.text
        }
    }

    var method: RegistryAnswer.Method {
        switch self {
        case .whois: .whois
        case .rdap: .rdap
        case .lookup: .lookup
        }
    }

    /// What is sent by WHOIS.
    var line: String {
        switch self {
        case .whois(let server, let subject):
            server.form.replacing("{}", with: subject)
        case .rdap, .lookup: ""
        }
    }
}

extension RegistryDesk {
    enum Outcome {
        case answer(RegistryAnswer, [ArchivePlace])
        /// No answer came from the server that is named; why, and what was kept on the way.
        case none(String, Message, [ArchivePlace])
    }

    /// An answer that is remembered or a new one, which is in the archive before it is returned.
    ///
    /// Redirects are followed, each to a server whose turn, name and address are checked anew.
    func answer(
        to question: RegistryQuestion, capture: String, by deadline: ContinuousClock.Instant
    ) async throws -> Outcome {
        var question = question
        var places: [ArchivePlace] = []
        for _ in 0..<bounds.servers {
            if let known = try await remembered(question) {
                places.append(try archive.append(known, capture: capture))
                return .answer(known, places)
            }
            if let reason = try await awaitTurn(at: question.server, by: deadline) {
                return .none(question.server, reason, places)
            }
            // Somebody else may have asked the same while we stood in line.
            if let known = try await remembered(question) {
                places.append(try archive.append(known, capture: capture))
                return .answer(known, places)
            }
            let made = await ask(question, by: deadline)
            guard let answer = made.answer else {
                return .none(question.server, made.reason, places)
            }
            places.append(try archive.append(answer, capture: capture))
            guard let target = made.target else { return .answer(answer, places) }
            question = .rdap(target)
        }
        return .none(
            question.server, FetchFailure.tooManyHops(bounds.servers).message, places)
    }

    private func remembered(_ question: RegistryQuestion) async throws -> RegistryAnswer? {
        try await casebook.registryAnswer(
            to: question.text, within: directory.hoursKept * 3600)
    }

    func remember(_ answer: RegistryAnswer) async throws {
        guard answer.failure == nil else { return }
        try await casebook.keep(answer, forgettingAfter: directory.hoursKept * 3600)
    }

    /// Waits until `server` may be asked, or says why that is not soon enough.
    private func awaitTurn(
        at server: String, by deadline: ContinuousClock.Instant
    ) async throws -> Message? {
        // What is left after the wait must be enough to ask.
        let patience = (deadline - .now).seconds - 1
        guard patience > 0 else { return RegistryMessages.outOfTime }
        let turn = try await casebook.takeRegistryTurn(
            at: server, every: directory.secondsBetweenQuestions, within: patience)
        switch turn {
        case .after(let seconds):
            try? await Task.sleep(for: .seconds(seconds))
            return Task.isCancelled ? FetchFailure.cancelled.message : nil
        case .tooLate: return RegistryMessages.busy
        case .leftAlone(let until):
            return RegistryMessages.leftAlone(until: Timestamp.beijing(until))
        }
    }

    // MARK: - One request

    fileprivate struct Made {
        var answer: RegistryAnswer?
        /// Why there is no answer.
        var reason = RegistryMessages.outOfTime
        /// Where the answer redirects to.
        var target: WebAddress?
    }

    private func ask(
        _ question: RegistryQuestion, by deadline: ContinuousClock.Instant
    ) async -> Made {
        let targets: [IPAddress]
        switch await approach(question.host, by: deadline) {
        case .success(let addresses): targets = addresses
        case .failure(let failure): return Made(reason: failure.message)
        }
        let left = (deadline - .now).seconds
        guard left > 0.1 else { return Made() }
        var limits = FetchLimits()
        limits.totalSeconds = min(bounds.secondsPerQuestion, left)
        limits.firstByteSeconds = limits.totalSeconds
        limits.connectSeconds = min(5, limits.totalSeconds)
        limits.bodyBytes = bounds.answerBytes
        limits.decodedBytes = bounds.answerBytes
        switch question {
        case .whois(let server, _):
            return Made(
                await fetcher.ask(
                    LineQuestion(
                        host: server.host, port: server.port, line: question.line,
                        connectTo: targets, limits: limits, proxy: proxy)), question)
        case .rdap(let address):
            let request = FetchRequest(
                address: address, connectTo: targets, persona: persona, limits: limits,
                proxy: proxy)
            return Made(await fetcher.fetch(request).exchange, question, limits)
        case .lookup(let asked):
            var request = FetchRequest(
                address: asked.address, connectTo: targets, persona: persona, limits: limits,
                proxy: proxy)
            request.persona.extraHeaders += asked.headers
            request.body = asked.body
            let exchange = await fetcher.fetch(request).exchange
            return Made(exchange, question, limits).without(asked, exchange)
        }
    }

    /// The addresses of `host` that may be connected to.
    private func approach(
        _ host: String, by deadline: ContinuousClock.Instant
    ) async -> Result<[IPAddress], FetchFailure> {
        let name = resolver
        // A name server may be slower than the time that is left.
        guard
            let report = await first(
                by: deadline, of: { await name.resolve(host, depth: .addresses) })
        else { return .failure(.nameUnknown) }
        guard let sample = report.addresses.first else {
            // A proxy resolves names itself.
            if proxy != nil { return .success([]) }
            return .failure(report.liveness == .absent ? .nameAbsent : .nameUnknown)
        }
        let open = report.addresses.filter { policy.refusal(of: $0) == nil }
        if open.isEmpty, let why = policy.refusal(of: sample) {
            return .failure(.addressRefused(sample, why))
        }
        return .success(open)
    }
}

extension RegistryDesk.Made {
    /// What a WHOIS server sent.
    fileprivate init(_ line: LineAnswer, _ question: RegistryQuestion) {
        if line.bytes.isEmpty {
            reason = (line.failure ?? .cutShort).message
            return
        }
        answer = RegistryAnswer(
            method: .whois, server: question.server, question: question.text,
            remote: line.remote?.address, body: line.bytes, failure: line.failure,
            askedAt: line.startedAt)
    }

    /// Without the secrets that `question` holds, also where the server repeats them.
    fileprivate func without(_ question: LookupQuestion, _ exchange: Exchange) -> Self {
        var made = self
        made.reason = question.secrets.hidden(in: reason)
        made.answer?.body = question.secrets.hidden(in: answer?.body ?? [])
        made.answer?.contentType = answer?.contentType.map { question.secrets.hidden(in: $0) }
        made.answer?.request = question.secrets.hidden(
            in: exchange.request.head + (question.body ?? []))
        return made
    }

    /// What an RDAP server, or a source of the bureau's own, sent by HTTP.
    fileprivate init(_ exchange: Exchange, _ question: RegistryQuestion, _ limits: FetchLimits) {
        guard let response = exchange.response else {
            reason = (exchange.failure ?? .cutShort).message
            return
        }
        // A page is evidence whoever sends it; what a registry says must come from the registry.
        if let tls = exchange.tls, !tls.isTrusted {
            reason = FetchFailure.tls(tls.distrust ?? "").message
            return
        }
        let decoded = ContentCoding.decode(
            response.body, coding: response.headers.first("Content-Encoding"),
            limit: limits.decodedBytes)
        answer = RegistryAnswer(
            method: question.method, server: question.server, question: question.text,
            remote: exchange.remote?.address, status: response.status,
            contentType: response.headers.first("Content-Type"), body: decoded.bytes,
            failure: exchange.failure, askedAt: exchange.startedAt)
        // A bureau's own source is the one that was described, and no other.
        if question.method == .rdap, [301, 302, 303, 307, 308].contains(response.status),
            let location = response.headers.first("Location")
        {
            target = try? WebAddress(location, relativeTo: exchange.request.address)
        }
    }
}

/// What `work` returns, or `nil` if that takes longer than until `deadline`.
///
/// The work is not waited for then, and ends by itself: it must be bounded in time.
private func first<Value: Sendable>(
    by deadline: ContinuousClock.Instant, of work: @escaping @Sendable () async -> Value
) async -> Value? {
    await withCheckedContinuation { continuation in
        let race = Race(continuation)
        let timer = Task {
            try? await Task.sleep(until: deadline, clock: .continuous)
            race.end(nil)
        }
        Task {
            race.end(await work())
            timer.cancel()
        }
    }
}

/// Resumes its continuation with what comes first.
private final class Race<Value: Sendable>: Sendable {
    private let waiter: Mutex<CheckedContinuation<Value?, Never>?>

    init(_ waiter: CheckedContinuation<Value?, Never>) { self.waiter = Mutex(waiter) }

    func end(_ value: Value?) {
        let waiting = waiter.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }
        waiting?.resume(returning: value)
    }
}
