// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import FoundationEssentials
import Glibc
import Packet
import Sealing
import WebArchive

/// Fills a bag with the files of a case.
enum PacketFiles {
    static func write(
        _ request: PacketRequest, _ custody: ArraySlice<CustodyEntry>, to bag: inout BagFolder
    ) throws(PacketError) {
        guard request.audience.isWhole else {
            return try writeOutside(request, custody, to: &bag)
        }
        let lead = request.caseFile.lead.number
        for folder in ["data", "data/capture", "data/pages", "data/certificates"] {
            try bag.makeFolder(folder)
        }
        try writeCaptures(request, to: &bag)
        try writePages(request.caseFile, to: &bag)
        try writeCertificates(request.caseFile, to: &bag)
        try writeValues(request.caseFile, to: &bag)
        let pictures = try writeAttachments(request, to: &bag)
        try bag.add(
            "data/custody.log", kind: "保管链", format: "TXT (UTF-8)",
            text: CustodyLog.text(custody, lead: lead))

        var contents = PacketContents(
            caseFile: request.caseFile, custody: custody.filter { [lead, nil].contains($0.lead) },
            files: bag.files, software: request.software, exportedAt: request.exportedAt,
            exportedBy: request.exportedBy, pictures: pictures, officers: request.officers,
            terms: request.terms, sealing: request.sealing)
        try ReplayFiles.write(contents, to: &bag)
        try MachineForms.write(contents, reporter: request.reporter, to: &bag)
        contents.files = bag.files
        try writeForms(contents, to: &bag)
        try writeNotices(contents, for: request.audience, to: &bag)
        contents.files = bag.files
        try bag.add(
            "README.txt", kind: "核验说明", format: "TXT (UTF-8)",
            text: PacketTexts.readme(contents))
        contents.files = bag.files
        try bag.add(
            "data/report.html", kind: "报告", format: "HTML (UTF-8)",
            text: ReportPage(contents).html)
        try writeTags(request, custody, to: &bag)
    }

    static func writePages(_ caseFile: CaseFile, to bag: inout BagFolder) throws(PacketError) {
        for (index, page) in caseFile.pages.enumerated() {
            try bag.add(
                "data/pages/page-\(padded(index + 1)).txt", kind: "页面可见文字",
                format: "TXT (UTF-8)", text: PacketTexts.page(page))
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
        var info = Bag.info([
            ("External-Identifier", request.caseFile.lead.caseNumber.description),
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
            (Bag.guideName, PacketTexts.guide),
        ] {
            try bag.add(name, kind: "清单", format: "TXT (UTF-8)", text: text)
        }
        try bag.add(
            Bag.tagManifestName, kind: "清单", format: "TXT (UTF-8)",
            text: Bag.manifest(bag.lines { !$0.hasPrefix("data/") }))
    }

    private static func writeCaptures(
        _ request: PacketRequest, to bag: inout BagFolder
    ) throws(PacketError) {
        var names = FileNames()
        for capture in request.caseFile.captures where !capture.archive.isEmpty {
            let name = names.unique(HostileText.fileName(capture.name))
            try bag.add(
                "data/capture/\(name).warc.gz", kind: "网页原始数据", format: "WARC 1.1 (gzip)"
            ) { sink throws(ArchiveError) in
                try ArchiveReader.copy(
                    capture.archive, from: request.archiveDirectory, into: sink)
            }
        }
    }

    /// Copies what was attached, and returns the pictures that the report shows, by their digest.
    private static func writeAttachments(
        _ request: PacketRequest, to bag: inout BagFolder
    ) throws(PacketError) -> [String: [UInt8]] {
        let attachments = request.caseFile.attachments
        guard !attachments.isEmpty else { return [:] }
        var pictures: [String: [UInt8]] = [:]
        var room = PacketContents.pictureBytes
        try bag.makeFolder("data/attachments")
        for attachment in attachments {
            for (index, file) in attachment.files.enumerated() {
                let path = request.attachmentsDirectory + "/" + file.sha256
                guard let data = FileManager.default.contents(atPath: path) else {
                    throw .archive(.cannotRead(path, ENOENT))
                }
                let bytes = [UInt8](data)
                guard Digest.hex(bytes) == file.sha256 else { throw .attachmentChanged(path) }
                try bag.add(
                    "data/attachments/" + attachment.packetName(ofFile: index), kind: "附加材料",
                    format: file.format.rawValue, bytes: bytes)
                if file.format.pictureType != nil, bytes.count <= room,
                    pictures[file.sha256] == nil
                {
                    pictures[file.sha256] = bytes
                    room -= bytes.count
                }
            }
        }
        try addJSON(attachments, "attachments", kind: "附加材料说明", to: &bag)
        return pictures
    }

    /// Each chain once, with what it says in plain text before it, which stock tools skip.
    private static func writeCertificates(
        _ caseFile: CaseFile, to bag: inout BagFolder
    ) throws(PacketError) {
        var names = FileNames()
        var seen: Set<[[UInt8]]> = []
        for visit in caseFile.captures.flatMap(\.visits) {
            guard let chain = visit.tls?.chain, !chain.isEmpty, seen.insert(chain).inserted else {
                continue
            }
            let text = chain.map { der in
                let facts = CertificateReader.facts(ofDER: der)
                let lines = [
                    "主体：\(facts?.subject ?? "无法识读")", "签发者：\(facts?.issuer ?? "无法识读")",
                    "有效期：\(facts.map { period($0) } ?? "无法识读")",
                    "SHA-256：\(Digest.hex(der))",
                ]
                let shown = lines.map { line in
                    let visible = HostileText.visible(line)
                    return "# " + visible.split(whereSeparator: \.isNewline).joined(separator: " ")
                }
                return shown.joined(separator: "\n") + "\n" + PEM.text(ofDER: der)
            }
            let name = names.unique(HostileText.fileName(visit.address.host))
            try bag.add(
                "data/certificates/\(name).pem", kind: "数字证书", format: "PEM",
                text: text.joined(separator: "\n"))
        }
    }

    private static func period(_ facts: CertificateFacts) -> String {
        "\(Timestamp.text(facts.notBefore)) – \(Timestamp.text(facts.notAfter))"
    }

    private static func writeValues(
        _ caseFile: CaseFile, to bag: inout BagFolder
    ) throws(PacketError) {
        try addJSON(CaseSummary(caseFile), "case", kind: "案件与页面", to: &bag)
        try addJSON(caseFile.verdict, "verdict", kind: "判定与命中", to: &bag)
        if let verdict = caseFile.verdict {
            try bag.add(
                "data/findings.csv", kind: "命中表", format: "CSV (UTF-8)",
                text: PacketTexts.findings(verdict))
        }
        // The chains stand in the certificates' own files.
        let captures = caseFile.captures.map { capture in
            var capture = capture
            for index in capture.visits.indices { capture.visits[index].tls?.chain = [] }
            return capture
        }
        try addJSON(captures, "visits", kind: "访问记录", to: &bag)
        try addJSON(caseFile.dossier, "dossier", kind: "基础设施", to: &bag)
        let reports = caseFile.captures.map {
            CaptureNames(capture: $0.name, reports: $0.names)
        }
        try addJSON(reports, "dns", kind: "域名解析记录", to: &bag)
        if !caseFile.certificates.isEmpty {
            try addJSON(
                caseFile.certificates, "certificate-logs", kind: "证书透明度证明", to: &bag)
        }
    }

    private static func addJSON(
        _ value: some Encodable, _ name: String, kind: String, to bag: inout BagFolder
    ) throws(PacketError) {
        let bytes = try json(value)
        let text = IdentityNumbers.masked(String(decoding: bytes, as: UTF8.self)) + "\n"
        try bag.add("data/\(name).json", kind: kind, format: "JSON (UTF-8)", text: text)
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
        name.hasSuffix(".gz") || name.hasSuffix(".wacz")
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}

/// What the DNS said during one capture.
private struct CaptureNames: Encodable {
    var capture: String
    var reports: [NameReport]
}

/// The case without what stands in the other files.
private struct CaseSummary: Encodable {
    var caseNumber: String
    var lead: Lead
    var state: CaseFile.State
    var failure: String?
    var pages: [PageRecord]

    init(_ caseFile: CaseFile) {
        caseNumber = caseFile.lead.caseNumber.description
        lead = caseFile.lead
        state = caseFile.state
        failure = caseFile.failure?.code
        pages = caseFile.pages.map { page in
            var page = page
            page.text = ""
            page.hiddenText = ""
            return page
        }
    }
}

/// File names that are all different, also where letter case does not count.
private struct FileNames {
    private var taken: Set<String> = []

    mutating func unique(_ name: String) -> String {
        var candidate = name
        var number = 1
        while !taken.insert(candidate.lowercased()).inserted {
            number += 1
            candidate = "\(name)-\(number)"
        }
        return candidate
    }
}
