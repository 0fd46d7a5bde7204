// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// Indicators of kits (IOK), as their own engine reads them
//
// They look like Sigma rules and are not: the reference engine (sigma-go, made case-sensitive)
// differs from Sigma's specification, and the rules were written for it. What is copied here:
//
// 1. `contains`, `startswith`, `endswith` compare bytes. Without a modifier the whole text is
//    compared, and there case does not matter.
// 2. `*`, `?` and `\` mean themselves, everywhere.
// 3. A field may have many values, and a test holds if one of them fits; with `all`, if each wanted
//    value fits one of them.
// 4. A selection that does not exist is false.

package import Casework

/// One indicator: a sign that a page was made with a known kit.
package struct Indicator: Sendable {
    /// The file's name up to the first dot.
    package var id: String
    package var title: String
    /// What it detects, as its author says.
    package var summary: String
    package var tags: [String]
    package var selections: [String: Selection]
    package var condition: IndicatorCondition

    package init(
        id: String, title: String, summary: String, tags: [String],
        selections: [String: Selection], condition: IndicatorCondition
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.tags = tags
        self.selections = selections
        self.condition = condition
    }

    /// Alternatives, of each of which all tests must hold.
    package typealias Selection = [[Test]]

    /// A part of a visit that tests look at.
    package enum Field: String, Sendable, Hashable, CaseIterable {
        case html, title, hostname, js, css, cookies, headers, requests, dom
    }

    package enum Comparison: Sendable {
        /// The same text, whatever the case of its letters.
        case equals(String)
        case contains([UInt8])
        case startsWith([UInt8])
        case endsWith([UInt8])
        case matches(any TextPattern)
    }

    package struct Test: Sendable {
        package var field: Field
        package var wanted: [Comparison]
        /// Whether each of `wanted` must fit, not only one.
        package var all: Bool

        package init(field: Field, wanted: [Comparison], all: Bool) {
            self.field = field
            self.wanted = wanted
            self.all = all
        }
    }
}

/// When an indicator holds, by its selections.
package indirect enum IndicatorCondition: Sendable, Hashable {
    case selection(String)
    /// `1 of them`, `1 of php*`; without a pattern any selection counts.
    case oneOf(String?)
    /// `all of them`, `all of php*`.
    case allOf(String?)
    case and(IndicatorCondition, IndicatorCondition)
    case or(IndicatorCondition, IndicatorCondition)
    case not(IndicatorCondition)
}

extension Indicator {
    /// What it found in `subject`, or `nil` if it does not hold.
    ///
    /// The first place that fits stands for all; it is empty if the condition asks only for absence.
    func evidence(in subject: IndicatorSubject) -> (
        field: Field, text: [UInt8], place: Range<Int>
    )?? {
        var first: (Field, [UInt8], Range<Int>)?
        func holds(_ name: String) -> Bool {
            guard let alternatives = selections[name] else { return false }
            return alternatives.contains { tests in
                tests.allSatisfy { test in
                    guard let found = subject.evidence(for: test) else { return false }
                    if first == nil { first = (test.field, found.text, found.place) }
                    return true
                }
            }
        }
        func holds(_ condition: IndicatorCondition) -> Bool {
            switch condition {
            case .selection(let name): holds(name)
            case .oneOf(let pattern): names(like: pattern).contains(where: holds)
            case .allOf(let pattern): names(like: pattern).allSatisfy(holds)
            case .and(let a, let b): holds(a) && holds(b)
            case .or(let a, let b): holds(a) || holds(b)
            case .not(let part): !holds(part)
            }
        }
        return holds(condition) ? .some(first) : nil
    }

    /// The selections whose names fit `pattern`, in which `*` stands for any letters.
    private func names(like pattern: String?) -> [String] {
        let names = selections.keys.sorted()
        guard let pattern else { return names }
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        return names.filter { name in
            var rest = name[...]
            for (index, part) in parts.enumerated() {
                if index == 0 {
                    guard rest.hasPrefix(part) else { return false }
                    rest = rest.dropFirst(part.count)
                } else if index == parts.count - 1 {
                    return rest.hasSuffix(part)
                } else if !part.isEmpty {
                    guard let range = rest.firstRange(of: part) else { return false }
                    rest = rest[range.upperBound...]
                }
            }
            return rest.isEmpty
        }
    }
}
