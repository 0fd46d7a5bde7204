// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import CertificateLogs
import CurlFetcher
import Foundation
import Sweep
import Synchronization
import Wording

/// `jianwei watch certificates`: what certificate-transparency logs show of new fakes.
struct WatchCertificatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificates",
        abstract: say(CertificateMessages.command),
        discussion: say(CertificateMessages.examples)
    )

    @Option(help: ArgumentHelp(say(CertificateMessages.listOption), valueName: "file"))
    var logList: String?

    @Option(help: ArgumentHelp(say(CertificateMessages.logOption), valueName: "text"))
    var log: [String] = []

    @Option(help: ArgumentHelp(say(CertificateMessages.fromOption), valueName: "place"))
    var from: String?

    @Option(help: ArgumentHelp(say(CertificateMessages.backOption), valueName: "n"))
    var back: Int64?

    @Flag(help: ArgumentHelp(say(CertificateMessages.onceFlag)))
    var once = false

    @Option(help: ArgumentHelp(say(CertificateMessages.limitOption), valueName: "n"))
    var limit: Int64?

    @Option(
        name: .customLong("min"),
        help: ArgumentHelp(say(CertificateMessages.minimumOption), valueName: "level"))
    var minimum = Verdict.Level.suspect.rawValue

    @Option(help: ArgumentHelp(say(CertificateMessages.everyOption), valueName: "seconds"))
    var every = CertificateWatchSettings().secondsBetweenHeads

    @Option(help: ArgumentHelp(say(CertificateMessages.delayOption), valueName: "seconds"))
    var delay = CertificateWatchSettings().secondsBetweenRequests

    @Flag(help: ArgumentHelp(say(CertificateMessages.statusFlag)))
    var status = false

    @Option(help: ArgumentHelp(say(CommandMessages.proxyOption), valueName: "url"))
    var proxy: String?

    @Option(help: ArgumentHelp(say(CommandMessages.allowRangeOption), valueName: "cidr"))
    var allowRange: [String] = []

    @Option(help: ArgumentHelp(say(CommandMessages.hostsOption), valueName: "file"))
    var hosts: String?

    @Option(help: ArgumentHelp(say(CommandMessages.resolverOption), valueName: "address"))
    var resolver: [String] = []

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonLinesFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
        if from != nil, back != nil {
            throw ValidationError(say(CertificateMessages.startTwice))
        }
        _ = try start()
        _ = try level()
        for (name, value) in [("--every", every), ("--delay", delay)]
        where !(0...86_400).contains(value) {
            throw ValidationError(say(CommandMessages.outOfRange(name, "0–86400")))
        }
        for (name, value) in [("--limit", limit), ("--back", back)] {
            guard let value, !(1...Int64(1) << 40).contains(value) else { continue }
            throw ValidationError(say(CommandMessages.outOfRange(name, "1–\(Int64(1) << 40)")))
        }
    }

    func run() async throws {
        if status { return try await showStatus() }
        let folder = try data.folder()
        let settings = try settings()
        let logs = try chosenLogs(folder)
        let knowledge = try Knowledge.load(from: folder)
        let book = try casebook.open()
        defer { try? book.close() }
        let watch = try CertificateWatch(
            logs: logs, settings: settings, casebook: book, knowledge: knowledge,
            software: Jianwei.software)
        let progress = CertificateProgress(watch, logs: logs.count, isShown: !json)
        let signals = StopSignals { watch.stop() }
        defer { signals.cancel() }
        progress.start()
        let printsJSON = json
        let outcome: CertificateWatchOutcome
        do {
            outcome = try await watch.run(once: once) { event in
                Self.tell(event, progress, json: printsJSON)
            }
        } catch {
            await progress.stop()
            throw error
        }
        await progress.stop()
        try close(outcome)
    }

    private func close(_ outcome: CertificateWatchOutcome) throws {
        let counts = outcome.counts
        for (log, why) in outcome.failures {
            Terminal.error(say(CertificateMessages.failed(log.shown, why)))
        }
        let done = CertificateMessages.done(
            entries: counts.entries, names: counts.names, hits: counts.hits,
            newLeads: counts.newLeads, unreadable: counts.unreadable)
        Terminal.note(say(done))
        if counts.newLeads > 0, !json { Terminal.note(sayNext(CertificateMessages.visitNext)) }
        if !outcome.failures.isEmpty || !outcome.broken.isEmpty {
            throw ExitCode(Failure.someFailed)
        }
        if once, outcome.wasStopped { throw ExitCode(Failure.tryAgain) }
    }

    // MARK: - What is asked for

    private func settings() throws -> CertificateWatchSettings {
        var settings = CertificateWatchSettings()
        settings.least = try level()
        settings.start = try start()
        settings.limit = limit
        settings.secondsBetweenHeads = max(0.05, every)
        settings.secondsBetweenRequests = delay
        settings.allowedRanges = allowRange
        for range in allowRange where AddressRange(range) == nil {
            throw SettingError.range(range)
        }
        settings.hostsFile = hosts
        settings.resolvers = resolver
        settings.proxy = try proxy.map { try ProxySetting($0) }
        return settings
    }

    private func start() throws -> CertificateWatchSettings.Start? {
        if let back { return .back(back) }
        switch from {
        case nil: return nil
        case "head": return .head
        case "start": return .first
        case let text?:
            guard let number = Int64(text), number >= 0 else {
                throw ValidationError(say(CertificateMessages.badStart(text)))
            }
            return .entry(number)
        }
    }

    private func level() throws -> Verdict.Level {
        guard let level = Verdict.Level(rawValue: minimum), level > .dismiss else {
            throw ValidationError(
                say(CommandMessages.outOfRange("--min", "doubtful, suspect, high")))
        }
        return level
    }

    /// The logs to read: those that were named, or all that new certificates may come into.
    private func chosenLogs(_ folder: DataFolder) throws -> [KnownLog] {
        let path = logList ?? folder.certificateLogs
        let all = try LogListFile.read(path: path)
        if log.isEmpty {
            let open = all.filter { $0.isOpen(at: Date()) }
            guard !open.isEmpty else {
                throw Failure(Failure.misuse, CertificateMessages.noLogs(path))
            }
            return open
        }
        for text in log where !all.contains(where: { $0.isCalled(text) }) {
            throw Failure(
                Failure.misuse,
                CertificateMessages.noSuchLog(VisibleText.line(text), all.map(\.shown)))
        }
        return all.filter { known in log.contains { known.isCalled($0) } }
    }

    // MARK: - What is told

    private static func tell(
        _ event: CertificateEvent, _ progress: CertificateProgress, json: Bool
    ) {
        switch event {
        case .begun(let log, let position, let size):
            if !json { progress.note(say(CertificateMessages.begun(log.shown, position, size))) }
        case .found(let sighting, let lead):
            if json {
                try? Terminal.json(FoundLine(sighting: sighting, lead: lead))
                return
            }
            let level = Verdict.Level(rawValue: sighting.level.rawValue) ?? .doubtful
            let text = CertificateMessages.found(
                VisibleText.line(sighting.host), VisibleText.line(sighting.log), sighting.entry,
                Timestamp.beijing(sighting.loggedAt), case: CaseNumber(lead.number).description,
                isNew: lead.isNew)
            progress.line(level.colour("\(level.shown) \(sighting.score)") + "  " + say(text))
        case .trouble(let log, let reason, let seconds):
            progress.note(
                say(
                    CertificateMessages.trouble(
                        log.shown, reason, seconds: Int(seconds.rounded(.up)))))
        case .broken(let log, let finding):
            progress.note(
                Colour.red(
                    say(
                        CertificateMessages.broken(
                            log.shown, CertificateMessages.finding(finding.kind.rawValue)))))
        case .gap(let log, let gap):
            // Some are said at once; all are in `--status`.
            guard progress.countGap() <= 20 else { return }
            progress.note(say(CertificateMessages.gap(log.shown, gap.first, gap.last)))
        case .stopped(let log):
            progress.note(Colour.red(say(CertificateMessages.stopped(log.shown))))
        }
    }

    // MARK: - Status

    private func showStatus() async throws {
        let book = try casebook.openExisting()
        defer { try? book.close() }
        let logs = try await book.watchedLogs()
        let gaps = try await book.logGaps()
        let findings = try await book.logFindings()
        if json {
            for log in logs {
                try Terminal.json(
                    StatusLine(
                        log: log, waiting: log.waiting, gaps: gaps.filter { $0.log == log.id },
                        findings: findings.filter { $0.log == log.id }))
            }
            return
        }
        if logs.isEmpty { Terminal.line(say(CertificateMessages.nothingRead)) }
        for log in logs {
            let name = VisibleText.line(log.description)
            Terminal.line(log.state == .stopped ? Colour.red(name) : Colour.bold(name))
            let lines =
                [
                    CertificateMessages.position(
                        log.start, log.position, log.waiting, Timestamp.beijing(log.updatedAt)),
                    CertificateMessages.readSoFar(log.entries, log.names, log.hits),
                ]
                + gaps.filter { $0.log == log.id }.map {
                    CertificateMessages.gapLine(
                        $0.first, $0.last, $0.entries, $0.reason.rawValue,
                        Timestamp.beijing($0.notedAt))
                }
            for line in lines { Terminal.line("  " + say(line)) }
            for finding in findings where finding.log == log.id {
                let text = say(CertificateMessages.finding(finding.kind.rawValue))
                Terminal.line("  " + Colour.red("\(text)  \(Timestamp.beijing(finding.notedAt))"))
            }
            if let problem = log.problem, log.state == .following {
                Terminal.line("  " + Colour.yellow(VisibleText.line(problem)))
            }
        }
    }
}

/// One find, as `--json` writes it.
private struct FoundLine: Encodable {
    var sighting: CertificateSighting
    var lead: CertificateLead
}

/// One log, as `--status --json` writes it.
private struct StatusLine: Encodable {
    var log: WatchedLog
    var waiting: Int64
    var gaps: [LogGap]
    var findings: [LogFinding]
}

extension KnownLog {
    /// The description, safe to show.
    fileprivate var shown: String { VisibleText.line(description) }

    fileprivate func isCalled(_ text: String) -> Bool {
        let text = text.lowercased()
        return description.lowercased().contains(text)
            || address.description.lowercased().contains(text) || id.text == text
    }
}

/// One line on the terminal that says how far a watch is.
private final class CertificateProgress: Sendable {
    private let watch: CertificateWatch
    private let logs: Int
    private let isShown: Bool
    private let gaps = Mutex(0)
    // Set once, before anything else happens.
    private nonisolated(unsafe) var drawing: Task<Void, Never>?

    init(_ watch: CertificateWatch, logs: Int, isShown: Bool) {
        self.watch = watch
        self.logs = logs
        self.isShown = isShown && Terminal.showsProgress
    }

    func start() {
        guard isShown else { return }
        drawing = Task { [watch, logs] in
            let begun = ContinuousClock.now
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(500))
                guard !Task.isCancelled else { return }
                let counts = watch.counts
                let seconds = max(0.5, (ContinuousClock.now - begun) / .seconds(1))
                let text = CertificateMessages.progress(
                    entries: counts.entries, rate: Int(Double(counts.entries) / seconds),
                    names: counts.names, hits: counts.hits, logs: logs)
                Terminal.write("\r\u{1B}[K" + say(text), to: STDERR_FILENO)
            }
        }
    }

    func stop() async {
        guard isShown else { return }
        drawing?.cancel()
        await drawing?.value
        Terminal.write("\r\u{1B}[K", to: STDERR_FILENO)
    }

    /// How many gaps were told of, this one included.
    func countGap() -> Int {
        gaps.withLock { count in
            count += 1
            return count
        }
    }

    /// Prints a line of the result.
    func line(_ text: String) {
        if isShown { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
        Terminal.line(text)
    }

    /// Prints a line above the progress.
    func note(_ text: String) {
        Terminal.write((isShown ? "\r\u{1B}[K" : "") + text + "\n", to: STDERR_FILENO)
    }
}
