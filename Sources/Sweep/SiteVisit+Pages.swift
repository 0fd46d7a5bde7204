// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import ContentCoding
import Judgement
import PageReader

extension SiteVisit {
    /// Where a chain of hops ended.
    struct Landing {
        /// The last address that answered; `nil` if none did.
        var address: WebAddress?
        /// Whether its answer was a page that was read.
        var hasPage = false
        /// Whether the chain was left because it leads to an official site.
        var isOfficial = false
        var links: [Link] = []
        var failure: FetchFailure?
    }

    /// Follows `start` hop by hop, by redirects and by what pages say, and judges each page.
    mutating func land(
        on start: WebAddress, purpose: ExchangeRecord.Purpose, referer: String?
    ) async throws -> Landing {
        var landing = Landing()
        var address = start
        var reachedBy: String?
        var referer = referer
        var seen: Set<WebAddress> = []
        for hop in 0..<settings.limits.hops {
            let exchange = try await request(
                address, purpose: hop == 0 ? purpose : .redirect, reachedBy: reachedBy,
                referer: referer)
            landing.failure = exchange.failure
            guard let response = exchange.response else { return landing }
            landing.address = address
            seen.insert(address)

            var next: (target: String, means: String)?
            if let location = response.headers.first("Location"),
                (300..<400).contains(response.status)
            {
                next = (location, String(response.status))
            }
            if let page = read(exchange, &landing) {
                judge(page)
                landing.hasPage = true
                landing.links = page.links + page.frames
                if next == nil { next = refresh(response) ?? onward(page) }
            } else if next == nil {
                next = refresh(response)
            }
            guard let next else { return landing }
            guard let target = try? rooms.knowledge.address(next.target, relativeTo: address)
            else {
                // A page says its word without it; a bare redirect said only this.
                if (300..<400).contains(response.status) {
                    let refused = FetchFailure.redirectRefused(
                        VisibleText.line(next.target.prefixed(200)))
                    if let last = records.indices.last { records[last].failure = refused }
                    landing.failure = landing.failure ?? refused
                }
                return landing
            }
            guard next.means != PageRedirect.Means.script.rawValue || !seen.contains(target)
            else { return landing }
            // A fake that sends us on to the real site is no reason to trouble the real site.
            if rooms.knowledge.opinion(on: target.host).level == .official,
                rooms.knowledge.opinion(on: address.host).level != .official
            {
                landing.isOfficial = true
                noteWithoutPage(address)
                return landing
            }
            referer = address.scheme == .https && target.scheme == .http ? nil : address.requestText
            reachedBy = next.means
            address = target
        }
        landing.failure = .tooManyHops(settings.limits.hops)
        return landing
    }

    /// Reads a response as a page, or returns `nil` if it is none.
    private func read(_ exchange: Exchange, _ landing: inout Landing) -> Page? {
        guard let response = exchange.response, let body = decoded(exchange) else { return nil }
        if case .limit(let bytes)? = body.problem, landing.failure == nil {
            landing.failure = .limitReached(.decoded(bytes: bytes))
        }
        let type = response.headers.first("Content-Type")
        guard !body.bytes.isEmpty else { return nil }
        var page = PageReader.read(body.bytes, at: exchange.request.address, contentType: type)
        page.headers = response.headers
        return page.cuts.contains("binary") ? nil : page
    }

    /// Where the header sends its reader, as a meta refresh would, which it comes before.
    private func refresh(_ response: Exchange.Response) -> (target: String, means: String)? {
        response.headers.first("Refresh").flatMap { PageReader.refreshTarget($0) }
            .map { ($0, "refresh") }
    }

    /// Where the page itself sends its reader.
    private func onward(_ page: Page) -> (target: String, means: String)? {
        if let refresh = page.redirects.first(where: { $0.means == .metaRefresh }) {
            return (refresh.target, refresh.means.rawValue)
        }
        // A script's address is followed only from a page that has nothing else to say: on a full
        // page it may belong to a button.
        guard page.text.bytes.count < 400, page.forms.isEmpty,
            let script = page.redirects.first(where: { $0.means == .script })
        else { return nil }
        return (script.target, script.means.rawValue)
    }

    /// Judges `page`, keeps what an analyst will want to see, and looks for imitations linked to.
    private mutating func judge(_ page: Page) {
        let opinion = rooms.knowledge.opinion(on: page.address.host)
        let verdict = rooms.knowledge.judge.judge(page, name: opinion).masked
        pages.append(PageRecord(page, verdict: verdict))
        note(page)
        if let last = records.indices.last {
            records[last].title = IdentityNumbers.masked(page.title.string.prefixed(300))
        }
        guard settings.followsImitations else { return }
        var opinions: [String: NameOpinion.Level] = [:]
        for link in page.links.prefix(500) where WebAddress.mayNameHost(link.target) {
            guard let target = try? rooms.knowledge.address(link.target, relativeTo: page.address),
                target.host != page.address.host, target.host != lead.address.host,
                imitations.count < 50
            else { continue }
            let level =
                opinions[target.host] ?? rooms.knowledge.opinion(on: target.host).level
            opinions[target.host] = level
            guard level == .high || level == .suspect else { continue }
            let found = Imitation(address: target, foundOn: page.address.description)
            if !imitations.contains(found) { imitations.append(found) }
        }
    }

    /// Judges an address by its name alone, where it served no page that could be read.
    private mutating func noteWithoutPage(_ address: WebAddress) {
        guard !pages.contains(where: { $0.address == address }) else { return }
        judge(Page(address: address, source: [], encoding: "utf-8", encodingSource: .content))
    }
}

extension [PageRecord] {
    /// Holds the site's icon against its first page that is no official one; returns whether that
    /// changed anything.
    mutating func note(icon: String, _ judge: Judge) -> Bool {
        for index in indices where self[index].verdict.level >= .doubtful {
            let old = self[index].verdict
            self[index].verdict = judge.adding(icon: icon, to: old, at: self[index].address)
            return self[index].verdict != old
        }
        return false
    }
}

extension PageRecord {
    /// What is kept of a page: its text only if it is more than dismissed, because the archive has
    /// every byte anyway.
    init(_ page: Page, verdict: Verdict) {
        let isKept = verdict.level >= .doubtful
        self.init(
            address: page.address, title: IdentityNumbers.masked(page.title.string.prefixed(300)),
            encoding: page.encoding,
            text: isKept ? IdentityNumbers.masked(page.text.lines) : "",
            hiddenText: isKept ? IdentityNumbers.masked(page.hiddenText.lines) : "",
            identifiers: page.identifiers, contacts: page.contacts,
            fingerprints: page.fingerprints, verdict: verdict)
    }
}

extension PlacedText {
    /// The text, a line for each block.
    var lines: String {
        var lines: [String] = []
        for (index, start) in blocks.enumerated() {
            let end = index + 1 < blocks.count ? blocks[index + 1] : bytes.count
            let line = String(decoding: bytes[start..<end], as: UTF8.self)
                .trimmingCharacters { $0 == " " || $0 == "\n" }
            if !line.isEmpty { lines.append(line) }
        }
        return lines.joined(separator: "\n")
    }
}

extension String {
    fileprivate func trimmingCharacters(_ isTrimmed: (Character) -> Bool) -> String {
        var slice = self[...]
        while let first = slice.first, isTrimmed(first) { slice.removeFirst() }
        while let last = slice.last, isTrimmed(last) { slice.removeLast() }
        return String(slice)
    }

    func prefixed(_ count: Int) -> String {
        utf8.count <= count ? self : String(prefix(count))
    }
}
