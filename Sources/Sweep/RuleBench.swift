// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Glibc
package import Judgement
import PageReader
import Range

/// How fast the rules judge, and which of them are slow.
package struct RuleBench: Sendable {
    package private(set) var pages = 0
    /// Bytes of the pages' sources.
    package private(set) var bytes = 0
    package private(set) var rounds = 0
    /// Nanoseconds of this thread's processor time that reading the pages took, in all rounds.
    package private(set) var reading: UInt64 = 0
    /// The same of judging, by its parts.
    package private(set) var judging = JudgingCost()

    /// Reads and judges `saved` again and again for about `seconds`, at least once.
    ///
    /// - Throws: `SavedPageError` if a page's address is none.
    package init(_ saved: [SavedPage], _ knowledge: Knowledge, seconds: Double) throws {
        let start = Self.processorTime()
        repeat {
            bytes = 0
            for saved in saved {
                let from = Self.processorTime()
                let page = try saved.read(knowledge)
                reading += Self.processorTime() - from
                bytes += page.source.count
                judging.add(
                    knowledge.judge.cost(
                        of: page, name: knowledge.opinion(on: page.address.host),
                        clock: Self.processorTime))
            }
            pages = saved.count
            rounds += 1
        } while Double(Self.processorTime() - start) < seconds * 1e9 && !saved.isEmpty
    }

    /// The pages of the practice range that are answered whole.
    package static func rangePages() -> [SavedPage] {
        PracticeRange.sites().compactMap { site in
            guard let host = site.hosts.first else { return nil }
            let path = site.entry.split(separator: "#").first.map(String.init) ?? "/"
            let request = RangeRequest(
                method: "GET", path: path, host: host,
                headers: [HeaderField("User-Agent", Persona.named("wechat")?.userAgent ?? "")])
            guard case .response(200, let headers, let body) = site.reply(request), !body.isEmpty,
                body.count < 1 << 20
            else { return nil }
            return SavedPage(url: "http://\(host)\(path)", body: .bytes(body), headers: headers)
        }
    }

    /// What this thread has had of a processor, in nanoseconds: others at work do not count.
    @Sendable private static func processorTime() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
