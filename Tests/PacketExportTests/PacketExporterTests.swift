// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import Foundation
import Glibc
import Packet
import PacketExport
import Testing
import WebArchive
import Wording

struct PacketExporterTests {
    let sample: SampleCase
    init() throws { sample = try SampleCase() }

    @Test func `A packet holds all that it promises, and verifies, as folder and zip`() throws {
        let folder = try PacketExporter.export(sample.request, to: sample.path("packet"))
        let zip = try PacketExporter.export(sample.request, to: sample.path("packet.zip"))

        let files = try SampleCase.files(folder.path)
        #expect(
            files
                == [
                    "README.txt", "VERIFY.md", "bag-info.txt", "bagit.txt",
                    "data/capture/JW-000042-.__.__desktop-1.warc.gz", "data/case.json",
                    "data/cases.csv",
                    "data/certificates/cx-mem.example.pem", "data/custody.log", "data/dns.json",
                    "data/dossier.json", "data/findings.csv", "data/forms/1-record.html",
                    "data/forms/1-record.pdf", "data/forms/2-list.html", "data/forms/2-list.pdf",
                    "data/forms/3-report.html", "data/forms/3-report.pdf",
                    "data/forms/4-referral.html", "data/forms/4-referral.pdf",
                    "data/forms/5-terms.html", "data/forms/5-terms.pdf",
                    "data/forms/6-steps.html", "data/forms/6-steps.pdf",
                    "data/machine/case.jsonld", "data/machine/misp.json",
                    "data/machine/stix.json",
                    "data/notices/12321-1.html",
                    "data/notices/12321-1.pdf", "data/notices/12321-1.txt",
                    "data/notices/12377-1.html", "data/notices/12377-1.pdf",
                    "data/notices/12377-1.txt", "data/notices/apac-1.html",
                    "data/notices/apac-1.pdf", "data/notices/apac-1.txt",
                    "data/pages/page-001.txt",
                    "data/replay/JW-000042.wacz", "data/report.html", "data/tables.xlsx",
                    "data/verdict.json",
                    "data/visits.json", "hashes.sha256", "hashes.sm3",
                    "manifest-sha256.txt", "tagmanifest-sha256.txt",
                ])
        #expect(folder.bagDigest == zip.bagDigest)
        #expect(folder.files == files.count)
        for path in [folder.path, zip.path] {
            let report = try PacketVerifier.verify(path, expecting: folder.bagDigest)
            #expect(report.problems == [])
            #expect(report.records == 1 + 2 * 3)
            #expect(report.files == files.count)
            #expect(report.bytes == folder.bytes)
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: sample.scratch.path).sorted()
                == ["archive", "packet", "packet.zip"])
    }

    @Test func `The same request makes the same bytes`() throws {
        _ = try PacketExporter.export(sample.request, to: sample.path("1.zip"))
        _ = try PacketExporter.export(sample.request, to: sample.path("2.zip"))

        #expect(
            FileManager.default.contentsEqual(
                atPath: sample.path("1.zip"), andPath: sample.path("2.zip")))
    }

    @Test(.enabled(if: Checkers.folder != nil, Comment(rawValue: Checkers.reason)))
    func `bagit, warcio and sha256sum agree, also after Python unpacked the zip`() throws {
        let zip = try PacketExporter.export(sample.request, to: sample.path("packet.zip"))

        let unpacked = sample.path("unpacked")
        let unzip = try Checkers.run(
            "python3", ["-m", "zipfile", "-e", zip.path, unpacked])
        #expect(unzip.code == 0, "\(unzip.output)")
        let bag = unpacked + "/JW-000042"
        let bagit = try Checkers.run("bagit.py", ["--validate", bag])
        #expect(bagit.code == 0, "\(bagit.output)")
        let capture = try #require(
            SampleCase.files(bag).first { $0.hasSuffix(".warc.gz") })
        let warcio = try Checkers.run("warcio", ["check", "-v", bag + "/" + capture])
        #expect(warcio.code == 0, "\(warcio.output)")
        #expect(warcio.output.split(separator: "\n").filter { $0.hasSuffix("pass") }.count == 7)
        let sums = Process()
        sums.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        sums.arguments = ["sha256sum", "--strict", "--quiet", "-c", "hashes.sha256"]
        sums.currentDirectoryURL = URL(fileURLWithPath: bag)
        try sums.run()
        sums.waitUntilExit()
        #expect(sums.terminationStatus == 0)
    }

    @Test func `Nothing from the site runs, hides or breaks out in the report`() throws {
        let packet = try PacketExporter.export(sample.request, to: sample.path("packet"))

        let report = try SampleCase.read(packet.path + "/data/report.html")
        #expect(!report.contains("<script"))
        #expect(!report.contains("src=") && !report.contains("href="))
        #expect(!report.unicodeScalars.contains("\u{202E}"))
        #expect(report.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;⟦U+202E⟧"))
        #expect(report.contains("<mark>免考包过</mark>"))
        #expect(report.contains("default-src 'none'"))
        for words in [
            "JW-000042", "高度可疑", "93 / 100", "假冒查询网站", "2026-11-23 13:13:00（北京时间）",
            "告知对象", "应答中途中断", "13800000000",
        ] {
            #expect(report.contains(words), "\(words)")
        }
        let text = try SampleCase.read(packet.path + "/data/pages/page-001.txt")
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `Identity numbers stand in the sealed bytes only, and others' lines nowhere`() throws
    {
        let packet = try PacketExporter.export(sample.request, to: sample.path("packet"))

        for file in try SampleCase.files(packet.path) where !file.hasSuffix(".gz") {
            let text = try SampleCase.read(packet.path + "/" + file)
            #expect(!text.contains(SampleCase.identity), "\(file)")
            #expect(!text.contains("secret of another case"), "\(file)")
        }
    }

    @Test func `A line of the custody log can be checked with stock tools`() throws {
        let packet = try PacketExporter.export(sample.request, to: sample.path("packet"))
        let log = packet.path + "/data/custody.log"
        let lines = try SampleCase.read(log).split(separator: "\n")
        let number = try #require(lines.firstIndex { $0.hasPrefix("2\t") }) + 1

        let shell = Process()
        let output = Pipe()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = [
            "-c", "sed -n \(number)p \"$0\" | cut -f1-8 | tr '\\t' '\\n' | sha256sum", log,
        ]
        shell.standardOutput = output
        try shell.run()
        let sum = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile().prefix(64), as: UTF8.self)

        #expect(lines[number - 1].hasSuffix("\t" + sum))
    }

    @Test(arguments: ["taken", "taken.zip"])
    func `Nothing is ever overwritten`(name: String) throws {
        try SampleCase.write("mine", to: sample.path(name))

        let error = #expect(throws: PacketError.exists(sample.path(name))) {
            try PacketExporter.export(sample.request, to: sample.path(name))
        }

        #expect(error?.message.chinese.contains("已经存在") == true)
        #expect(try SampleCase.read(sample.path(name)) == "mine")
    }

    @Test func `A broken chain or a damaged archive stops the export, and nothing stays`() throws {
        var broken = sample.request
        broken.custody.remove(at: 2)
        var damaged = sample.request
        damaged.caseFile.captures[0].archive[1].length -= 1
        var lost = sample.request
        lost.caseFile.captures[0].archive[0].segment = "gone.warc.gz"

        #expect(
            throws: PacketError.custody(caseNumber: "JW-000042", .broken(sequence: 4))
        ) {
            try PacketExporter.export(broken, to: sample.path("packet"))
        }
        for request in [damaged, lost] {
            let error = #expect(throws: PacketError.self) {
                try PacketExporter.export(request, to: sample.path("packet.zip"))
            }
            guard case .archive = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: sample.scratch.path)
                == ["archive"])
    }

    @Test(arguments: ["packet", "packet.zip"])
    func `A full disk leaves nothing behind but the message`(name: String) throws {
        let disk = sample.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        // Only root can mount; without, a folder that is not there fails in the same place.
        let isMounted = geteuid() == 0 && mount("none", disk, "tmpfs", 0, "size=64k") == 0
        defer { if isMounted { umount2(disk, 0) } }
        let path = isMounted ? "\(disk)/\(name)" : "\(disk)/none/\(name)"

        let error = #expect(throws: PacketError.self) {
            var request = sample.request
            request.caseFile.pages[0].text = String(repeating: "证", count: 40_000)
            return try PacketExporter.export(request, to: path)
        }

        guard case .archive(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        if isMounted { #expect(reason.message.chinese.contains("磁盘已满")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk).isEmpty)
    }

    @Test func `A case that could not be visited is still a packet that says why`() throws {
        var request = sample.request
        request.caseFile = CaseFile(
            lead: request.caseFile.lead, state: .failed, failure: .nameAbsent)

        let packet = try PacketExporter.export(request, to: sample.path("packet"))

        #expect(try PacketVerifier.verify(packet.path).isIntact)
        let report = try SampleCase.read(packet.path + "/data/report.html")
        #expect(report.contains("访问未成功：域名不存在或没有地址（name-absent）"))
        #expect(report.contains("尚未访问"))
    }
}
