// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Wording

/// Somebody who can act against a site, and how to reach them.
package struct Recipient: Sendable, Hashable, Codable {
    package enum Role: String, Sendable, Hashable, Codable, CaseIterable {
        case registrar
        case host
        case deliveryNetwork = "delivery-network"
        case certificateAuthority = "certificate-authority"

        /// What the role is called: 域名注册商.
        package var chinese: String { RegistryMessages.role(rawValue).chinese }
    }

    package var role: Role
    /// As it names itself; says in Chinese if it is not known.
    package var name: String
    package var mails: [String]
    package var phones: [String]
    /// Addresses of forms.
    package var forms: [String]
    /// Why it is the right one to tell, in Chinese.
    package var why: String

    package init(
        role: Role, name: String, mails: [String] = [], phones: [String] = [],
        forms: [String] = [], why: String
    ) {
        self.role = role
        self.name = name
        self.mails = mails
        self.phones = phones
        self.forms = forms
        self.why = why
    }
}

extension Dossier {
    /// Who should be told of the site, the one who can end it most surely first.
    package var recipients: [Recipient] {
        registrars + deliverers + hosts + authorities
    }

    private var registrars: [Recipient] {
        var found: [Recipient] = []
        // A registrar's own answer comes after the registry's, and knows more ways to reach it.
        for facts in registrations {
            guard let name = facts.registrar else { continue }
            let same = found.firstIndex { $0.name.lowercased() == name.lowercased() }
            var recipient =
                same.map { found[$0] }
                ?? Recipient(
                    role: .registrar, name: name, why: RegistryMessages.whyRegistrar.chinese)
            recipient.add(mail: facts.abuseMail, phone: facts.abusePhone)
            recipient.add(desk(name))
            if let same { found[same] = recipient } else { found.append(recipient) }
        }
        return found
    }

    private var deliverers: [Recipient] {
        var found: [Recipient] = []
        for network in deliveryNetworks where !found.contains(where: { $0.name == network.name }) {
            var recipient = Recipient(
                role: .deliveryNetwork, name: network.name,
                why: RegistryMessages.whyDeliveryNetwork(network.mark).chinese)
            recipient.add(desk(network.name))
            found.append(recipient)
        }
        // The addresses are the delivery network's, and so is who answers for them.
        if found.count == 1 {
            for facts in addressRegistrations {
                found[0].add(mail: facts.abuseMail, phone: facts.abusePhone)
            }
        }
        return found
    }

    private var hosts: [Recipient] {
        guard deliveryNetworks.isEmpty else {
            let name = RegistryMessages.hiddenHost.chinese
            return [Recipient(role: .host, name: name, why: RegistryMessages.whyHidden.chinese)]
        }
        var found: [Recipient] = []
        func merge(_ name: String, _ address: IPAddress, _ facts: AddressRegistration?) {
            let same = found.firstIndex { $0.name == name }
            var recipient =
                same.map { found[$0] }
                ?? Recipient(
                    role: .host, name: name,
                    why: RegistryMessages.whyHost(address.description).chinese)
            recipient.add(mail: facts?.abuseMail, phone: facts?.abusePhone)
            recipient.add(desk(name))
            if let same { found[same] = recipient } else { found.append(recipient) }
        }
        for facts in addressRegistrations {
            guard let name = facts.holder ?? facts.name else { continue }
            merge(name, facts.address, facts)
        }
        for network in networks {
            let isKnown = addressRegistrations.contains {
                $0.address == network.address && !$0.isEmpty
            }
            guard !isKnown, let name = network.asName else { continue }
            merge(name, network.address, nil)
        }
        return found
    }

    private var authorities: [Recipient] {
        guard let issuer = certificates.first?.issuer, !issuer.isEmpty,
            issuer != certificates.first?.subject
        else { return [] }
        var recipient = Recipient(
            role: .certificateAuthority, name: issuer,
            why: RegistryMessages.whyAuthority.chinese)
        recipient.add(desk(issuer))
        return [recipient]
    }

    private func desk(_ name: String) -> AbuseDesk? { desks.first { $0.isMeant(by: name) } }
}

extension Recipient {
    fileprivate mutating func add(mail: String?, phone: String?) {
        if let mail, !mails.contains(mail) { mails.append(mail) }
        if let phone, !phones.contains(phone) { phones.append(phone) }
    }

    fileprivate mutating func add(_ desk: AbuseDesk?) {
        for mail in desk?.mails ?? [] { add(mail: mail, phone: nil) }
        for phone in desk?.phones ?? [] { add(mail: nil, phone: phone) }
        forms += (desk?.forms ?? []).filter { !forms.contains($0) }
    }
}
