// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Packet
import Typesetter

extension PacketFiles {
    /// Writes each form as PDF and as HTML, from the same value.
    static func writeForms(
        _ contents: PacketContents, to bag: inout BagFolder
    ) throws(PacketError) {
        try bag.makeFolder("data/forms")
        for form in PacketForms(contents).all {
            try write(form, in: "data/forms", contents, to: &bag)
        }
    }

    /// Writes the letters that `audience` gets, each also as text for a mail or a desk's own form.
    static func writeNotices(
        _ contents: PacketContents, for audience: PacketAudience, to bag: inout BagFolder
    ) throws(PacketError) {
        let notices = PacketNotice.all(contents).filter { audience.receives($0.addressee) }
        guard !notices.isEmpty else { return }
        try bag.makeFolder("data/notices")
        for notice in notices {
            try write(notice.form(of: contents), in: "data/notices", contents, to: &bag)
            try bag.add(
                "data/notices/\(notice.fileName).txt", kind: "告知函（邮件正文）",
                format: "TXT (UTF-8)", text: notice.mail(of: contents))
        }
    }

    private static func write(
        _ form: EvidenceForm, in folder: String, _ contents: PacketContents,
        to bag: inout BagFolder
    ) throws(PacketError) {
        let pdf: [UInt8]
        do throws(TypesetterError) {
            pdf = try Typesetter.pdf(of: form, at: contents.exportedAt)
        } catch {
            throw .typesetter(error)
        }
        try bag.add("\(folder)/\(form.name).pdf", kind: form.title, format: "PDF", bytes: pdf)
        try bag.add(
            "\(folder)/\(form.name).html", kind: form.title + "（可编辑）",
            format: "HTML (UTF-8)", text: FormPage(form).html)
    }

    /// Fills the bag of an audience outside: letters, and what readers see, masked.
    static func writeOutside(
        _ request: PacketRequest, _ custody: ArraySlice<CustodyEntry>, to bag: inout BagFolder
    ) throws(PacketError) {
        for folder in ["data", "data/pages"] { try bag.makeFolder(folder) }
        let contents = PacketContents(
            caseFile: request.caseFile, custody: [], files: [], software: request.software,
            exportedAt: request.exportedAt, exportedBy: request.exportedBy,
            sealing: request.sealing)
        try writePages(request.caseFile, to: &bag)
        try writeNotices(contents, for: request.audience, to: &bag)
        try bag.add(
            "README.txt", kind: "说明", format: "TXT (UTF-8)",
            text: PacketTexts.readmeForOutside(contents))
        try writeTags(request, custody, to: &bag)
    }
}
