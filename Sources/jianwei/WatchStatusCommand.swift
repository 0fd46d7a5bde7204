// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import Frontier
import RuleFiles
import Sweep
import Wording

/// `jianwei watch status`: what was run, what is next, and what could not be told.
struct WatchStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: say(WatchHelp.status))

    @Flag(help: ArgumentHelp(say(WatchHelp.retry)))
    var retry = false

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions
    @OptionGroup var watch: WatchOptions

    /// A run that is due for longer is overdue: nobody watches.
    private static let patience: Double = 120

    private struct Status: Encodable {
        var watchedBy: String?
        var schedules: [Line]
        /// The run that is under way or was cut off.
        var openRun: Int64?
        var undelivered: [WatchReport.Undelivered]
    }

    private struct Line: Encodable {
        var id: String
        var list: String
        var when: String
        var lastRun: Int64?
        var lastDue: Date?
        var lastEnded: Date?
        var lastChanges: Int?
        var next: Date?
        var isOverdue: Bool
    }

    func run() async throws {
        let folder = try watch.data.folder()
        let plan = try watch.plan(in: folder)
        let book = try casebook.openExisting()
        defer { try? book.close() }
        if retry {
            let count = try await book.retryDeliveries()
            if !json { Terminal.note(say(WatchRunMessages.retrying(count))) }
        }
        guard let zone = ZoneRules(named: plan.zone) else { return }
        let now = Date()
        let open = try await book.openWatchRun()
        let owner = try await WatchDesk.watcher(of: book)
        var lines: [Line] = []
        for schedule in plan.schedules {
            let last = try await book.watchRuns(of: schedule.id, limit: 1).first
            let anchor = try await book.knownAnchor(of: schedule.id).map {
                schedule.when.anchor($0, now: now, in: zone)
            }
            let due = anchor.flatMap { schedule.when.due(after: $0, now: now, in: zone) }
            lines.append(
                Line(
                    id: schedule.id, list: schedule.list.name, when: schedule.when.text,
                    lastRun: last?.number, lastDue: last?.due, lastEnded: last?.endedAt,
                    lastChanges: last?.changes,
                    next: schedule.when.next(after: max(anchor ?? now, now), in: zone),
                    // While somebody watches, what is due waits for the run that is under way.
                    isOverdue: (owner == nil || open == nil)
                        && due.map { now.timeIntervalSince($0.at) > Self.patience } ?? false))
        }
        let status = Status(
            watchedBy: owner, schedules: lines, openRun: open?.number,
            undelivered: try await book.undelivered())
        if json { try Terminal.json(status) } else { show(status) }
        if lines.contains(where: \.isOverdue) || status.undelivered.contains(where: \.isGivenUp) {
            throw ExitCode(Failure.someFailed)
        }
    }

    private func show(_ status: Status) {
        Terminal.line(say(WatchRunMessages.watchedBy(status.watchedBy)))
        for line in status.schedules {
            var text = "\(line.id)  \(line.list)  \(line.when)"
            if let run = line.lastRun {
                text +=
                    "  "
                    + say(
                        WatchRunMessages.last(
                            run, line.lastEnded.map { Timestamp.beijing($0) }, line.lastChanges))
            }
            text += "  " + say(WatchRunMessages.next(line.next.map { Timestamp.beijing($0) }))
            Terminal.line(VisibleText.line(text))
            if line.isOverdue { Terminal.line("    " + Colour.red(say(WatchRunMessages.overdue))) }
        }
        for missing in status.undelivered {
            Terminal.line(
                VisibleText.line(
                    say(
                        ChangeMessages.undelivered(
                            run: missing.run, to: missing.destination, tries: missing.tries,
                            reason: missing.reason, isGivenUp: missing.isGivenUp))))
        }
    }
}
