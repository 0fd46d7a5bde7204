// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Which of a site's own pages to read next.
///
/// Pages that look like a query, a price list or a contact come first, because that is where a fake
/// gives itself away; the rest in the order they were found. Links that lead to a login, to
/// administration, to a download or to an action are never taken: only public pages are read.
///
/// Pure: links in, addresses out. No address outside the site is ever given.
package struct PagePlan: Sendable {
    /// The most addresses that wait at a time, for each rank: more are dropped.
    private static let maximumWaiting = 250
    /// The most links that are looked at on one page.
    private static let maximumLinks = 2000

    /// A registrable domain or a host, and all names under it.
    private let site: String
    private let maximumPages: Int
    private var given: Int
    private var seen: Set<String> = []
    private var lines: [Rank: [WebAddress]] = [:]

    /// What a link seems to lead to; earlier cases come first.
    private enum Rank: Int, CaseIterable {
        case query
        case price
        case contact
        case other

        init(_ signs: LinkWords.Signs) {
            self =
                signs.contains(.query)
                ? .query
                : signs.contains(.price) ? .price : signs.contains(.contact) ? .contact : .other
        }
    }

    /// Plans the reading of a site whose `entry` is read without being asked for.
    ///
    /// `site` is what its pages share: a registrable domain or a host, which stands for all names
    /// under it; an IP address stands for itself. `maximumPages` counts the entry.
    package init(entry: WebAddress, site: String, maximumPages: Int) {
        self.site = site
        self.maximumPages = maximumPages
        given = 1
        seen.insert(Self.key(entry))
    }

    /// Takes note of a page that was read, such as one that a redirect led to, so that it is not
    /// given again, and of the links on it.
    ///
    /// `base` is what the links are relative to: the page's address, unless it names another.
    package mutating func read(
        _ page: WebAddress, links: [Link], base: WebAddress? = nil,
        mapping: WebAddress.HostMapping = { _ in nil }
    ) {
        seen.insert(Self.key(page))
        // Nothing more will be given.
        guard given < maximumPages else { return }
        for link in links.prefix(Self.maximumLinks) {
            guard
                let address = try? WebAddress(
                    link.target, relativeTo: base ?? page, mapping: mapping),
                isOwn(address)
            else { continue }
            let signs = LinkWords.signs(address, text: link.text)
            guard !signs.contains(.forbidden) else { continue }
            let rank = Rank(signs)
            guard lines[rank, default: []].count < Self.maximumWaiting else { continue }
            guard seen.insert(Self.key(address)).inserted else { continue }
            lines[rank, default: []].append(address)
        }
    }

    /// The page to read next, or `nil` if there is none or ``init(entry:site:maximumPages:)`` allows
    /// no more.
    package mutating func next() -> WebAddress? {
        guard given < maximumPages else { return nil }
        for rank in Rank.allCases {
            guard let address = lines[rank]?.first else { continue }
            lines[rank]?.removeFirst()
            given += 1
            return address
        }
        return nil
    }

    private func isOwn(_ address: WebAddress) -> Bool {
        address.host == site || address.host.isSameOrUnder(site) && address.hostAddress == nil
    }

    /// What two addresses of the same page share: neither fragment nor, on the usual ports, scheme.
    private static func key(_ address: WebAddress) -> String {
        let port = address.port == address.scheme.defaultPort ? "" : ":\(address.port)"
        return "\(address.host)\(port)\(address.path)"
    }
}
