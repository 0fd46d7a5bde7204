// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import Frontier
import Packet
import RuleFiles
import Sweep
import Wording

/// `jianwei watch run`: keeps watching, in the foreground.
struct WatchRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: say(WatchHelp.run), discussion: say(WatchHelp.runExamples))

    @Flag(help: ArgumentHelp(say(WatchHelp.once)))
    var once = false

    @Flag(help: ArgumentHelp(say(WatchHelp.now)))
    var now = false

    @Option(help: ArgumentHelp(say(WatchHelp.reports), valueName: "dir"))
    var reports: String?

    @Flag(help: ArgumentHelp(say(WatchHelp.json)))
    var json = false

    @OptionGroup var casebook: CasebookOptions
    @OptionGroup var watch: WatchOptions
    @OptionGroup var visiting: VisitingOptions

    func run() async throws {
        let folder = try watch.data.folder()
        let plan = try watch.plan(in: folder)
        let knowledge = try Knowledge.load(from: folder)
        var settings = try visiting.settings()
        settings.lookupsFile = folder.lookupsFile(named: visiting.lookups)
        _ = try settings.lookupSources()
        if let reports {
            try FileManager.default.createDirectory(
                atPath: reports, withIntermediateDirectories: true)
        }
        let book = try casebook.open()
        defer { try? book.close() }
        let (isJSON, folderOfReports) = (json, reports)
        let desk = try WatchDesk(
            WatchDesk.Setting(
                plan: plan, folder: folder, visiting: settings, proxies: try visiting.proxies(),
                software: Jianwei.software),
            casebook: book, knowledge: knowledge
        ) { event in
            Self.show(event, json: isJSON, reports: folderOfReports)
        }
        let signals = StopSignals { desk.stop() }
        defer { signals.cancel() }
        if !once, !json {
            Terminal.note(
                say(WatchRunMessages.watching(plan.schedules.count, casebook.casebook)))
        }
        try await desk.run(once: once, now: now)
    }

    private static func show(_ event: WatchDesk.Event, json: Bool, reports: String?) {
        switch event {
        case .began(let run, let isResumed):
            let words =
                isResumed
                ? WatchRunMessages.resumed(run.number, run.schedule)
                : WatchRunMessages.began(run.number, run.schedule)
            Terminal.note(say(words))
        case .ended(let report):
            if json {
                try? Terminal.json(report)
            } else {
                WatchReportCommand.show(report)
            }
            guard let reports else { return }
            let path = "\(reports)/watch-\(report.run).html"
            do {
                try Data(ChangePage(report).html.utf8).write(
                    to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                Terminal.error(say(WatchRunMessages.cannotWrite(path)))
            }
        case .failed(let schedule, let why):
            Terminal.error(say(WatchRunMessages.failed(schedule, why)))
        case .note(let message): Terminal.note(say(message))
        case .delivered(let outcome):
            let words =
                outcome.reason.map {
                    WatchRunMessages.notDelivered(outcome.run, outcome.destination, $0)
                } ?? WatchRunMessages.delivered(outcome.run, outcome.destination)
            Terminal.note(VisibleText.line(say(words)))
        }
    }
}

/// `jianwei watch report`: what a run found.
struct WatchReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: say(WatchHelp.report))

    @Argument(help: ArgumentHelp(say(WatchHelp.reportRun), valueName: "run"))
    var run: Int64?

    @Option(help: ArgumentHelp(say(WatchHelp.html), valueName: "file"))
    var html: String?

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions

    func run() async throws {
        let book = try casebook.openExisting()
        defer { try? book.close() }
        guard let report = try await book.watchReport(run) else {
            throw Failure(Failure.misuse, WatchRunMessages.noReport(run))
        }
        if let html {
            do {
                try Data(ChangePage(report).html.utf8).write(
                    to: URL(fileURLWithPath: html), options: .atomic)
            } catch {
                throw Failure(Failure.tryAgain, WatchRunMessages.cannotWrite(html))
            }
        }
        if json {
            try Terminal.json(report)
        } else if html == nil {
            Self.show(report)
        }
    }

    static func show(_ report: WatchReport) {
        for line in ChangeLines.lines(report) { Terminal.line(VisibleText.line(say(line))) }
    }
}
