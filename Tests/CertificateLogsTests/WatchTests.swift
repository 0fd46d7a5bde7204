// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import CertificateLogs
import Digests
import Foundation
import Sealing
import Sweep
import Synchronization
import Testing
import Wording

/// Watches test logs, in a casebook of its own.
final class Watching: Sendable {
    let directory: String
    let knowledge: Knowledge
    let events = Mutex<[CertificateEvent]>([])

    init() throws {
        directory = NSTemporaryDirectory() + "/watch-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        try "127.0.0.1 log.test\n".write(
            toFile: directory + "/hosts", atomically: true, encoding: .utf8)
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        knowledge = try Knowledge.load(from: DataFolder(path: root.path))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func book() throws -> Casebook {
        try Casebook.open(directory + "/casebook", actor: "li@bureau")
    }

    @discardableResult
    func run(
        _ logs: [TestLog], start: CertificateWatchSettings.Start? = .first, once: Bool = true,
        now: Date = Date(timeIntervalSince1970: 1_796_000_000),
        _ change: (inout CertificateWatchSettings) -> Void = { _ in },
        whenRunning: (@Sendable (CertificateWatch) async -> Void)? = nil
    ) async throws -> CertificateWatchOutcome {
        var settings = CertificateWatchSettings()
        settings.start = start
        settings.allowedRanges = ["127.0.0.0/8"]
        settings.hostsFile = directory + "/hosts"
        settings.resolvers = ["127.0.0.1:9"]
        settings.attempts = 2
        settings.secondsBetweenHeads = 0.05
        settings.bounds.seconds = 10
        change(&settings)
        let book = try book()
        let watch = try CertificateWatch(
            logs: try LogList.read(TestLog.list(logs), name: "test"), settings: settings,
            casebook: book, knowledge: knowledge, software: "test/1", clock: { now })
        let helper = Task { await whenRunning?(watch) }
        defer { helper.cancel() }
        let outcome = try await watch.run(once: once) { event in
            self.events.withLock { $0.append(event) }
        }
        try book.close()
        return outcome
    }

    var found: [CertificateSighting] {
        events.withLock {
            $0.compactMap { if case .found(let sighting, _) = $0 { sighting } else { nil } }
        }
    }

    var troubles: [String] {
        events.withLock {
            $0.compactMap { if case .trouble(_, let why, _) = $0 { why.english } else { nil } }
        }
    }

    func log(_ log: TestLog) async throws -> WatchedLog {
        let book = try book()
        let known = try await book.watchedLog(Hexadecimal.text(log.id))
        try book.close()
        return try #require(known)
    }
}

/// Certificates that all tests share, made once.
enum Made {
    static let harmless = Result { try Certificates.make(["shop.example", "www.shop.example"]) }
    static let fake = Result {
        try Certificates.make(["www.cx-mem-gov.test", "cx-mem-gov.test", "*.cx-mem-gov.test"])
    }
    static let submitted = Result {
        try Certificates.make(
            ["cx.mem.gov.cn.pay.test"],
            extensions: ["1.3.6.1.4.1.11129.2.4.3=critical,DER:0500"])
    }
    static let issued = Result { try Certificates.make(["cx.mem.gov.cn.pay.test"]) }

    /// So many harmless entries, each another, with fakes at some places.
    static func entries(_ count: Int, fakes: Set<Int> = []) throws -> [TestLog.Entry] {
        let harmless = try harmless.get()
        let fake = try fake.get()
        return (0..<count).map { index in
            TestLog.Entry(
                fakes.contains(index) ? fake : harmless,
                at: 1_794_000_000_000 + UInt64(index))
        }
    }
}

@Suite(.serialized) struct WatchTests {
    @Test(arguments: [false, true], [false, true])
    func `A log is read to its head, and a fake's certificate becomes a lead with proof`(
        tiled: Bool, rsa: Bool
    ) async throws {
        let log = try TestLog(tiled: tiled, rsa: rsa)
        var entries = try Made.entries(600, fakes: [300])
        entries[301] = TestLog.Entry(
            try Made.submitted.get(), part: Certificates.part(of: try Made.issued.get()),
            at: 1_794_000_111_222)
        log.add(entries)
        log.change { $0.isCompressed = true }
        let watching = try Watching()

        let outcome = try await watching.run([log])

        #expect(outcome.failures.isEmpty && outcome.broken.isEmpty)
        #expect(outcome.counts.entries == 600)
        #expect(outcome.counts.hits == 2)
        #expect(outcome.counts.newLeads == 2)
        let stored = try await watching.log(log)
        #expect(stored.position == 600)
        let read = stored.peaks.flatMap { CompactRange(size: 600, peaks: $0) }
        #expect(read?.root == stored.head?.root)
        let first = try #require(watching.found.first)
        #expect(first.host == "cx-mem-gov.test" || first.host == "www.cx-mem-gov.test")
        #expect(first.entry == 300)
        #expect(first.kind == .certificate)
        #expect([UInt8](first.certificate) == (try Made.fake.get()))
        let second = try #require(watching.found.last)
        #expect(second.host == "cx.mem.gov.cn.pay.test")
        #expect(second.kind == .precertificate)
        #expect([UInt8](second.certificate) == (try Made.submitted.get()))
        #expect(Timestamp.text(second.loggedAt) == "2026-11-06T21:21:51.222Z")
        for sighting in watching.found {
            // All that a third party needs is in the record.
            let key = try #require(LogKey(der: [UInt8](sighting.logKey)))
            let signature = try #require(sighting.head.signatureBytes)
            #expect(key.verifies(signature, over: sighting.head.signedBytes))
            #expect(TreeHash.leaf([UInt8](sighting.leaf)) == sighting.leafHash)
            let path = try #require(sighting.path)
            #expect(
                MerkleProof.includes(
                    sighting.leafHash, at: sighting.entry, in: sighting.head, path: path))
        }
        // The case knows it, and the custody log names it.
        let book = try watching.book()
        let file = try #require(try await book.find("https://cx.mem.gov.cn.pay.test/"))
        #expect(file.lead.origin.source == .certificateLog)
        #expect(file.lead.origin.note?.contains("第 301 条") == true)
        #expect(file.certificates == [second])
        let head = try await book.custody(of: nil).last?.hash ?? ""
        #expect(try await book.verifyCustody() == .whole(lines: 4, head: head))
        #expect(try await book.waitingLeads().count == 2)
        try book.close()
    }

    @Test(arguments: [false, true])
    func `Reading goes on where it ended, and finds nothing twice`(tiled: Bool) async throws {
        let log = try TestLog(tiled: tiled)
        log.add(try Made.entries(300, fakes: [10]))
        let watching = try Watching()
        try await watching.run([log])
        log.add(try Made.entries(300, fakes: [100]).map { $0 })

        let outcome = try await watching.run([log], start: nil)

        #expect(outcome.counts.entries == 300)
        #expect(watching.found.map(\.entry) == [10, 400])
        #expect(try await watching.log(log).position == 600)
        let again = try await watching.run([log], start: nil)
        #expect(again.counts.entries == 0)
        // Both certificates belong to one lead.
        let book = try watching.book()
        #expect(try await book.waitingLeads().count == 1)
        try book.close()
    }

    @Test(arguments: [false, true])
    func `A new log is read from its head on, and the entries before it are no gap`(
        tiled: Bool
    ) async throws {
        let log = try TestLog(tiled: tiled)
        log.add(try Made.entries(256, fakes: [5]))
        let watching = try Watching()
        let none = try await watching.run([log], start: nil)
        #expect(none.counts.entries == 0)
        #expect(try await watching.log(log).start == 256)

        log.add(try Made.entries(77, fakes: [50]))
        try await watching.run([log], start: nil)

        #expect(watching.found.map(\.entry) == [306])
        let book = try watching.book()
        #expect(try await book.logGaps().isEmpty)
        try book.close()
    }

    @Test(arguments: [1, 2, 255, 256, 257, 511, 600] as [Int64], [false, true])
    func `Reading may begin at any entry`(entry: Int64, tiled: Bool) async throws {
        let log = try TestLog(tiled: tiled)
        log.add(try Made.entries(600, fakes: [599]))
        let watching = try Watching()

        let outcome = try await watching.run([log], start: .entry(entry))

        #expect(outcome.failures.isEmpty)
        let stored = try await watching.log(log)
        #expect(stored.start <= entry && stored.start >= entry - 2)
        #expect(stored.position == 600)
        #expect(watching.found.map(\.entry) == (entry < 600 ? [599] : []))
    }

    @Test func `Short answers are read on from where they end`() async throws {
        let log = try TestLog()
        log.add(try Made.entries(100, fakes: [33]))
        log.change { $0.most = 7 }
        let watching = try Watching()

        let outcome = try await watching.run([log])

        #expect(outcome.counts.entries == 100)
        #expect(watching.found.map(\.entry) == [33])
        let asked = log.requests.filter { $0.contains("get-entries") }
        #expect(asked.count == 15)
        #expect(asked.last?.contains("start=98&end=99") == true)
    }

    @Test func `Entries that are left out on request are a gap, until they are read after all`()
        async throws
    {
        let log = try TestLog()
        log.add(try Made.entries(100))
        let watching = try Watching()
        try await watching.run([log]) { $0.limit = 20 }
        #expect(try await watching.log(log).position == 20)

        try await watching.run([log], start: .back(40))

        var book = try watching.book()
        var gaps = try await book.logGaps()
        #expect(gaps.map(\.first) == [20] && gaps.map(\.last) == [59])
        #expect(gaps.map(\.reason) == [.skipped] && gaps.map(\.entries) == [40])
        try book.close()
        try await watching.run([log], start: .entry(30))
        book = try watching.book()
        gaps = try await book.logGaps()
        #expect(gaps.map(\.first) == [20] && gaps.map(\.last) == [29])
        try book.close()
        try await watching.run([log], start: .first)
        book = try watching.book()
        #expect(try await book.logGaps().isEmpty)
        try book.close()
    }

    @Test func `An entry that cannot be read is a gap, and the next ones are read`() async throws {
        let log = try TestLog()
        var entries = try Made.entries(60, fakes: [40])
        for index in [20, 21, 22] { entries[index].leafOverride = Array("garbage".utf8) }
        entries[30].leafOverride = [0, 0] + TestLog.number(1, 8) + [0, 7, 1, 2, 3]
        entries[31].certificate = Array("no certificate".utf8)
        log.add(entries)
        let watching = try Watching()

        let outcome = try await watching.run([log])

        #expect(outcome.counts.unreadable == 5)
        #expect(watching.found.map(\.entry) == [40])
        let book = try watching.book()
        let gaps = try await book.logGaps()
        #expect(gaps.map(\.first) == [20, 30] && gaps.map(\.last) == [22, 31])
        #expect(gaps.allSatisfy { $0.reason == .unreadable })
        try book.close()
    }

    @Test(arguments: ["429 Too Many Requests", "503 Service Unavailable"])
    func `A log that is asked too much is left alone for as long as it says`(status: String)
        async throws
    {
        let log = try TestLog()
        log.add(try Made.entries(20))
        let isFirst = Mutex(true)
        log.change {
            $0.instead = { path in
                guard path.contains("get-entries"),
                    isFirst.withLock({ first in
                        defer { first = false }
                        return first
                    })
                else { return nil }
                return .init(status: status, headers: ["Retry-After: 2"], body: [])
            }
        }
        let watching = try Watching()

        let outcome = try await watching.run([log])

        #expect(outcome.counts.entries == 20)
        let pauses = watching.events.withLock {
            $0.compactMap { if case .trouble(_, _, let seconds) = $0 { seconds } else { nil } }
        }
        #expect(pauses == [2])
    }

    @Test func `A fork is told, both heads are kept, and the log is read no further`() async throws
    {
        for (tiled, size) in [(false, 300), (false, 256), (true, 300), (true, 256)] {
            let log = try TestLog(tiled: tiled)
            log.add(try Made.entries(size))
            let watching = try Watching()
            try await watching.run([log])
            log.change { state in
                state.entries[7].milliseconds += 1
                state.entries += state.entries.prefix(50)
                state.size = state.entries.count
                state.milliseconds += 5000
            }

            let outcome = try await watching.run([log], start: nil)

            #expect(outcome.broken.count == 1, "tiled \(tiled), \(size)")
            let stored = try await watching.log(log)
            #expect(stored.state == .stopped)
            #expect(stored.position == Int64(size))
            let book = try watching.book()
            let finding = try #require(try await book.logFindings().first)
            #expect(finding.kind == .forked)
            #expect(finding.kept?.size == Int64(size))
            #expect(finding.found.size == Int64(size + 50))
            let key = try #require(LogKey(der: log.key))
            for head in [finding.kept, finding.found].compactMap({ $0 }) {
                #expect(key.verifies(try #require(head.signatureBytes), over: head.signedBytes))
            }
            try book.close()
            let asked = log.requests.count
            #expect(try await watching.run([log], start: nil).broken.count == 1)
            #expect(log.requests.count == asked)
            // Only who asks for it has it read anew.
            #expect(try await watching.run([log], start: .head).broken.isEmpty)
            #expect(try await watching.log(log).state == .following)
        }
    }

    @Test func `Two trees of one size are a fork, and a later smaller tree is told too`()
        async throws
    {
        let log = try TestLog()
        log.add(try Made.entries(30))
        let watching = try Watching()
        try await watching.run([log])
        log.change { $0.entries[3].milliseconds += 1 }
        _ = try await watching.run([log], start: nil)
        let other = try TestLog()
        other.add(try Made.entries(30))
        try await watching.run([other])
        other.change { state in
            state.size = 20
            state.milliseconds += 5000
        }
        _ = try await watching.run([other], start: nil)

        let book = try watching.book()
        #expect(try await book.logFindings().map(\.kind) == [.forked, .shrunk])
        try book.close()
    }

    @Test func `An older head from a server that lags is no fault`() async throws {
        let log = try TestLog()
        log.add(try Made.entries(30))
        let watching = try Watching()
        try await watching.run([log])
        log.change { state in
            state.size = 20
            state.milliseconds -= 5000
        }

        let outcome = try await watching.run([log], start: nil)

        #expect(outcome.broken.isEmpty && outcome.failures.isEmpty)
        #expect(try await watching.log(log).head?.size == 30)
    }

    @Test(arguments: [false, true])
    func `Entries that are not those of the signed tree are told, and give no lead`(tiled: Bool)
        async throws
    {
        let log = try TestLog(tiled: tiled)
        log.add(try Made.entries(300))
        let wrong = try TestLog(tiled: tiled)
        wrong.add(try Made.entries(300, fakes: [8]))
        let served = try Made.entries(300, fakes: [8])
        log.change {
            $0.instead = { path in
                if path.hasPrefix("tile/data/000") {
                    return .init(body: served[..<256].flatMap(\.tile))
                }
                guard path.hasPrefix("ct/v1/get-entries") else { return nil }
                let entries = served[..<200].map {
                    "{\"leaf_input\": \"\(Data($0.leaf).base64EncodedString())\","
                        + " \"extra_data\": \"\"}"
                }
                return .json("{\"entries\": [\(entries.joined(separator: ","))]}")
            }
        }
        let watching = try Watching()

        let outcome = try await watching.run([log]) { $0.entriesPerStride = tiled ? 256 : 200 }

        #expect(outcome.broken.count == 1)
        #expect(watching.found.isEmpty)
        let book = try watching.book()
        #expect(try await book.logFindings().map(\.kind) == [.otherEntries])
        #expect(try await book.waitingLeads().isEmpty)
        try book.close()
        #expect(try await watching.log(log).position == 0)
    }

    @Test func `Heads that no key signed, of another log, or from the future are refused`()
        async throws
    {
        let watching = try Watching()
        for tiled in [false, true] {
            let log = try TestLog(tiled: tiled)
            log.add(try Made.entries(10))
            let other = try TestLog(tiled: tiled)
            other.add(try Made.entries(10))
            // As another log signs it, under this one's name.
            let root = Definition.root(try Made.entries(10).map(\.leaf)[...])
            let foreign = try other.signature(10, 1_795_000_001_000, root)
            let sth = """
                {"tree_size": 10, "timestamp": 1795000001000,
                 "sha256_root_hash": "\(Data(root).base64EncodedString())",
                 "tree_head_signature": "\(Data(foreign).base64EncodedString())"}
                """
            let note = try other.checkpoint(10, 1_795_000_001_000, root)
            log.change {
                $0.instead = { path in
                    path.hasSuffix("get-sth")
                        ? .json(sth)
                        : path == "checkpoint" ? .init(body: Array(note.utf8)) : nil
                }
            }
            let outcome = try await watching.run([log])
            #expect(
                outcome.failures.map { $0.why } == [
                    tiled ? CertificateMessages.noHead : CertificateMessages.badSignature
                ])

            log.change { state in
                state.instead = nil
                state.milliseconds = 1_796_000_301_000
            }
            let early = try await watching.run([log])
            #expect(early.failures.first?.why.english.contains("in the future") == true)
            #expect(early.counts.entries == 0)
        }
        #expect(watching.found.isEmpty)
    }

    @Test(arguments: [
        "garbage", "", "{}", "[]", "{\"entries\": []}", "{\"entries\": [{}]}",
        "{\"entries\": [{\"leaf_input\": \"*\", \"extra_data\": \"\"}]}",
        "{\"entries\": [{\"leaf_input\": \"AAAA\"}", "<html>", "{\"tree_size\": -1}",
        "{\"a\": [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}",
    ])
    func `Garbage in the place of an answer is an error, and nothing is skipped`(text: String)
        async throws
    {
        for part in ["get-sth", "get-entries", "checkpoint", "tile/"] {
            let log = try TestLog(tiled: part == "checkpoint" || part == "tile/")
            log.add(try Made.entries(10))
            log.change {
                $0.instead = { path in
                    path.contains(part) ? .init(body: Array(text.utf8)) : nil
                }
            }
            let watching = try Watching()

            let outcome = try await watching.run([log]) { $0.attempts = 1 }

            #expect(outcome.failures.count == 1, "\(part)")
            #expect(outcome.counts.entries == 0)
        }
    }

    @Test func `Huge, endless, broken and silent answers cost no more than their bounds`()
        async throws
    {
        let replies: [TestServer.Reply] = [
            .init(body: [UInt8](repeating: 0x20, count: 200_000)),
            .init(body: [UInt8](repeating: 0x20, count: 65_536), isEndless: true),
            .init(body: [0x7B], announced: 1000), .init(body: [], isSilent: true),
            .init(headers: ["Content-Encoding: gzip"], body: Array("no gzip".utf8)),
            .init(
                headers: ["Content-Encoding: gzip"],
                body: try tool(["gzip", "-c"], input: [UInt8](repeating: 0x20, count: 5_000_000))),
        ]
        for (place, reply) in replies.enumerated() {
            let log = try TestLog()
            log.add(try Made.entries(10))
            log.change { $0.instead = { $0.contains("get-entries") ? reply : nil } }
            let watching = try Watching()

            let outcome = try await watching.run([log]) {
                $0.attempts = 1
                $0.bounds.answerBytes = 100_000
                $0.bounds.seconds = 2
            }

            #expect(outcome.failures.count == 1, "reply \(place)")
            #expect(try await watching.log(log).position == 0)
            #expect(try await watching.log(log).problem != nil)
        }
    }

    @Test func `A partial tile that is gone is taken from the full one`() async throws {
        let log = try TestLog(tiled: true)
        log.add(try Made.entries(200))
        let watching = try Watching()
        try await watching.run([log])
        log.add(try Made.entries(100, fakes: [3]))
        log.change { $0.dropsPartial = true }
        // The head that is signed next still ends inside the first tile.
        log.change { $0.size = 250 }
        log.change {
            $0.instead = { path in
                path == "tile/data/000.p/250" ? .init(status: "404 Not Found", body: []) : nil
            }
        }
        let full = try Made.entries(200) + Made.entries(100, fakes: [3])
        log.change {
            let before = $0.instead
            $0.instead = { path in
                path == "tile/data/000" ? .init(body: full[..<256].flatMap(\.tile)) : before?(path)
            }
        }

        try await watching.run([log], start: nil)

        #expect(try await watching.log(log).position == 250)
        #expect(watching.found.map(\.entry) == [203])
    }

    @Test func `While it follows, an incomplete tile is not asked for again and again`()
        async throws
    {
        let log = try TestLog(tiled: true)
        log.add(try Made.entries(256))
        let watching = try Watching()

        let outcome = try await watching.run([log], once: false) {
            $0.patienceWithTiles = 3600
        } whenRunning: { watch in
            while watch.counts.entries < 256 { try? await Task.sleep(for: .milliseconds(10)) }
            for _ in 0..<5 {
                log.add((try? Made.entries(10)) ?? [])
                try? await Task.sleep(for: .milliseconds(150))
            }
            watch.stop()
        }

        #expect(outcome.wasStopped)
        #expect(!log.requests.contains { $0.contains("tile/data/001") })
        #expect(try await watching.log(log).waiting > 0)
        // The next run that is to end reads them.
        try await watching.run([log], start: nil)
        #expect(try await watching.log(log).position == 306)
    }

    @Test func `A head that the log cannot prove is left, and the next one is read`() async throws {
        let log = try TestLog()
        log.add(try Made.entries(20))
        let watching = try Watching()
        try await watching.run([log])
        log.add(try Made.entries(10))
        log.change {
            $0.instead = { path in
                path.contains("second=30") ? .init(status: "500 Later", body: []) : nil
            }
        }

        let outcome = try await watching.run([log], start: nil, once: false) {
            $0.attempts = 1
        } whenRunning: { watch in
            while watching.troubles.isEmpty { try? await Task.sleep(for: .milliseconds(10)) }
            log.add((try? Made.entries(5)) ?? [])
            while watch.counts.entries < 15 { try? await Task.sleep(for: .milliseconds(10)) }
            watch.stop()
        }

        #expect(outcome.broken.isEmpty)
        #expect(try await watching.log(log).position == 35)
        #expect(try await watching.log(log).problem == nil)
    }

    @Test func `Several logs are read at once, and one that fails keeps none of the others`()
        async throws
    {
        let logs = [try TestLog(), try TestLog(tiled: true), try TestLog()]
        for log in logs { log.add(try Made.entries(50, fakes: [25])) }
        logs[2].change { $0.instead = { _ in .init(body: [], isSilent: true) } }
        let watching = try Watching()

        let outcome = try await watching.run(logs) {
            $0.attempts = 1
            $0.bounds.seconds = 1
        }

        #expect(outcome.counts.entries == 100)
        #expect(outcome.counts.newLeads == 1)
        #expect(outcome.failures.count == 1)
        let book = try watching.book()
        #expect(try await book.find("https://\(watching.found[0].host)/")?.certificates.count == 2)
        try book.close()
    }

    @Test func `Many names under one domain become a few leads`() async throws {
        let log = try TestLog()
        var entries: [TestLog.Entry] = []
        for index in 0..<25 {
            entries.append(
                TestLog.Entry(try Certificates.make(["cx.mem.gov.cn.a\(index).pay.test"])))
        }
        log.add(entries)
        let watching = try Watching()

        let outcome = try await watching.run([log])

        #expect(outcome.counts.hits == 25)
        #expect(outcome.counts.newLeads == Int64(Casebook.leadsPerSite))
    }
}
