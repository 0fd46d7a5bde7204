// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import FoundationEssentials
import Glibc

/// Claims and finishes leads in a casebook that holds many, without a network.
struct CasebookPart {
    private let count: Int
    /// How many are claimed and finished: 2,000.
    private let measured = 2_000
    /// As many at work at once as in a sweep.
    private let inFlight = 500

    init(_ count: String) throws {
        guard let count = Int(count), count >= measured else { throw Misuse() }
        self.count = count
    }

    /// Fills a casebook with leads, all of one run, of which up to 50,000 are done; then measures.
    func run() async throws -> [String: Int] {
        let folder = FileManager.default.temporaryDirectory.path + "/jianwei-benchmark-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let book = try Casebook.open(folder, actor: "benchmark")
        let run = try await book.startRun(settings: "", personas: ["desktop"]).number
        var filled = 0
        while filled < count {
            let leads = (filled..<min(count, filled + 10_000)).map { index in
                // In no order that an index would like.
                let host = "h\(index * 7_919 % 1_000_003)-\(index).example"
                return NewLead(
                    address: WebAddress(scheme: .https, host: host), origin: LeadOrigin(.list))
            }
            try await book.addLeads(leads, toRun: run)
            filled += leads.count
        }
        try await finish(min(count - measured, 50_000), of: run, in: book)
        let start = Self.processorTime
        let clock = ContinuousClock.now
        try await finish(measured, of: run, in: book)
        let took = ContinuousClock.now - clock
        let done = [
            "leads": count, "finished": measured, "cpuMicroseconds": Self.processorTime - start,
            "wallMicroseconds": Int(took.components.seconds) * 1_000_000
                + Int(took.components.attoseconds / 1_000_000_000_000),
        ]
        try book.close()
        return done
    }

    /// Claims and finishes `count` leads as a sweep does.
    private func finish(_ count: Int, of run: Int64, in book: Casebook) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var begun = 0
            var atWork = 0
            var queue: [Job] = []
            while begun < count || atWork > 0 {
                if queue.isEmpty, begun < count {
                    queue = try await book.claim(
                        min(inFlight - atWork, count - begun), of: run, owner: "benchmark")
                }
                while let job = queue.popLast() {
                    begun += 1
                    atWork += 1
                    group.addTask { try await book.finish(result(of: job)) }
                }
                _ = try await group.next()
                atWork -= 1
            }
        }
    }

    /// A visit as most are: three requests, a page, nothing suspect.
    private func result(of job: Job) -> JobResult {
        let address = job.lead.address
        let now = Date()
        let digest = String(repeating: "0", count: 64)
        let visits = [ExchangeRecord.Purpose.page, .page, .favicon].map { purpose in
            ExchangeRecord(
                address: address, purpose: purpose, status: 200, httpVersion: "HTTP/1.1",
                contentType: "text/html", bodyBytes: 20_000, bodySHA256: digest,
                headers: [
                    HeaderField("Content-Type", "text/html"), HeaderField("Server", "nginx"),
                ],
                startedAt: now)
        }
        let verdict = Verdict(
            url: address.description, level: .dismiss, score: 3, categories: [], findings: [],
            rules: digest)
        let page = PageRecord(
            address: address, title: "某某机械厂", encoding: "utf-8",
            text: String(repeating: "本公司主营水泵与阀门。", count: 200), hiddenText: "", identifiers: [],
            contacts: [], fingerprints: Fingerprints(), verdict: verdict)
        let capture = Capture(
            lead: job.lead.number, persona: .desktop, attempt: job.attempt, startedAt: now,
            endedAt: now, visits: visits,
            archive: [ArchivePlace(segment: "segment.warc.gz", offset: 0, length: 20_000)],
            software: "benchmark")
        return JobResult(job: job, capture: capture, verdict: verdict, pages: [page])
    }

    /// Microseconds of processor time that this process took.
    static var processorTime: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1_000_000
            + Int(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
    }
}
