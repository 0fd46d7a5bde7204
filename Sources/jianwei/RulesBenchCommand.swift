// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import Judgement
import Sweep
import Wording

/// `jianwei rules bench`: how fast the rules judge, and which are slow.
struct RulesBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: say(BenchMessages.bench))

    @Argument(help: ArgumentHelp(say(BenchMessages.pages), valueName: "page"))
    var pages: [String] = []

    @Option(help: ArgumentHelp(say(BenchMessages.seconds), valueName: "n"))
    var seconds = 2.0

    @Option(help: ArgumentHelp(say(BenchMessages.slowest), valueName: "n"))
    var slowest = 10

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var data: DataOptions

    func validate() throws {
        guard (0.01...600).contains(seconds) else {
            throw ValidationError(say(CommandMessages.outOfRange("--seconds", "0.01–600")))
        }
    }

    func run() throws {
        let knowledge = try RulesOptions.reportingMistakes(json: json) {
            try Knowledge.load(from: data.folder())
        }
        let saved =
            pages.isEmpty
            ? RuleBench.rangePages()
            : try pages.flatMap(files).map {
                try SavedPage(file: $0, url: "http://page.example/", headers: [])
            }
        guard !saved.isEmpty else {
            throw Failure(Failure.misuse, BenchMessages.noPages(pages.joined(separator: " ")))
        }
        let result = Result(try RuleBench(saved, knowledge, seconds: seconds))
        json ? try Terminal.json(result) : show(result)
    }

    /// A page, or the pages in a folder.
    private func files(_ path: String) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            return [path]
        }
        return names.filter { $0.hasSuffix(".html") || $0.hasSuffix(".htm") }.sorted()
            .map { path + "/" + $0 }
    }

    private func show(_ result: Result) {
        func number(_ value: Double) -> String {
            String(format: value < 10 ? "%.2f" : "%.0f", value)
        }
        Terminal.line(
            say(BenchMessages.extent(result.pages, number(result.textMegabytes), result.rounds)))
        let rows: [(Message, Double?, Double?)] = [
            (
                BenchMessages.reading, result.reading.megabytesPerSecond,
                result.reading.pagesPerSecond
            ),
            (
                BenchMessages.judging, result.judging.megabytesPerSecond,
                result.judging.pagesPerSecond
            ),
            (BenchMessages.folding, result.folding.megabytesPerSecond, nil),
            (BenchMessages.matching, result.matching.megabytesPerSecond, nil),
            (BenchMessages.listening, result.listening.megabytesPerSecond, nil),
        ]
        for (name, megabytes, perSecond) in rows {
            var line = "  " + VisibleText.fitted(say(name), to: 34)
            line += " " + (megabytes.map { "\(number($0)) MB/s" } ?? "")
            line += perSecond.map { "  \(number($0)) " + say(BenchMessages.pagesPerSecond) } ?? ""
            Terminal.line(line)
        }
        Terminal.line("  " + say(BenchMessages.share(number(result.partOfReading * 100))))
        Terminal.line("\n" + Colour.bold(say(BenchMessages.slowRules)))
        for rule in result.rules.prefix(slowest) {
            Terminal.line(
                "  \(number(rule.microseconds)) µs  \(number(rule.part * 100)) %  \(rule.name)")
        }
        Terminal.line("\n" + Colour.bold(say(BenchMessages.conditions)))
        for kind in result.conditions {
            Terminal.line(
                "  \(number(kind.microseconds)) µs  \(number(kind.part * 100)) %  \(kind.name)")
        }
    }

    /// What was measured, as people and programs read it.
    private struct Result: Encodable {
        struct Speed: Encodable {
            /// Of source for reading, of text for judging.
            var megabytesPerSecond: Double
            var pagesPerSecond: Double
        }

        /// The time that one page took, on average.
        struct Part: Encodable {
            var name: String
            var microseconds: Double
            /// Of one verdict.
            var part: Double
        }

        var pages: Int
        var rounds: Int
        var textMegabytes: Double
        var reading: Speed
        var judging: Speed
        var folding: Speed
        var matching: Speed
        /// All of judging before a rule is asked.
        var listening: Speed
        /// What judging costs, of what reading the page costs.
        var partOfReading: Double
        var rules: [Part]
        var conditions: [Part]

        init(_ bench: RuleBench) {
            let judged = Double(bench.pages * bench.rounds)
            let text = Double(bench.judging.textBytes)
            func speed(_ nanoseconds: UInt64, _ bytes: Double) -> Speed {
                let seconds = max(Double(nanoseconds), 1) / 1e9
                return Speed(
                    megabytesPerSecond: bytes / 1e6 / seconds, pagesPerSecond: judged / seconds)
            }
            func parts(_ costs: [String: UInt64]) -> [Part] {
                costs.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { name, cost in
                    Part(
                        name: name, microseconds: Double(cost) / 1000 / judged,
                        part: Double(cost) / max(1, Double(bench.judging.whole)))
                }
            }
            pages = bench.pages
            rounds = bench.rounds
            textMegabytes = text / 1e6 / Double(bench.rounds)
            reading = speed(bench.reading, Double(bench.bytes * bench.rounds))
            judging = speed(bench.judging.whole, text)
            folding = speed(bench.judging.folding, text)
            matching = speed(bench.judging.matching, text)
            listening = speed(bench.judging.reading, text)
            partOfReading = Double(bench.judging.whole) / max(1, Double(bench.reading))
            rules = parts(bench.judging.rules)
            conditions = parts(bench.judging.conditions)
        }
    }
}
