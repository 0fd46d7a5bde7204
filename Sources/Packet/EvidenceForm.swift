// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// 文书: one paper of a packet as a value, whatever it is then written as.
///
/// The typesetter sets it as PDF, ``FormPage`` writes it as HTML. Both show the same words.
package struct EvidenceForm: Sendable, Hashable {
    /// The name of its files, without suffix: `1-record`.
    package var name: String
    /// 网页证据固定记录.
    package var title: String
    /// The packet's number, on every page.
    package var number: String
    /// Wide tables are read across.
    package var isLandscape: Bool
    package var blocks: [Block]

    package init(
        name: String, title: String, number: String, isLandscape: Bool = false,
        blocks: [Block] = []
    ) {
        self.name = name
        self.title = title
        self.number = number
        self.isLandscape = isLandscape
        self.blocks = blocks
    }

    package enum Block: Sendable, Hashable {
        case heading(FormText)
        /// A heading below a heading.
        case subheading(FormText)
        case paragraph(FormText)
        /// As a letter ends: at the right.
        case closing(FormText)
        /// In a frame, for what nobody may overlook.
        case notice([FormText])
        /// Each with its number.
        case list([FormText])
        case fields([Field])
        case table(Table)
        case picture(Picture)
        case signatures([Signature])
    }

    /// A name and its value, or why there is none, or room to write it in.
    ///
    /// There is no way to make one that says nothing.
    package struct Field: Sendable, Hashable {
        package enum Content: Sendable, Hashable {
            case value(FormText)
            case absent(FormText)
            /// A line to fill in by hand, and what belongs there.
            case blank(FormText)
        }

        package var label: FormText
        package var content: Content

        /// - Precondition: `reason` is not empty.
        package init(_ label: FormText, _ value: FormText?, else reason: String) {
            precondition(!reason.isEmpty, "a form's field without a value must say why")
            self.label = label
            if let value, !value.isEmpty {
                content = .value(value)
            } else {
                content = .absent(.absent(reason))
            }
        }

        package init(_ label: FormText, _ value: String?, else reason: String) {
            self.init(label, value.map { FormText($0) }, else: reason)
        }

        /// A value that is always there.
        package init(_ label: FormText, _ value: FormText) {
            self.init(label, value, else: "原始数据中为空")
        }

        /// `hint` says what to write, or why the program cannot know it.
        package static func blank(_ label: FormText, _ hint: FormText) -> Field {
            var field = Field(label, hint)
            field.content = .blank(hint)
            return field
        }
    }

    package struct Table: Sendable, Hashable {
        package struct Column: Sendable, Hashable {
            package var title: FormText
            /// Its part of the width, in proportion to the others'.
            package var share: Double

            package init(_ title: FormText, _ share: Double) {
                self.title = title
                self.share = share
            }
        }

        package var columns: [Column]
        package var rows: [[FormText]]
        /// What to say of rows that are not shown.
        package var more: FormText?
        /// What to say if there is none.
        package var none: FormText

        /// The most rows that a form shows: 1,000; packets hold all in data files.
        package static let rows = 1000

        /// - Precondition: each row has a cell for each column, and `none` is not empty.
        package init(_ columns: [Column], _ rows: [[FormText]], none: String) {
            precondition(!none.isEmpty, "a form's table without rows must say why")
            precondition(rows.allSatisfy { $0.count == columns.count })
            self.columns = columns
            self.rows = rows.prefix(Self.rows).map { row in
                row.map { $0.isEmpty ? .absent("—") : $0 }
            }
            let rest = rows.count - self.rows.count
            more = rest > 0 ? FormText("另有 \(ReportFormat.count(rest)) 行未列出，全部见数据文件。") : nil
            self.none = .absent(none)
        }
    }

    package struct Picture: Sendable, Hashable {
        /// As the file is.
        package var bytes: [UInt8]
        /// `image/png` or `image/jpeg`.
        package var type: String
        package var caption: FormText

        package init(bytes: [UInt8], type: String, caption: FormText) {
            self.bytes = bytes
            self.type = type
            self.caption = caption
        }
    }

    /// Room for one person to sign in.
    package struct Signature: Sendable, Hashable {
        /// 提取人员（一）.
        package var role: FormText
        /// Name and number in print, if they are known; the hand's signature is always left blank.
        package var person: Officer?
        /// What to note if nobody signs.
        package var note: FormText

        package init(_ role: FormText, _ person: Officer? = nil, note: FormText = "") {
            self.role = role
            self.person = person
            self.note = note
        }
    }
}
