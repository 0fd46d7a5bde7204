// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import FoundationEssentials
import Glibc
import Packet
import Sealing
import WebArchive

/// Fills a bag with the files of its cases.
///
/// One case lies in `data/`; of several each has a folder there, and they share the custody log, the
/// tables and the list of files.
enum PacketFiles {
    static func write(
        _ request: PacketRequest, _ custody: ArraySlice<CustodyEntry>, to bag: inout BagFolder
    ) throws(PacketError) {
        try bag.makeFolder("data")
        if request.audience.isWhole {
            try writeWhole(request, custody, to: &bag)
        } else {
            try writeOutside(request, to: &bag)
        }
        try writeTags(request, custody, to: &bag)
    }

    private static func writeWhole(
        _ request: PacketRequest, _ custody: ArraySlice<CustodyEntry>, to bag: inout BagFolder
    ) throws(PacketError) {
        try bag.add(
            "data/custody.log", kind: "保管链", format: "TXT (UTF-8)",
            text: CustodyLog.text(custody, leads: request.leads))
        var cases: [PacketContents] = []
        for part in request.cases {
            let lead = part.caseFile.lead.number
            var contents = contents(of: part, request)
            contents.custody = custody.filter { [lead, nil].contains($0.lead) }
            contents.officers = request.officers
            if request.cases.count > 1 { try bag.makeFolder(contents.folder) }
            try CaseFiles.write(&contents, request, to: &bag)
            cases.append(contents)
        }
        try TableFiles.write(cases, to: &bag)
        if cases.count > 1 { try bag.makeFolder("data/forms") }
        for form in PacketForms.shared(cases, bag.files) {
            try write(form, in: "data/forms", at: request.exportedAt, to: &bag)
        }
        try bag.add(
            "README.txt", kind: "核验说明", format: "TXT (UTF-8)", text: PacketTexts.readme(cases))
        for index in cases.indices {
            cases[index].files = own(cases[index], in: bag)
            try bag.add(
                cases[index].folder + "/report.html", kind: "报告", format: "HTML (UTF-8)",
                text: ReportPage(cases[index]).html)
        }
    }

    /// What the packet tells of one of its cases; not yet its files.
    static func contents(of part: PacketCase, _ request: PacketRequest) -> PacketContents {
        var contents = PacketContents(
            caseFile: part.caseFile, custody: [], files: [], software: request.software,
            exportedAt: request.exportedAt, exportedBy: request.exportedBy, terms: part.terms,
            sealing: request.sealing)
        contents.cases = request.cases.map(\.caseFile.lead.caseNumber)
        if request.cases.count > 1 { contents.folder = "data/\(part.caseFile.lead.caseNumber)" }
        return contents
    }

    /// The files of a case, and those that it shares with others.
    static func own(_ contents: PacketContents, in bag: BagFolder) -> [PacketFile] {
        let folders = contents.cases.map { "data/\($0)/" }
        return bag.files.filter { file in
            file.path.hasPrefix(contents.folder + "/")
                || !folders.contains { file.path.hasPrefix($0) }
        }
    }

    /// The bag's own files, of which the last covers all before it, the manifest among them.
    static func writeTags(
        _ request: PacketRequest, _ custody: ArraySlice<CustodyEntry>, to bag: inout BagFolder
    ) throws(PacketError) {
        let payload = bag.payload
        let bytes = payload.reduce(0) { $0 + $1.bytes }
        let manifest = Bag.manifest(bag.lines { $0.hasPrefix("data/") })
        let sm3 = Bag.manifest(payload.map { Bag.Line(sha256: $0.sm3, path: $0.path) })
        var info = Bag.info(
            request.cases.map { ("External-Identifier", $0.caseFile.lead.caseNumber.description) })
        info += Bag.info([
            ("Bagging-Date", String(Timestamp.beijing(request.exportedAt).prefix(10))),
            ("Contact-Name", request.exportedBy),
            ("Bag-Software-Agent", request.software),
            ("Payload-Oxum", "\(bytes).\(payload.count)"),
            (BagIntake.custodyEndLabel, CustodyLog.end(custody)),
        ])
        if let last = request.custody.last {
            info += Bag.info([(Bag.chainHeadLabel, "\(last.sequence) \(last.hash)")])
        }
        if let signer = request.signer { info += Bag.info([(Bag.signerLabel, signer)]) }
        if let key = request.nationalSigner {
            info += Bag.info([(Bag.nationalSignerLabel, key)])
        }
        if request.timestamps > 0 {
            info += Bag.info([(Bag.timestampsLabel, String(request.timestamps))])
        }
        for (name, text) in [
            (Bag.declarationName, Bag.declaration), (Bag.infoName, info),
            (Bag.hashesName, manifest), (Bag.sm3Name, sm3), (Bag.manifestName, manifest),
            (
                Bag.guideName,
                request.cases.count == 1
                    ? PacketTexts.guide : PacketTexts.ofSeveral(PacketTexts.guide)
            ),
        ] {
            try bag.add(name, kind: "清单", format: "TXT (UTF-8)", text: text)
        }
        try bag.add(
            Bag.tagManifestName, kind: "清单", format: "TXT (UTF-8)",
            text: Bag.manifest(bag.lines { !$0.hasPrefix("data/") }))
    }

    /// `value` as JSON for people to read too.
    static func json(_ value: some Encodable) throws(PacketError) -> [UInt8] {
        do {
            return try CaseworkJSON.encode(value, pretty: true)
        } catch {
            throw .internalFault("\(type(of: value)): \(error)")
        }
    }

    /// Whether packing the file once more would save nothing.
    static func isPacked(_ name: String) -> Bool {
        [".gz", ".wacz", ".xlsx"].contains { name.hasSuffix($0) }
    }
}
