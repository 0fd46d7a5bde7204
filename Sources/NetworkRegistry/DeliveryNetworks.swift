// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Knows CDNs and web firewalls by what they add to a response or to the DNS.
///
/// Behind one of them the address is not the fraudster's machine: the network itself must be asked
/// for the origin, and its abuse desk is the one to write to.
package enum DeliveryNetworks {
    /// The networks that left a mark, one entry for each mark, in the order of the table.
    ///
    /// `headers` are the fields of one response; `cnames` the names that CNAME records led to, with
    /// or without the last dot: names of the network, never hosts that were visited.
    package static func detect(headers: [HeaderField], cnames: [String]) -> [DeliveryNetwork] {
        let fields = headers.map { ($0.name.lowercased(), $0.value.lowercased()) }
        let cookies = fields.filter { $0.0 == "set-cookie" }.map { $0.1 }
        let names = cnames.map { name in
            let name = name.lowercased()
            return name.utf8.last == UInt8(ascii: ".") ? String(name.dropLast()) : name
        }
        var found: [DeliveryNetwork] = []
        for (network, marks) in table {
            for mark in marks {
                let isThere =
                    switch mark {
                    case .header(let name): fields.contains { $0.0 == name }
                    case .value(let name, let part):
                        fields.contains { $0.0 == name && $0.1.contains(part) }
                    case .cookie(let prefix): cookies.contains { $0.hasPrefix(prefix) }
                    case .cname(let suffix): names.contains { $0.isSameOrUnder(suffix) }
                    }
                if isThere { found.append(DeliveryNetwork(name: network, mark: mark.description)) }
            }
        }
        return found
    }

    /// What gives a network away; all in lowercase.
    enum Mark: CustomStringConvertible {
        /// A field of this name.
        case header(String)
        /// A field of this name whose value contains this.
        case value(String, String)
        /// A cookie whose name begins so.
        case cookie(String)
        /// A CNAME to this name or one under it.
        case cname(String)

        var description: String {
            switch self {
            case .header(let name): "header \(name)"
            case .value(let name, let part): "header \(name): \(part)"
            case .cookie(let prefix): "cookie \(prefix)"
            case .cname(let suffix): "cname *.\(suffix)"
            }
        }
    }
}
