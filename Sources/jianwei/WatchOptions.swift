// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import Frontier
import RuleFiles
import Sweep
import Wording

/// `--watch` and `--data`: what is watched.
struct WatchOptions: ParsableArguments {
    @Option(name: .customLong("watch"), help: ArgumentHelp(say(WatchHelp.file), valueName: "file"))
    var file: String?

    @OptionGroup var data: DataOptions

    /// The watch file: the one that was named, or `Seeds/watch.yml` if there is one.
    func path(in folder: DataFolder) throws -> String? {
        if let file {
            guard FileManager.default.fileExists(atPath: file) else {
                throw Failure(Failure.misuse, WatchRunMessages.noFile(file))
            }
            return URL(fileURLWithPath: file).path
        }
        let usual = folder.watchFile
        return FileManager.default.fileExists(atPath: usual)
            ? URL(fileURLWithPath: usual).path : nil
    }

    /// What is to be watched.
    ///
    /// - Throws: `RuleFileError` with every mistake of the file.
    func plan(in folder: DataFolder) throws -> WatchPlan {
        guard let path = try path(in: folder) else { return .standard }
        return try WatchFiles.load(
            path: path, sites: try SiteFiles.load(path: folder.protectedSites).map(\.id),
            personas: Persona.all.map(\.name)
        ) { ZoneRules(named: $0) != nil }
    }
}

/// `jianwei watch check`: mistakes in the watch file, what is missing, and when all is due.
struct WatchCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: say(WatchHelp.check))

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var watch: WatchOptions

    func run() throws {
        let folder = try watch.data.folder()
        let plan = try RulesOptions.reportingMistakes(json: json) { try watch.plan(in: folder) }
        let (_, missing) = Secrets.take(
            Set(plan.destinations.flatMap(\.secrets)).sorted(),
            from: ProcessInfo.processInfo.environment)
        guard let zone = ZoneRules(named: plan.zone) else {
            throw Failure(Failure.someFailed, WatchFileMessages.unknownZone(plan.zone))
        }
        let now = Date()
        for schedule in plan.schedules {
            let next = schedule.when.next(after: now, in: zone)
            if json {
                try Terminal.json(
                    Row(
                        id: schedule.id, list: schedule.list.name, when: schedule.when.text,
                        next: next, personas: schedule.personas, pages: schedule.pagesPerSite))
            } else {
                Terminal.line(
                    VisibleText.line(
                        "\(schedule.id)  \(schedule.list.name)  \(schedule.when.text)  "
                            + say(WatchRunMessages.next(next.map { Timestamp.beijing($0) }))))
            }
        }
        if !json {
            for destination in plan.destinations {
                Terminal.line(VisibleText.line("→ \(destination.id)  \(destination.place)"))
            }
            for problem in missing { Terminal.line("    " + Colour.red(say(problem))) }
        }
        guard missing.isEmpty else {
            throw Failure(Failure.someFailed, WatchRunMessages.unready)
        }
        if !json {
            Terminal.line(
                say(WatchRunMessages.read(plan.schedules.count, plan.destinations.count)))
        }
    }

    private struct Row: Encodable {
        var id: String
        var list: String
        var when: String
        var next: Date?
        var personas: [String]
        var pages: Int
    }
}
