// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import Packet

/// The case in the formats that other offices' machines read.
enum MachineForms {
    static func write(
        _ contents: PacketContents, reporter: Reporter?, to bag: inout BagFolder
    ) throws(PacketError) {
        let seen = Observables(contents)
        let ids = StableIdentifiers { Digest.of($0, .sha1) }
        let author = reporter?.organisation ?? contents.exportedBy
        try bag.makeFolder("data/machine")
        try add(
            StixBundle.value(
                seen, by: author, at: Timestamp.text(contents.exportedAt), ids: ids),
            "stix.json", format: "STIX 2.1", to: &bag)
        try add(
            MispEvent.value(seen, by: author, at: contents.exportedAt, ids: ids), "misp.json",
            format: "MISP", to: &bag)
        try add(
            CaseGraph.value(seen, contents, ids: ids), "case.jsonld", format: "CASE/UCO 1.5.0",
            to: &bag)
        if let reporter {
            try add(
                AbuseReport.value(seen, contents, by: reporter, ids: ids), "xarf.json",
                format: "X-ARF 4.2", to: &bag)
        }
    }

    private static func add(
        _ value: MachineValue, _ name: String, format: String, to bag: inout BagFolder
    ) throws(PacketError) {
        try bag.add(
            "data/machine/\(name)", kind: "机读格式", format: format,
            bytes: try PacketFiles.json(value) + [0x0A])
    }
}
