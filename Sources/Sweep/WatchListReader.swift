// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Frontier
import HostNames
package import Lookalikes
import NameResolver
import PageReader
import RuleFiles
import Wording

/// Finds the sites that a schedule sweeps.
struct WatchListReader: Sendable {
    let setting: WatchDesk.Setting
    let casebook: Casebook
    let knowledge: Knowledge

    /// The sites of a list, and which of its lines could not be read.
    ///
    /// Dead sites are left to their own schedule, if there is one.
    func leads(of schedule: WatchSchedule) async throws -> (leads: [NewLead], notes: [Message]) {
        var leads: [NewLead]
        var notes: [Message] = []
        switch schedule.list {
        case .known: (leads, notes) = try file(setting.folder.knownLookalikes)
        case .file(let path): (leads, notes) = try file(path)
        case .found: leads = try await found()
        case .confirmed: return (try await casebook.confirmedLeads(), [])
        case .dead: return (try await casebook.deadLeads(at: setting.clock()), [])
        case .certificates: leads = try await casebook.certificateLeads()
        case .names: return ([], [])
        }
        if setting.plan.restsTheDead {
            let dead = try await casebook.deadAddresses()
            leads.removeAll { dead.contains($0.address.description) }
        }
        return (leads, notes)
    }

    private func file(_ path: String) throws -> ([NewLead], [Message]) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw WatchError.noList(path)
        }
        let list = LeadList.read(ListText.decoded(Array(bytes)), file: path) {
            [names = knowledge.names] in names.ascii($0)
        }
        return (list.leads, list.problems.map(\.message))
    }

    private func found() async throws -> [NewLead] {
        var leads = try await casebook.suspectLeads()
        var known = Set(leads.map(\.address.host))
        for (host, state) in try await casebook.nameStates().sorted(by: { $0.key < $1.key })
        where state != .absent && known.insert(host).inserted {
            leads.append(
                NewLead(
                    address: WebAddress(scheme: .https, host: host), schemeIsGuess: true,
                    origin: LeadOrigin(.lookalike)))
        }
        return leads
    }

    // MARK: - Names that are made

    func sweep(run: Int64, _ settings: SweepSettings) async throws -> NameSweep {
        try await NameSweep(
            settings.resolving(), casebook: casebook, run: run, knowledge: knowledge,
            marks: try NameFiles.loadMarks(setting.folder.answerMarks), areMade: true,
            policy: settings.policy)
    }

    func feed(sites: [String], budget: Int) -> MadeNames {
        MadeNames(
            NameGenerator(
                sites: knowledge.sites, words: knowledge.nameWords, for: sites.isEmpty ? nil : sites
            )
            .candidates(budget: budget))
    }
}

/// Names that could be imitations, some at a time and always in the same order.
package actor MadeNames {
    private var candidates: NameCandidates
    private static let hostsAtOnce = 1024

    package init(_ candidates: NameCandidates) {
        self.candidates = candidates
    }

    package func next() -> [String]? {
        var hosts: [String] = []
        var host: [UInt8] = []
        while hosts.count < Self.hostsAtOnce, candidates.next(&host) != nil {
            hosts.append(String(decoding: host, as: UTF8.self))
        }
        return hosts.isEmpty ? nil : hosts
    }
}

/// The text of a list, whatever its encoding: what reads pages knows them all.
package enum ListText {
    package static func decoded(_ bytes: [UInt8]) -> String {
        var bounds = ReadingBounds()
        bounds.sourceBytes = bytes.count
        let page = PageReader.read(
            bytes, at: WebAddress(scheme: .http, host: "list.invalid"), contentType: "text/plain",
            bounds: bounds)
        return String(decoding: page.source, as: UTF8.self)
    }
}
