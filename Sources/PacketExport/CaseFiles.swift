// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import FoundationEssentials
import Glibc
import Packet
import Sealing
import WebArchive

/// Fills a case's folder of a bag.
enum CaseFiles {
    /// Writes the evidence, then what is made of it; notes the files and pictures in `contents`.
    static func write(
        _ contents: inout PacketContents, _ request: PacketRequest, to bag: inout BagFolder
    ) throws(PacketError) {
        for folder in ["capture", "pages", "certificates"] {
            try bag.makeFolder("\(contents.folder)/\(folder)")
        }
        let index = try writeCaptures(contents, from: request.archiveDirectory, to: &bag)
        try writePages(contents, to: &bag)
        try writeCertificates(contents, to: &bag)
        try writeValues(contents, to: &bag)
        contents.pictures = try writeAttachments(
            contents, from: request.attachmentsDirectory, to: &bag)
        contents.files = PacketFiles.own(contents, in: bag)
        try ReplayFiles.write(contents, index, to: &bag)
        try MachineForms.write(contents, reporter: request.reporter, to: &bag)
        contents.files = PacketFiles.own(contents, in: bag)
        try bag.makeFolder(contents.folder + "/forms")
        for form in PacketForms(contents).own {
            try PacketFiles.write(
                form, in: contents.folder + "/forms", at: contents.exportedAt, to: &bag)
        }
        try PacketFiles.writeNotices(contents, for: request.audience, to: &bag)
        contents.files = PacketFiles.own(contents, in: bag)
    }

    static func writePages(
        _ contents: PacketContents, to bag: inout BagFolder
    ) throws(PacketError) {
        for (index, page) in contents.caseFile.pages.enumerated() {
            try bag.add(
                "\(contents.folder)/pages/page-\(padded(index + 1)).txt", kind: "页面可见文字",
                format: "TXT (UTF-8)", text: PacketTexts.page(page))
        }
    }

    /// Copies each capture's records into a file of its own; returns where in which the answers
    /// lie.
    private static func writeCaptures(
        _ contents: PacketContents, from directory: String, to bag: inout BagFolder
    ) throws(PacketError) -> ReplayIndex {
        var names = FileNames()
        var index = ReplayIndex()
        for capture in contents.caseFile.captures where !capture.archive.isEmpty {
            let name = names.unique(HostileText.fileName(capture.name))
            let path = "\(contents.folder)/capture/\(name).warc.gz"
            try bag.add(path, kind: "网页原始数据", format: "WARC 1.1 (gzip)") {
                sink throws(ArchiveError) in
                try ArchiveReader.copy(
                    capture.archive, from: directory,
                    keepingBlocks: ReplayFiles.headBytes, into: sink
                ) { index.add($0, in: ReplayFiles.member(path)) }
            }
        }
        return index
    }

    /// Copies what was attached, and returns the pictures that the report shows, by their digest.
    private static func writeAttachments(
        _ contents: PacketContents, from directory: String, to bag: inout BagFolder
    ) throws(PacketError) -> [String: [UInt8]] {
        let attachments = contents.caseFile.attachments
        guard !attachments.isEmpty else { return [:] }
        var pictures: [String: [UInt8]] = [:]
        // All reports of a packet are made at its end, so their pictures are kept until then.
        var room = PacketContents.pictureBytes / min(8, contents.cases.count)
        try bag.makeFolder(contents.folder + "/attachments")
        for attachment in attachments {
            for (index, file) in attachment.files.enumerated() {
                let path = directory + "/" + file.sha256
                guard let data = FileManager.default.contents(atPath: path) else {
                    throw .archive(.cannotRead(path, ENOENT))
                }
                let bytes = [UInt8](data)
                guard Digest.hex(bytes) == file.sha256 else { throw .attachmentChanged(path) }
                try bag.add(
                    "\(contents.folder)/attachments/" + attachment.packetName(ofFile: index),
                    kind: "附加材料",
                    format: file.format.rawValue, bytes: bytes)
                if file.format.pictureType != nil, bytes.count <= room,
                    pictures[file.sha256] == nil
                {
                    pictures[file.sha256] = bytes
                    room -= bytes.count
                }
            }
        }
        try addJSON(attachments, "attachments", kind: "附加材料说明", contents, to: &bag)
        return pictures
    }

    /// Each chain once, with what it says in plain text before it, which stock tools skip.
    private static func writeCertificates(
        _ contents: PacketContents, to bag: inout BagFolder
    ) throws(PacketError) {
        var names = FileNames()
        var seen: Set<[[UInt8]]> = []
        for visit in contents.caseFile.captures.flatMap(\.visits) {
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
                "\(contents.folder)/certificates/\(name).pem", kind: "数字证书", format: "PEM",
                text: text.joined(separator: "\n"))
        }
    }

    private static func period(_ facts: CertificateFacts) -> String {
        "\(Timestamp.text(facts.notBefore)) – \(Timestamp.text(facts.notAfter))"
    }

    private static func writeValues(
        _ contents: PacketContents, to bag: inout BagFolder
    ) throws(PacketError) {
        let caseFile = contents.caseFile
        try addJSON(CaseSummary(caseFile), "case", kind: "案件与页面", contents, to: &bag)
        try addJSON(caseFile.verdict, "verdict", kind: "判定与命中", contents, to: &bag)
        // The chains stand in the certificates' own files.
        let captures = caseFile.captures.map { capture in
            var capture = capture
            for index in capture.visits.indices { capture.visits[index].tls?.chain = [] }
            return capture
        }
        try addJSON(captures, "visits", kind: "访问记录", contents, to: &bag)
        try addJSON(caseFile.dossier, "dossier", kind: "基础设施", contents, to: &bag)
        let reports = caseFile.captures.map {
            CaptureNames(capture: $0.name, reports: $0.names)
        }
        try addJSON(reports, "dns", kind: "域名解析记录", contents, to: &bag)
        if !caseFile.certificates.isEmpty {
            try addJSON(
                caseFile.certificates, "certificate-logs", kind: "证书透明度证明", contents,
                to: &bag)
        }
    }

    private static func addJSON(
        _ value: some Encodable, _ name: String, kind: String, _ contents: PacketContents,
        to bag: inout BagFolder
    ) throws(PacketError) {
        let bytes = try PacketFiles.json(value)
        let text = IdentityNumbers.masked(String(decoding: bytes, as: UTF8.self)) + "\n"
        try bag.add(
            "\(contents.folder)/\(name).json", kind: kind, format: "JSON (UTF-8)", text: text)
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
