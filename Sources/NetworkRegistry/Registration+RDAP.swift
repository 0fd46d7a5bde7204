// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension RegistrationFacts {
    /// Reads a domain of RFC 9083.
    mutating func read(_ object: RDAPObject) {
        guard object.root["objectClassName"]?.text == "domain" else {
            problem = .unreadable
            return
        }
        let registrar = object.entity("registrar")
        self.registrar = registrar?.name
        registrarID = registrar?.ianaID
        let registrant = object.entity("registrant")
        self.registrant = registrant?.name
        registrantMail = registrant?.mail
        created = object.date(of: "registration")
        changed = object.date(of: "last changed")
        expires = object.date(of: "expiration") ?? object.date(of: "registrar expiration")
        nameServers = Self.servers(object.nameServers)
        statuses = Self.unique(object.root["status"]?.texts ?? [], limit: 30)
        dnssec = object.root["secureDNS"]?["delegationSigned"]?.flag
            .map { $0 ? "signedDelegation" : "unsigned" }
        let desk = object.abuse(of: "registrar")
        abuseMail = desk?.mail
        abusePhone = desk?.phone
        if let named = object.root["ldhName"]?.text?.lowercased().withoutRoot, named != domain {
            problem = .otherSubject(named)
        }
    }
}

extension AddressRegistration {
    /// Reads an IP network of RFC 9083.
    mutating func read(_ object: RDAPObject) {
        let root = object.root
        guard root["objectClassName"]?.text == "ip network",
            let first = root["startAddress"]?.text, let last = root["endAddress"]?.text
        else {
            problem = .unreadable
            return
        }
        // Some write the first and the last address as networks of one: `192.0.2.0/32`.
        let text = [first, last].map { $0.prefix { $0 != "/" } }.joined(separator: " - ")
        guard let range = Span(text), range.contains(address) else {
            problem = .otherSubject(text)
            return
        }
        network = text
        name = root["name"]?.text
        country = root["country"]?.text
        holder =
            object.entity("registrant")?.name
            ?? (root["remarks"]?.list ?? []).first { $0["title"]?.text == "description" }?[
                "description"]?.texts.first
        let desk = object.abuse(of: "registrant")
        abuseMail = desk?.mail
        abusePhone = desk?.phone
    }
}
