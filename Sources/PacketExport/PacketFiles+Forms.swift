// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Packet
import Typesetter

extension PacketFiles {
    /// Writes each form as PDF and as HTML, from the same value.
    static func writeForms(_ contents: PacketContents, to bag: inout BagFolder) throws(PacketError)
    {
        try bag.makeFolder("data/forms")
        for form in PacketForms(contents).all {
            let pdf: [UInt8]
            do throws(TypesetterError) {
                pdf = try Typesetter.pdf(of: form, at: contents.exportedAt)
            } catch {
                throw .typesetter(error)
            }
            try bag.add("data/forms/\(form.name).pdf", kind: form.title, format: "PDF", bytes: pdf)
            try bag.add(
                "data/forms/\(form.name).html", kind: form.title + "（可编辑）",
                format: "HTML (UTF-8)", text: FormPage(form).html)
        }
    }
}
