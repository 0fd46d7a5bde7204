// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import Sweep
import Wording

/// `jianwei rejudge`: today's rules over what earlier sweeps kept.
struct RejudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejudge",
        abstract: say(CommandMessages.rejudge),
        discussion: say(CommandMessages.rejudgeExamples)
    )

    @Flag(help: ArgumentHelp(say(CommandMessages.applyFlag)))
    var apply = false

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions
    @OptionGroup var data: DataOptions

    func run() async throws {
        let knowledge = try Knowledge.load(from: data.folder())
        let book = try casebook.openExisting()
        defer { try? book.close() }
        let showsProgress = Terminal.showsProgress && !json
        let clear = showsProgress ? "\r\u{1B}[K" : ""
        let tally = try await Rejudgement(casebook: book, knowledge: knowledge)
            .run(applies: apply) { event in
                switch event {
                case .changed(let change):
                    if json {
                        try? Terminal.json(change)
                    } else {
                        Terminal.write(clear, to: STDERR_FILENO)
                        show(change)
                    }
                case .failed(let capture, let problem):
                    Terminal.write(clear, to: STDERR_FILENO)
                    Terminal.error("\(capture): \(say(problem))")
                case .progress(let done, let total):
                    guard showsProgress else { break }
                    let text = say(CommandMessages.rejudgeProgress(done, total))
                    Terminal.write(clear + text, to: STDERR_FILENO)
                }
            }
        Terminal.write(clear, to: STDERR_FILENO)
        let summary = CommandMessages.rejudged(
            captures: tally.captures, pages: tally.pages, changed: tally.changed, kept: tally.kept,
            failed: tally.failed, isApplied: apply)
        if json { Terminal.note(say(summary)) } else { Terminal.line(say(summary)) }
        if tally.failed > 0 { throw ExitCode(Failure.someFailed) }
    }

    private func show(_ change: Rejudgement.Change) {
        let before = change.before.map { "\($0.level.shown) \($0.score)" }
        let after = change.after.level.colour("\(change.after.level.shown) \(change.after.score)")
        let note = change.isOfReasonsOnly ? "  (\(say(CommandMessages.reasonsOnly)))" : ""
        Terminal.line(
            "\(change.capture)  \(before ?? say(CommandMessages.failedLevel)) → \(after)\(note)  "
                + VisibleText.line(change.url, limit: 120))
    }
}
