// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// One place that satisfied a condition, or one part of one.
struct Evidence: Hashable {
    /// The index of the field it stands in, or `nil` if it stands in the page's structure.
    var field: Int?
    /// Folded characters of that field.
    var range: Range<Int> = 0..<0
    /// What makes it different from another: a phrase, a kind of contact.
    var key: String
    var kind: Contact.Kind?
    /// For what stands in no field: its name, place and text.
    var structure: Structure?
    /// What a finding says of it beside the rule's reason.
    var note: String?

    struct Structure: Hashable {
        /// `form`, `identifier`, `link`, `host`, `page`.
        var name: String
        /// Bytes of the page's source, or `nil` if it is the value itself that is quoted.
        var place: Range<Int>?
        var text: String
    }

    /// Evidence from the structure of the page.
    static func structure(
        _ name: String, _ text: String, at place: Range<Int>?, key: String? = nil
    ) -> Evidence {
        Evidence(
            field: nil, key: key ?? name,
            structure: Structure(name: name, place: place, text: text))
    }
}

/// A stretch of one field within which conditions must hold together.
struct Window: Hashable {
    var field: Int
    var range: Range<Int>

    /// Whether `evidence` stands in it, or in no field, and so belongs to the whole page.
    func holds(_ evidence: Evidence) -> Bool {
        evidence.field.map { $0 == field && range.overlaps(evidence.range) } ?? true
    }
}
