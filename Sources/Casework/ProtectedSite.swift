// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// 受保护网站: a real official site that fakes imitate.
package struct ProtectedSite: Sendable, Hashable, Codable {
    /// A short name, unique among sites: `mem-cx`.
    package var id: String
    /// What the site calls itself, in Chinese.
    package var name: String
    /// The organ that runs it.
    package var organ: String
    /// Other names by which pages speak of the site or the organ.
    package var aliases: [String]
    /// Official hosts, each of which stands for itself and for all names under it.
    package var hosts: [String]
    /// Words of its name in the Latin alphabet, by which look-alike names are made: `mem`, `cx`.
    package var words: [String]
    /// Its own identifiers, by ``Identifier/Kind``; what is not known is absent.
    package var identifiers: [String: [String]]
    /// Paths and names of its interfaces: `/certsearch/certInfo/netQuery`.
    package var routes: [String]

    package init(
        id: String, name: String, organ: String, aliases: [String] = [], hosts: [String],
        words: [String] = [], identifiers: [String: [String]] = [:], routes: [String] = []
    ) {
        self.id = id
        self.name = name
        self.organ = organ
        self.aliases = aliases
        self.hosts = hosts
        self.words = words
        self.identifiers = identifiers
        self.routes = routes
    }

    /// Whether `host` is one of ``hosts`` or a name under one: by label boundary, never by
    /// substring.
    package func owns(_ host: String) -> Bool {
        hosts.contains { host.isSameOrUnder($0) }
    }
}

extension StringProtocol {
    /// Whether this host is `parent`, or a name under it.
    package func isSameOrUnder(_ parent: String) -> Bool {
        let own = utf8.count
        let other = parent.utf8.count
        if own == other { return utf8.elementsEqual(parent.utf8) }
        guard own > other + 1 else { return false }
        return utf8.dropFirst(own - other).elementsEqual(parent.utf8)
            && utf8.dropFirst(own - other - 1).first == UInt8(ascii: ".")
    }
}
