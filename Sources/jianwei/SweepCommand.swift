// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import CurlFetcher
import Dispatch
import Foundation
import Lookalikes
import RuleFiles
import Sweep
import Wording

/// `jianwei sweep`: the main job.
struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: say(CommandMessages.sweep),
        discussion: say(CommandMessages.sweepExamples)
    )

    @Argument(help: ArgumentHelp(say(CommandMessages.sweepInputs), valueName: "file|url"))
    var inputs: [String] = []

    @Flag(help: ArgumentHelp(say(CommandMessages.resumeFlag)))
    var resume = false

    @Flag(help: ArgumentHelp(say(CertificateMessages.waitingFlag)))
    var waiting = false

    @Flag(help: ArgumentHelp(say(CommandMessages.namesFlag)))
    var names = false

    @OptionGroup var candidates: CandidateOptions

    @Flag(help: ArgumentHelp(say(CommandMessages.onlyNewFlag)))
    var onlyNew = false

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonLinesFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions
    @OptionGroup var visiting: VisitingOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
        if resume, !inputs.isEmpty {
            throw ValidationError(say(CommandMessages.resumeAlone))
        }
        let isMisfit =
            names
            ? inputs.contains("-") || (!inputs.isEmpty && !candidates.sites.isEmpty)
            : !candidates.sites.isEmpty || (onlyNew && !resume)
        if isMisfit { throw ValidationError(say(CommandMessages.namesAlone)) }
        if waiting, resume || names || !inputs.isEmpty {
            throw ValidationError(say(CertificateMessages.waitingAlone))
        }
        if !resume, !names, !waiting, inputs.isEmpty, isatty(STDIN_FILENO) == 1 {
            throw ValidationError(say(CommandMessages.nothingToSweep))
        }
    }

    func run() async throws {
        let folder = try data.folder()
        let knowledge = try Knowledge.load(from: folder)
        let proxies = try visiting.proxies()
        var settings = try visiting.settings()
        settings.lookupsFile = folder.lookupsFile(named: visiting.lookups)
        let book: Casebook
        let run: Int64
        var hasNamesToAsk = true
        if resume {
            book = try casebook.openExisting()
            guard let last = try await book.lastUnfinishedRun() else {
                Terminal.note(say(CommandMessages.nothingToResume(casebook.casebook)))
                return
            }
            settings = try CaseworkJSON.decode(SweepSettings.self, from: last.settings.utf8)
            guard last.filledAt != nil || settings.names != nil else {
                // Whoever was killed while handing over a list cannot say what else was on it.
                try await book.finishRun(last.number)
                throw Failure(Failure.tryAgain, CommandMessages.listCutOff)
            }
            run = last.number
            if last.filledAt != nil { hasNamesToAsk = false }
        } else if names {
            _ = try settings.lookupSources()
            for path in inputs where !FileManager.default.isReadableFile(atPath: path) {
                throw Failure(Failure.misuse, CommandMessages.noFile(path))
            }
            settings.names = SweepSettings.NameRequest(
                files: inputs.map { URL(fileURLWithPath: $0).path },
                sites: try candidates.generator(knowledge).sites.map(\.id),
                budget: candidates.budget)
            book = try casebook.open()
            run = try await book.startRun(
                settings: String(decoding: CaseworkJSON.encode(settings), as: UTF8.self),
                personas: settings.personas
            ).number
        } else if waiting {
            _ = try settings.lookupSources()
            book = try casebook.openExisting()
            let leads = try await book.waitingLeads()
            guard !leads.isEmpty else {
                Terminal.note(say(CertificateMessages.nothingWaits))
                return
            }
            run = try await book.startRun(
                settings: String(decoding: CaseworkJSON.encode(settings), as: UTF8.self),
                personas: settings.personas, leads: leads, siteOf: knowledge.site(of:)
            ).run.number
        } else {
            // Mistakes are said before a run begins.
            _ = try settings.lookupSources()
            let input = try SweepInput(inputs, knowledge: knowledge)
            for message in input.notes { Terminal.note(say(message)) }
            guard !input.leads.isEmpty else {
                throw Failure(Failure.misuse, CommandMessages.noLeads)
            }
            book = try casebook.open()
            run = try await book.startRun(
                settings: String(decoding: CaseworkJSON.encode(settings), as: UTF8.self),
                personas: settings.personas, leads: input.leads, siteOf: knowledge.site(of:)
            ).run.number
        }
        defer { try? book.close() }
        if let request = settings.names, hasNamesToAsk {
            let marks = try NameFiles.loadMarks(folder.answerMarks)
            let asking = try await NameAsking(
                request, settings, book: book, run: run, knowledge: knowledge, marks: marks)
            guard try await asking.run(isQuiet: json) else {
                throw Failure(Failure.tryAgain, CommandMessages.interrupted(casebook.casebook))
            }
            try await book.markFilled(run)
        }
        let session = try await SweepSession(
            run: run, settings: settings, casebook: book, knowledge: knowledge, proxies: proxies,
            software: Jianwei.software)
        for gap in session.lookupGaps { Terminal.note(say(gap)) }
        let outcome = try await SweepRunner(
            session: session, run: run, json: json && !onlyNew
        ).run()
        guard outcome.isFinished else {
            throw Failure(Failure.tryAgain, CommandMessages.interrupted(casebook.casebook))
        }
        if settings.names != nil {
            try await book.settleNames(ofRun: run)
            let changes = try await book.changedNames(inRun: run)
            // A name that does not answer is no failure of the sweep: most do not.
            try ChangedNames.show(changes, json: json, isAlone: onlyNew)
            if onlyNew { return }
        }
        if !json { try await SweepTable.show(book, run: run, casebook: casebook.casebook) }
        if outcome.failed > 0, settings.names == nil { throw ExitCode(Failure.someFailed) }
    }
}

/// Runs a sweep under a terminal: progress, results as they come, and a clean stop on Ctrl-C.
struct SweepRunner {
    let session: SweepSession
    let run: Int64
    let json: Bool

    struct Outcome {
        var isFinished: Bool
        var failed: Int
    }

    func run(
        onResult: @escaping @Sendable (LeadOutcome) async -> Void = { _ in }
    ) async throws -> Outcome {
        let signals = StopSignals { session.sweeper.stop() }
        defer { signals.cancel() }
        let progress = SweepProgress(casebook: session.casebook, run: run, isShown: !json)
        progress.start()
        let printsJSON = json
        do {
            let isFinished = try await session.sweeper.work { event in
                switch event {
                case .finished(let outcome):
                    if printsJSON { try? Terminal.json(outcome) }
                    await onResult(outcome)
                case .discovered(let address, let on):
                    if !printsJSON {
                        progress.note(
                            say(CommandMessages.discovered(address.description, "\(on)")))
                    }
                }
            }
            await progress.stop()
            try session.close()
            let counts = try await session.casebook.counts(of: run)
            return Outcome(isFinished: isFinished, failed: counts.failedLeads)
        } catch {
            await progress.stop()
            try? session.close()
            throw error
        }
    }
}

/// Calls once when the program is asked to stop; a second request ends it at once.
final class StopSignals: Sendable {
    // Dispatch sources may be used from any thread; their protocols do not say so on Linux.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "stop-signals")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            nonisolated(unsafe) var asked = false  // touched on `queue` only
            source.setEventHandler {
                if asked { exit(Failure.tryAgain) }
                asked = true
                Terminal.note("\n" + say(CommandMessages.stopping))
                stop()
            }
            source.activate()
            return source
        }
    }

    func cancel() {
        for source in sources { source.cancel() }
    }
}
