// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import Sweep
import Wording

/// `jianwei lookups`: for whoever sets up the bureau's own sources.
struct LookupsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookups",
        abstract: say(CommandMessages.lookups),
        discussion: say(CommandMessages.lookupsExamples),
        subcommands: [Check.self, Ask.self]
    )

    /// `jianwei lookups check`: mistakes, and which secrets are set; no network.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: say(CommandMessages.lookupsCheck))

        @OptionGroup var options: LookupsOptions

        func run() throws {
            let sources = try options.sources()
            let states = sources.map {
                SourceState($0, environment: ProcessInfo.processInfo.environment)
            }
            for state in states { options.json ? try Terminal.json(state) : show(state) }
            guard states.allSatisfy({ $0.problems.isEmpty }) else {
                throw Failure(Failure.someFailed, CommandMessages.lookupsUnready)
            }
            if !options.json { Terminal.line(say(CommandMessages.lookupsRead(sources.count))) }
        }

        private func show(_ state: SourceState) {
            Terminal.line(Colour.bold(VisibleText.line("\(state.id)  \(state.title)")))
            Terminal.line("    " + VisibleText.line("\(state.method) \(state.address)"))
            for secret in state.secretsSet {
                Terminal.line("    " + Colour.green(say(CommandMessages.secretSet(secret))))
            }
            for problem in state.problems { Terminal.line("    " + Colour.red(problem)) }
        }
    }

    /// `jianwei lookups ask`: one question to each source, now.
    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ask", abstract: say(CommandMessages.lookupsAsk))

        @Argument(help: ArgumentHelp(say(CommandMessages.lookupsSubject), valueName: "domain"))
        var subject: String

        @Option(help: ArgumentHelp(say(CommandMessages.lookupsOnly), valueName: "id"))
        var only: String?

        @Option(help: ArgumentHelp(say(CommandMessages.hostsOption), valueName: "file"))
        var hosts: String?

        @Option(help: ArgumentHelp(say(CommandMessages.resolverOption), valueName: "address"))
        var resolver: [String] = []

        @OptionGroup var options: LookupsOptions

        func run() async throws {
            let sources = try options.sources().filter { only == nil || $0.id == only }
            guard !sources.isEmpty else {
                throw Failure(Failure.misuse, CommandMessages.lookupsNoSuch(only ?? ""))
            }
            let trial = try LookupTrial(
                of: subject, sources: sources, hostsFile: hosts, resolvers: resolver,
                software: Jianwei.software)
            let results = try await trial.ask()
            guard !results.isEmpty else {
                throw Failure(Failure.misuse, CommandMessages.lookupsOther)
            }
            for result in results { options.json ? try Terminal.json(result) : show(result) }
            guard results.allSatisfy(\.isAnswered) else { throw ExitCode(Failure.someFailed) }
        }

        private func show(_ result: LookupTrial.Result) {
            Terminal.line(Colour.bold(VisibleText.line("\(result.id)  \(result.title)")))
            if let facts = result.facts {
                Terminal.line("    \(facts.source.server)  SHA-256 \(facts.source.sha256)")
                for value in facts.rows.flatMap({ $0 }) {
                    let name = say(LookupMessages.field(value.field.rawValue))
                    Terminal.line(
                        "    "
                            + VisibleText.line(
                                "\(value.field.rawValue) \(name): \(value.text)  ← \(value.place)"))
                }
            }
            for gap in result.gaps { Terminal.line("    " + VisibleText.line(say(gap))) }
            if !result.raw.isEmpty, result.facts?.problem != nil {
                Terminal.line("    " + VisibleText.line(String(result.raw.prefix(2000))))
            }
        }
    }
}

/// What both commands take.
struct LookupsOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say(CommandMessages.lookupsOption), valueName: "file"))
    var lookups: String?

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var data: DataOptions

    /// The sources; prints each mistake of their list as a line of the result.
    func sources() throws -> [LookupSource] {
        var settings = SweepSettings()
        // A list that was named needs no folder of data.
        settings.lookupsFile =
            try lookups ?? data.folder().lookupsFile(named: nil)
        guard let file = settings.lookupsFile else {
            throw Failure(Failure.misuse, CommandMessages.noLookups)
        }
        guard FileManager.default.fileExists(atPath: file) else {
            throw Failure(Failure.misuse, CommandMessages.noLookupsFile(file))
        }
        return try RulesOptions.reportingMistakes(json: json) { try settings.lookupSources() }
    }
}

/// A source as `lookups check` shows it; secrets by name only.
private struct SourceState: Encodable {
    var id: String
    var title: String
    var about: LookupSource.Subject
    var method: String
    var address: String
    var fields: [LookupField]
    var secretsSet: [String]
    var problems: [String]

    init(_ source: LookupSource, environment: [String: String]) {
        id = source.id
        title = source.title
        about = source.about
        method = source.method.rawValue
        address = source.address.written
        fields = source.fields.keys.sorted()
        let (secrets, missing) = Secrets.take(source.secrets, from: environment)
        secretsSet = secrets.values.keys.sorted()
        problems = missing.map { say($0) }
    }
}
