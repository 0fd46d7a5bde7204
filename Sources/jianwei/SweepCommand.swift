// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import CurlFetcher
import Dispatch
import Foundation
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

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonLinesFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions
    @OptionGroup var visiting: VisitingOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
        if resume, !inputs.isEmpty {
            throw ValidationError(say(CommandMessages.resumeAlone))
        }
        if !resume, inputs.isEmpty, isatty(STDIN_FILENO) == 1 {
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
        if resume {
            book = try casebook.openExisting()
            guard let last = try await book.lastUnfinishedRun() else {
                Terminal.note(say(CommandMessages.nothingToResume(casebook.casebook)))
                return
            }
            guard last.filledAt != nil else {
                // Whoever was killed while handing over a list cannot say what else was on it.
                try await book.finishRun(last.number)
                throw Failure(Failure.tryAgain, CommandMessages.listCutOff)
            }
            run = last.number
            settings = try CaseworkJSON.decode(SweepSettings.self, from: last.settings.utf8)
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
        let session = try await SweepSession(
            run: run, settings: settings, casebook: book, knowledge: knowledge, proxies: proxies,
            software: Jianwei.software)
        for gap in session.lookupGaps { Terminal.note(say(gap)) }
        let outcome = try await SweepRunner(session: session, run: run, json: json).run()
        guard outcome.isFinished else {
            throw Failure(Failure.tryAgain, CommandMessages.interrupted(casebook.casebook))
        }
        if !json { try await SweepTable.show(book, run: run, casebook: casebook.casebook) }
        if outcome.failed > 0 { throw ExitCode(Failure.someFailed) }
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
