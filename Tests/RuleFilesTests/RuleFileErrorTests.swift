// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FastMatcher
import Casework
import Foundation
import RuleFiles
import Testing
import Wording

struct RuleFileErrorTests {
    /// Loads one rule file, beside a scale, and returns what is said of it.
    private func complaints(_ yaml: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "jianwei-rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try yaml.write(to: folder.appending(path: "r.yml"), atomically: true, encoding: .utf8)
        try """
        scoring:
          curve: [{bits: 0, score: 0}, {bits: 10, score: 100}]
          levels: {doubtful: 25, suspect: 50, high: 85}
        lists: {sale: {words: [免考]}}
        """.write(to: folder.appending(path: "s.yml"), atomically: true, encoding: .utf8)
        do {
            _ = try RuleFiles.load(directory: folder.path, compile: RegularExpression.compiler)
            return []
        } catch {
            return error.message.english.split(separator: "\n").map(String.init)
        }
    }

    @Test func `Every mistake is named with its file, line and column`() throws {
        let yaml = """
            rules:
              - id: a
                title: 一
                why: 因
                group: g
                weight: 99
                colour: red
                when: {words: [nothing], in: [body]}
                match: [免考]
                not: [好]
              - id: b
                title: 二
                why: 因
                group: g
                weight: 1
                category: theft
                when: {all: []}
                match: [免考]
            """

        let found = try complaints(yaml)

        #expect(
            found == [
                "r.yml:6:13: error: the weight '99' is not between -20 and 20 bits, without 0",
                "r.yml:7:5: error: unknown key 'colour'; allowed here: id, title, why, category, "
                    + "group, weight, when, match, not",
                "r.yml:8:19: error: there is no list 'nothing'; lists: organ, platform, "
                    + "platform-code, sale",
                "r.yml:8:35: error: 'in' cannot be 'body'; allowed: title, text, hidden, meta, "
                    + "image, hint, data, target, script, comment, url",
                "r.yml:11:5: error: the rule has no 'not' page; add one, so that the rule stays "
                    + "tested",
                "r.yml:16:15: error: 'category' cannot be 'theft'; allowed: fake_query, "
                    + "sale_forged, exam_bypass, mirror_spam",
                "r.yml:17:17: error: an empty condition would match every page; name at least "
                    + "one word or part",
            ])
    }

    @Test func `A taken id and a double condition are refused`() throws {
        let rule = """
              - {id: a, title: 一, why: 因, group: g, weight: 1, match: [免考], not: [好],
                 when: {words: [sale]}}

            """
        let both = """
              - {id: c, title: 一, why: 因, group: g, weight: 1, match: [免考], not: [好],
                 when: {words: [sale], name: high}}
            """

        let found = try complaints("rules:\n" + rule + rule + both)

        #expect(found.count == 2)
        #expect(found.first?.contains("the id 'a' is taken by r.yml:2") == true)
        #expect(found.last?.contains("a condition says exactly one thing, this says 2") == true)
    }

    @Test func `Broken YAML and a missing folder are explained in both languages`() throws {
        let found = try complaints("rules: [")

        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("r.yml:") == true)
        do {
            _ = try RuleFiles.load(
                directory: "/nonexistent/rules", compile: RegularExpression.compiler)
            Issue.record("a missing folder was accepted")
        } catch {
            #expect(error.message.chinese.contains("无法读取"))
        }
    }

    @Test func `Sites are read with only what they must have`() throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "jianwei-sites-\(UUID().uuidString).yml")
        defer { try? FileManager.default.removeItem(at: file) }
        try "- {id: a, name: 甲, organ: 乙, hosts: [A.example]}".write(
            to: file, atomically: true, encoding: .utf8)

        let sites = try SiteFiles.load(path: file.path)

        #expect(sites == [ProtectedSite(id: "a", name: "甲", organ: "乙", hosts: ["a.example"])])
    }
}
