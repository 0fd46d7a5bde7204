// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import FoundationEssentials
import WebArchive

/// Makes a casebook with one large case, for exports of it to be measured.
///
/// As real sites are: pages of text that pack well, and pictures that do not. A tenth of what is
/// stored is text.
struct CasePart {
    private let folder: String
    private let megabytes: Int
    /// Pages of one visit: 10, as a sweep reads.
    private let pages = 10

    init(folder: String, megabytes: String) throws {
        guard let megabytes = Int(megabytes), megabytes > 0 else { throw Misuse() }
        self.folder = folder
        self.megabytes = megabytes
    }

    func run() async throws -> [String: Int] {
        let book = try Casebook.open(folder, actor: "benchmark@localhost")
        let address = try WebAddress("http://cx-mem.example/")
        let run = try await book.startRun(
            settings: "", personas: [Persona.wechat.name],
            leads: [NewLead(address: address, origin: LeadOrigin(.hotline))]
        ).run.number
        guard let job = try await book.claim(1, of: run, owner: "benchmark").first else {
            throw Misuse()
        }
        let writer = try ArchiveWriter(directory: book.archiveDirectory, software: "benchmark")
        let start = Date()
        var capture = Capture(
            lead: job.lead.number, persona: .wechat, attempt: 1, startedAt: start, endedAt: start,
            software: "benchmark 1")
        var stored = 0
        var random = SplitMix(state: 42)
        while stored < megabytes << 20 {
            let isPage = capture.visits.count % 10 == 0
            let body = isPage ? text(&random) : random.bytes(1 << 20)
            let page = try WebAddress("http://cx-mem.example/\(capture.visits.count)")
            let type = isPage ? "text/html; charset=utf-8" : "image/jpeg"
            let head = "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\n\r\n"
            let exchange = Exchange(
                request: .init(address: page, head: Array("GET / HTTP/1.1\r\n\r\n".utf8)),
                response: .init(
                    status: 200, httpVersion: "HTTP/1.1", head: Array(head.utf8), headers: [],
                    body: body),
                startedAt: start)
            let place = try writer.append(
                exchange, capture: capture.name, purpose: .page, reachedBy: nil)
            stored += place.length
            capture.archive.append(place)
            capture.visits.append(
                ExchangeRecord(
                    address: page, purpose: .page, status: 200, bodyBytes: body.count,
                    bodySHA256: String(repeating: "0", count: 64), startedAt: start,
                    title: "证书查询"))
        }
        try writer.close()
        let finding = Finding(
            rule: "rule", title: "免考", field: "text", text: "免考包过", start: 0, end: 4,
            weight: 3, why: "法释〔2019〕15号")
        let verdict = Verdict(
            url: address.description, level: .high, score: 93, categories: [.saleForged],
            findings: [finding], rules: String(repeating: "0", count: 64))
        let records = try (0..<pages).map { index in
            PageRecord(
                address: try WebAddress("http://cx-mem.example/\(index)"), title: "证书查询",
                encoding: "utf-8", text: Self.words, hiddenText: "", identifiers: [], contacts: [],
                fingerprints: Fingerprints(), verdict: verdict)
        }
        capture.endedAt = Date()
        try await book.finish(
            JobResult(job: job, capture: capture, verdict: verdict, pages: records))
        try book.close()
        return ["bytes": stored, "exchanges": capture.visits.count]
    }

    private static let words = String(repeating: "特种作业操作证免考包过，全国联网可查。\n", count: 1000)

    /// A page of some 2 MB that packs to a fifth.
    private func text(_ random: inout SplitMix) -> [UInt8] {
        var body: [UInt8] = []
        while body.count < 2 << 20 {
            body += Array("<p>特种作业操作证免考包过 ".utf8)
            body += Array(String(random.next(), radix: 36).utf8)
            body += Array("</p>\n".utf8)
        }
        return body
    }
}

/// Numbers that look drawn by lot and are the same each time.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count { withUnsafeBytes(of: next()) { bytes += $0 } }
        return bytes
    }
}
