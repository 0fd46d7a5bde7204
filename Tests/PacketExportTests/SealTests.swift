// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Packet
import PacketExport
import Sealing
import Sweep
import Testing
import Wording

struct SealTests {
    let sample: SampleCase
    let authorities: Authorities

    init() throws {
        sample = try SampleCase()
        authorities = try Authorities.shared.get()
    }

    private func states(_ path: String, _ roots: TrustRoots?) throws -> [String] {
        let report = try PacketVerifier.verify(path, trusting: PacketTrust(roots: roots))
        let wanted: [PacketClaim.Name] = [.signature, .signer, .time, .authority]
        return report.claims.filter { wanted.contains($0.name) }.map { "\($0.name) \($0.state)" }
    }

    @Test(arguments: ["packet", "packet.zip"])
    func `A sealed packet keeps what it claims, to whom trusts its roots`(name: String) async throws
    {
        let packet = try await authorities.export(sample.request, to: sample.path(name))

        let kept = try PacketVerifier.verify(
            packet.path, expecting: packet.bagDigest,
            trusting: PacketTrust(roots: authorities.roots(), nationalKey: authorities.sm2()),
            sm3: true)
        #expect(kept.problems == [])
        #expect(kept.claims.allSatisfy { $0.state == .kept }, "\(kept.claims)")
        #expect(
            try states(packet.path, nil) == [
                "signature kept", "signer unchecked", "time kept", "authority unchecked",
            ])
        #expect(
            try states(packet.path, authorities.roots("b")) == [
                "signature kept", "signer broken", "time kept", "authority broken",
            ])
    }

    @Test func `An RSA key signs, also one that a password locks`() async throws {
        for (name, password) in [("rsa", nil), ("locked", "secret")] {
            let plan = SealPlan(
                identity: try authorities.identity(name, password: password))
            let packet = try await plan.export(sample.request, to: sample.path(name))
            #expect(
                try states(packet.path, TrustRoots.load(authorities.folder + "/rsa.pem")) == [
                    "signature kept", "signer kept", "time unclaimed", "authority unclaimed",
                ])
        }
    }

    @Test func `A key that cannot sign is refused, with the reason`() throws {
        #expect(throws: SealError.noKey("locked.key")) { try authorities.identity("locked") }
        #expect(throws: SealError.noKey("locked.key")) {
            try authorities.identity("locked", password: "wrong")
        }
        #expect(throws: SealError.notPair) { try authorities.identity("odd") }
        #expect(throws: SealError.unsupportedKey) { try authorities.identity("p384") }
        let late = Date(timeIntervalSinceNow: 20 * 365 * 86_400)
        let error = #expect(throws: SealError.self) {
            try authorities.identity("a-signer", at: late)
        }
        #expect(error?.message.english.contains("is valid from") == true)
    }

    @Test(arguments: [
        ("other", "message imprint mismatch"), ("replay", "nonce mismatch"),
        ("forged", "signature failure"), ("b", "certificate verify error"),
        ("old", "certificate has expired"), ("garbage", ""), ("refuse", ""), ("error", "503"),
        ("endless", ""), ("slow", ""),
    ])
    func `An authority that lies, fails or is slow stops the export, and nothing stays`(
        way: String, reason: String
    ) async throws {
        let error = await #expect(throws: SealError.self) {
            _ = try await TimestampDesk.stamp(
                [1, 2, 3], at: authorities.address(way), roots: authorities.roots(),
                seconds: way == "slow" ? 1 : 20)
        }
        #expect(
            reason.isEmpty || error?.message.english.contains(reason) == true,
            "\(String(describing: error))")
        guard way != "slow" else { return }

        let plan = SealPlan(
            identity: try authorities.identity(), authorities: [try authorities.address(way)],
            roots: try authorities.roots())
        await #expect(throws: SealError.self) {
            try await plan.export(sample.request, to: sample.path("packet.zip"))
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: sample.scratch.path)
                == ["archive"])
    }

    @Test func `If so configured, a packet goes out unstamped and says so on page one`()
        async throws
    {
        let plan = SealPlan(
            identity: try authorities.identity(),
            authorities: [try authorities.address("error")], roots: try authorities.roots(),
            goesOnWithout: true)

        let packet = try await plan.export(sample.request, to: sample.path("packet"))

        #expect(
            try states(packet.path, authorities.roots()) == [
                "signature kept", "signer kept", "time unclaimed", "authority unclaimed",
            ])
        let record = try SampleCase.read(packet.path + "/data/forms/1-record.html")
        for words in ["应答状态码为 503", "未加盖可信时间戳", "CMS 分离式签名"] {
            #expect(record.contains(words), "\(words)")
        }
    }

    @Test(arguments: ["packet", "packet.zip"])
    func `A packet is stamped later, and only its stamp is new`(name: String) async throws {
        let plan = SealPlan(identity: try authorities.identity())
        let packet = try await plan.export(sample.request, to: sample.path(name))

        for number in 1...2 {
            let stamper = try PacketStamper(packet.path)
            #expect(stamper.name == "seal/timestamp-\(number).tsr")
            try stamper.add(
                await TimestampDesk.stamp(
                    stamper.content, at: authorities.address("ok"), roots: authorities.roots()))
        }

        let report = try PacketVerifier.verify(
            packet.path, expecting: packet.bagDigest,
            trusting: PacketTrust(roots: authorities.roots()))
        #expect(report.problems == [])
        #expect(report.claims.contains { $0.name == .time && $0.state == .kept })
        #expect(report.files == packet.files + 2)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: sample.scratch.path).sorted()
                == ["archive", name])
    }

    @Test func `A broken packet is not stamped`() async throws {
        let packet = try await authorities.export(sample.request, to: sample.path("packet"))
        try SampleCase.write("x", to: packet.path + "/data/case.json")

        #expect(throws: PacketError.broken) { _ = try PacketStamper(packet.path) }
    }

    @Test(.enabled(if: Checkers.folder != nil, Comment(rawValue: Checkers.reason)))
    func `Each command of VERIFY.md agrees, and the ones over a changed file do not`() async throws
    {
        let packet = try await authorities.export(sample.request, to: sample.path("packet"))
        let guide = try SampleCase.read(packet.path + "/VERIFY.md")
        let commands = guide.components(separatedBy: "```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(commands.count == 7)
        func run(_ command: String) throws -> (code: Int32, output: String) {
            let command = command.replacing("ROOTS.pem", with: authorities.folder + "/a-root.pem")
                .replacing("SM2.pem", with: authorities.folder + "/sm2.pem")
            return try Tool.run(
                "/bin/sh", ["-ec", "PATH=\(Checkers.folder ?? "")/bin:$PATH\n" + command],
                in: packet.path)
        }

        for command in commands {
            let result = try run(command)
            #expect(result.code == 0, "\(command)\(result.output)")
        }
        let path = packet.path + "/data/case.json"
        try SampleCase.write(SampleCase.read(path) + " ", to: path)
        let codes = try commands.prefix(3).map { try run($0).code }
        #expect(codes.allSatisfy { $0 != 0 }, "\(codes)")
    }
}
