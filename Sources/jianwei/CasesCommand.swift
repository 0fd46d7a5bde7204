// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import HostNames
import Wording

/// `jianwei cases`: what the casebook holds.
struct CasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases",
        abstract: say(CommandMessages.cases),
        discussion: say(CommandMessages.casesExamples)
    )

    @Option(help: ArgumentHelp(say(CommandMessages.levelOption), valueName: "level"))
    var level: Verdict.Level?

    @Option(help: ArgumentHelp(say(CommandMessages.categoryOption), valueName: "category"))
    var category: Verdict.Category?

    @Option(help: ArgumentHelp(say(CommandMessages.hostOption), valueName: "text"))
    var host: String?

    @Option(help: ArgumentHelp(say(CommandMessages.stateOption), valueName: "state"))
    var state: CaseFile.State?

    @Option(help: ArgumentHelp(say(CommandMessages.sinceOption), valueName: "yyyy-mm-dd"))
    var since: String?

    @Option(help: ArgumentHelp(say(CommandMessages.limitOption), valueName: "n"))
    var limit = 1000

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions

    func run() async throws {
        var filter = CaseFilter(limit: limit)
        filter.level = level
        filter.category = category
        filter.host = host
        filter.state = state
        if let since {
            guard let day = Timestamp.date(since.count == 10 ? since + "T00:00:00Z" : since) else {
                throw ValidationError(say(CommandMessages.badDate(since)))
            }
            // A day is meant as people here mean it: from midnight in Beijing.
            filter.since = since.count == 10 ? day.addingTimeInterval(-8 * 3600) : day
        }
        let book = try casebook.openExisting()
        defer { try? book.close() }
        let rows = try await book.cases(matching: filter)
        for row in rows {
            if json { try Terminal.json(Row(row)) } else { Terminal.line(SweepTable.line(row)) }
        }
        if rows.isEmpty, !json { Terminal.note(say(CommandMessages.noCases)) }
    }

    /// One case as a line of JSON.
    private struct Row: Encodable {
        var `case`: String
        var url: String
        var level: Verdict.Level?
        var score: Int?
        var categories: [Verdict.Category]
        var state: CaseFile.State
        var why: String
        var failure: String?
        var updated: Date

        init(_ row: CaseSummary) {
            self.case = row.caseNumber.description
            url = row.address.description
            level = row.level
            score = row.score
            categories = row.categories
            state = row.state
            why = row.why
            failure = row.failure
            updated = row.updatedAt
        }
    }
}

extension Verdict.Level: ExpressibleByArgument {}
extension Verdict.Category: ExpressibleByArgument {}
extension CaseFile.State: ExpressibleByArgument {}

extension Casebook {
    /// The case that a user names by number, address or host.
    func named(_ text: String) async throws -> CaseFile {
        let names = try HostNames()
        guard let file = try await find(text, mapping: { names.ascii($0) }) else {
            throw Failure(Failure.misuse, CommandMessages.noSuchCase(VisibleText.line(text)))
        }
        return file
    }
}
