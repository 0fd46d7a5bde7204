// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Glibc
import HostNames
import Lookalikes
import NameResolver
import Sweep
import Wording

/// The first half of `sweep --names`: asks the DNS, under a terminal.
struct NameAsking {
    private let sweep: NameSweep
    private let feed: NameFeed

    init(
        _ request: SweepSettings.NameRequest, _ settings: SweepSettings, book: Casebook,
        run: Int64, knowledge: Knowledge, marks: AnswerMarks
    ) async throws {
        sweep = try await NameSweep(
            settings.resolving(), casebook: book, run: run, knowledge: knowledge, marks: marks,
            areMade: request.files.isEmpty, policy: settings.policy)
        feed = NameFeed(request, knowledge)
    }

    /// - Returns: whether all names were asked.
    func run(isQuiet: Bool) async throws -> Bool {
        let sweep = sweep
        let signals = StopSignals { sweep.stop() }
        defer { signals.cancel() }
        let begun = Date()
        let isShown = Terminal.showsProgress && !isQuiet
        let feed = feed
        let isWhole = try await sweep.work({ await feed.next() }) { counts in
            guard isShown else { return }
            let rate = Double(counts.asked) / max(0.5, Date().timeIntervalSince(begun))
            let text = CommandMessages.nameProgress(
                asked: counts.asked, rate: Int(rate), live: counts.live, parked: counts.parked,
                absent: counts.absent, unknown: counts.unknown)
            Terminal.write("\r\u{1B}[K" + say(text), to: STDERR_FILENO)
        }
        if isShown { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
        await feed.close()
        let counts = sweep.counts
        Terminal.note(
            say(
                CommandMessages.namesDone(
                    asked: counts.asked, live: counts.live, parked: counts.parked,
                    blocked: counts.blocked, wildcard: counts.wildcard, unknown: counts.unknown)))
        return isWhole
    }
}

/// The names to ask for, some at a time and always in the same order.
private actor NameFeed {
    private let names: HostNames
    private var candidates: NameCandidates?
    private var files: ArraySlice<String>
    private var reader: LineReader?
    private var descriptor: Int32 = -1
    private var badLines = BadLines()

    private static let hostsAtOnce = 1024

    init(_ request: SweepSettings.NameRequest, _ knowledge: Knowledge) {
        names = knowledge.names
        files = request.files[...]
        if request.files.isEmpty {
            candidates = NameGenerator(
                sites: knowledge.sites, words: knowledge.nameWords, for: request.sites
            ).candidates(budget: request.budget)
        }
    }

    func next() -> [String]? {
        var hosts: [String] = []
        if candidates != nil {
            var host: [UInt8] = []
            while hosts.count < Self.hostsAtOnce, candidates?.next(&host) != nil {
                hosts.append(String(decoding: host, as: UTF8.self))
            }
        } else {
            while hosts.count < Self.hostsAtOnce, let line = nextLine() {
                let written = HostLine.written(line)
                guard !written.isEmpty else { continue }
                guard let host = HostLine.host(in: written, names) else {
                    badLines.add(written)
                    continue
                }
                hosts.append(host)
            }
        }
        return hosts.isEmpty ? nil : hosts
    }

    private func nextLine() -> [UInt8]? {
        while true {
            if let line = reader?.next() { return line }
            close()
            guard let path = files.popFirst() else { return nil }
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                Terminal.error(say(CommandMessages.unreadable(path)))
                continue
            }
            reader = LineReader(descriptor, maximum: HostLine.maximumBytes)
        }
    }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
        reader = nil
        if files.isEmpty { badLines.close() }
    }
}

/// What changed since the last sweep of names.
enum ChangedNames {
    static func show(_ names: [KnownName], json: Bool, isAlone: Bool) throws {
        if json {
            guard isAlone else { return }
            for name in names { try Terminal.json(name) }
            return
        }
        if names.isEmpty, isAlone { Terminal.line(say(CommandMessages.nothingChanged)) }
        for name in names {
            Terminal.line(
                say(
                    CommandMessages.nameChanged(
                        name.host, from: name.formerState?.rawValue, to: name.state.rawValue)))
        }
    }
}
