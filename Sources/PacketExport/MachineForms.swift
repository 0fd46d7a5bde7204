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
        try bag.makeFolder(contents.folder + "/machine")
        try add(
            StixBundle.value(
                seen, by: author, at: Timestamp.text(contents.exportedAt), ids: ids),
            "stix.json", format: "STIX 2.1", contents, to: &bag)
        try add(
            MispEvent.value(seen, by: author, at: contents.exportedAt, ids: ids), "misp.json",
            format: "MISP", contents, to: &bag)
        try add(
            CaseGraph.value(seen, contents, ids: ids), "case.jsonld", format: "CASE/UCO 1.5.0",
            contents, to: &bag)
        if let reporter {
            try add(
                AbuseReport.value(seen, contents, by: reporter, ids: ids), "xarf.json",
                format: "X-ARF 4.2", contents, to: &bag)
        }
    }

    private static func add(
        _ value: MachineValue, _ name: String, format: String, _ contents: PacketContents,
        to bag: inout BagFolder
    ) throws(PacketError) {
        try bag.add(
            "\(contents.folder)/machine/\(name)", kind: "机读格式", format: format,
            bytes: try PacketFiles.json(value) + [0x0A])
    }
}
