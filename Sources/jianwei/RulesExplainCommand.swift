// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Judgement
import Sweep
import Wording

/// `jianwei rules explain`: how the verdict on one page came about.
struct RulesExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: say(CommandMessages.rulesExplain))

    @Argument(help: ArgumentHelp(say(CommandMessages.judgeFile), valueName: "page"))
    var page: String

    @Option(help: ArgumentHelp(say(CommandMessages.judgeURL), valueName: "url"))
    var url: String

    @Option(help: ArgumentHelp(say(CommandMessages.judgeHeader), valueName: "name: value"))
    var header: [String] = []

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var data: DataOptions

    func run() throws {
        let knowledge = try Knowledge.load(from: data.folder())
        let saved = try SavedPage(file: page, url: url, headers: header)
        let reasoning: Reasoning
        do {
            reasoning = try saved.reasoning(knowledge)
        } catch {
            throw Failure(Failure.misuse, error.message)
        }
        if json {
            try Terminal.json(reasoning)
            return
        }
        VerdictText.show(reasoning.verdict)
        if let sum = reasoning.sum { show(sum, reasoning.fired) }
        show(reasoning.nearMisses)
    }

    private func show(_ sum: Reasoning.Sum, _ fired: [Reasoning.Fired]) {
        Terminal.line("\n" + Colour.bold(say(CommandMessages.sumTitle)))
        for group in sum.groups {
            let rules = fired.filter { $0.group == group.name }.map(\.rule)
                .joined(separator: ", ")
            let text = CommandMessages.groupSum(
                group.name, VerdictText.bits(group.bits), VerdictText.bits(group.counted))
            Terminal.line("  \(say(text))  \(Colour.grey(rules))")
        }
        Terminal.line(
            "  " + say(CommandMessages.bitsSum(VerdictText.bits(sum.bits), sum.scoreOfBits)))
        for brake in sum.brakes {
            Terminal.line("  " + say(CommandMessages.brake(brake.reason.rawValue, brake.score)))
        }
        Terminal.line("  " + sum.level.colour("\(sum.level.shown) \(sum.score)"))
    }

    private func show(_ misses: [Reasoning.NearMiss]) {
        guard !misses.isEmpty else { return }
        Terminal.line("\n" + Colour.bold(say(CommandMessages.nearTitle)))
        for miss in misses {
            Terminal.line("  \(VerdictText.bits(miss.weight))  \(miss.title) (\(miss.rule))")
            Terminal.line("      " + say(CommandMessages.nearMissing(miss.missing)))
            let quote = Colour.grey(VisibleText.line(miss.text, limit: 120))
            Terminal.line("      \(miss.field) \(miss.start)–\(miss.end): \(quote)")
        }
    }
}
