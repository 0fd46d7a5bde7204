// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import ClockReader
import CurlFetcher
import FoundationEssentials
import Glibc
import NameResolver
import PageReader

extension SiteVisit {
    /// What the casebook keeps of the visit.
    func capture(attempt: Int, software: String) -> Capture {
        let end = Date()
        let step = end.timeIntervalSince(startedAt) - (ContinuousClock.now - start).seconds
        return Capture(
            lead: lead.number, persona: persona, attempt: attempt, startedAt: startedAt,
            endedAt: end, visits: records, names: reportOrder.compactMap { reports[$0] },
            archive: places, software: software, clockStep: abs(step) < 1 ? nil : step.rounded(),
            clock: comparedClock, environment: Self.machine)
    }

    /// How far the clock was off; by the site's own `Date` if nothing better is known.
    private var comparedClock: ClockCheck? {
        guard let clock, clock.offset == nil else { return clock }
        for record in records {
            guard let field = record.headers.first("Date"),
                let milliseconds = record.timing.firstByteMilliseconds,
                let check = ClockReader.check(
                    after: clock, dateField: field, of: record.address.host,
                    start: record.startedAt, seconds: milliseconds / 1000)
            else { continue }
            return check
        }
        return clock
    }

    /// Operating system, processor and libraries of this machine.
    private static let machine: String = {
        var names = utsname()
        uname(&names)
        func text<Field>(_ field: Field) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        let system = [text(names.sysname), text(names.release), text(names.machine)]
        let libraries = CurlFetcher.libraries + PageReader.libraries + NameResolver.libraries
        return (system + libraries).joined(separator: " ")
    }()
}
