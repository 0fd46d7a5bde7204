// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import PacketExport
import Sealing
import Testing
import WebArchive

struct TransportTests {
    let sample: SampleCase
    let authorities: Authorities

    init() throws {
        sample = try SampleCase()
        authorities = try Authorities.shared.get()
    }

    private func request(_ transport: PacketTransport) -> PacketRequest {
        var request = sample.request
        request.transport = transport
        return request
    }

    private func envelope(_ cipher: Envelope.Cipher, _ name: String = "rsa.pem") throws
        -> PacketTransport
    {
        let pem = try Data(contentsOf: URL(fileURLWithPath: authorities.folder + "/" + name))
        return .envelope(certificates: [UInt8](pem), named: name, cipher)
    }

    @Test(arguments: Envelope.Cipher.allCases, ["rsa", "a-signer"])
    func `Who has the key opens the envelope with openssl, and nobody else`(
        cipher: Envelope.Cipher, who: String
    ) throws {
        let packet = try PacketExporter.export(
            request(envelope(cipher, who + ".pem")), to: sample.path("packet.zip.p7m"))
        func open(_ key: String, _ target: String) throws -> Int32 {
            try Tool.run(
                "/usr/bin/env",
                [
                    "openssl", "cms", "-decrypt", "-inform", "DER", "-in", packet.path, "-recip",
                    "\(key).pem", "-inkey", "\(key).key", "-out", sample.path(target),
                ], in: authorities.folder
            ).code
        }

        #expect(try open(who, "opened.zip") == 0)
        let report = try PacketVerifier.verify(
            sample.path("opened.zip"), expecting: packet.bagDigest)
        #expect(report.problems == [])
        #expect(try open("b-signer", "other.zip") != 0)

        guard cipher == .gcm else { return }
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: packet.path)))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: packet.path))
        #expect(try open(who, "changed.zip") != 0)
    }

    @Test func `A zip file with a password opens with it, and with no other`() throws {
        let packet = try PacketExporter.export(
            request(.password("九月 secret")), to: sample.path("packet.zip"))
        func open(_ password: String) throws -> Int32 {
            let folder = sample.path(UUID().uuidString)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false)
            let code = try Tool.run(
                "/usr/bin/env", ["bsdtar", "--passphrase", password, "-xf", packet.path],
                in: folder
            ).code
            if code == 0 {
                let report = try PacketVerifier.verify(
                    folder + "/JW-000042", expecting: packet.bagDigest)
                #expect(report.problems == [])
            }
            return code
        }

        #expect(try open("九月 secret") == 0)
        #expect(try open("secret") != 0)
        #expect(try !PacketVerifier.verify(packet.path).isIntact)
    }

    @Test func `What hides the packet and the name of the file must agree`() throws {
        for (transport, name) in [
            (try envelope(.gcm), "packet.zip"), (try envelope(.gcm), "packet"),
            (.password("x"), "packet"), (.open, "packet.zip.p7m"),
        ] {
            #expect(throws: PacketError.needsFile) {
                try PacketExporter.export(request(transport), to: sample.path(name))
            }
        }
    }

    @Test func `Without a recipient or on a full disk nothing stays`() throws {
        #expect(throws: PacketError.seal(.noCertificate("a-root.key"))) {
            try PacketExporter.export(
                request(envelope(.gcm, "a-root.key")), to: sample.path("p.zip.p7m"))
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: sample.scratch.path) == ["archive"])

        let disk = sample.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        // Only root can mount; without, a folder that is not there fails in the same place.
        let isMounted = geteuid() == 0 && mount("none", disk, "tmpfs", 0, "size=256k") == 0
        defer { if isMounted { umount2(disk, 0) } }
        if !isMounted { try FileManager.default.removeItem(atPath: disk) }
        #expect(throws: PacketError.self) {
            try PacketExporter.export(
                request(envelope(.gcm)), to: disk + "/packet.zip.p7m")
        }
        if isMounted {
            #expect(try FileManager.default.contentsOfDirectory(atPath: disk).isEmpty)
        }
    }
}
