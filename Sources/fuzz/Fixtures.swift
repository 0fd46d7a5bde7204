// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CZlib
import Casework
import Digests
import FoundationEssentials
import Glibc
import PacketExport
import WebArchive

/// Good inputs, made here: no real data.
enum Fixtures {
    /// Made for tests: a name beyond ASCII, alternative names of every kind, timestamps.
    static let certificate = """
        MIIDLTCCAtOgAwIBAgIFAMD/7gEwCgYIKoZIzj0EAwIwUTELMAkGA1UEBhMCQ04x\
        KTAnBgNVBAoMIOafkOafkOenkeaKgOaciemZkOWFrOWPuCwg5rWL6K+VMRcwFQYD\
        VQQDDA5jeC1tZW0uZXhhbXBsZTAgFw0yNjExMjMwNTQ3MDlaGA8yMTI2MTAzMDA1\
        NDcwOVowUTELMAkGA1UEBhMCQ04xKTAnBgNVBAoMIOafkOafkOenkeaKgOaciemZ\
        kOWFrOWPuCwg5rWL6K+VMRcwFQYDVQQDDA5jeC1tZW0uZXhhbXBsZTBZMBMGByqG\
        SM49AgEGCCqGSM49AwEHA0IABFU96QLtNOO3zuquJ7mlyxiO0LjNee8LqrOAmGU3\
        bpHr+5vS/TDlTEE0UtXA+zVRE5vEp96yITSd5NySL3DOEDCjggGUMIIBkDCB5wYD\
        VR0RBIHfMIHcgg5jeC1tZW0uZXhhbXBsZYIQKi5jeC1tZW0uZXhhbXBsZYcEfwAA\
        CYcQAAAAAAAAAAAAAAAAAAAAAYEUYWRtaW5AY3gtbWVtLmV4YW1wbGWGF2h0dHBz\
        Oi8vY3gtbWVtLmV4YW1wbGUvpHEwbzELMAkGA1UEBhMCQ04xRzBFBgNVBAoMPsOm\
        wp/CkMOmwp/CkMOnwqfCkcOmworCgMOmwpzCicOpwpnCkMOlwoXCrMOlwo/CuCwg\
        w6bCtcKLw6jCr8KVMRcwFQYDVQQDDA5jeC1tZW0uZXhhbXBsZTCBhAYKKwYBBAHW\
        eQIEAgR2BHQAcgA3AKurq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urAAAB\
        m3baqHsAAAQDAAgwBgIBAQIBAQA3AAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\
        AQEBAQEBAAABm3baq+gAAAQDAAgwBgIBAQIBATAdBgNVHQ4EFgQU4Yi6XuVK0idm\
        +IvEJVaoNwzVM9UwCgYIKoZIzj0EAwIDSAAwRQIgEii/Zc0bxrbL5Rqqumigw9+K\
        xm1vMRdGPpcbR9Lom3wCIQD0m7Dsfhr8YF1ma9kj1hqipAHAPGHuAxxAm1cnwFhv\
        uw==
        """

    private static let time = Date(timeIntervalSince1970: 1_795_410_780)

    private static func exchange(_ body: String) -> Exchange {
        let address = WebAddress(scheme: .http, host: "cx.example")
        return Exchange(
            request: .init(
                address: address, head: Array("GET / HTTP/1.1\r\nHost: cx.example\r\n\r\n".utf8)),
            response: .init(
                status: 200, httpVersion: "HTTP/1.1",
                head: Array("HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n".utf8), headers: [],
                body: Array(body.utf8)), startedAt: time)
    }

    /// One WARC record, as it stands in an archive before it is compressed.
    static let record: [UInt8] = {
        let block =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n"
            + String(repeating: "<title>查询</title>免考 ", count: 40)
        return Array(
            """
            WARC/1.1\r
            WARC-Type: response\r
            WARC-Record-ID: <urn:uuid:6a1d2b3c-0000-4000-8000-000000000001>\r
            WARC-Date: 2026-11-23T05:53:00Z\r
            WARC-Target-URI: http://cx.example/\r
            WARC-Block-Digest: sha256:\(String(repeating: "A", count: 52))\r
            Content-Type: application/http;msgtype=response\r
            Content-Length: \(block.utf8.count)\r
            \r
            \(block)\r
            \r\n
            """.utf8)
    }()

    /// `bytes` as one gzip member.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard czlib_deflate_init(&stream, 6, CZLIB_GZIP_BITS) == Z_OK else { return [] }
        defer { deflateEnd(&stream) }
        var input = bytes
        return [UInt8](unsafeUninitializedCapacity: bytes.count + 1000) { output, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
            }
            count = Int(stream.total_out)
        }
    }

    private static func archive(in folder: String) throws -> (String, [ArchivePlace]) {
        let writer = try ArchiveWriter(directory: folder, software: "fuzz", level: 6)
        let places = try ["<title>查询</title>", String(repeating: "免考 ", count: 200)].map {
            try writer.append(exchange($0), capture: "fuzz", purpose: .page, reachedBy: nil)
        }
        try writer.close()
        return (places[0].segment, places)
    }

    /// `text` as one gzip member, not compressed.
    static func stored(text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        let block = text.prefix(0xFFFF)
        let count = UInt16(block.count)
        bytes += [1, UInt8(count & 0xFF), UInt8(count >> 8)]
        bytes += [UInt8(~count & 0xFF), UInt8(~count >> 8)] + block
        var crc: UInt32 = .max
        for byte in block {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        for value in [~crc, UInt32(count)] {
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        return bytes
    }

    static func zip(in folder: String) throws -> [UInt8] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/whole.zip"
        try? FileManager.default.removeItem(atPath: path)
        try write(Array(String(repeating: "免考", count: 300).utf8), to: folder + "/a")
        let file = try OutputFile(creating: path)
        try ZipWriter.write(
            [
                .init(name: "a/证.txt", path: folder + "/a"),
                .init(name: "b", path: folder + "/a", isStored: true),
            ], to: file)
        return try read(path)
    }

    /// An exported case to be broken, and its digest.
    ///
    /// It is made once, because its record ids are random, and copied each time.
    static func packet(in folder: String) throws -> (path: String, digest: String) {
        let manager = FileManager.default
        let whole = folder + "/whole"
        if !manager.fileExists(atPath: whole + "/digest") {
            try? manager.removeItem(atPath: whole)
            let (_, places) = try archive(in: whole + "/archive")
            let address = WebAddress(scheme: .http, host: "cx.example")
            var capture = Capture(
                lead: 1, persona: .desktop, attempt: 1, startedAt: time, endedAt: time,
                software: "fuzz")
            capture.archive = places
            let verdict = Verdict(
                url: address.description, level: .high, score: 90, categories: [.fakeQuery],
                findings: [], rules: "r")
            let lead = Lead(number: 1, address: address, origin: LeadOrigin(.list), addedAt: time)
            let request = PacketRequest(
                caseFile: CaseFile(
                    lead: lead, state: .done, captures: [capture], verdict: verdict),
                custody: [custody()], archiveDirectory: whole + "/archive", software: "fuzz",
                exportedAt: time, exportedBy: "fuzz@host")
            let summary = try PacketExporter.export(request, to: whole + "/packet")
            try write(Array(summary.bagDigest.utf8), to: whole + "/digest")
        }
        let copy = folder + "/copy"
        try? manager.removeItem(atPath: copy)
        try manager.copyItem(atPath: whole + "/packet", toPath: copy)
        return (copy, text(try read(whole + "/digest")))
    }

    private static func custody() -> CustodyEntry {
        var entry = CustodyEntry(
            sequence: 1, at: time, actor: "fuzz@host", action: .leadAdded, lead: 1,
            subject: "http://cx.example/", sha256: nil, previous: CustodyEntry.genesis, hash: "")
        entry.hash = Digest.hex(entry.canonical)
        return entry
    }

    static func files(below folder: String) throws -> [(name: String, bytes: [UInt8])] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
        return try names.compactMap { name in
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
            return isFolder ? nil : (name, try read(folder + "/" + name))
        }
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Broken(what: "cannot read \(path)")
        }
        return Array(data)
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "w") else { throw Broken(what: "cannot write \(path)") }
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else {
            throw Broken(what: "cannot write \(path)")
        }
    }
}
