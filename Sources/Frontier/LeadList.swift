// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Wording

/// The addresses on a user's list, with what was mended and what could not be read.
///
/// A list is text with one address on a line and `#` before comments, or CSV (RFC 4180) with a
/// header that names the column `url` or `网址`, and perhaps `source`, `reported_at`,
/// `reporter_ref` and `note`. People paste what they have: full-width letters, brackets, spaces,
/// hosts alone. What can be meant by it is read, and said; one bad line does not stop the rest.
package struct LeadList: Sendable {
    /// In the order of the list; an address may come more than once.
    package private(set) var leads: [NewLead] = []
    /// The first ``maximumRemarks``; ``mendCount`` counts all.
    package private(set) var mends: [Remark] = []
    /// The first ``maximumRemarks``; ``problemCount`` counts all.
    package private(set) var problems: [Remark] = []
    package private(set) var mendCount = 0
    package private(set) var problemCount = 0

    /// The most mends, and problems, that are kept word for word: 1,000 each.
    package static let maximumRemarks = 1000
    /// The longest line that is read, in bytes: 16 KiB.
    package static let maximumLineBytes = 16 * 1024

    /// Something about one line of a list.
    package struct Remark: Sendable, Hashable {
        package var file: String
        /// 1 for the first.
        package var line: Int
        /// With the place: `list.csv:7: …`.
        package var message: Message
    }

    /// What a line gave.
    package enum Item: Sendable, Hashable {
        case lead(NewLead, line: Int)
        case mend(Remark)
        case problem(Remark)
    }

    /// Reads a whole list.
    ///
    /// `file` is named in remarks only. Lines that name no source get `defaultSource`. A host beyond
    /// ASCII is read by `mapping`.
    package static func read(
        _ text: String, file: String, defaultSource: LeadOrigin.Source = .list,
        mapping: @escaping WebAddress.HostMapping
    ) -> LeadList {
        var list = LeadList()
        read(text, file: file, defaultSource: defaultSource, mapping: mapping) { item in
            switch item {
            case .lead(let lead, _):
                list.leads.append(lead)
            case .mend(let remark):
                list.mendCount += 1
                if list.mends.count < maximumRemarks { list.mends.append(remark) }
            case .problem(let remark):
                list.problemCount += 1
                if list.problems.count < maximumRemarks { list.problems.append(remark) }
            }
        }
        return list
    }

    /// Reads a list line by line and keeps nothing of it: for lists of any length.
    package static func read<Failure: Error>(
        _ text: String, file: String, defaultSource: LeadOrigin.Source = .list,
        mapping: @escaping WebAddress.HostMapping, each: (Item) throws(Failure) -> Void
    ) throws(Failure) {
        var lines = ListLines(text)
        var columns: ListColumns?
        var isFirst = true
        let reader = ListedAddress(mapping: mapping)
        while let line = lines.next(asTable: columns != nil) {
            if line.isBlank { continue }
            if isFirst {
                isFirst = false
                columns = ListColumns(header: line.fields(asTable: true))
                if columns != nil { continue }
            }
            let number = line.number
            func remark(_ message: Message) -> Remark {
                Remark(
                    file: file, line: number, message: FrontierMessages.at(file, number, message))
            }
            if let problem = line.problem {
                try each(.problem(remark(problem)))
                continue
            }
            let row = (columns ?? .textOnly).row(
                line.fields(asTable: columns != nil), defaultSource: defaultSource)
            for message in row.mends { try each(.mend(remark(message))) }
            switch reader.read(row.address) {
            case .failure(let failure):
                try each(.problem(remark(failure.message)))
            case .success(let found):
                for message in found.mends { try each(.mend(remark(message))) }
                var origin = row.origin
                if !found.rest.isEmpty {
                    origin.note = [origin.note, found.rest].compactMap { $0 }.joined(separator: ";")
                    try each(.mend(remark(FrontierMessages.restKept(found.rest))))
                }
                for address in found.addresses {
                    let lead = NewLead(
                        address: address.address, schemeIsGuess: address.schemeIsGuess,
                        origin: origin)
                    try each(.lead(lead, line: number))
                }
            }
        }
    }
}
