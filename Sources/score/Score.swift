// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Glibc
import Sweep
import Wording

// How well Jianwei judges
//
// Two files of pages, each written for this and by other hands' habits: whoever tunes the rules looks
// at `tuning` and never at `heldout`, so that the second tells what the rules do with pages that
// nobody fitted them to. That is why held-out pages are named by number alone, and not explained.

/// The `score` program, for developers.
@main
struct Score {
    private static let usage = """
        score [--tuning-only] [--root DIR]   prints the confusion tables; ends with 1 if a goal is missed
        score --explain ID [--root DIR]      why a page of the tuning file got its verdict
        score --features DIR [--root DIR]    the pages of a folder as `make train` learns from them
        """

    private var isTuningOnly = false
    private var explained: String?
    private var features: String?
    private var root = "."

    static func main() {
        do {
            exit(try Score(CommandLine.arguments.dropFirst()).run() ? 0 : 1)
        } catch {
            let text = (error as? any Explained)?.message.english ?? "\(error)"
            FileHandle.standardError.write(Data((text + "\n").utf8))
            exit(64)
        }
    }

    private init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let argument = rest.popFirst() {
            switch argument {
            case "--tuning-only": isTuningOnly = true
            case "--explain", "--features", "--root":
                guard let value = rest.popFirst() else { throw Complaint(text: Self.usage) }
                switch argument {
                case "--explain": explained = value
                case "--features": features = value
                default: root = value
                }
            default: throw Complaint(text: Self.usage)
            }
        }
    }

    private func run() throws -> Bool {
        let knowledge = try Knowledge.load(from: DataFolder(path: root))
        if let explained {
            let pages = try MeasuredPage.load(directory: Self.folder("tuning", below: root))
            guard let page = pages.first(where: { $0.id == explained }) else {
                throw Complaint(text: "no page '\(explained)' in the tuning file")
            }
            print(Explanation.text(page, try page.saved().reasoning(knowledge)))
            return true
        }
        if let features {
            for page in try MeasuredPage.load(directory: features) {
                print(try FeatureExport.line(page, knowledge))
            }
            return true
        }
        let tables = try (isTuningOnly ? ["tuning"] : ["tuning", "heldout"]).map {
            try Self.measure($0, below: root, knowledge)
        }
        print(tables.map(\.text).joined(separator: "\n\n"))
        return tables.allSatisfy(\.meetsGoals)
    }

    /// Judges all pages of the file `name`, `tuning` or `heldout`, of the sources in `root`.
    static func measure(
        _ name: String, below root: String, _ knowledge: Knowledge
    ) throws -> ConfusionTable {
        try ConfusionTable(
            name, MeasuredPage.load(directory: folder(name, below: root)), knowledge)
    }

    private static func folder(_ name: String, below root: String) -> String {
        "\(root)/Tests/ScoreTests/Pages/\(name)"
    }
}
