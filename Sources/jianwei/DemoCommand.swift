// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import Packet
import PacketExport
import Range
import Sweep
import Synchronization
import Wording

/// `jianwei demo`: sweeps the practice range for real, and shows what comes of it.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: say(CommandMessages.demo),
        discussion: say(CommandMessages.demoExamples)
    )

    @Option(help: ArgumentHelp(say(CommandMessages.demoFolder), valueName: "dir"))
    var to = "./demo"

    @Flag(help: ArgumentHelp(say(CommandMessages.demoServe)))
    var serve = false

    @OptionGroup var data: DataOptions

    func run() async throws {
        let knowledge = try Knowledge.load(
            from: data.folder(), additional: PracticeRange.protectedSites)
        let folder = try Self.makeFolder(in: to)
        let range = try RangeServer(sites: PracticeRange.sites())
        defer { range.stop() }
        let hosts = folder + "/hosts"
        let list = folder + "/suspects.txt"
        try Self.write(range.hostsFile, to: hosts)
        try Self.write(
            range.sites.map { range.url(of: $0) }.joined(separator: "\n") + "\n", to: list)
        Terminal.line(say(CommandMessages.demoStart(range.sites.count, folder)))
        if serve {
            Terminal.line(sayNext(CommandMessages.demoServing(list, hosts)))
            let stopped = AsyncStream<Void>.makeStream()
            let signals = StopSignals { stopped.continuation.finish() }
            for await _ in stopped.stream {}
            signals.cancel()
            return
        }
        let differing = try await sweep(range, knowledge, folder: folder, hosts: hosts)
        if differing > 0 { throw ExitCode(Failure.someFailed) }
    }

    /// Sweeps the range, shows expected against actual, and exports what is suspect.
    ///
    /// - Returns: how many sites did not get the verdict that they must get.
    private func sweep(
        _ range: RangeServer, _ knowledge: Knowledge, folder: String, hosts: String
    ) async throws -> Int {
        let settings = PracticeSweep.settings(for: range, hostsFile: hosts)
        let casebook = folder + "/casebook"
        let book = try Casebook.open(casebook, actor: CasebookOptions.actor)
        defer { try? book.close() }
        let sites = range.sites
        let leads = try sites.map { site in
            NewLead(
                address: try knowledge.address(range.url(of: site)), origin: LeadOrigin(.analyst))
        }
        let run = try await book.startRun(
            settings: String(decoding: CaseworkJSON.encode(settings), as: UTF8.self),
            personas: settings.personas, leads: leads
        ).run.number
        let session = try await SweepSession(
            run: run, settings: settings, casebook: book, knowledge: knowledge,
            software: Jianwei.software)
        let outcomes = Mutex<[String: LeadOutcome]>([:])
        let outcome = try await SweepRunner(session: session, run: run, json: false).run {
            result in outcomes.withLock { $0[result.url] = result }
        }
        guard outcome.isFinished else {
            throw Failure(Failure.tryAgain, CommandMessages.interrupted(casebook))
        }
        let results = outcomes.withLock { $0 }
        let differing = DemoTable.show(
            zip(sites, leads).map { site, lead in
                DemoTable.Row(
                    site: site, expected: site.expectation(for: settings.personas),
                    result: results[lead.address.description])
            })
        let packets = try await export(from: book, to: folder + "/packets")
        Terminal.line("")
        Terminal.line(say(CommandMessages.demoPackets(packets.count, folder + "/packets")))
        if let first = packets.first {
            Terminal.line(sayNext(CommandMessages.demoNext(casebook, first)))
        }
        return differing
    }

    /// Exports each case that is at least suspect.
    private func export(from book: Casebook, to folder: String) async throws -> [String] {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        var paths: [String] = []
        for row in try await book.cases(matching: CaseFilter(level: .suspect, limit: 100)) {
            guard let file = try await book.caseFile(row.number) else { continue }
            let path = "\(folder)/\(file.lead.caseNumber)"
            let summary = try await PacketDesk.export(
                [PacketCase(caseFile: file)], from: book, to: path, software: Jianwei.software,
                by: CasebookOptions.actor,
                reporter: Reporter(organisation: "演示单位", mail: "demo@jianwei.example"))
            paths.append(summary.path)
        }
        return paths
    }

    /// A folder of its own for each demonstration: none overwrites an earlier one.
    private static func makeFolder(in parent: String) throws -> String {
        let stamp = Timestamp.beijing(Date()).replacingOccurrences(of: " ", with: "-")
            .replacingOccurrences(of: ":", with: "")
        let folder = parent + "/" + stamp
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                Failure.misuse, CommandMessages.cannotWrite(folder, error.localizedDescription))
        }
        return folder
    }

    private static func write(_ text: String, to path: String) throws {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw Failure(
                Failure.misuse, CommandMessages.cannotWrite(path, error.localizedDescription))
        }
    }
}

/// Expected against actual, one line for each practice site.
private enum DemoTable {
    struct Row {
        var site: PracticeSite
        var expected: PracticeSite.Expectation
        var result: LeadOutcome?
    }

    static func show(_ rows: [Row]) -> Int {
        var differing = 0
        for row in rows {
            let (site, result) = (row.site, row.result)
            let isAsExpected = row.expected.isMet(by: result)
            if !isAsExpected { differing += 1 }
            let mark = isAsExpected ? Colour.green("✓") : Colour.red("✗")
            let level = result?.level
            let actual =
                level.map { "\($0.shown) \(result?.score ?? 0)" } ?? result?.failure ?? "–"
            Terminal.line(
                "\(mark) " + VisibleText.fitted(site.id, to: 26)
                    + (level?.colour ?? .grey)(VisibleText.fitted(actual, to: 24))
                    + (isAsExpected ? "" : "≠ \(row.expected.description)  ")
                    + VisibleText.line(result?.why ?? "", limit: 60))
        }
        Terminal.line("")
        Terminal.line(
            say(CommandMessages.demoSummary(rows.count - differing, rows.count)))
        return differing
    }
}
