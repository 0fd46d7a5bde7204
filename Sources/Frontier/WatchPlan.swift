// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// What is watched and when, and who is told.
package struct WatchPlan: Sendable, Hashable {
    /// The place by whose clocks schedules go: `Asia/Shanghai`.
    package var zone: String
    package var schedules: [WatchSchedule]
    package var destinations: [ReportDestination]

    package init(
        zone: String = Self.defaultZone, schedules: [WatchSchedule],
        destinations: [ReportDestination] = []
    ) {
        self.zone = zone
        self.schedules = schedules
        self.destinations = destinations
    }

    package static let defaultZone = "Asia/Shanghai"

    /// What is watched where no file says otherwise: known look-alikes and what sweeps found daily,
    /// live confirmed sites hourly, dead ones weekly.
    package static let standard: WatchPlan = {
        func schedule(_ id: String, _ list: WatchList, _ when: String, pages: Int) -> WatchSchedule
        {
            guard let when = try? Schedule(when) else {
                preconditionFailure("'\(when)' is no schedule")
            }
            return WatchSchedule(id: id, list: list, when: when, pagesPerSite: pages)
        }
        return WatchPlan(schedules: [
            schedule("confirmed", .confirmed, "hourly", pages: 3),
            schedule("known", .known, "daily 02:00", pages: 10),
            schedule("found", .found, "daily 03:00", pages: 10),
            schedule("dead", .dead, "weekly sun 04:00", pages: 3),
        ])
    }()

    /// Whether dead sites have a schedule of their own, and are left out of the others.
    package var restsTheDead: Bool { schedules.contains { $0.list == .dead } }
}

/// One list, and when it is swept.
package struct WatchSchedule: Sendable, Hashable {
    /// Unique among schedules; the casebook knows it by this name.
    package var id: String
    package var list: WatchList
    package var when: Schedule
    /// By name: `wechat` and `desktop`.
    package var personas: [String]
    package var pagesPerSite: Int
    /// The ids of who is told; `nil` for all.
    package var reportTo: [String]?

    package init(
        id: String, list: WatchList, when: Schedule, personas: [String] = ["wechat", "desktop"],
        pagesPerSite: Int = 10, reportTo: [String]? = nil
    ) {
        self.id = id
        self.list = list
        self.when = when
        self.personas = personas
        self.pagesPerSite = pagesPerSite
        self.reportTo = reportTo
    }
}

/// Which sites a schedule sweeps.
package enum WatchList: Sendable, Hashable {
    /// `Seeds/known-lookalikes.txt`.
    case known
    /// Names that sweeps found in use, and cases that are at least doubtful.
    case found
    /// Live sites of the highest level, and live sites that an officer reviewed or had packed.
    case confirmed
    /// Sites that do not answer: after a week, then after two, four and eight.
    case dead
    /// Names made for protected sites, all if none is named: see `sweep --names`.
    case names(sites: [String], budget: Int)
    /// A list of addresses, as `sweep` takes it.
    case file(String)
    /// Names that certificate logs brought.
    case certificates

    /// As the file says it.
    package var name: String {
        switch self {
        case .known: "known"
        case .found: "found"
        case .confirmed: "confirmed"
        case .dead: "dead"
        case .names: "names"
        case .file: "file"
        case .certificates: "certificates"
        }
    }

    package static let names = [
        "known", "found", "confirmed", "dead", "names", "file", "certificates",
    ]
}
