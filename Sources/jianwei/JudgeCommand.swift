// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import Judgement
import PageReader
import Sweep
import Wording

/// `jianwei judge`: scores saved pages, without a network.
struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: say(CommandMessages.judge),
        discussion: say(CommandMessages.judgeExamples)
    )

    @Argument(help: ArgumentHelp(say(CommandMessages.judgeFile), valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp(say(CommandMessages.judgeURL), valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp(say(CommandMessages.judgeHeader), valueName: "name: value"))
    var header: [String] = []

    @Flag(help: ArgumentHelp(say(CommandMessages.judgeLines)))
    var jsonl = false

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var data: DataOptions

    func validate() throws {
        if jsonl, file != nil || url != nil {
            throw ValidationError(say(CommandMessages.judgeLinesAlone))
        }
        if !jsonl, file == nil || url == nil {
            throw ValidationError(say(CommandMessages.judgeNeeds))
        }
    }

    func run() async throws {
        let knowledge = try Knowledge.load(from: data.folder())
        if jsonl {
            await judgeLines(knowledge)
            return
        }
        guard let file, let url else { return }
        let page = try SavedPage(file: file, url: url, headers: header)
        let verdict: Verdict
        do {
            verdict = try page.verdict(knowledge)
        } catch {
            throw Failure(Failure.misuse, error.message)
        }
        if json { try Terminal.json(verdict) } else { VerdictText.show(verdict) }
    }

    /// Answers each line of standard input by one line, in the same order.
    private func judgeLines(_ knowledge: Knowledge) async {
        var reader = LineReader()
        var number = 0
        var batch: [(number: Int, line: [UInt8])] = []
        var bytes = 0
        while true {
            let line = reader.next()
            if let line {
                number += 1
                if !line.isEmpty { batch.append((number, line)) }
                bytes += line.count
            }
            // A lone line is answered at once, so that a program can ask and listen in turn.
            guard line == nil || batch.count >= 64 || bytes > 1 << 22 || !reader.hasMore else {
                continue
            }
            let answers = await withTaskGroup(of: (Int, String).self) { group in
                for (index, item) in batch.enumerated() {
                    group.addTask { (index, Self.answer(item.line, item.number, knowledge)) }
                }
                var answers = [String](repeating: "", count: batch.count)
                for await (index, answer) in group { answers[index] = answer }
                return answers
            }
            if !answers.isEmpty { Terminal.line(answers.joined(separator: "\n")) }
            batch = []
            bytes = 0
            if line == nil { return }
        }
    }

    private static func answer(_ line: [UInt8], _ number: Int, _ knowledge: Knowledge) -> String {
        struct Problem: Encodable {
            var error: String
            var line: Int
        }
        func encoded(_ value: some Encodable) -> String {
            (try? CaseworkJSON.encode(value)).map { String(decoding: $0, as: UTF8.self) }
                ?? #"{"error":"cannot be encoded","line":\#(number)}"#
        }
        do {
            return encoded(try SavedPage(json: line).verdict(knowledge))
        } catch {
            return encoded(Problem(error: say(error.message), line: number))
        }
    }
}
