// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// One parser under fuzzing: its good inputs, and what must hold of every input.
struct Target {
    var name: String
    /// How many of 10,000 runs over all targets are its own.
    var share: Int
    var mutator: Mutator
    /// Reads an input.
    ///
    /// - Throws: ``Broken`` if something does not hold that must.
    var run: (_ input: [UInt8], _ random: inout SeededRandom) throws -> Void

    init(
        _ name: String, share: Int, seeds: [[UInt8]], tokens: [[UInt8]] = [],
        run: @escaping (_ input: [UInt8], _ random: inout SeededRandom) throws -> Void
    ) {
        self.name = name
        self.share = share
        mutator = Mutator(seeds: seeds, tokens: tokens)
        self.run = run
    }

    init(
        _ name: String, share: Int, texts: [String], tokens: [String] = [],
        run: @escaping (_ input: [UInt8], _ random: inout SeededRandom) throws -> Void
    ) {
        self.init(
            name, share: share, seeds: texts.map { Array($0.utf8) },
            tokens: tokens.map { Array($0.utf8) }, run: run)
    }

    /// The names of all targets.
    static let allNames = [
        "address", "certificate", "charset", "coding", "dns", "head", "ip", "judge", "list",
        "log-answers", "log-tiles", "names", "packet", "page", "question", "rdap", "robots",
        "rules", "saved", "warc", "whois", "zip",
    ]

    /// Makes a target, which may write files below `folder`.
    static func make(_ name: String, in folder: String) throws -> Target? {
        switch name {
        case "address": address()
        case "certificate": certificate()
        case "charset": charset()
        case "coding": coding()
        case "dns": dns()
        case "head": head()
        case "ip": ip()
        case "judge": try judge()
        case "list": try list()
        case "log-answers": logAnswers()
        case "log-tiles": logTiles()
        case "names": try names()
        case "packet": try packet(folder)
        case "page": page()
        case "question": question()
        case "rdap": rdap()
        case "robots": robots()
        case "rules": rules(folder)
        case "saved": saved()
        case "warc": warc()
        case "whois": whois()
        case "zip": try zip(folder)
        default: nil
        }
    }
}

/// Something that must hold of every input does not.
struct Broken: Error {
    var what: String
}

func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    guard condition else { throw Broken(what: what()) }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
