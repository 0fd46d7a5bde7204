// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import RuleFiles
import Testing

struct RegistryFileTests {
    /// The list that is shipped.
    private static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Seeds/registries.yml").standardizedFileURL.path

    @Test func `The shipped list says whom to ask about the usual names and addresses`() throws {
        let directory = try RegistryFiles.load(path: Self.shipped)

        #expect(directory.source(ofDomain: "a.com.cn")?.whois?.host == "whois.cnnic.cn")
        #expect(directory.source(ofDomain: "a.com")?.rdap.isEmpty == false)
        #expect(directory.source(ofDomain: "a.rare-suffix")?.whois != nil)
        #expect(directory.source(ofDomain: "a.example") == nil)
        #expect(directory.source(ofDomain: "a.test") == nil)
        let address = try #require(IPAddress("8.8.4.4"))
        #expect(directory.source(of: address)?.rdap.isEmpty == false)
        let loopback = try #require(IPAddress("127.77.0.1"))
        #expect(directory.source(of: loopback) == nil)
        #expect(directory.secondsBetweenQuestions == 2)
        #expect(!directory.phrases.limited.isEmpty)
    }

    @Test func `Every mistake is named with its line`() throws {
        let path = NSTemporaryDirectory() + "/registries-\(UUID().uuidString).yml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(
            """
            domains:
              - suffixes: [cn]
                whois: "not a host"
              - sufixes: [com]
            addresses:
              - ranges: [10.0.0.0/99]
                rdap: "ftp://rdap.example/"
            """.utf8
        ).write(to: URL(fileURLWithPath: path))

        let error = #expect(throws: RuleFileError.self) { try RegistryFiles.load(path: path) }

        #expect(error?.mistakes.map(\.line).sorted() == [3, 4, 4, 6, 7])
    }

    @Test func `Without a list nobody is asked`() throws {
        let directory = try RegistryFiles.load(path: "/nonexistent/registries.yml")

        #expect(directory == RegistryDirectory())
    }
}
