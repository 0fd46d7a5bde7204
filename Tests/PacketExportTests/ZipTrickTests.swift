// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Digests
import Foundation
import Packet
import PacketExport
import Testing
import WebArchive
import Wording

/// Zip files that one program unpacks to a whole packet, and another to a forged one.
struct ZipTrickTests {
    static let root = "JW-000042/"
    static let verdict = root + "data/verdict.json"
    static let other = root + "data/case.json"

    let sample: SampleCase
    let packet: PacketSummary

    init() throws {
        sample = try SampleCase()
        packet = try PacketExporter.export(sample.request, to: sample.path("packet"))
    }

    private func problems(_ change: (inout HandmadeZip) -> Void) throws -> [PacketProblem] {
        var zip = try HandmadeZip(of: packet.path, root: Self.root)
        change(&zip)
        let path = sample.path(UUID().uuidString + ".zip")
        try zip.write(to: path)
        return try PacketVerifier.verify(path).problems
    }

    @Test func `A zip made by hand is whole as long as nothing is wrong with it`() throws {
        #expect(try problems { _ in } == [])
        #expect(try problems { $0.entries.reverse() } == [])
    }

    @Test func `Two names swapped in the list at the end alone are found`() throws {
        // libarchive follows the inner names, and so finds each file whole; Windows does not.
        let problems = try problems { zip in
            for index in zip.entries.indices {
                let name = zip.entries[index].name
                guard [Self.verdict, Self.other].contains(name) else { continue }
                zip.entries[index].innerName = name
                zip.entries[index].name = name == Self.verdict ? Self.other : Self.verdict
            }
        }

        #expect(problems.contains(.zip(.otherName(Self.verdict, Self.other))))
        #expect(problems.contains(.zip(.otherName(Self.other, Self.verdict))))
        #expect(problems[0].message.chinese.contains("两个名称"))
    }

    @Test func `Another name in an extra field is found`() throws {
        let problems = try problems { zip in
            let name = Array((Self.root + "data/x.html").utf8)
            let field = [0x75, 0x70, UInt8(name.count + 5), 0, 1, 0, 0, 0, 0] + name
            for index in zip.entries.indices where zip.entries[index].name == Self.verdict {
                zip.entries[index].extra = field
            }
        }

        #expect(problems.contains(.zip(.otherName(Self.verdict, Self.root + "data/x.html"))))
    }

    @Test func `A file that the list leaves out, or speaks of twice, is found`() throws {
        let hidden = HandmadeZip.Entry(name: Self.verdict, bytes: [1], listed: 0)
        #expect(try problems { $0.entries.insert(hidden, at: 0) } == [.zip(.unlisted(at: 0))])

        let twice = try problems { $0.entries[3].listed = 2 }
        #expect(twice.contains { if case .zip(.overlap) = $0 { true } else { false } })
    }

    @Test func `Bytes before and after all that the list speaks of are found`() throws {
        #expect(try problems { $0.before = [77, 90] } == [.zip(.unlisted(at: 0))])
        let after = try problems { $0.after = [1, 2, 3] }
        #expect(after.count == 1)
        #expect(after.contains { if case .zip(.unlisted) = $0 { true } else { false } })
    }

    @Test func `Whatever byte of a zip is wrong or missing, its list is read or refused`() throws {
        var zip = try HandmadeZip(of: packet.path)
        zip.entries = Array(zip.entries.prefix(1))
        zip.entries[0].bytes = [1, 2, 3]
        zip.entries[0].extra = [1, 0, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8]
        let path = sample.path("small.zip")
        try zip.write(to: path)
        let whole = try HandmadeZip.bytes(path)
        var refused = 0

        for index in whole.indices {
            for byte in [0, 0x7F, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[index] = byte
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                if (try? ZipDirectory.faults(of: path)) == nil { refused += 1 }
            }
            try Data(whole[..<index]).write(to: URL(fileURLWithPath: path))
            #expect(throws: ArchiveError.self) { try ZipDirectory.faults(of: path) }
        }

        #expect(refused > 0)
    }

    /// Ways to pack that the others do not cover; the files stay what they are.
    @Test(arguments: [
        "pack(ZIP_BZIP2)", "pack(ZIP_LZMA)", "pack(ZIP_STORED, names[::-1])",
        // Folders as entries of their own.
        "os.chdir(os.path.dirname(bag)); shutil.make_archive(out[:-4], 'zip', '.', 'packet')",
        // Sums and sizes after each file, as what streams must write them.
        "pack(ZIP_DEFLATED, target=Pipe())", "pack(ZIP_STORED, target=Pipe())",
        // Numbers of 64 bits.
        "pack(ZIP_DEFLATED, wide=True)", "pack(ZIP_DEFLATED, target=Pipe(), wide=True)",
        // File by file.
        "[pack(ZIP_DEFLATED, [n], mode='a') for n in names]",
    ])
    func `What Python packs in any of its ways is whole`(code: String) throws {
        let zip = sample.path("python.zip")
        let program = """
            import os, shutil, sys
            from zipfile import *
            bag, out = sys.argv[1:]
            names = sorted(os.path.relpath(os.path.join(d, f), bag)
                           for d, _, fs in os.walk(bag) for f in fs)
            class Pipe:
                def __init__(self): self.f = open(out, 'wb')
                def write(self, b): return self.f.write(b)
                def flush(self): self.f.flush()
            def pack(method, names=names, target=out, wide=False, mode='w'):
                with ZipFile(target, mode, method) as z:
                    for n in names:
                        info = ZipInfo('证据/' + n); info.compress_type = method
                        with z.open(info, 'w', force_zip64=wide) as o:
                            o.write(open(os.path.join(bag, n), 'rb').read())
            \(code)
            """
        let result = try Tool.run(
            "/usr/bin/env", ["python3", "-c", program, packet.path, zip], in: "/")
        #expect(result.code == 0, "\(result.output)")

        #expect(try PacketVerifier.verify(zip, expecting: packet.bagDigest).problems == [])
    }

    @Test func `Names that were all changed are each told, at the cost of looking once`() throws {
        let lines = (0..<5000).map { Bag.Line(sha256: Digest.hex("\($0)"), path: "data/a\($0)") }
        for line in lines {
            let name = line.path.dropFirst("data/a".count)
            try SampleCase.write(String(name), to: packet.path + "/data/b\(name)")
        }
        let manifest = try SampleCase.read(packet.path + "/manifest-sha256.txt")
        try SampleCase.write(
            manifest + Bag.manifest(lines), to: packet.path + "/manifest-sha256.txt")

        let problems = try PacketVerifier.verify(packet.path).problems

        for number in [0, 17, 4999] {
            #expect(problems.contains(.renamed("data/a\(number)", to: "data/b\(number)")))
        }
        let tooMany = Bag.manifest([lines[0]])
        try SampleCase.write(
            String(repeating: tooMany, count: 100_001),
            to: packet.path + "/manifest-sha256.txt")
        #expect(
            try PacketVerifier.verify(packet.path).problems.contains(
                .malformed("manifest-sha256.txt")))
    }
}
