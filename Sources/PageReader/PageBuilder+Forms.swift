// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CXML2
import Casework

extension PageBuilder {
    /// A field, and where its label may yet come from.
    struct DraftField {
        var field: FormField
        /// The index of its form, or `nil` outside of all.
        var form: Int?
        /// Its `id`, which a label's `for` may name.
        var id: String?
        /// The index of the label around it.
        var label: Int?
        var ariaLabel: String?
        /// The text that stands before it.
        var before: String
        /// The first option of a select, or the `title`.
        var lastResort: String?
    }

    /// The longest text that is taken for a label, in bytes: 40 hanzi.
    private static let labelBytes = 120

    // MARK: - Forms

    mutating func openForm(_ element: Element, _ attributes: Attributes) -> Int? {
        guard draft.forms.count < bounds.forms else {
            cut("forms")
            return nil
        }
        let place = place(of: element)
        let action = attributes.text("action")
        if let pointer = attributes["action"], let action {
            notes.look(at: pointer, action, place: place)
        }
        draft.forms.append(
            Form(
                action: action, method: attributes.word("method") == "post" ? "post" : "get",
                place: place))
        draft.form = draft.forms.count - 1
        draft.formEndFrom = nil
        draft.fieldEnd = text.count
        return draft.form
    }

    /// Ends the open form, if it is the page that ends it.
    ///
    /// libxml2 also ends a form where a wrongly nested tag closes; browsers let later fields
    /// belong to it all the same.
    mutating func closeForm() {
        guard let parser else { return draft.form = nil }
        let here = min(Int(cxml2_offset(parser)), source.count)
        var index = here
        if index > 0, source[index - 1] == 0x3E { index -= 1 }
        while index > 0, isBlank(source[index - 1]) { index -= 1 }
        if source.hasCaseless("</form", at: index - 6) {
            draft.form = nil
        } else {
            draft.formEndFrom = here
        }
    }

    /// Ends the form that libxml2 has ended already, if its end tag stands before `here`.
    private mutating func closeFormLate(before here: Int) {
        guard let from = draft.formEndFrom else { return }
        if source.findCaseless("</form", from: from, to: here) != nil {
            draft.form = nil
            draft.formEndFrom = nil
        } else {
            draft.formEndFrom = max(from, here)
        }
    }

    // MARK: - Fields

    mutating func openField(_ element: Element, _ attributes: Attributes) -> Int? {
        guard draft.fields.count < bounds.fields else {
            cut("fields")
            return nil
        }
        let place = place(of: element)
        closeFormLate(before: place.lowerBound)
        let type = attributes.word("type").flatMap { $0.isEmpty ? nil : $0 }
        let kind: String
        switch element.tag {
        case .select: kind = "select"
        case .textarea: kind = "textarea"
        case .button: kind = type ?? "button"
        default: kind = type ?? "text"
        }
        let isButton = ["submit", "button", "reset", "image"].contains(kind)
        let id = attributes.text("id")
        let name = attributes.text("name").flatMap { $0.isEmpty ? nil : $0 }
        var field = FormField(
            kind: kind, name: name ?? id ?? "", placeholder: attributes.text("placeholder") ?? "",
            place: place)
        if isButton, element.tag == .input {
            field.caption = attributes.text("value") ?? attributes.text("alt") ?? ""
        }
        draft.fields.append(
            DraftField(
                field: field, form: draft.form, id: id, label: draft.label,
                ariaLabel: attributes.text("aria-label"),
                before: isButton || kind == "hidden" || element.isHidden ? "" : textBefore(),
                lastResort: attributes.text("title")))
        if element.tag == .select { draft.select = draft.fields.count - 1 }
        draft.fieldEnd = text.count
        return draft.fields.count - 1
    }

    /// The text before a field in its block, its row, or the nearest element around it.
    private func textBefore() -> String {
        var steps = 0
        for frame in frames.reversed() {
            if frame.tag == .form || frame.tag == .table || frame.tag == .body { break }
            let found = text.lastBlock(
                from: max(frame.textStart, draft.fieldEnd), limit: Self.labelBytes)
            if !found.isEmpty { return found }
            steps += 1
            if steps == 5 { break }
        }
        guard frames.last.map({ $0.tag == .form || $0.tag == .body }) ?? true else { return "" }
        return text.lastBlock(from: draft.fieldEnd, limit: Self.labelBytes)
    }

    mutating func closeOption(_ frame: Frame) {
        guard let select = draft.select else { return }
        if draft.fields[select].lastResort == nil {
            let words = words(of: frame, limit: Self.labelBytes)
            if !words.isEmpty { draft.fields[select].lastResort = words }
        }
        draft.fieldEnd = text.count
    }

    mutating func closeButton(_ frame: Frame) {
        guard let index = frame.item else { return }
        draft.fields[index].field.caption = words(of: frame)
        draft.fieldEnd = text.count
    }

    // MARK: - Labels

    mutating func openLabel(_ attributes: Attributes) -> Int? {
        guard draft.labels.count < bounds.fields else { return nil }
        draft.labels.append((attributes.text("for"), ""))
        draft.label = draft.labels.count - 1
        return draft.label
    }

    mutating func closeLabel(_ frame: Frame) {
        guard let index = frame.item else { return }
        draft.labels[index].text = words(of: frame, limit: Self.labelBytes)
        if draft.label == index { draft.label = nil }
    }

    /// Gives every field its label and its place in a form.
    func assembleFields(into page: inout Page) {
        var byTarget: [String: String] = [:]
        for label in draft.labels {
            if let target = label.target, byTarget[target] == nil { byTarget[target] = label.text }
        }
        page.forms = draft.forms
        for entry in draft.fields {
            var field = entry.field
            let candidates: [String?] = [
                entry.id.flatMap { byTarget[$0] },
                entry.label.flatMap {
                    draft.labels[$0].target == nil ? draft.labels[$0].text : nil
                },
                entry.ariaLabel,
                entry.before,
                field.placeholder.isEmpty ? entry.lastResort : nil,
            ]
            if field.kind != "hidden" {
                field.label = candidates.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? ""
            }
            if let form = entry.form {
                page.forms[form].fields.append(field)
            } else {
                page.looseFields.append(field)
            }
        }
    }
}
