// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
package import Casework
import ContentCoding
import Digests
import Judgement
import PageReader
package import WebArchive
package import Wording

/// A visit that was judged again from its stored bytes.
struct RejudgedCapture {
    /// The verdict by today's rules; `nil` if the one that the casebook holds stays.
    private(set) var verdict: Verdict?
    private(set) var pages: [PageRecord] = []
    /// Whether today's rules would dismiss it, but the site was not seen whole.
    private(set) var keepsVerdict = false

    /// - Parameter archive: the folder with the archive's segments.
    init(
        _ stored: StoredCapture, archive: String, _ knowledge: Knowledge
    ) throws(RejudgeError) {
        let capture = stored.capture
        // The chain of hops that the visit began with; if a guessed scheme failed, the next one.
        let front = capture.front
        var isWhole = front.last.map { $0.failure == nil && $0.status != nil } ?? false
        var read: [PageRecord] = []
        var icon: String?
        var answered = capture.visits.filter { $0.status != nil }[...]
        for place in capture.archive {
            let records: [ArchiveRecord]
            do {
                records = try ArchiveReader.records(at: place, in: archive)
            } catch {
                throw .archive(error)
            }
            guard let response = records.first(where: { $0.type == "response" }),
                response.fields.first("Content-Type")?.hasPrefix("application/http") == true
            else { continue }
            guard let visit = answered.popFirst(),
                response.target == visit.address.requestText
            else { throw .other(capture.name, place) }
            guard visit.purpose != .robots else { continue }
            // A header may hold blank lines; how long the body is was counted as it came.
            let body = Array(response.block.suffix(visit.bodyBytes))
            guard Digest.hex(body) == visit.bodySHA256 else { throw .other(capture.name, place) }
            let decoded = ContentCoding.decode(
                body, coding: visit.headers.first("Content-Encoding"),
                limit: FetchLimits().decodedBytes)
            if case .limit? = decoded.problem, visit == front.last { isWhole = false }
            guard !decoded.bytes.isEmpty else { continue }
            if visit.purpose == .favicon {
                if visit.failure == nil, visit.status == 200 { icon = Digest.hex(decoded.bytes) }
                continue
            }
            var page = PageReader.read(
                decoded.bytes, at: visit.address, contentType: visit.headers.first("Content-Type"))
            page.headers = visit.headers
            if !page.cuts.contains("binary") { read.append(PageRecord(page, knowledge)) }
        }
        pages = Self.ordered(read, as: stored.pages, knowledge)
        if let icon { _ = pages.note(icon: icon, knowledge.judge) }
        let joined = knowledge.judge.join(pages.map(\.verdict), url: stored.address.description)
        guard let old = stored.verdict else {
            if joined.level >= .doubtful { verdict = joined }
            return
        }
        // What was not seen whole may be suspect, but is never dismissed.
        keepsVerdict = joined.level == .dismiss && old.level > .dismiss && !isWhole
        if !keepsVerdict, !joined.isSame(as: old) { verdict = joined }
    }

    /// The pages in the order in which the visit judged them, with those that it judged by their
    /// name alone; then those that it did not read.
    private static func ordered(
        _ read: [PageRecord], as stored: [PageRecord], _ knowledge: Knowledge
    ) -> [PageRecord] {
        var left = read
        var ordered: [PageRecord] = []
        for page in stored {
            if let index = left.firstIndex(where: { $0.address == page.address }) {
                ordered.append(left.remove(at: index))
            } else {
                let empty = Page(
                    address: page.address, source: [], encoding: page.encoding,
                    encodingSource: .content)
                ordered.append(PageRecord(empty, knowledge))
            }
        }
        return ordered + left
    }
}

extension PageRecord {
    fileprivate init(_ page: Page, _ knowledge: Knowledge) {
        let opinion = knowledge.opinion(on: page.address.host)
        self.init(page, verdict: knowledge.judge.judge(page, name: opinion).masked)
    }
}

extension Capture {
    /// The first chain of hops, from the lead's address to where it ended.
    fileprivate var front: [ExchangeRecord] {
        var chain: [ExchangeRecord] = []
        for visit in visits {
            switch visit.purpose {
            case .favicon: break
            case .robots: if !chain.isEmpty { return chain }
            case .redirect: chain.append(visit)
            case .page:
                if chain.last?.status != nil { return chain }
                chain = [visit]
            }
        }
        return chain
    }
}

extension Verdict {
    /// Whether both say the same, whatever the rules were that said it.
    fileprivate func isSame(as other: Verdict) -> Bool {
        var other = other
        other.rules = rules
        return self == other
    }
}

/// Why a visit cannot be judged again.
package enum RejudgeError: Explained {
    case archive(ArchiveError)
    /// What stands at the place is not what the visit of this name stored.
    case other(String, ArchivePlace)

    package var message: Message {
        switch self {
        case .archive(let error): error.message
        case .other(let capture, let place):
            SweepMessages.otherBytes(capture, "\(place.segment):\(place.offset)")
        }
    }
}
