// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What one of the bureau's own sources answered about one domain, host or address.
package struct LookupFacts: Sendable, Hashable, Codable {
    /// The source's id and title in the file that describes it.
    package var id: String
    package var title: String
    /// The domain, host or address that was asked about.
    package var subject: String
    /// What the source is asked for.
    package var fields: [LookupField]
    package var rows: [[Value]]
    /// How many rows there were; what is not in ``rows`` stands in the raw answer.
    package var rowCount: Int
    package var source: RegistrySource
    /// Why the answer is not to be relied on as it stands, or `nil`.
    package var problem: RegistryProblem?

    /// One value of a row.
    package struct Value: Sendable, Hashable, Codable {
        package var field: LookupField
        /// As published; a count of seconds is written as Beijing time.
        package var text: String
        /// Where it lies in the raw answer: a JSON pointer, after the line's index if the answer is
        /// one value a line.
        package var place: String

        package init(field: LookupField, text: String, place: String) {
            self.field = field
            self.text = text
            self.place = place
        }
    }

    package init(_ asked: LookupSource, subject: String, source: RegistrySource) {
        id = asked.id
        title = asked.title
        self.subject = subject
        fields = asked.fields.keys.sorted()
        rows = []
        rowCount = 0
        self.source = source
    }

    package func values(_ field: LookupField) -> [String] {
        rows.flatMap { $0 }.filter { $0.field == field }.map(\.text)
    }

    /// Whether it says who holds an ICP record, or that there is none.
    package var tellsOfICP: Bool {
        fields.contains { $0 == .icpNumber || $0 == .icpHolder }
            && (problem == nil || problem == .noRecord)
    }
}

/// The ICP number that a page shows, beside what a look-up says.
package struct ICPComparison: Sendable, Hashable, Codable {
    package enum Outcome: String, Sendable, Hashable, Codable {
        /// The page shows the number that was found.
        case same
        /// The page shows another number than was found.
        case differs
        /// There is no record, whatever the page shows.
        case noRecord = "no-record"
        /// There is a record, and the page shows no number.
        case notShown = "not-shown"
    }

    /// What was asked about.
    package var subject: String
    /// The numbers that pages show.
    package var shown: [String]
    /// The numbers that were found, and their holders.
    package var found: [String]
    package var holders: [String]
    package var outcome: Outcome
    /// The source's title.
    package var source: String
}

extension Dossier {
    /// What pages show of ICP records, beside what each look-up says.
    package var icpComparisons: [ICPComparison] {
        let shown = identifiers.filter { $0.kind == .icp }.map(\.value)
        return lookups.filter(\.tellsOfICP).map { facts in
            let found = facts.values(.icpNumber)
            let known = Set(found.map(Self.mainNumber))
            let outcome: ICPComparison.Outcome =
                if facts.problem == .noRecord {
                    .noRecord
                } else if shown.isEmpty {
                    .notShown
                } else {
                    shown.allSatisfy { known.contains(Self.mainNumber($0)) } ? .same : .differs
                }
            return ICPComparison(
                subject: facts.subject, shown: shown, found: found,
                holders: facts.values(.icpHolder), outcome: outcome, source: facts.title)
        }
    }

    /// The holder's number, without that of one of its sites: `京ICP备12345678` of
    /// `京ICP备12345678号-1`.
    private static func mainNumber(_ number: String) -> String {
        let bare = number.filter { !$0.isWhitespace }.uppercased()
        return String(bare.prefix { $0 != "号" && $0 != "-" })
    }
}
