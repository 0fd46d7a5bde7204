// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Packet
import Typesetter

extension PacketFiles {
    /// Writes the letters that `audience` gets, each also as text for a mail or a desk's own form.
    static func writeNotices(
        _ contents: PacketContents, for audience: PacketAudience, to bag: inout BagFolder
    ) throws(PacketError) {
        let notices = PacketNotice.all(contents).filter { audience.receives($0.addressee) }
        guard !notices.isEmpty else { return }
        let folder = contents.folder + "/notices"
        try bag.makeFolder(folder)
        for notice in notices {
            try write(notice.form(of: contents), in: folder, at: contents.exportedAt, to: &bag)
            try bag.add(
                "\(folder)/\(notice.fileName).txt", kind: "告知函（邮件正文）",
                format: "TXT (UTF-8)", text: notice.mail(of: contents))
        }
    }

    /// Writes a form as PDF and as HTML, from the same value.
    static func write(
        _ form: EvidenceForm, in folder: String, at date: Date, to bag: inout BagFolder
    ) throws(PacketError) {
        let pdf: [UInt8]
        do throws(TypesetterError) {
            pdf = try Typesetter.pdf(of: form, at: date)
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
        _ request: PacketRequest, to bag: inout BagFolder
    ) throws(PacketError) {
        for part in request.cases {
            let contents = contents(of: part, request)
            if request.cases.count > 1 { try bag.makeFolder(contents.folder) }
            try bag.makeFolder(contents.folder + "/pages")
            try CaseFiles.writePages(contents, to: &bag)
            try writeNotices(contents, for: request.audience, to: &bag)
        }
        try bag.add(
            "README.txt", kind: "说明", format: "TXT (UTF-8)",
            text: PacketTexts.readmeForOutside(
                request.cases.map { contents(of: $0, request) }))
    }
}
