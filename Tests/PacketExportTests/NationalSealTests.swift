// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Packet
import PacketExport
import Sealing
import Sweep
import Testing

/// SM2 and SM3 of a packet; `openssl` itself checks them in ``SealTests`` by VERIFY.md's commands.
struct NationalSealTests {
    let sample: SampleCase
    let authorities: Authorities

    init() throws {
        sample = try SampleCase()
        authorities = try Authorities.shared.get()
    }

    private func export() async throws -> PacketSummary {
        try await SealPlan(nationalKey: authorities.sm2Key())
            .export(sample.request, to: sample.path("packet"))
    }

    private func state(
        _ name: PacketClaim.Name, _ path: String, _ key: NationalSignature.PublicKey? = nil,
        sm3: Bool = false
    ) throws -> PacketClaim.State? {
        try PacketVerifier.verify(path, trusting: PacketTrust(nationalKey: key), sm3: sm3).claims
            .first { $0.name == name }?.state
    }

    @Test func `An SM2 signature counts by the key that the checker knows, and by no other`()
        async throws
    {
        let packet = try await export()

        #expect(try state(.national, packet.path) == .unchecked)
        #expect(try state(.national, packet.path, authorities.sm2()) == .kept)
        #expect(try state(.national, packet.path, authorities.sm2("other-sm2")) == .broken)
        let record = try SampleCase.read(packet.path + "/data/forms/1-record.html")
        #expect(record.contains("国密 SM2 私钥"))
    }

    @Test func `A removed, changed or foreign SM2 signature is named`() async throws {
        let packet = try await export()
        let path = packet.path + "/" + Bag.nationalSignatureName
        let signature = try #require(FileManager.default.contents(atPath: path))
        let trust = PacketTrust(nationalKey: try authorities.sm2())

        let foreign = try authorities.sm2Key("other-sm2").sign(
            [UInt8](
                #require(
                    FileManager.default.contents(
                        atPath: packet.path + "/" + Bag.tagManifestName))))
        var flipped = signature
        flipped[signature.count - 1] ^= 1
        for bytes in [Data(foreign), flipped, Data(), Data(count: 4096)] {
            try bytes.write(to: URL(fileURLWithPath: path))
            #expect(
                try PacketVerifier.verify(packet.path, trusting: trust).problems
                    == [.nationalSignature])
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(
            try PacketVerifier.verify(packet.path, trusting: trust).problems
                == [.sealMissing(Bag.nationalSignatureName)])
    }

    @Test func `Keys that are no SM2 keys are refused, with what to do`() throws {
        func bytes(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: authorities.folder + "/" + name)))
        }
        #expect(throws: SealError.notNational("rsa.key")) {
            try NationalSignature.Key(bytes("rsa.key"), password: nil, name: "rsa.key")
        }
        #expect(throws: SealError.noKey("sm2.pem")) {
            try NationalSignature.Key(bytes("sm2.pem"), password: nil, name: "sm2.pem")
        }
        #expect(throws: SealError.notNational("rsa.pem")) {
            try NationalSignature.PublicKey(bytes("rsa.pem"), name: "rsa.pem")
        }
        #expect(throws: SealError.noPublicKey("ts.conf")) {
            try NationalSignature.PublicKey(bytes("ts.conf"), name: "ts.conf")
        }
    }

    @Test func `SM3 sums are compared on request, and a wrong list is found`() async throws {
        let packet = try await export()
        #expect(try state(.sm3, packet.path) == .unchecked)
        #expect(try state(.sm3, packet.path, sm3: true) == .kept)

        let list = packet.path + "/" + Bag.sm3Name
        let text = try SampleCase.read(list)
        let first = try #require(text.split(separator: "\n").first)
        let name = String(first.dropFirst(66))
        try SampleCase.write(
            text.replacing(first, with: String(repeating: "0", count: 64) + "  " + name), to: list)

        let report = try PacketVerifier.verify(packet.path, sm3: true)
        #expect(report.problems.contains(.nationalSum(name)))
        #expect(report.claims.contains { $0.name == .sm3 && $0.state == .broken })
    }

    @Test func `A packet for a registrar says how it is signed, too`() async throws {
        var request = sample.request
        request.audience = .registrar
        let packet = try await SealPlan(identity: authorities.identity())
            .export(request, to: sample.path("outside"))

        let readme = try SampleCase.read(packet.path + "/README.txt")
        #expect(readme.contains("CMS 分离式签名"))
        #expect(readme.contains("未加盖可信时间戳"))
    }
}
