// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials

/// Who reports to a registrar or a host, as an abuse desk wants to know.
package struct Reporter: Sendable, Hashable {
    package var organisation: String
    package var mail: String

    package init(organisation: String, mail: String) {
        self.organisation = organisation
        self.mail = mail
    }
}

/// A case as an X-ARF 4 report of fraud that impersonates a government.
///
/// Source: the X-ARF specification, version 4.2, classes `content` and `fraud`. It has no place for
/// findings or custody: those are in the packet's other files.
package enum AbuseReport {
    package static func value(
        _ seen: Observables, _ contents: PacketContents, by reporter: Reporter,
        ids: StableIdentifiers
    ) -> MachineValue {
        let dossier = contents.caseFile.dossier
        let host = seen.hosts.first
        let contact = MachineValue.object([
            "org": .text(reporter.organisation), "contact": .text(reporter.mail),
            "domain": .text(String(reporter.mail.split(separator: "@").last ?? "")),
        ])
        let network = seen.networks.first
        let registration = dossier?.registrations.last
        return .fields([
            "xarf_version": "4.2.0",
            "report_id": .text(ids.uuid("xarf " + seen.number)),
            "timestamp": .text(Timestamp.text(contents.exportedAt)),
            "reporter": contact, "sender": contact,
            "source_identifier": .text(
                seen.addresses.first?.description ?? host ?? contents.caseFile.lead.address.host),
            "category": "content", "type": "fraud", "fraud_type": "government_impersonation",
            "evidence_source": "crawler",
            "url": seen.urls.last.map(MachineValue.text),
            // The schema takes no name with two hyphens together, so none in Punycode.
            "domain": host.flatMap { $0.contains("--") ? nil : .text($0) },
            "claimed_entity": "应急管理部门",
            "registrar": registration?.registrar.map { .text(HostileText.visible($0)) },
            "nameservers": registration.flatMap {
                $0.nameServers.isEmpty ? nil : .texts($0.nameServers)
            },
            "asn": network?.asNumber.map { .number(Int($0)) },
            "country_code": network?.country.map(MachineValue.text),
            "ssl_certificate": seen.certificates.first.map { certificate in
                .object([
                    "issuer": .text(HostileText.visible(certificate.issuer)),
                    "subject": .text(HostileText.visible(certificate.subject)),
                    "valid_from": .text(Timestamp.text(certificate.notBefore)),
                    "valid_to": .text(Timestamp.text(certificate.notAfter)),
                    "fingerprint": .text(certificate.sha256),
                ])
            },
            "verified_at": .text(Timestamp.text(seen.lastSeen)),
            "verification_method": "automated_crawler",
            "description": .text(seen.summary),
        ])
    }
}
