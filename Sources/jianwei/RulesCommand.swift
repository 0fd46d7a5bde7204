// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import RuleFiles
import Sweep
import Wording

/// `jianwei rules`: for whoever writes rules.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: say(CommandMessages.rules),
        discussion: say(CommandMessages.rulesExamples),
        subcommands: [
            Check.self, Test.self, RulesExplainCommand.self, RulesBenchCommand.self,
            ImportIndicatorsCommand.self,
        ]
    )

    /// `jianwei rules check`: every mistake, with its place.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: say(CommandMessages.rulesCheck))

        @OptionGroup var options: RulesOptions

        func run() throws {
            let folder = try options.data.folder()
            let counts = try options.reportingMistakes {
                try RuleTrial.check(options.directory, in: folder)
            }
            if options.json {
                try Terminal.json(counts)
            } else {
                Terminal.line(
                    say(
                        CommandMessages.rulesRead(
                            counts.rules, counts.lists, counts.samples + counts.pages)))
            }
        }
    }

    /// `jianwei rules test`: every sample page, judged.
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: say(CommandMessages.rulesTest))

        @OptionGroup var options: RulesOptions

        func run() throws {
            let folder = try options.data.folder()
            let trial = try options.reportingMistakes {
                try RuleTrial.run(options.directory, in: folder)
            }
            for difference in trial.differences {
                if options.json { try Terminal.json(difference) } else { show(difference) }
            }
            let counts = trial.counts
            guard trial.differences.isEmpty else {
                throw Failure(
                    Failure.someFailed,
                    CommandMessages.rulesDiffer(
                        trial.differences.count, of: counts.samples + counts.pages))
            }
            if !options.json {
                Terminal.line(say(CommandMessages.rulesHold(counts.samples, counts.pages)))
            }
        }

        private func show(_ difference: RuleTrial.Difference) {
            let title = [difference.origin, difference.rule, difference.note]
                .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ")
            Terminal.line(VisibleText.line(title))
            let text = CommandMessages.rulesDifference(difference.expected, difference.found)
            Terminal.line("    " + VisibleText.line(say(text)))
            if !difference.matched.isEmpty {
                let matched = difference.matched.joined(separator: ", ")
                Terminal.line("    " + VisibleText.line(say(CommandMessages.rulesMatched(matched))))
            }
        }
    }
}

/// What `rules check` and `rules test` take.
struct RulesOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(say(CommandMessages.rulesFolder), valueName: "dir"))
    var directory: String?

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var data: DataOptions

    /// Does `work`; prints each mistake of the rule files as a line of the result.
    func reportingMistakes<Value>(_ work: () throws -> Value) throws -> Value {
        try Self.reportingMistakes(json: json, work)
    }

    /// Does `work`; prints each mistake of the files that it reads.
    static func reportingMistakes<Value>(
        json: Bool, _ work: () throws -> Value
    ) throws -> Value {
        do {
            return try work()
        } catch let error as RuleFileError {
            for mistake in error.mistakes {
                if json {
                    try Terminal.json(Mistake(mistake))
                } else {
                    Terminal.line(VisibleText.line(say(mistake.message)))
                }
            }
            throw Failure(
                Failure.someFailed, CommandMessages.rulesMistakes(error.mistakes.count))
        }
    }

    /// One mistake as a line of JSON.
    private struct Mistake: Encodable {
        var file: String
        var line: Int
        var column: Int
        var error: String

        init(_ mistake: RuleFileError.Mistake) {
            file = mistake.file
            line = mistake.line
            column = mistake.column
            error = say(mistake.what)
        }
    }
}
