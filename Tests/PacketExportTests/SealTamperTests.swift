// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Digests
import Foundation
import Packet
import PacketExport
import Sealing
import Testing
import WebArchive

/// What an enemy may do to a sealed packet, and what may happen to it without harm.
struct SealTamperTests {
    /// One sealed packet, a second of the same case, and one that another signed.
    private struct Packets {
        let sample: SampleCase
        let authorities: Authorities
        let folder: String
        let second: String
        let others: String
        let digest: String

        func roots() throws -> TrustRoots { try authorities.roots() }

        /// Whoever checks it trusts everybody who made it.
        func trust() throws -> PacketTrust {
            PacketTrust(roots: try authorities.roots(), nationalKey: try authorities.sm2())
        }
    }

    private static func packets() async throws -> Packets {
        let sample = try SampleCase()
        let authorities = try Authorities.shared.get()
        let first = try await authorities.export(sample.request, to: sample.path("first"))
        var later = sample.request
        later.exportedAt += 60
        let second = try await authorities.export(later, to: sample.path("second"))
        let others = try await authorities.export(sample.request, to: sample.path("b"), as: "b")
        return Packets(
            sample: sample, authorities: authorities, folder: first.path, second: second.path,
            others: others.path, digest: first.bagDigest)
    }

    /// A copy of the packet that an attack may spoil.
    private struct Victim {
        let path: String
        let packets: Packets

        func read(_ name: String) throws -> String { try SampleCase.read(path + "/" + name) }
        func bytes(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
        }
        func write(_ bytes: [UInt8], _ name: String) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
        }
        func edit(_ name: String, _ change: (String) -> String) throws {
            let old = try read(name)
            let new = change(old)
            #expect(new != old, "\(name) was not changed")
            try write(Array(new.utf8), name)
        }
        func flip(_ name: String) throws {
            var bytes = try bytes(name)
            bytes[bytes.count / 2] ^= 1
            try write(bytes, name)
        }
        func remove(_ name: String) throws {
            try FileManager.default.removeItem(atPath: path + "/" + name)
        }
        func move(_ old: String, _ new: String) throws {
            try FileManager.default.moveItem(atPath: path + "/" + old, toPath: path + "/" + new)
        }
        func take(_ name: String, from other: String) throws {
            try remove(name)
            try FileManager.default.copyItem(
                atPath: other + "/" + name, toPath: path + "/" + name)
        }
        var archive: String {
            get throws {
                try #require(SampleCase.files(path).first { $0.hasSuffix(".warc.gz") })
            }
        }

        /// Makes all lists agree with what is there; the seal no longer does.
        func listAgain() throws {
            let files = try SampleCase.files(path).filter { !$0.hasPrefix("seal/") }
            func lines(_ isIncluded: (String) -> Bool) throws -> [UInt8] {
                Array(
                    Bag.manifest(
                        try files.filter(isIncluded).map {
                            Bag.Line(sha256: Digest.hex(try bytes($0)), path: $0)
                        }
                    ).utf8)
            }
            for list in ["manifest-sha256.txt", "hashes.sha256"] {
                try write(lines { $0.hasPrefix("data/") }, list)
            }
            try write(
                lines { !$0.hasPrefix("data/") && $0 != "tagmanifest-sha256.txt" },
                "tagmanifest-sha256.txt")
        }

        func editCustody(_ change: (inout [String]) -> Void) throws {
            var lines = try read("data/custody.log").split(separator: "\n").map(String.init)
            change(&lines)
            try write(Array((lines.joined(separator: "\n") + "\n").utf8), "data/custody.log")
            try listAgain()
        }
    }

    private typealias Attack = (
        name: String, act: (Victim) throws -> Void, isNamed: (PacketProblem) -> Bool
    )

    /// Whichever of its bytes was hit: the signature proper, or the certificate that it brings.
    private static func isSignature(_ problem: PacketProblem) -> Bool {
        switch problem {
        case .signature, .otherSigner: true
        default: false
        }
    }

    private static func isCustody(_ problem: PacketProblem) -> Bool {
        if case .custody = problem { true } else { false }
    }

    private static let stamp = "seal/timestamp-1.tsr"
    private static let signature = "seal/signature.p7s"

    private static var attacks: [Attack] {
        [
            (
                "flip a bit of a form", { try $0.flip("data/forms/1-record.pdf") },
                { $0 == .changed("data/forms/1-record.pdf") }
            ),
            (
                "flip a bit of the WARC", { try $0.flip(try $0.archive) },
                { if case .changed(let file) = $0 { file.hasSuffix(".warc.gz") } else { false } }
            ),
            (
                "swap two files",
                { victim in
                    try victim.move("data/dns.json", "data/x")
                    try victim.move("data/visits.json", "data/dns.json")
                    try victim.move("data/x", "data/visits.json")
                }, { $0 == .changed("data/dns.json") }
            ),
            (
                "drop a file", { try $0.remove("data/verdict.json") },
                { $0 == .missing("data/verdict.json") }
            ),
            ("add a file", { try $0.write([1], "data/new.bin") }, { $0 == .added("data/new.bin") }),
            (
                "rename a file", { try $0.move("data/dns.json", "data/dns2.json") },
                { $0 == .renamed("data/dns.json", to: "data/dns2.json") }
            ),
            (
                "edit the manifest", { try $0.flip("manifest-sha256.txt") },
                { $0 == .changed("manifest-sha256.txt") }
            ),
            (
                "edit the list of SM3", { try $0.edit("hashes.sm3") { "0" + $0 } },
                { $0 == .changed("hashes.sm3") }
            ),
            (
                "edit a form behind forged lists",
                { victim in
                    try victim.edit("data/forms/3-report.html") { $0 + "<!-- -->" }
                    try victim.listAgain()
                }, isSignature
            ),
            (
                "edit the WARC behind forged lists",
                { victim in
                    let name = try victim.archive
                    try victim.write(victim.bytes(name) + victim.bytes(name).prefix(150), name)
                    try victim.listAgain()
                }, { if case .record = $0 { true } else { false } }
            ),
            (
                "reorder the log", { try $0.editCustody { $0.swapAt($0.count - 2, $0.count - 3) } },
                isCustody
            ),
            ("cut the log", { try $0.editCustody { $0.removeLast(2) } }, isCustody),
            (
                "extend the log",
                { try $0.editCustody { $0.insert($0[$0.count - 2], at: $0.count - 1) } },
                isCustody
            ),
            (
                "edit the log",
                { victim in
                    try victim.edit("data/custody.log") {
                        $0.replacing("captured", with: "reviewed")
                    }
                    try victim.listAgain()
                }, isCustody
            ),
            (
                "change the head of the log",
                { victim in
                    try victim.edit("bag-info.txt") { $0.replacing("# end 4", with: "# end 3") }
                    try victim.listAgain()
                }, isCustody
            ),
            (
                "swap the timestamp", { try $0.take(stamp, from: $0.packets.second) },
                { if case .timestamp(stamp, _) = $0 { true } else { false } }
            ),
            (
                "flip a bit of the timestamp", { try $0.flip(stamp) },
                { if case .timestamp(stamp, _) = $0 { true } else { false } }
            ),
            ("drop the timestamp", { try $0.remove(stamp) }, { $0 == .sealMissing(stamp) }),
            (
                "swap the signature", { try $0.take(signature, from: $0.packets.second) },
                isSignature
            ),
            ("flip a bit of the signature", { try $0.flip(signature) }, isSignature),
            ("drop the signature", { try $0.remove(signature) }, { $0 == .sealMissing(signature) }),
            (
                "sign with another chain",
                { victim in
                    try victim.edit("data/case.json") { $0 + " " }
                    try victim.listAgain()
                    let other = try victim.packets.authorities.identity("b-signer")
                    try victim.write(other.sign(victim.bytes("tagmanifest-sha256.txt")), signature)
                }, { if case .signer = $0 { true } else { false } }
            ),
            (
                "take another's whole packet",
                { victim in
                    try FileManager.default.removeItem(atPath: victim.path)
                    try FileManager.default.copyItem(
                        atPath: victim.packets.others, toPath: victim.path)
                }, { if case .authority = $0 { true } else { false } }
            ),
            (
                "change the time of the export",
                { victim in
                    try victim.edit("bag-info.txt") {
                        $0.replacing("Bagging-Date: 2026", with: "Bagging-Date: 2025")
                    }
                }, { $0 == .changed("bag-info.txt") }
            ),
            (
                "change the time of a visit",
                { victim in
                    try victim.edit("data/visits.json") { $0.replacing("2026-11", with: "2026-10") }
                    try victim.listAgain()
                }, isSignature
            ),
            (
                "a file whose name looks like another's",
                { victim in
                    try victim.write([1], "data/rep\u{043E}rt.html")
                }, { $0 == .unsafeName("data/rep\u{043E}rt.html") }
            ),
            (
                "a file whose name is turned around", { try $0.write([1], "data/\u{202E}fdp.exe") },
                { $0 == .unsafeName("data/⟦U+202E⟧fdp.exe") }
            ),
            (
                "a link out of the packet",
                { victim in
                    try victim.remove("data/case.json")
                    try FileManager.default.createSymbolicLink(
                        atPath: victim.path + "/data/case.json",
                        withDestinationPath: "/etc/hostname")
                }, { $0 == .added("data/case.json") }
            ),
            (
                "drop the list of lists", { try $0.remove("tagmanifest-sha256.txt") },
                { $0 == .missing("tagmanifest-sha256.txt") }
            ),
        ]
    }

    @Test func `Every attack on a folder is found and named`() async throws {
        let packets = try await Self.packets()
        #expect(
            try PacketVerifier.verify(packets.folder, trusting: packets.trust())
                .problems == [])
        #expect(Self.attacks.count >= 25)

        for (index, attack) in Self.attacks.enumerated() {
            let path = packets.sample.path("victim-\(index)")
            try FileManager.default.copyItem(atPath: packets.folder, toPath: path)
            try attack.act(Victim(path: path, packets: packets))

            let report = try PacketVerifier.verify(
                path, trusting: packets.trust())

            #expect(
                report.problems.contains(where: attack.isNamed),
                "\(attack.name): \(report.problems)")
            #expect(report.claims.contains { $0.state == .broken }, "\(attack.name)")
        }
    }

    @Test func `Who forges all and drops the seal is found by the digest alone`() async throws {
        let packets = try await Self.packets()
        let victim = Victim(path: packets.folder, packets: packets)
        try victim.remove("seal")
        try victim.edit("bag-info.txt") {
            $0.split(separator: "\n").filter { !$0.hasPrefix("Seal-") }.joined(separator: "\n")
                + "\n"
        }
        try victim.edit("data/case.json") { $0 + " " }
        try victim.listAgain()

        let alone = try PacketVerifier.verify(
            packets.folder, trusting: packets.trust())
        #expect(alone.problems == [])
        #expect(alone.claims.suffix(4).allSatisfy { $0.state == .unclaimed })
        let report = try PacketVerifier.verify(packets.folder, expecting: packets.digest)
        #expect(report.problems == [.otherBag(report.bagDigest ?? "")])
    }

    // MARK: - Zip files

    /// Packs a folder in the way that the arguments say.
    private static let packing = """
        import sys, zipfile, os, random
        folder, target, root, order, level, extra = sys.argv[1:7]
        names = sorted(os.path.relpath(os.path.join(d, f), folder)
                       for d, _, fs in os.walk(folder) for f in fs)
        if order == 'reversed': names.reverse()
        if order == 'random': random.Random(7).shuffle(names)
        method = zipfile.ZIP_STORED if level == '0' else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(target, 'w', method, compresslevel=int(level) or None) as z:
            if extra == 'folders':
                z.writestr(zipfile.ZipInfo(root + 'data/'), b'')
            for name in names:
                entry = zipfile.ZipInfo(root + name, (1990 + len(order), 2, 3, 4, 5, 6))
                entry.compress_type = method
                if extra == 'modes': entry.external_attr = 0o100600 << 16
                z.writestr(entry, open(os.path.join(folder, name), 'rb').read())
            if extra == 'comment': z.comment = b'by mail'
            if extra == 'twice': z.writestr(root + 'data/case.json', b'{}')
            if extra == 'traversal': z.writestr(root + '../../etc/cron.d/x', b'x')
            if extra == 'absolute': z.writestr('/etc/cron.d/x', b'x')

            if extra == 'device': z.writestr(root + 'data/c:x', b'x')
            if extra == 'outside': z.writestr('setup.exe', b'x')
            if extra == 'link':
                entry = zipfile.ZipInfo(root + 'data/link'); entry.external_attr = 0o120777 << 16
                z.writestr(entry, b'/etc/passwd')
            if extra == 'bomb':
                with z.open(root + 'data/zeros', 'w') as f:
                    for _ in range(1000): f.write(bytes(1 << 20))
        """

    private static func pack(
        _ folder: String, _ target: String, root: String, order: String = "sorted",
        level: String = "6", extra: String = "-"
    ) throws {
        let result = try Tool.run(
            "/usr/bin/env", ["python3", "-c", packing, folder, target, root, order, level, extra],
            in: "/")
        guard result.code == 0 else { throw Authorities.Problem(result.output) }
    }

    @Test(arguments: [
        ("twice", PacketProblem.duplicate("data/case.json")),
        ("traversal", .unsafeName("../../etc/cron.d/x")),
        ("absolute", .unsafeName("/etc/cron.d/x")),
        ("device", .unsafeName("data/c:x")),
        ("outside", .added("setup.exe")),
        ("link", .added("JW-000042/data/link")),
    ])
    func `A zip file that deceives is found out`(extra: String, problem: PacketProblem) async throws
    {
        let packets = try await Self.packets()
        let zip = packets.sample.path("x.zip")
        try Self.pack(packets.folder, zip, root: "JW-000042/", extra: extra)

        let report = try PacketVerifier.verify(zip, trusting: packets.trust())

        #expect(report.problems.contains(problem), "\(report.problems)")
    }

    @Test func `A bomb is put out before it costs anything, and a torn zip is one`() async throws {
        let packets = try await Self.packets()
        let bomb = packets.sample.path("bomb.zip")
        try Self.pack(packets.folder, bomb, root: "JW-000042/", extra: "bomb")
        let error = #expect(throws: PacketError.self) { try PacketVerifier.verify(bomb) }
        guard case .archive(.tooLarge(bomb, _)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }

        let whole = packets.sample.path("whole.zip")
        try Self.pack(packets.folder, whole, root: "JW-000042/")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: whole))
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: whole))
        #expect(throws: PacketError.self) { try PacketVerifier.verify(whole) }
    }

    @Test func `None of many harmless repackings is reported`() async throws {
        let packets = try await Self.packets()
        var count = 0
        for root in ["JW-000042/", "", "证据 (1)/"] {
            for order in ["sorted", "reversed", "random"] {
                for (level, extra) in [("0", "-"), ("1", "folders"), ("9", "modes")] {
                    count += 1
                    let zip = packets.sample.path("\(count).zip")
                    try Self.pack(
                        packets.folder, zip, root: root, order: order, level: level, extra: extra)
                    let report = try PacketVerifier.verify(
                        zip, expecting: packets.digest, trusting: packets.trust(), sm3: true)
                    #expect(report.problems == [], "\(root) \(order) \(level) \(extra)")
                    #expect(report.claims.allSatisfy { $0.state == .kept })
                }
            }
        }
        #expect(count >= 25)
        try Self.pack(packets.folder, packets.sample.path("c.zip"), root: "", extra: "comment")
        #expect(
            try PacketVerifier.verify(
                packets.sample.path("c.zip"), trusting: packets.trust()
            ).isIntact)
        // Other times and modes in a folder.
        for file in try SampleCase.files(packets.folder) {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 0), .posixPermissions: 0o600],
                ofItemAtPath: packets.folder + "/" + file)
        }
        #expect(
            try PacketVerifier.verify(packets.folder, trusting: packets.trust())
                .isIntact)
    }
}
