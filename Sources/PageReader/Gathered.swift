// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// Identifiers and contacts as they are found: each once, at its first place.
struct Gathered {
    private(set) var identifiers: [Identifier] = []
    private(set) var contacts: [Contact] = []
    private var known: Set<String> = []

    mutating func add(_ kind: Identifier.Kind, _ value: String, _ written: Quote) {
        guard known.insert("\(kind.rawValue) \(value)").inserted else { return }
        identifiers.append(Identifier(kind: kind, value: value, written: written))
    }

    mutating func add(_ kind: Contact.Kind, _ value: String, _ written: Quote) {
        guard known.insert("\(kind.rawValue) \(value)").inserted else { return }
        contacts.append(Contact(kind: kind, value: value, written: written))
    }

    mutating func add(_ others: Gathered) {
        for found in others.identifiers { add(found.kind, found.value, found.written) }
        for found in others.contacts { add(found.kind, found.value, found.written) }
    }
}
