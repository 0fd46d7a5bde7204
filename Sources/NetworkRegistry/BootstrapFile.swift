// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials
import Wording

/// IANA's lists of RDAP servers (RFC 9224, which replaced RFC 7484).
package enum BootstrapFile {
    /// The files that are looked for beside `registries.yml`, as IANA names them.
    package static let names = ["dns.json", "ipv4.json", "ipv6.json"]

    /// Adds what the bootstrap files in `folder` say to `directory`; they go before its own.
    ///
    /// Files that are not there are passed over.
    package static func add(
        from folder: String, to directory: inout RegistryDirectory
    ) throws(RegistryError) {
        for name in names {
            let path = "\(folder)/\(name)"
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            guard add([UInt8](data), to: &directory) else { throw .notABootstrap(path: path) }
        }
    }

    /// - Returns: whether `bytes` are such a file.
    static func add(_ bytes: [UInt8], to directory: inout RegistryDirectory) -> Bool {
        guard let root = JSONValue.read(bytes), let services = root["services"],
            case .array(let entries) = services
        else { return false }
        for entry in entries.map(\.list) where entry.count >= 2 {
            // Section 3: servers in any order; https is to be preferred.
            let bases = entry[1].texts.compactMap { try? WebAddress($0.endingInSlash) }
            let secure = bases.filter { $0.scheme == .https }
            let rdap = secure.isEmpty ? bases : secure
            for key in entry[0].texts where !rdap.isEmpty {
                if let range = key.contains("/") ? AddressRange(key) : nil {
                    directory.prefer(rdap, for: range)
                } else {
                    directory.suffixes[key.lowercased(), default: .init()].rdap = rdap
                }
            }
        }
        return true
    }
}

extension RegistryDirectory {
    fileprivate mutating func prefer(_ rdap: [WebAddress], for range: AddressRange) {
        if let same = ranges.firstIndex(where: { $0.range == range }) {
            ranges[same].source.rdap = rdap
            return
        }
        // The WHOIS server of the range around it stays the way out if RDAP fails.
        let whois = source(of: range.base)?.whois
        ranges.append(RangeEntry(range: range, source: Source(whois: whois, rdap: rdap)))
    }
}

extension String {
    fileprivate var endingInSlash: String { hasSuffix("/") ? self : self + "/" }
}
