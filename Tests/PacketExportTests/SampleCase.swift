// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import Foundation
import PacketExport
import WebArchive

/// A case of which every text is hostile, with an archive behind it.
struct SampleCase {
    static let attack = "<script>alert(1)</script>\"'&\u{202E}gpj.exe"
    static let identity = "510100199001010000"
    static let time = Date(timeIntervalSince1970: 1_795_410_780)

    let scratch: Scratch
    var request: PacketRequest

    init() throws {
        scratch = try Scratch()
        let archive = scratch.path + "/archive"
        let address = try WebAddress("http://cx-mem.example/cx?id=\(Self.identity)")
        let writer = try ArchiveWriter(directory: archive, software: "Jianwei test")
        var capture = Capture(
            lead: 42, persona: .desktop, attempt: 1, startedAt: Self.time, endedAt: Self.time,
            software: "Jianwei test")
        capture.persona.name = "../../desktop"
        for index in 0..<2 {
            let exchange = Exchange(
                request: .init(address: address, head: Array("GET / HTTP/1.1\r\n\r\n".utf8)),
                response: .init(
                    status: 200, httpVersion: "HTTP/1.1",
                    head: Array("HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n".utf8), headers: [],
                    body: Array("<title>\(index) \(Self.identity)</title>".utf8)),
                startedAt: Self.time)
            let place = try writer.append(
                exchange, capture: capture.name, purpose: .page, reachedBy: nil)
            capture.archive.append(place)
            // Another case's records lie between.
            _ = try writer.append(exchange, capture: "other", purpose: .page, reachedBy: nil)
            capture.visits.append(
                ExchangeRecord(
                    address: address, purpose: index == 0 ? .redirect : .page, status: 200,
                    bodyBytes: 30, bodySHA256: String(repeating: "a", count: 64),
                    failure: index == 0 ? .cutShort : nil,
                    tls: TLSSession(
                        version: "TLSv1.3", cipher: "X", chain: [[1, 2, 3]], isTrusted: false,
                        distrust: Self.attack),
                    startedAt: Self.time, reachedBy: Self.attack, title: Self.attack))
        }
        try writer.close()

        let finding = Finding(
            rule: "rule-1", title: Self.attack, field: "text", text: "免考包过", start: 0, end: 4,
            weight: 3.25, why: "法释〔2019〕15号")
        let verdict = Verdict(
            url: address.description, level: .high, score: 93, categories: [.fakeQuery],
            findings: [finding], rules: String(repeating: "b", count: 64))
        let quote = Quote(Self.attack, at: 0..<1)
        let page = PageRecord(
            address: address, title: Self.attack, encoding: "gb18030",
            text: "证件查询\n\(Self.attack) 免考包过 电话13800000000 编号\(Self.identity)",
            hiddenText: Self.attack, identifiers: [],
            contacts: [Contact(kind: .wechat, value: Self.attack, written: quote)],
            fingerprints: Fingerprints(), verdict: verdict)
        let dossier = Dossier(
            host: address.host, servers: [Self.attack],
            contacts: page.contacts, gaps: ["反向域名：\(Self.attack)"])
        request = PacketRequest(
            caseFile: CaseFile(
                lead: Lead(
                    number: 42, address: address,
                    origin: LeadOrigin(.hotline, note: Self.attack), addedAt: Self.time),
                state: .done, captures: [capture], verdict: verdict, dossier: dossier,
                pages: [page]),
            custody: Self.chain, archiveDirectory: archive, software: "Jianwei 0.1.0",
            exportedAt: Self.time, exportedBy: "analyst@host")
    }

    private static let chain: [CustodyEntry] = {
        var entries: [CustodyEntry] = []
        for (index, lead) in [1, 42, 1, 42, 42, 2].enumerated() {
            var entry = CustodyEntry(
                sequence: Int64(index + 1), at: time, actor: "analyst@host", action: .captured,
                lead: Int64(lead), subject: lead == 42 ? attack : "secret of another case",
                sha256: nil, previous: entries.last?.hash ?? CustodyEntry.genesis, hash: "")
            entry.hash = Digest.hex(entry.canonical)
            entries.append(entry)
        }
        return entries
    }()

    func path(_ name: String) -> String { scratch.path + "/" + name }

    /// Every file below `folder`, by its path from there.
    static func files(_ folder: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.filter { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(
                atPath: folder + "/" + name, isDirectory: &isFolder)
            return !isFolder.boolValue
        }.sorted()
    }

    static func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}
