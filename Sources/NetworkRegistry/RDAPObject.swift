// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A domain or network as RDAP describes it (RFC 9083).
struct RDAPObject {
    let root: JSONValue
    let entities: [Entity]

    /// `nil` if `bytes` are no RDAP object: a web page, or an error.
    init?(_ bytes: [UInt8]) {
        guard let root = JSONValue.read(bytes), root["errorCode"] == nil,
            let kind = root["objectClassName"]?.text, kind == "domain" || kind == "ip network"
        else { return nil }
        self.root = root
        entities = Entity.all(in: root, depth: 0)
    }

    /// Somebody with a part in the registration, at any depth: a registrar holds its abuse desk.
    struct Entity {
        var roles: [String]
        /// The role of the entity that it stands in, or `nil`.
        var parentRoles: [String]
        var name: String?
        var mail: String?
        var phone: String?
        /// The number in IANA's list of registrars.
        var ianaID: String?

        static func all(in value: JSONValue, depth: Int, parent: [String] = []) -> [Entity] {
            guard depth < 4 else { return [] }
            return (value["entities"]?.list ?? []).prefix(50).flatMap { inner in
                let entity = Entity(inner, parent)
                return [entity] + all(in: inner, depth: depth + 1, parent: entity.roles)
            }
        }

        private init(_ value: JSONValue, _ parent: [String]) {
            roles = (value["roles"]?.texts ?? []).map { $0.lowercased() }
            parentRoles = parent
            for id in value["publicIds"]?.list ?? []
            where id["type"]?.text?.lowercased().contains("iana") ?? false {
                ianaID = id["identifier"]?.text
            }
            // RFC 7095: ["vcard", [[name, parameters, type, value…]…]].
            let properties = value["vcardArray"]?.list.dropFirst().first?.list ?? []
            for property in properties.prefix(100).map(\.list) where property.count >= 4 {
                let written =
                    property[3].text
                    ?? property[3].list.compactMap(\.text).joined(separator: " ")
                guard !written.isEmpty else { continue }
                switch property[0].text?.lowercased() {
                case "org": name = written
                case "fn": name = name ?? written
                case "email": mail = mail ?? MailAddress.first(in: written)
                case "tel":
                    let number = written.hasPrefix("tel:") ? String(written.dropFirst(4)) : written
                    phone = phone ?? number
                default: break
                }
            }
            name = name ?? value["handle"]?.text
        }
    }

    func entity(_ role: String) -> Entity? { entities.first { $0.roles.contains(role) } }

    /// The abuse desk, that of the `role` first.
    func abuse(of role: String) -> Entity? {
        let desks = entities.filter { $0.roles.contains("abuse") }
        return desks.first { $0.parentRoles.contains(role) } ?? desks.first
    }

    func date(of action: String) -> String? {
        let events = root["events"]?.list ?? []
        return events.first { $0["eventAction"]?.text?.lowercased() == action }?["eventDate"]?.text
    }

    var nameServers: [String] {
        (root["nameservers"]?.list ?? []).compactMap { $0["ldhName"]?.text }
    }

    /// The addresses of the same object at other servers.
    var related: [String] {
        (root["links"]?.list ?? []).compactMap { link in
            guard link["rel"]?.text == "related",
                link["type"]?.text?.lowercased().contains("rdap") ?? false
            else { return nil }
            return link["href"]?.text
        }
    }
}
