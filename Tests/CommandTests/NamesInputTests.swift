// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `jianwei names explain` and `generate`: what they read and print.
struct NamesInputTests {
    @Test func `Zone files, lists of registrations and logs are read for the first host of a line`()
        async throws
    {
        let input = """
            ; a zone
            $ORIGIN com.
            cx-mem-gov.com. 3600 IN NS ns1.other.example.
            1,cxmemgov.cn,2026-11-20
            2026-11-25T05:00:01.123 client 192.0.2.1#53 query: mem-gov.top IN A
            "CXMEM.VIP","new"
            # a comment
            yjglb.cn  # noted
            """

        let result = try await Program.run(["names", "explain", "--json"], input: input)

        #expect(result.code == 0, "\(result.errors)")
        let hosts = result.lines.compactMap { line in
            line.firstMatch(of: /"host":"([^"]*)"/).map { String($0.1) }
        }
        #expect(
            hosts == ["cx-mem-gov.com", "cxmemgov.cn", "mem-gov.top", "cxmem.vip", "yjglb.cn"])
    }

    @Test func `Bad lines are counted, and the first ten shown`() async throws {
        let long = String(repeating: "a", count: 64) + ".example"
        let whole = (0..<60).map { _ in "abcd" }.joined(separator: ".")
        let bad = [long, whole, "a..example", "\u{1}\u{1B}[31m..", ".", "http://[::1"]
        let input = (bad + (0..<20).map { "x..\($0)" } + ["good.example"])
            .joined(separator: "\n")

        let result = try await Program.run(["names", "explain"], input: input)

        #expect(result.code == 1)
        let errors = result.errors.split(separator: "\n")
        #expect(errors.count == 11, "\(result.errors)")
        #expect(errors.last?.contains("26 lines name no host") == true)
        #expect(!result.errors.contains("\u{1B}"))
        #expect(result.lines.first?.contains("good.example") == true)
    }

    @Test func `Odd names are weighed all the same`() async throws {
        let label = String(repeating: "a", count: 63)
        let input = [
            "\(label).example", "xn--999999999.example", "xn--.example", "mеm.example",
            "cut-in-the-midd",
        ].joined(separator: "\n")

        let result = try await Program.run(["names", "explain", "--json"], input: input)

        #expect(result.lines.count == 5, "\(result.lines) \(result.errors)")
        #expect(result.code == 0, "\(result.errors)")
    }

    @Test func `Only names of a level or above are shown, and a level that is none is misuse`()
        async throws
    {
        let input = "cx-mem-gov.com\nwww.mem.gov.cn\nharmless.example\n"

        let result = try await Program.run(
            ["names", "explain", "--json", "--min", "suspect"], input: input)
        let misuse = try await Program.run(["names", "explain", "--min", "worst"], input: "")

        #expect(result.lines.count == 1)
        #expect(result.lines.first?.contains("cx-mem-gov.com") == true)
        #expect(misuse.code == 64)
        #expect(misuse.errors.contains("dismiss, doubtful, suspect, high"))
    }

    @Test func `Candidates are printed with site, shape and prior, as many as were asked for`()
        async throws
    {
        let result = try await Program.run(
            "names", "generate", "--json", "--for", "cx.mem.gov.cn", "--budget", "50")

        #expect(result.code == 0, "\(result.errors)")
        #expect(result.lines.count == 50)
        struct Line: Decodable {
            var host: String
            var site: String
            var shape: String
            var prior: Double
        }
        let lines = try result.lines.map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        #expect(lines.allSatisfy { $0.site == "mem-cx" && $0.prior > 0 && $0.prior <= 1 })
        #expect(lines[0].prior == 1)
    }

    @Test func `A site that is not protected is told, with those that are`() async throws {
        let result = try await Program.run("names", "generate", "--for", "nowhere.example")

        #expect(result.code != 0)
        #expect(result.errors.contains("mem-cx"), "\(result.errors)")
    }

    @Test func `Options of names without --names are misuse`() async throws {
        let result = try await Program.run("sweep", "--for", "mem-cx", "a.example")
        let both = try await Program.run("sweep", "--names", "--for", "mem-cx", "list.txt")

        #expect(result.code == 64)
        #expect(both.code == 64)
    }
}
