// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import RuleFiles
import Testing
import Wording

struct LookupFileTests {
    private static let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Seeds/lookups.example.yml").standardizedFileURL.path

    private func load(_ text: String) throws -> [LookupSource] {
        let path = NSTemporaryDirectory() + "/lookups-\(UUID().uuidString).yml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try LookupFiles.load(path: path)
    }

    @Test func `The example that is shipped has no mistake`() throws {
        let sources = try LookupFiles.load(path: Self.example)

        #expect(sources.map(\.id) == ["icp", "pdns"])
        #expect(sources.map(\.secrets) == [["ICP_TOKEN"], ["PDNS_KEY"]])
        #expect(sources.map(\.method) == [.post, .get])
        #expect(sources[0].fields.count == 6)
        #expect(sources[0].allowed.map(\.description) == ["10.1.2.0/24"])
        #expect(sources[1].isLines)
    }

    @Test func `What is asked about is escaped for where it stands`() throws {
        let source = try #require(
            try load(
                """
                lookups:
                  - id: a
                    title: t
                    about: host
                    method: POST
                    address: https://a.test/q/{host}?k=${KEY_1}
                    headers: {X-Host: "{host}"}
                    body: '{"h": "{host}", "k": "${KEY_1}", "x": {}}'
                    fields: {note: /n}
                """
            ).first)
        let subject = #"a"b\c&d/é"#

        let body = source.body?.text(about: subject, .json) { _ in "s\"x" }

        #expect(
            source.address.text(about: subject, .percent) { _ in "s/x" }
                == "https://a.test/q/a%22b%5Cc%26d%2F%C3%A9?k=s%2Fx")
        #expect(body == #"{"h": "a\"b\\c&d/é", "k": "s\"x", "x": {}}"#)
    }

    @Test(arguments: [
        ("address: https://{domain}/q", 5, "nothing filled in"),
        ("address: https://a.test?d={domain}", 5, "with a path"),
        ("address: ftp://a.test/{domain}", 5, "http"),
        ("address: https://a.test/{domain}/{host}", 5, "{host} is not filled in"),
        ("address: https://a.test/", 5, "nothing says what is asked about"),
        ("address: https://a.test/{domain}?k=${}", 5, "${ICP_TOKEN}"),
        ("address: https://a.test/{domain}\n    headers: {Host: x}", 6, "'Host' cannot be set"),
        ("address: https://a.test/{domain}\n    method: PUT", 6, "allowed: GET, POST"),
        ("address: https://a.test/{domain}\n    method: POST", 2, "go together"),
        ("address: https://a.test/{domain}\n    allow: [10.0.0.0/99]", 6, "no range"),
        ("address: https://a.test/{domain}\n    ca: none.pem", 6, "none.pem cannot be read"),
        ("address: https://a.test/{domain}\n    seconds: 99", 6, "between 1 and 20"),
        ("address: https://a.test/{domain}\n    rows: data", 6, "no place in JSON"),
        ("address: https://a.test/{domain}\n    absent: {code: 4}", 6, "no place in JSON"),
        ("address: https://a.test/{domain}\n    retries: 3", 6, "allowed here: id, title"),
    ])
    func `A mistake is named with its line and with what is allowed`(
        address: String, line: Int, part: String
    ) throws {
        let text = """
            lookups:
              - id: a
                title: t
                about: domain
                \(address)
                fields: {icp.number: /n}
            """

        let error = #expect(throws: RuleFileError.self) { try load(text) }

        #expect(error?.mistakes.count == 1, "\(error?.message.english ?? "")")
        #expect(error?.mistakes.first?.line == line)
        #expect(error?.message.english.contains(part) == true, "\(error?.message.english ?? "")")
    }

    @Test func `Unknown fields, no fields and repeated ids are mistakes`() throws {
        let text = """
            lookups:
              - {id: a, title: t, about: domain, address: "https://a.test/{domain}", fields: {icp.no: /n}}
              - {id: a, title: t, about: domain, address: "https://a.test/{domain}", fields: {note: /n}}
              - {id: a, title: t, about: domain, address: "https://a.test/{domain}", fields: {note: /n}}
            """

        let error = #expect(throws: RuleFileError.self) { try load(text) }

        #expect(error?.message.english.contains("unknown key 'icp.no'; allowed here: ") == true)
        #expect(error?.message.english.contains("icp.number") == true)
        #expect(error?.message.english.contains("the id 'a' is taken") == true)
        #expect(error?.mistakes.map(\.line) == [2, 2, 3, 4])
    }
}
