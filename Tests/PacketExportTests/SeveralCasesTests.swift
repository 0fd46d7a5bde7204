// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Packet
import PacketExport
import Testing

struct SeveralCasesTests {
    var sample: SampleCase

    init() throws {
        sample = try SampleCase()
        sample.request.reporter = Reporter(organisation: "某区应急管理局", mail: "jw@yjj.example")
        var second = sample.request.caseFile
        second.lead.number = 1
        for index in second.captures.indices { second.captures[index].lead = 1 }
        sample.request.cases.append(PacketCase(caseFile: second))
    }

    @Test func `Several cases make one bag, with a folder for each and one list of all files`()
        throws
    {
        let folder = try PacketExporter.export(sample.request, to: sample.path("packet"))
        let zip = try PacketExporter.export(sample.request, to: sample.path("packet.zip"))

        #expect(folder.bagDigest == zip.bagDigest)
        for path in [folder.path, zip.path] {
            let report = try PacketVerifier.verify(path, expecting: folder.bagDigest)
            #expect(report.problems == [])
            #expect(report.records == 2 * (1 + 2 * 3))
        }
        let files = try SampleCase.files(folder.path)
        let shared = files.filter { !$0.hasPrefix("data/JW-") }
        #expect(
            shared == [
                "README.txt", "VERIFY.md", "bag-info.txt", "bagit.txt", "data/cases.csv",
                "data/custody.log", "data/findings.csv", "data/forms/0-cover.html",
                "data/forms/0-cover.pdf", "data/forms/2-list.html", "data/forms/2-list.pdf",
                "data/tables.xlsx", "hashes.sha256", "hashes.sm3", "manifest-sha256.txt",
                "tagmanifest-sha256.txt",
            ])
        for number in ["JW-000001", "JW-000042"] {
            for name in [
                "report.html", "forms/1-record.pdf", "replay/\(number).wacz", "machine/stix.json",
                "case.json", "notices/12377-1.pdf",
            ] {
                #expect(files.contains("data/\(number)/\(name)"), "\(number)/\(name)")
            }
            #expect(!files.contains("data/\(number)/forms/2-list.pdf"))
        }
        let list = try SampleCase.read(folder.path + "/data/forms/2-list.html")
        for file in files where file.hasPrefix("data/JW-") && !file.hasSuffix("report.html") {
            #expect(list.contains(file), "\(file)")
        }
    }

    @Test func `The cover and the bag's own files name each case, page numbers name the packet`()
        throws
    {
        let packet = try PacketExporter.export(sample.request, to: sample.path("packet")).path

        let cover = try SampleCase.read(packet + "/data/forms/0-cover.html")
        let record = try SampleCase.read(packet + "/data/JW-000001/forms/1-record.html")
        for text in [cover, record] { #expect(text.contains("JW-000042-of-2-20261123131300")) }
        for number in ["JW-000001", "JW-000042"] {
            #expect(cover.contains("data/\(number)/"))
            #expect(
                try SampleCase.read(packet + "/bag-info.txt")
                    .contains("External-Identifier: \(number)\n"))
            #expect(try SampleCase.read(packet + "/README.txt").contains("data/\(number)/"))
        }
        // What was seen of one case is in no file about the other alone.
        #expect(!record.contains("JW-000042-..") && record.contains("data/JW-000001/capture/"))
    }

    @Test func `The chain of custody has the lines of each case, and of no other`() throws {
        let packet = try PacketExporter.export(sample.request, to: sample.path("packet")).path

        let lines = try SampleCase.read(packet + "/data/custody.log").split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
        // The sample's chain is of cases 1, 42, 1, 42, 42 and 2.
        #expect(lines.count == 5)
        #expect(lines.allSatisfy { !$0.contains("\t-\t-\t-\t") })
    }

    @Test(.enabled(if: Checkers.folder != nil, Comment(rawValue: Checkers.reason)))
    func `Every format's own checker accepts a packet of several cases`() throws {
        let packet = try PacketExporter.export(sample.request, to: sample.path("packet")).path

        let found = try Checkers.run("python3", [Checkers.script, packet])
        #expect(found.code == 0, "\(found.output)")
        #expect(found.output.contains("case_validate=2"))
    }

    @Test func `A letter's addressee gets those of each case, and no evidence`() throws {
        var request = sample.request
        request.audience = .cac
        let packet = try PacketExporter.export(request, to: sample.path("packet")).path

        #expect(try PacketVerifier.verify(packet).isIntact)
        let files = try SampleCase.files(packet)
        for number in ["JW-000001", "JW-000042"] {
            #expect(files.contains("data/\(number)/notices/12377-1.pdf"))
        }
        #expect(!files.contains { $0.contains("/capture/") || $0.contains("custody") })
    }
}
