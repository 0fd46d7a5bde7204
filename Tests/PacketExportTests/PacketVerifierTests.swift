// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import Foundation
import Packet
import PacketExport
import Testing
import WebArchive
import Wording

struct PacketVerifierTests {
    let sample: SampleCase
    let packet: PacketSummary

    init() throws {
        sample = try SampleCase()
        packet = try PacketExporter.export(sample.request, to: sample.path("packet"))
    }

    private func problems() throws -> [PacketProblem] {
        try PacketVerifier.verify(packet.path).problems
    }

    private func change(_ file: String, _ edit: (String) -> String) throws {
        let path = packet.path + "/" + file
        try SampleCase.write(edit(SampleCase.read(path)), to: path)
    }

    /// Makes all lists agree again with what is there, as a forger would.
    private func listAgain(tags: Bool) throws {
        let files = try SampleCase.files(packet.path)
        func lines(_ isIncluded: (String) -> Bool) throws -> String {
            Bag.manifest(
                try files.filter(isIncluded).map { file in
                    let bytes = try Data(contentsOf: URL(fileURLWithPath: packet.path + "/" + file))
                    return Bag.Line(sha256: Digest.hex([UInt8](bytes)), path: file)
                })
        }
        let payload = try lines { $0.hasPrefix("data/") }
        try SampleCase.write(payload, to: packet.path + "/manifest-sha256.txt")
        try SampleCase.write(payload, to: packet.path + "/hashes.sha256")
        guard tags else { return }
        try SampleCase.write(
            lines { !$0.hasPrefix("data/") && $0 != "tagmanifest-sha256.txt" },
            to: packet.path + "/tagmanifest-sha256.txt")
    }

    @Test func `One flipped bit in any file is found, and the file is named`() throws {
        for file in try SampleCase.files(packet.path) {
            let url = URL(fileURLWithPath: packet.path + "/" + file)
            let bytes = try Data(contentsOf: url)
            var changed = bytes
            changed[bytes.count / 2] ^= 1
            try changed.write(to: url)

            let problems = try problems()
            if file == "tagmanifest-sha256.txt" {
                // It names every other file; whichever of its lines was hit no longer fits.
                #expect(!problems.isEmpty)
            } else {
                #expect(problems.contains(.changed(file)), "\(file): \(problems)")
            }
            try bytes.write(to: url)
        }
        #expect(try problems() == [])
    }

    @Test func `A deleted file is named, and so is a renamed one`() throws {
        for file in try SampleCase.files(packet.path) {
            let path = packet.path + "/" + file
            try FileManager.default.moveItem(atPath: path, toPath: sample.path("aside"))
            #expect(try problems().contains(.missing(file)), "\(file)")

            try FileManager.default.moveItem(
                atPath: sample.path("aside"), toPath: path + ".bak")
            let expected: PacketProblem =
                file == "tagmanifest-sha256.txt"
                ? .missing(file) : .renamed(file, to: file + ".bak")
            #expect(try problems().contains(expected), "\(file)")
            try FileManager.default.moveItem(atPath: path + ".bak", toPath: path)
        }
    }

    @Test(arguments: ["extra.txt", "data/extra.txt", "data/pages/.hidden", "data/new/x"])
    func `An added file is named`(name: String) throws {
        let path = packet.path + "/" + name
        try FileManager.default.createDirectory(
            atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]),
            withIntermediateDirectories: true)
        try SampleCase.write("new", to: path)

        #expect(try problems() == [.added(name)])
    }

    @Test func `A link is no file of a packet`() throws {
        let file = packet.path + "/data/verdict.json"
        try FileManager.default.moveItem(atPath: file, toPath: sample.path("elsewhere"))
        try FileManager.default.createSymbolicLink(
            atPath: file, withDestinationPath: sample.path("elsewhere"))

        #expect(
            Set(try problems()) == [.added("data/verdict.json"), .missing("data/verdict.json")])
    }

    @Test func `Custody lines that were swapped or cut are found behind forged lists`() throws {
        let log = try SampleCase.read(packet.path + "/data/custody.log")
        var swapped = log.split(separator: "\n").map(String.init)
        let first = try #require(swapped.firstIndex { $0.hasPrefix("2\t") })
        var cut = swapped
        swapped.swapAt(first + 1, first + 2)
        cut.remove(at: cut.count - 2)
        let fields = cut[cut.count - 2].split(separator: "\t")
        cut[cut.count - 1] = "# end 3 \(fields[fields.count - 1])"

        try change("data/custody.log") { _ in swapped.joined(separator: "\n") + "\n" }
        try listAgain(tags: true)
        #expect(try problems().contains(.custody(.broken(sequence: 4))))
        try change("data/custody.log") { _ in cut.joined(separator: "\n") + "\n" }
        try listAgain(tags: true)
        #expect(try problems() == [.custody(.cut)])
        try change("data/custody.log") { _ in log.replacing("captured", with: "reviewed") }
        try listAgain(tags: true)
        #expect(
            try problems() == [2, 4, 5].map { .custody(.changed(sequence: $0)) })
    }

    @Test func `A forged manifest is found by the list above it, and by the digest`() throws {
        try change("data/verdict.json") { $0.replacing("93", with: "13") }

        try listAgain(tags: false)
        #expect(
            Set(try problems()) == [.changed("manifest-sha256.txt"), .changed("hashes.sha256")])

        try listAgain(tags: true)
        #expect(try problems() == [])
        let report = try PacketVerifier.verify(packet.path, expecting: packet.bagDigest)
        #expect(report.problems == [.otherBag(report.bagDigest ?? "")])
    }

    @Test func `A record that breaks off is found behind forged lists`() throws {
        let file = try #require(
            SampleCase.files(packet.path).first { $0.hasSuffix(".warc.gz") })
        let url = URL(fileURLWithPath: packet.path + "/" + file)
        let bytes = try Data(contentsOf: url)
        try (bytes + bytes.prefix(200)).write(to: url)
        try listAgain(tags: true)

        #expect(try problems() == [.record(file, offset: bytes.count, "it breaks off")])
    }

    @Test func `A zip is checked as a folder is, and what is wrong is said in Chinese`() throws {
        try change("data/verdict.json") { $0.replacing("93", with: "13") }
        let files = try SampleCase.files(packet.path)
        let zip = sample.path("forged.zip")
        try ZipWriter.write(
            files.filter { $0 != "README.txt" }.map {
                .init(name: "x/" + $0, path: packet.path + "/" + $0)
            } + [.init(name: "outside.txt", path: packet.path + "/bagit.txt")],
            to: OutputFile(creating: zip))

        let report = try PacketVerifier.verify(zip)

        #expect(
            Set(report.problems) == [
                .changed("data/verdict.json"), .missing("README.txt"), .added("outside.txt"),
            ])
        #expect(
            report.problems.map(\.message.chinese).contains(
                "“data/verdict.json”被改动：SHA-256 与清单不符"))
    }

    @Test func `What is no packet is refused with a reason`() throws {
        #expect(throws: PacketError.missing(sample.path("none"))) {
            try PacketVerifier.verify(sample.path("none"))
        }
        #expect(throws: PacketError.notPacket(sample.path("archive"))) {
            try PacketVerifier.verify(sample.path("archive"))
        }
        try SampleCase.write("PK no", to: sample.path("x.zip"))
        #expect(throws: PacketError.self) { try PacketVerifier.verify(sample.path("x.zip")) }
    }
}
