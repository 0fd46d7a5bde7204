// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A file that facts about networks come from.
package struct DataFile: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// Networks, autonomous systems and countries, in libloc's format.
        case location
        /// The countries of IPv4 addresses, in Tor's format.
        case countries4 = "countries-ipv4"
        /// The countries of IPv6 addresses, in Tor's format.
        case countries6 = "countries-ipv6"
    }

    package var path: String
    /// When its contents were made, as the file itself says; else when the file was changed.
    package var date: Date
    package var kind: Kind

    package init(path: String, date: Date, kind: Kind) {
        self.path = path
        self.date = date
        self.kind = kind
    }

    /// The file's name and date: `location.db 2022-10-29`.
    package var label: String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return "\(name) \(date.formatted(Date.ISO8601FormatStyle().year().month().day()))"
    }
}
