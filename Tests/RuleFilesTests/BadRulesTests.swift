// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FastMatcher
import Foundation
import Judgement
import PageReader
import RuleFiles
import Testing
import Wording

/// Rule files that would cost without bound, or that contradict themselves.
struct BadRulesTests {
    private static let scale = """
        scoring:
          curve: [{bits: 0, score: 0}, {bits: 9, score: 100}]
          levels: {doubtful: 25, suspect: 50, high: 85}

        """

    /// The mistakes of rule files with these texts.
    private func mistakes(_ texts: [String]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.path + "/jianwei-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (index, text) in texts.enumerated() {
            let path = "\(folder)/\(index).yml"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
        do {
            _ = try RuleFiles.load(directory: folder, compile: RegularExpression.compiler)
            return []
        } catch {
            return error.mistakes.map(\.message.english)
        }
    }

    /// A file with the scale and one rule.
    private func rule(_ condition: String, weight: String = "1", more: String = "") -> String {
        Self.scale + """
            rules:
              - id: a
                title: t
                why: w
                group: g
                weight: \(weight)
                when: \(condition)
                match: [a]
                not: [b]
            \(more)
            """
    }

    @Test func `A table of ten million words is refused before it is read`() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/jianwei-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Some 100 MB, written in pieces.
        let path = folder + "/table.yml"
        try Data("lists:\n  t:\n    words:\n".utf8).write(to: URL(fileURLWithPath: path))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        let piece = Data(String(repeating: "    - 免考\n", count: 100_000).utf8)
        for _ in 0..<100 { try handle.write(contentsOf: piece) }
        try handle.close()
        let before = Self.residentMegabytes()

        let error = #expect(throws: RuleFileError.self) {
            try RuleFiles.load(directory: folder, compile: RegularExpression.compiler)
        }

        #expect(
            error?.mistakes.contains {
                $0.message.english.hasPrefix(
                    "table.yml:1:1: error: larger than 1 MiB; divide it")
            } ?? false)
        #expect(Self.residentMegabytes() - before < 64)
    }

    /// The most memory that this process has had, in MiB.
    private static func residentMegabytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }

    @Test func `More words than a set may have are refused, divided among files or composed`()
        throws
    {
        let words = (0..<15_000).map { "词\($0)" }.joined(separator: ", ")
        let files = (0..<14).map { "lists:\n  l\($0): {words: [\(words)]}\n" }
        let hundred = (0..<140).map { "a\($0)" }.joined(separator: ", ")
        let square = "- [[\(hundred)], [\(hundred)]]"
        let composed =
            "lists:\n  l:\n    compose:\n"
            + String(repeating: "      \(square)\n", count: 60)

        #expect(try mistakes([Self.scale] + files.prefix(13)).isEmpty)
        #expect(
            try mistakes([Self.scale] + files).contains {
                $0.contains("the parts make more than 200000 phrases")
            })
        #expect(
            try mistakes([Self.scale, composed]).contains {
                $0.contains("more than 200000 phrases")
            })
    }

    @Test func `Anchors that repeat without end, and nesting without end, are refused`() throws {
        var bomb = "{any: [{name: high}, {name: high}]}"
        var parts = ["- &a0 \(bomb)"]
        for level in 1..<40 {
            bomb = "{any: [*a\(level - 1), *a\(level - 1)]}"
            parts.append("- &a\(level) \(bomb)")
        }
        let condition = "\n      any:\n" + parts.map { "        \($0)\n" }.joined()

        #expect(
            try mistakes([rule(condition)]).contains {
                $0.contains("holds more than 400000 values, counting what anchors repeat")
            })
        #expect(
            try mistakes([Self.scale + "rules: " + String(repeating: "[", count: 100_000)])
                .contains { $0.contains("not YAML") })
        let deep =
            String(repeating: "{not: ", count: 600) + "{name: high}"
            + String(repeating: "}", count: 600)
        #expect(try mistakes([rule(deep)]).count <= 1)
    }

    @Test(arguments: [#"(a)\1"#, "(?=a)b", "a{2000}{2000}", "(?<!a)b", "(((a{100}){100}){100})"])
    func `An expression that could run for ever is refused with its reason`(
        source: String
    ) throws {
        let found = try mistakes([rule("{regex: '\(source)'}")])

        #expect(found.count == 1)
        #expect(found.first?.contains("0.yml:") ?? false)
        #expect(found.first?.contains("is no regular expression") ?? false, "\(found)")
    }

    @Test(arguments: ["(a+)+$b", "(a|a)*b", "(a*)*b", "(.*)*(.*)*(.*)*b", "(a?){40}a{40}b"])
    func `An expression that would run for ever elsewhere ends in a text of a megabyte`(
        source: String
    ) throws {
        let text = [UInt8](repeating: 0x61, count: 1 << 20)

        #expect(try RegularExpression(source).matches(in: text, limit: 400).isEmpty)
    }

    @Test func `What contradicts itself is a mistake`() throws {
        let twice = """
              - id: b
                title: t
                why: w
                group: h
                weight: -1
                when: {name: high}
                match: [a]
                not: [b]
            """

        #expect(
            try mistakes([rule("{name: high}", more: twice)]) == [
                "0.yml:17:13: error: 'a' asks the same and weighs the other way; keep one of them"
            ])
        #expect(
            try mistakes([
                rule("{name: high}", weight: "-2\n    category: sale_forged")
            ]) == [
                "0.yml:10:15: error: a rule that speaks against has no category; take out "
                    + "'category', or make the weight positive"
            ])
        let levels = rule("{name: high}").replacingOccurrences(
            of: "suspect: 50", with: "suspect: 90")
        #expect(
            try mistakes([levels]) == [
                "0.yml:3:11: error: the levels contradict one another: doubtful must be less than "
                    + "suspect, suspect less than high"
            ])
        let cap = rule("{name: high}").replacingOccurrences(
            of: "rules:", with: "  caps: {g: -3}\nrules:")
        #expect(
            try mistakes([cap]) == [
                "0.yml:4:13: error: the cap of 'g' must be more than 0 bits; it limits what speaks "
                    + "for and what speaks against alike"
            ])
    }

    /// The mistakes of a folder with one rule that asks the model, and `model` as its file.
    private func mistakes(model: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.path + "/jianwei-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rules = rule("{model: sale, at-least: 1.5}")
        try Data(rules.utf8).write(to: URL(fileURLWithPath: folder + "/a.yml"))
        try Data(model.utf8).write(to: URL(fileURLWithPath: folder + "/model.txt"))
        do {
            let loaded = try RuleFiles.load(directory: folder, compile: RegularExpression.compiler)
            #expect(loaded.model?.pieces.count == 2)
            return []
        } catch {
            return error.mistakes.map(\.message.english)
        }
    }

    @Test func `A model is read, and what is no model is refused with its line`() throws {
        let sound =
            "# learned\nheads\tsale\nbias\t-20\nfloor\t9\n免考\t31\t250\n"
            + "加‹#account›\t40\t-9\n"

        #expect(try mistakes(model: sound).isEmpty)
        for (old, new, place) in [
            ("heads\tsale", "免考\t1", "model.txt:2:1"),
            ("bias\t-20", "bias\tmuch", "model.txt:3:1"),
            ("floor\t9", "免考\t31\t250", "model.txt:4:1"),
            ("31\t250", "31", "model.txt:5:1"), ("31\t250", "0\t250", "model.txt:5:1"),
            ("31\t250", "1001\t250", "model.txt:5:1"),
            ("31\t250", "31\t2500000", "model.txt:5:1"), ("‹#account›", "‹#no›", "model.txt:6:1"),
            ("加‹#account›", "免考", "model.txt:6:1"),
        ] {
            let found = try mistakes(model: sound.replacingOccurrences(of: old, with: new))

            #expect(found.contains { $0.hasPrefix(place) && $0.contains("make train") }, "\(found)")
        }
        let other = try mistakes(model: sound.replacingOccurrences(of: "sale", with: "query"))
        #expect(other.contains { $0.contains("the model knows no 'sale'; it knows: query") })
    }

    @Test func `A condition on the model says a bound`() throws {
        let found = try mistakes([rule("{model: sale}")])

        #expect(found.contains { $0.contains("'model' needs 'at-least' or 'at-most', in bits") })
    }
}
