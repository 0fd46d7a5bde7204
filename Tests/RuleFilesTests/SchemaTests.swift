// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FastMatcher
import Foundation
import Judgement
import RuleFiles
import Testing

/// The schema that editors use, held to the parser of the rule files.
struct SchemaTests {
    private static let root = ShippedRulesTests.root
    private static let schema = root.path + "/Rules/schema.json"

    /// The Python of the checkers' environment, if `make setup-tests` made it.
    static let python: String? = {
        let folder =
            ProcessInfo.processInfo.environment["JIANWEI_CHECKERS"]
            ?? root.path + "/.build/checkers"
        let found = FileManager.default.isExecutableFile(atPath: folder + "/bin/jsonschema")
        return found ? folder + "/bin/python" : nil
    }()

    /// What the validator says of each file, by name.
    private static func validated(_ paths: [String]) throws -> [String: String] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(python))
        let script = root.path + "/Tests/RuleFilesTests/validate.py"
        process.arguments = [script, schema] + paths
        process.standardOutput = output
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return Dictionary(
            text.split(separator: "\n").compactMap { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return parts.count == 2
                    ? (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)) : nil
            }, uniquingKeysWith: { a, b in a + b })
    }

    @Test(.enabled(if: python != nil, "run 'make setup-tests' for jsonschema"))
    func `Every rule file that is shipped is valid`() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: ShippedRulesTests.folder
        ).filter { $0.hasSuffix(".yml") }

        let found = try Self.validated(names.map { ShippedRulesTests.folder + "/" + $0 })

        #expect(found.count == names.count && names.count >= 10)
        for (name, answer) in found { #expect(answer == "ok", "\(name)") }
    }

    /// A rule file in which one thing is as it must be, to be broken.
    private static let sound = """
        lists:
          sale: {words: [免考, 直出], spoken: true, number: before}
        variants: [{of: 免, strong: 兔}]
        speech:
          cues: [{stance: negated, side: before, reach: 9, words: [严禁]}]
          frame: {at-least: 2, words: [记者]}
        rules:
          - id: a.rule
            title: 标题
            why: 道理
            category: sale_forged
            group: offer
            weight: 2.5
            when: {all: [{words: [sale], in: text, stance: any}, {name: high}], within: 20}
            match: [免考]
            not: [{html: <p>x</p>, name: high}]
        scoring:
          curve: [{bits: 0, score: 0}, {bits: 9, score: 100}]
          levels: {doubtful: 25, suspect: 50, high: 85}
          caps: {offer: 5}
        pages: [{note: 一, level: [high, suspect], category: sale_forged, text: 免考}]
        """

    /// What is written in place of what.
    private static let mistakes: [(String, String)] = [
        ("lists:", "list:"),
        ("words: [免考, 直出], spoken", "spoken"),
        ("[免考, 直出]", "[]"),
        ("[免考, 直出]", "{a: b}"),
        ("spoken: true", "spoken: often"),
        ("number: before", "number: near"),
        ("number: before", "colour: red"),
        ("{of: 免, strong: 兔}", "{strong: 兔}"),
        ("variants: [{of: 免, strong: 兔}]", "variants: 兔"),
        ("stance: negated", "stance: denied"),
        ("side: before", "side: left"),
        ("reach: 9", "reach: 9000"),
        ("reach: 9, ", ""),
        ("at-least: 2, ", ""),
        ("    title: 标题\n", ""),
        ("    why: 道理\n", ""),
        ("category: sale_forged\n", "category: theft\n"),
        ("weight: 2.5", "weight: 99"),
        ("weight: 2.5", "weight: 0"),
        ("weight: 2.5", "weight: heavy"),
        ("weight: 2.5", "weight: -2.5"),
        ("weight: 2.5", "wieght: 2.5"),
        ("in: text", "in: body"),
        ("stance: any", "stance: said"),
        ("{name: high}]", "{name: high, in: text}]"),
        ("{name: high}]", "{name: highest}]"),
        ("{name: high}]", "{}]"),
        ("{name: high}]", "{name: high, shorter: 3}]"),
        ("{name: high}]", "{likeness: {}}]"),
        ("{name: high}]", "{likeness: {text: 80}}]"),
        ("{name: high}]", "{likeness: {colour: 0.5}}]"),
        ("{name: high}]", "{some: [{name: high}]}]"),
        ("{name: high}]", "{contact: letter}]"),
        ("{name: high}]", "{claim: sidebar}]"),
        ("{name: high}]", "{identifier: stolen}]"),
        ("{name: high}]", "{official-link: maybe}]"),
        ("{name: high}]", "{annotated: some}]"),
        ("{name: high}]", "{model: sale}]"),
        ("{name: high}]", "{model: sale, at-least: 51}]"),
        ("{name: high}]", "{model: sale, at-most: much}]"),
        ("{name: high}]", "{any: []}]"),
        ("{name: high}]", "name]"),
        ("within: 20", "within: 0"),
        ("within: 20", "within: near"),
        ("    match: [免考]\n", ""),
        ("not: [{html: <p>x</p>, name: high}]", "not: []"),
        ("{html: <p>x</p>, name: high}", "{url: 'http://a.example/'}"),
        ("{html: <p>x</p>, name: high}", "{html: <p>x</p>, icon: round}"),
        ("curve: [{bits: 0, score: 0}, ", "curve: ["),
        ("score: 100", "score: 101"),
        ("suspect: 50, ", ""),
        ("caps: {offer: 5}", "caps: {offer: 0}"),
        ("caps: {offer: 5}", "caps: {offer: much}"),
        ("note: 一, ", ""),
        ("level: [high, suspect]", "level: [certain]"),
        (", text: 免考}]", "}]"),
    ]

    @Test(.enabled(if: python != nil, "run 'make setup-tests' for jsonschema"))
    func `What the parser rejects the schema rejects as well, and nothing sound`() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/jianwei-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var paths: [String] = []
        for (index, mistake) in ([("", "")] + Self.mistakes).enumerated() {
            let broken = Self.sound.replacingOccurrences(of: mistake.0, with: mistake.1)
            try #require(index == 0 || broken != Self.sound, "\(mistake)")
            let own = "\(folder)/\(index)"
            try FileManager.default.createDirectory(
                atPath: own, withIntermediateDirectories: true)
            try broken.write(toFile: own + "/\(index).yml", atomically: true, encoding: .utf8)
            paths.append(own + "/\(index).yml")
            func parse() throws {
                _ = try RuleFiles.load(directory: own, compile: RegularExpression.compiler)
            }
            if index == 0 {
                try parse()
            } else {
                #expect(throws: RuleFileError.self, "\(mistake)") { try parse() }
            }
        }

        let found = try Self.validated(paths)

        #expect(found["0.yml"] == "ok")
        for (index, mistake) in Self.mistakes.enumerated() {
            let answer = try #require(found["\(index + 1).yml"], "\(mistake)")
            #expect(answer != "ok", "\(mistake)")
        }
    }

    @Test func `The schema knows every value that the parser takes`() throws {
        let data = try #require(FileManager.default.contents(atPath: Self.schema))
        let schema = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let parts = try #require(schema["$defs"] as? [String: [String: Any]])
        func values(_ name: String) -> [String] { parts[name]?["enum"] as? [String] ?? [] }

        #expect(Set(values("field")) == Set(FieldName.allCases.map(\.rawValue)))
        #expect(Set(values("stance")) == Set(Stance.allCases.map(\.rawValue)))
        #expect(Set(values("category")) == Set(Verdict.Category.allCases.map(\.rawValue)))
        #expect(Set(values("level")) == Set(Verdict.Level.allCases.map(\.rawValue)))
        #expect(Set(values("name-level")) == Set(NameOpinion.Level.allCases.map(\.rawValue)))
        #expect(Set(values("contact")) == Set(Contact.Kind.allCases.map(\.rawValue)))
        #expect(Set(values("place")) == Set(Condition.ClaimPlace.allCases.map(\.rawValue)))
        #expect(
            Set(values("identifier")) == Set(Condition.IdentifierTest.allCases.map(\.rawValue)))
    }
}
