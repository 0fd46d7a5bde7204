// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Pages that are no pages, or too much of one, judged as a user judges them.
struct BadPagesTests {
    private func judge(_ bytes: Data, _ type: String? = nil) async throws -> [String: Any] {
        let folder = try TemporaryFolder()
        let path = folder.path + "/page.html"
        try bytes.write(to: URL(fileURLWithPath: path))
        let header = type.map { ["--header", "Content-Type: \($0)"] } ?? []
        let result = try await Program.run(
            ["judge", path, "--url", "http://a.example/", "--json"] + header,
            shell: "ulimit -v 3000000")
        #expect(result.code == 0, "\(result.errors)")
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(value as? [String: Any])
    }

    @Test func `A page of one line of fifty megabytes is judged by its beginning`() async throws {
        let line = "电工证免考直出,官网可查,三天出证,加微信:abc_12345 "
        var page = Data(line.utf8)
        let filler = Data(String(repeating: "一行到底没有标点也没有标签", count: 1000).utf8)
        while page.count < 50_000_000 { page.append(filler) }

        let verdict = try await judge(page)

        #expect(verdict["level"] as? String == "high")
    }

    @Test func `Fifty megabytes of selling words cost no more than the bounds`() async throws {
        let line = Data(String(repeating: "电工证免考直出官网可查三天出证加微信:abc_12345", count: 900).utf8)
        var page = Data()
        while page.count < 50_000_000 { page.append(line) }

        let verdict = try await judge(page)

        #expect(verdict["level"] as? String == "high")
    }

    @Test func `Half surrogates, however written, are no text and hide none`() async throws {
        var wide = Data([0xFF, 0xFE])
        for unit in Array("电工证免考直出,官网可查,".utf16) + [0xD800, 0xDC00, 0xDC00, 0xD83D]
            + Array("加微信:abc_12345".utf16)
        {
            wide.append(contentsOf: [UInt8(unit & 0xFF), UInt8(unit >> 8)])
        }
        let escaped = "<p>电工证免考直出&#xD800;&#57343;,官网可查,加微信:abc_12345</p>"
        let bytes = Array("<p>电工证免考直出".utf8) + [0xED, 0xA0, 0x80] + Array(",官网可查</p>".utf8)
        let script = #"<div id=a></div><script>d={"t":"电工证免考\ud800直出官网可查\udc00"}</script>"#

        #expect(try await judge(wide)["level"] as? String == "high")
        #expect(try await judge(Data(escaped.utf8))["level"] as? String == "high")
        #expect(try await judge(Data(bytes))["score"] as? Int ?? 0 > 0)
        #expect(try await judge(Data(script.utf8))["score"] as? Int ?? 0 > 0)
        let lines = try await Program.run(
            "judge", "--jsonl",
            input: #"{"url":"http://a.example/","html":"免考\ud800"}"# + "\n"
                + #"{"url":"http://a.example/","text":"雨"}"# + "\n")
        #expect(lines.lines.count == 2)
        #expect(lines.lines.last?.contains("\"level\":\"dismiss\"") ?? false, "\(lines.output)")
    }

    @Test func `Several encodings in one page leave what the declared one can read`() async throws {
        let utf8 = Array("<p>电工证免考直出,官网可查,三天出证,加微信:abc_12345</p>".utf8)
        // 应急管理部 in GBK, in Big5 and in UTF-16.
        let others: [UInt8] =
            [
                0xD3, 0xA6, 0xBC, 0xB1, 0xB9, 0xDC, 0xC0, 0xED, 0xB2, 0xBF, 0x20, 0xC0, 0xB3, 0xAB,
                0xE6,
            ]
            + [0x94, 0x5E, 0x25, 0x60, 0x00, 0xA1, 0x7B]

        let declared = try await judge(
            Data(utf8 + others + utf8), "text/html; charset=utf-8")
        let undeclared = try await judge(Data(others + utf8 + utf8 + utf8 + others))
        let wrong = try await judge(Data(utf8 + others), "text/html; charset=gbk")

        #expect(declared["level"] as? String == "high")
        #expect(undeclared["level"] as? String == "high")
        #expect(wrong["level"] is String)
    }
}
