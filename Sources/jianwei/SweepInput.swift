// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Frontier
import HostNames
import Sweep
import Wording

/// The leads that the arguments of `sweep` name: files, addresses, or standard input.
struct SweepInput {
    private(set) var leads: [NewLead] = []
    /// What was mended, and which lines could not be read.
    private(set) var notes: [Message] = []

    private let knowledge: Knowledge

    init(_ inputs: [String], knowledge: Knowledge) throws {
        self.knowledge = knowledge
        if inputs.isEmpty { read(try Self.bytes(of: FileHandle.standardInput), name: "stdin") }
        for input in inputs {
            if input == "-" {
                read(try Self.bytes(of: FileHandle.standardInput), name: "stdin")
            } else if FileManager.default.fileExists(atPath: input) {
                guard let bytes = FileManager.default.contents(atPath: input) else {
                    throw Failure(Failure.misuse, CommandMessages.unreadable(input))
                }
                read(Array(bytes), name: input)
            } else if [".txt", ".csv", ".list"].contains(where: input.lowercased().hasSuffix) {
                throw Failure(Failure.misuse, CommandMessages.noFile(input))
            } else {
                read(Array(input.utf8), name: say(CommandMessages.argument), source: .analyst)
            }
        }
    }

    private static func bytes(of handle: FileHandle) throws -> [UInt8] {
        Array(try handle.readToEnd() ?? Data())
    }

    /// Reads a list, whose characters may be UTF-8 or, as from a spreadsheet, GBK.
    private mutating func read(
        _ bytes: [UInt8], name: String, source: LeadOrigin.Source = .list
    ) {
        let text = ListText.decoded(bytes)
        let list = LeadList.read(text, file: name, defaultSource: source) {
            [names = knowledge.names] in names.ascii($0)
        }
        leads += list.leads
        notes += list.mends.map(\.message) + list.problems.map(\.message)
    }
}
