// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// A case as a STIX 2.1 bundle: what was observed, what to look for, and a report over both.
///
/// Identifiers come from what they name, so that the same case gives the same bundle. Source: STIX
/// Version 2.1, OASIS Standard, sections 2.9 (identifiers), 4 (domain objects), 6 (observables).
package struct StixBundle {
    private let seen: Observables
    private let ids: StableIdentifiers
    private let author: String
    private let at: MachineValue
    private var objects: [MachineValue] = []
    private var references: [String] = []

    /// The bundle.
    package static func value(
        _ seen: Observables, by author: String, at time: String, ids: StableIdentifiers
    ) -> MachineValue {
        var bundle = StixBundle(
            seen: seen, ids: ids, author: "identity--" + ids.uuid("identity " + author),
            at: .text(time))
        bundle.add(author)
        return .object([
            "type": "bundle", "id": .text("bundle--" + ids.uuid("bundle " + seen.number)),
            "objects": .list(bundle.objects),
        ])
    }

    private init(seen: Observables, ids: StableIdentifiers, author: String, at: MachineValue) {
        self.seen = seen
        self.ids = ids
        self.author = author
        self.at = at
    }

    private mutating func add(_ name: String) {
        domainObject("identity", author, ["name": .text(name), "identity_class": "organization"])
        let observed = observables()
        let first = Timestamp.text(seen.firstSeen)
        let last = Timestamp.text(max(seen.firstSeen, seen.lastSeen))
        if !observed.isEmpty {
            domainObject(
                "observed-data", id("observed-data"),
                [
                    "first_observed": .text(first), "last_observed": .text(last),
                    "number_observed": .number(1), "object_refs": .texts(observed),
                ])
        }
        for url in seen.urls {
            domainObject(
                "indicator", id("indicator", url),
                [
                    "name": .text(seen.summary), "indicator_types": ["malicious-activity"],
                    "pattern": .text("[url:value = '\(Self.escaped(url))']"),
                    "pattern_type": "stix", "valid_from": .text(first),
                ])
        }
        domainObject(
            "report", id("report"),
            [
                "name": .text(seen.number), "description": .text(seen.summary),
                "report_types": ["observed-data"], "published": at,
                "object_refs": .texts(references),
            ])
    }

    /// Adds the observables; returns their identifiers.
    private mutating func observables() -> [String] {
        var found = seen.urls.map { observable("url", ["value": .text($0)]) }
        found += seen.hosts.map { observable("domain-name", ["value": .text($0)]) }
        found += seen.addresses.map {
            observable($0.isIPv6 ? "ipv6-addr" : "ipv4-addr", ["value": .text($0.description)])
        }
        var numbers: Set<UInt32> = []
        for network in seen.networks {
            guard let number = network.asNumber, numbers.insert(number).inserted else { continue }
            found.append(
                observable(
                    "autonomous-system", ["number": .number(Int(number))],
                    besides: ["name": network.asName.map { .text(HostileText.visible($0)) }]))
        }
        for certificate in seen.certificates {
            found.append(
                observable(
                    "x509-certificate",
                    [
                        "hashes": .object(["SHA-256": .text(certificate.sha256)]),
                        "serial_number": .text(certificate.serial),
                    ],
                    besides: [
                        "issuer": .text(HostileText.visible(certificate.issuer)),
                        "subject": .text(HostileText.visible(certificate.subject)),
                        "validity_not_before": .text(Timestamp.text(certificate.notBefore)),
                        "validity_not_after": .text(Timestamp.text(certificate.notAfter)),
                    ]))
        }
        return found
    }

    /// An observable whose identifier comes from `contributing`, as the standard wants it.
    private mutating func observable(
        _ type: String, _ contributing: [String: MachineValue],
        besides: [String: MachineValue?] = [:]
    ) -> String {
        let bytes = (try? CaseworkJSON.encode(MachineValue.object(contributing))) ?? []
        let name = String(decoding: bytes, as: UTF8.self)
        let id = type + "--" + ids.uuid(name, in: StableIdentifiers.stix)
        var fields = contributing
        fields.merge(besides.compactMapValues(\.self)) { $1 }
        fields.merge(["type": .text(type), "spec_version": "2.1", "id": .text(id)]) { $1 }
        objects.append(.object(fields))
        references.append(id)
        return id
    }

    private mutating func domainObject(
        _ type: String, _ id: String, _ fields: [String: MachineValue]
    ) {
        var fields = fields
        fields.merge([
            "type": .text(type), "spec_version": "2.1", "id": .text(id), "created": at,
            "modified": at, "lang": "zh",
        ]) { $1 }
        if type != "identity" { fields["created_by_ref"] = .text(author) }
        objects.append(.object(fields))
        references.append(id)
    }

    private func id(_ type: String, _ part: String = "") -> String {
        type + "--" + ids.uuid("\(type) \(seen.number) \(part)")
    }

    /// A string of the pattern language.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    }
}
