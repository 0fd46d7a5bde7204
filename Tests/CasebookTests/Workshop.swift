// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import GRDB
import Glibc
import Synchronization
import Testing

/// A casebook in a folder of its own, under a clock that only the test moves.
final class Workshop: Sendable {
    let directory: String
    private let time = Mutex(Date(timeIntervalSince1970: 1_795_411_980))

    init() throws {
        var template = Array("/tmp/casebook-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure() }
        directory = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    struct Failure: Error {}

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var file: String { directory + "/casebook.sqlite" }

    func pass(_ seconds: Double) {
        time.withLock { $0 = $0.addingTimeInterval(seconds) }
    }

    func open() throws -> Casebook {
        try Casebook.open(directory, actor: "li@bureau", uptime: { nil }) { [self] in
            time.withLock { $0 }
        }
    }

    /// Makes a casebook one from before anything was watched, but for its version.
    static let withoutWatch = [
        "outbox", "site_changes", "watch_runs", "watch_schedules", "watch_lease", "site_traits",
        "watched_sites", "site_marks", "site_kin",
    ].map { "drop table \($0)" }

    /// Changes the file behind the casebook's back.
    func tamper(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: file, configuration: configuration)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}

func newLeads(_ hosts: [String], source: LeadOrigin.Source = .list) -> [NewLead] {
    hosts.map {
        NewLead(address: WebAddress(scheme: .https, host: $0), origin: LeadOrigin(source))
    }
}

func result(
    _ job: Job, level: Verdict.Level? = .high, score: Int = 90, failure: FetchFailure? = nil,
    dossier: Dossier? = nil, text: String = "证书查询"
) throws -> JobResult {
    let persona = try #require(Persona.named(job.persona))
    let at = Date(timeIntervalSince1970: 1_795_411_980.25 + Double(job.attempt))
    let capture = Capture(
        lead: job.lead.number, persona: persona, attempt: job.attempt, startedAt: at, endedAt: at,
        visits: [ExchangeRecord(address: job.lead.address, purpose: .page, startedAt: at)],
        software: "jianwei")
    let verdict = level.map {
        Verdict(
            url: job.lead.address.description, level: $0, score: score,
            categories: $0 == .high ? [.fakeQuery] : [],
            findings: [
                Finding(
                    rule: "r", title: "冒用机关名称", field: "title", text: "x", start: 0, end: 1,
                    weight: 5, why: "w")
            ], rules: "r")
    }
    let pages = verdict.map {
        [
            PageRecord(
                address: job.lead.address, title: "t", encoding: "UTF-8", text: text,
                hiddenText: "", identifiers: [], contacts: [], fingerprints: Fingerprints(),
                verdict: $0)
        ]
    }
    return JobResult(
        job: job, capture: capture, verdict: verdict, dossier: dossier, pages: pages ?? [],
        failure: failure)
}
