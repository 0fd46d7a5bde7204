// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What an analyst sees who attaches what they looked up by hand.
struct AttachTests {
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array(repeating: 7, count: 400)

    /// A casebook with one case, whose site does not exist.
    private func casebook(in folder: TemporaryFolder) async throws -> String {
        let path = folder.path + "/casebook"
        let hosts = try folder.write("192.0.2.1 cx-mem.example\n", to: "hosts")
        let swept = try await Program.run(
            "sweep", "http://cx-mem.example/", "--casebook", path, "--hosts", hosts,
            "--persona", "desktop", "--no-registries")
        #expect(swept.code == 1, "\(swept.errors)")
        return path
    }

    private func write(_ bytes: [UInt8], to name: String, in folder: TemporaryFolder) throws
        -> String
    {
        let path = folder.path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func `An attachment is shown, packed and verified; earlier packets stay as they are`()
        async throws
    {
        let folder = try TemporaryFolder()
        let book = try await casebook(in: folder)
        let early = folder.path + "/early.zip"
        _ = try await Program.run(
            "packet", "export", "JW-000001", "--to", early, "--casebook", book)
        let before = FileManager.default.contents(atPath: early)
        // Named as one thing, and another by content.
        let picture = try write(Self.png, to: "备案<b>.txt", in: folder)
        let page = try write(
            Array("<!DOCTYPE html><script>alert(1)</script>".utf8), to: "page.png", in: folder)

        let attached = try await Program.run(
            "attach", "cx-mem.example", "--what", "icp", "--text", "未备案 <script>x</script>",
            "--file", picture, "--file", page, "--source", "beian.miit.gov.cn", "--by", "李四",
            "--casebook", book, language: "zh_CN.UTF-8")
        let shown = try await Program.run("show", "JW-000001", "--casebook", book)
        let told = try await Program.run("show", "JW-000001", "--json", "--casebook", book)
        let packet = folder.path + "/packet"
        let exported = try await Program.run(
            "packet", "export", "JW-000001", "--to", packet, "--casebook", book)
        let verified = try await Program.run("packet", "verify", packet)

        #expect(attached.code == 0, "\(attached.errors)")
        #expect(attached.output.contains("JW-000001:已附加 attachment-1,含 2 个文件"))
        #expect(shown.output.contains("attachment-1"))
        #expect(shown.output.contains("beian.miit.gov.cn"))
        #expect(told.output.contains("\"format\":\"PNG\""))
        #expect(told.output.contains("\"format\":\"HTML\""))
        #expect(exported.code == 0, "\(exported.errors)")
        #expect(verified.code == 0, "\(verified.output)")
        #expect(
            folder.names(in: "packet/data/attachments") == [
                "attachment-1-1.png", "attachment-1-2.html.txt",
            ])
        #expect(
            FileManager.default.contents(atPath: packet + "/data/attachments/attachment-1-1.png")
                == Data(Self.png))
        let report = try String(contentsOfFile: packet + "/data/report.html", encoding: .utf8)
        #expect(
            report.contains("src=\"data:image/png;base64,\(Data(Self.png).base64EncodedString())"))
        #expect(report.contains("未备案 &lt;script&gt;x&lt;/script&gt;"))
        #expect(report.contains("备案&lt;b&gt;.txt"))
        #expect(!report.contains("<script>"))
        #expect(report.contains("附加材料</td><td>attachment-1"))
        let log = try String(contentsOfFile: packet + "/data/custody.log", encoding: .utf8)
        #expect(log.split(separator: "\n").filter { $0.contains("\tattached\t") }.count == 1)
        #expect(FileManager.default.contents(atPath: early) == before)

        // One byte of what was attached is found out, in the packet and in the casebook.
        try write(
            Array(Self.png.dropLast()) + [8],
            over: packet + "/data/attachments/attachment-1-1.png")
        let broken = try await Program.run("packet", "verify", packet)
        #expect(broken.code == 1)
        #expect(broken.output.contains("attachment-1-1.png"))
        let kept = try #require(
            folder.names(in: "casebook/attachments").first { name in
                FileManager.default.contents(
                    atPath: folder.path + "/casebook/attachments/" + name) == Data(Self.png)
            })
        try write([1], over: folder.path + "/casebook/attachments/" + kept)
        let refused = try await Program.run(
            "packet", "export", "JW-000001", "--to", folder.path + "/p2", "--casebook", book)
        #expect(refused.code == 1)
        #expect(refused.errors.contains("is not the file that was attached"))
        #expect(!folder.names().contains("p2"))
    }

    private func write(_ bytes: [UInt8], over path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test func `What cannot be attached is named with what to do, and leaves no trace`()
        async throws
    {
        let folder = try TemporaryFolder()
        let book = try await casebook(in: folder)
        let good = try write(Self.png, to: "good.png", in: folder)
        let empty = try write([], to: "empty.png", in: folder)
        let program = try write([0x7F, 0x45, 0x4C, 0x46, 0, 1, 2], to: "program.png", in: folder)
        let large = folder.path + "/large.png"
        _ = try await tool("truncate", "-s", "21M", large)
        let pipe = folder.path + "/pipe"
        _ = try await tool("mkfifo", pipe)

        for (file, code, part) in [
            (empty, Int32(1), "is empty"), (program, 1, "whatever its name says"),
            (large, 1, "larger than 20 MiB"), (folder.path, 1, "is no file"),
            (pipe, 1, "is no file"), (folder.path + "/none.png", 1, "none.png"),
        ] {
            let result = try await Program.run(
                "attach", "JW-000001", "--what", "icp", "--file", good, "--file", file,
                "--casebook", book)
            #expect(result.code == code, "\(file): \(result.errors)")
            #expect(result.errors.contains(part), "\(result.errors)")
        }
        let nothing = try await Program.run(
            "attach", "JW-000001", "--what", "icp", "--casebook", book)
        let noCase = try await Program.run(
            "attach", "JW-000099", "--what", "icp", "--text", "x", "--casebook", book)
        let noKind = try await Program.run(
            "attach", "JW-000001", "--what", "gossip", "--text", "x", "--casebook", book)

        #expect(nothing.code == 64)
        #expect(nothing.errors.contains("--text or --file"))
        #expect(noCase.code == 64)
        #expect(noKind.code == 64)
        #expect(folder.names(in: "casebook/attachments").isEmpty)
        let shown = try await Program.run("show", "JW-000001", "--json", "--casebook", book)
        #expect(shown.output.contains("\"attachments\":[]"))
    }

    @Test func `A full disk is said, and the case stays as it is`() async throws {
        let folder = try TemporaryFolder()
        let book = try await casebook(in: folder)
        let file = try write(
            Self.png + Array(repeating: 7, count: 4 << 20), to: "big.png", in: folder)

        // A limit of two MiB for each file stands for a disk that is full.
        let result = try await Program.run(
            ["attach", "JW-000001", "--what", "icp", "--file", file, "--casebook", book],
            shell: "ulimit -f 2048")

        #expect(result.code == 75, "\(result.errors)")
        #expect(folder.names(in: "casebook/attachments").isEmpty)
        let shown = try await Program.run("show", "JW-000001", "--json", "--casebook", book)
        #expect(shown.output.contains("\"attachments\":[]"))
    }
}
