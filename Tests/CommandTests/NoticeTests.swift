// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What an officer sees who exports forms and records notices.
struct NoticeTests {
    /// A casebook with one case, whose site does not exist.
    private func casebook(in folder: TemporaryFolder) async throws -> String {
        let path = folder.path + "/casebook"
        let hosts = try folder.write("192.0.2.1 cx-mem.example\n", to: "hosts")
        _ = try await Program.run(
            "sweep", "http://cx-mem.example/", "--casebook", path, "--hosts", hosts,
            "--persona", "desktop", "--no-registries")
        return path
    }

    @Test func `A notice is recorded with time and receipt, and the next packet shows it`()
        async throws
    {
        let folder = try TemporaryFolder()
        let book = try await casebook(in: folder)

        let sent = try await Program.run(
            "packet", "notice-sent", "1", "--to", "12377", "--way", "www.12377.cn", "--receipt",
            "A-42", "--at", "2026-11-20 13:00", "--by", "李四", "--casebook", book,
            language: "zh_CN.UTF-8")
        let packet = folder.path + "/packet"
        let exported = try await Program.run(
            "packet", "export", "1", "--to", packet, "--casebook", book, "--for", "police",
            "--officer", "张某", "--id", "510001", "--officer", "李某", "--id", "510002")
        let verified = try await Program.run("packet", "verify", packet)

        #expect(sent.code == 0, "\(sent.errors)")
        #expect(sent.output.contains("JW-000001：已登记 notice-1"))
        #expect(exported.code == 0, "\(exported.errors)")
        #expect(verified.code == 0, "\(verified.output)")
        let report = try String(
            contentsOfFile: packet + "/data/forms/3-report.html", encoding: .utf8)
        #expect(report.contains("回执：A-42") && report.contains("2026-11-20 13:00:00"))
        #expect(report.contains("张某（执法证号 510001）"))
        let log = try String(contentsOfFile: packet + "/data/custody.log", encoding: .utf8)
        #expect(log.contains("\tnotice-sent\t"))
    }

    @Test func `Notices without a way, with a wrong time, or of the future are refused`()
        async throws
    {
        let folder = try TemporaryFolder()
        let book = try await casebook(in: folder)
        let notice = ["packet", "notice-sent", "1", "--to", "apac", "--casebook", book]
        let cases: [(options: [String], message: String)] = [
            (["--way", " "], "say how the notice was sent"),
            (["--way", "x", "--at", "yesterday"], "'yesterday' is no time"),
            (["--way", "x", "--at", "2999-01-01 00:00"], "has not come yet"),
        ]

        for (options, message) in cases {
            let refused = try await Program.run(notice + options)
            #expect(refused.code == 64)
            #expect(refused.errors.contains(message), "\(refused.errors)")
        }
        let odd = try await Program.run(
            "packet", "export", "1", "--to", folder.path + "/x", "--casebook", book, "--officer",
            "张某", "--officer", "李某", "--id", "510001")
        #expect(odd.code == 64)
        #expect(odd.errors.contains("give one --id for each --officer"))
    }

    @Test func `Without the fonts an export stops, says what to install, and leaves nothing`()
        async throws
    {
        let folder = try TemporaryFolder()
        let book = try await casebook(in: folder)
        let none = try folder.write(
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig/>",
            to: "fonts.conf")

        let export = try await Program.run(
            ["packet", "export", "1", "--to", folder.path + "/packet.zip", "--casebook", book],
            shell: "export FONTCONFIG_FILE=\(none)")

        #expect(export.code != 0)
        #expect(export.errors.contains("apt-get install fonts-noto-cjk"), "\(export.errors)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["casebook", "fonts.conf", "hosts"])
    }

    @Test func `A time server that is silent stops no sweep, and the form says that it was`()
        async throws
    {
        let folder = try TemporaryFolder()
        let book = folder.path + "/casebook"
        let hosts = try folder.write("192.0.2.1 cx-mem.example\n", to: "hosts")
        let sweep = [
            "sweep", "http://cx-mem.example/", "--casebook", book, "--hosts", hosts, "--persona",
            "desktop", "--no-registries", "--time-server",
        ]

        let odd = try await Program.run(sweep + ["http://ntp.example"])
        let swept = try await Program.run(sweep + ["127.0.0.1:9"])
        let packet = folder.path + "/packet"
        _ = try await Program.run("packet", "export", "1", "--to", packet, "--casebook", book)

        #expect(odd.code != 0 && odd.errors.contains("'http://ntp.example' is no time server"))
        #expect(swept.code == 1, "\(swept.errors)")
        let form = try String(contentsOfFile: packet + "/data/forms/1-record.html", encoding: .utf8)
        #expect(form.contains("时间服务器 127.0.0.1:9 没有应答"))
        #expect(form.contains("Linux ") && form.contains("libcurl/"))
    }
}
