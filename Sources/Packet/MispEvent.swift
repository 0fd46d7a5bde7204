// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials

/// A case as a MISP event in its core format: attributes to look for, nothing that is shared
/// further than the receiving organisation.
///
/// Source: MISP core format, draft-dulaunoy-misp-core-format.
package enum MispEvent {
    package static func value(
        _ seen: Observables, by author: String, at time: Date, ids: StableIdentifiers
    ) -> MachineValue {
        let seconds = String(Int(time.timeIntervalSince1970))
        func attribute(
            _ type: String, _ category: String, _ value: String, isToDetect: Bool = true,
            comment: String = ""
        ) -> MachineValue {
            .object([
                "uuid": .text(ids.uuid("misp \(seen.number) \(type) \(value)")),
                "type": .text(type), "category": .text(category), "value": .text(value),
                "to_ids": .flag(isToDetect), "comment": .text(comment), "distribution": "0",
                "timestamp": .text(seconds),
            ])
        }
        let network = "Network activity"
        var attributes = seen.urls.map { attribute("url", network, $0) }
        attributes += seen.hosts.map { attribute("hostname", network, $0) }
        // An address may serve innocent sites too.
        attributes += seen.addresses.map {
            attribute("ip-dst", network, $0.description, isToDetect: false)
        }
        var numbers: Set<UInt32> = []
        for facts in seen.networks {
            guard let number = facts.asNumber, numbers.insert(number).inserted else { continue }
            attributes.append(
                attribute(
                    "AS", network, "AS\(number)", isToDetect: false,
                    comment: HostileText.visible(facts.asName ?? "")))
        }
        attributes += seen.certificates.map {
            attribute("x509-fingerprint-sha256", network, $0.sha256)
        }
        attributes.append(
            attribute("text", "External analysis", seen.summary, isToDetect: false))
        return .object([
            "Event": .object([
                "uuid": .text(ids.uuid("misp " + seen.number)),
                "info": .text("假冒国家机关网站 \(seen.number)"),
                "date": .text(String(Timestamp.text(seen.firstSeen).prefix(10))),
                "timestamp": .text(seconds), "threat_level_id": "2", "analysis": "2",
                "distribution": "0", "published": .flag(false),
                "Orgc": .object([
                    "name": .text(author), "uuid": .text(ids.uuid("organisation " + author)),
                ]),
                "Attribute": .list(attributes),
            ])
        ])
    }
}
