// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import HostNames
import Lookalikes
import Sweep
import Wording

/// `jianwei names`: what names say, and which are in use.
struct NamesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "names",
        abstract: say(CommandMessages.names),
        subcommands: [Explain.self, Generate.self, Resolve.self]
    )

    /// `jianwei names explain`: is this host an imitation, of what, by which shape, and why.
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: say(CommandMessages.explain),
            discussion: say(CommandMessages.explainExamples)
        )

        @Argument(help: ArgumentHelp(say(CommandMessages.explainHosts), valueName: "host"))
        var hosts: [String] = []

        @Option(
            name: .customLong("min"),
            help: ArgumentHelp(say(CommandMessages.minOption), valueName: "level"))
        var minimum: String?

        @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
        var json = false

        @OptionGroup var data: DataOptions

        func run() throws {
            let knowledge = try Knowledge.load(from: data.folder())
            let least = try minimum.map(level) ?? nil
            var bad = BadLines()
            var output = OutputBuffer()
            func explain(_ written: String) throws {
                guard let host = HostLine.host(in: written, knowledge.names) else {
                    output.flush()
                    bad.add(written)
                    return
                }
                let opinion = knowledge.opinion(on: host)
                if let least {
                    guard let level = Verdict.Level(rawValue: opinion.level.rawValue),
                        level >= least
                    else { return }
                }
                if json {
                    output.line(
                        String(decoding: try CaseworkJSON.encode(opinion), as: UTF8.self))
                } else {
                    show(opinion, knowledge, &output)
                }
            }
            if hosts.isEmpty || hosts == ["-"] {
                var reader = LineReader(maximum: HostLine.maximumBytes)
                var scratch: [UInt8] = []
                while let line = reader.next() {
                    // Most names of a zone can be told harmless from their bytes alone.
                    if least ?? .dismiss > .dismiss, HostLine.isPlain(line),
                        !knowledge.explainer.mayImitate(line, &scratch)
                    {
                        continue
                    }
                    let host = HostLine.written(line)
                    if !host.isEmpty { try explain(host) }
                    // A program that asks and listens in turn is answered at once.
                    if output.isLong || !reader.hasMore { output.flush() }
                }
            } else {
                for host in hosts { try explain(host) }
            }
            output.flush()
            bad.close()
            if bad.count > 0 { throw ExitCode(Failure.someFailed) }
        }

        private func level(_ name: String) throws -> Verdict.Level {
            guard let level = Verdict.Level(rawValue: name) else {
                throw ValidationError(
                    say(
                        CommandMessages.outOfRange(
                            "--min", Verdict.Level.allCases.map(\.rawValue).joined(separator: ", "))
                    ))
            }
            return level
        }

        private func show(
            _ opinion: NameOpinion, _ knowledge: Knowledge, _ output: inout OutputBuffer
        ) {
            let level = Verdict.Level(rawValue: opinion.level.rawValue)
            let shown = level?.shown ?? say(CommandMessages.official)
            let site = opinion.site.flatMap { id in knowledge.sites.first { $0.id == id }?.name }
            let shape = opinion.shape.map { " \($0.rawValue)" } ?? ""
            output.line(
                (level?.colour ?? .green)("\(shown) \(opinion.score)")
                    + "  \(knowledge.names.unicode(opinion.host))\(shape)"
                    + (site.map { "  → \($0)" } ?? ""))
            for reason in opinion.why { output.line("  \(VisibleText.line(reason))") }
        }
    }
}
