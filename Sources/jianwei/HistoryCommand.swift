// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import HostNames
import Packet
import Wording

/// `jianwei history`: a site's life.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: say(WatchHelp.history),
        discussion: say(WatchHelp.historyExamples))

    @Argument(help: ArgumentHelp(say(WatchHelp.historyHost), valueName: "host"))
    var host: String

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions

    func run() async throws {
        let book = try casebook.openExisting()
        defer { try? book.close() }
        let names = try HostNames()
        var meant = names.host(in: host)
        if let number = CaseNumber(host), let file = try await book.caseFile(number.value) {
            meant = file.lead.address.host
        }
        guard let meant, let history = try await book.history(of: meant) else {
            throw Failure(Failure.misuse, WatchRunMessages.noHistory(VisibleText.line(host)))
        }
        if json { try Terminal.json(history) } else { show(history) }
    }

    private func show(_ history: SiteHistory) {
        Terminal.line(Colour.bold(VisibleText.line(history.host)))
        for site in history.sites {
            Terminal.line(
                VisibleText.line(
                    "  \(site.case)  \(site.url)  \(site.level?.shown ?? "")  "
                        + say(WatchRunMessages.phase(site.phase?.rawValue))))
            Terminal.line(
                "    "
                    + say(
                        WatchRunMessages.visits(
                            site.visits, site.firstVisit.map { Timestamp.beijing($0) },
                            site.lastVisit.map { Timestamp.beijing($0) })))
            let place = (site.addresses + site.hosting).joined(separator: ", ")
            if !place.isEmpty { Terminal.line("    " + VisibleText.line(place)) }
            if let rest = site.restsUntil, rest > Date() {
                Terminal.line("    " + say(WatchRunMessages.rests(Timestamp.beijing(rest))))
            }
        }
        for event in history.events { show(event) }
        for event in history.laterNames { show(event) }
        if history.events.isEmpty { Terminal.note(say(WatchRunMessages.notWatched)) }
    }

    private func show(_ event: SiteEvent) {
        let lines = ChangeLines.lines(event.change).map { VisibleText.line(say($0)) }
        Terminal.line("\(Timestamp.beijing(event.at))  \(lines[0])")
        for line in lines.dropFirst() { Terminal.line("  " + line) }
    }
}
