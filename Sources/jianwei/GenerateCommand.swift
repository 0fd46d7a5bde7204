// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Lookalikes
import Sweep
import Wording

extension NamesCommand {
    /// `jianwei names generate`: the names that someone would register who imitates.
    ///
    /// Candidates are made as they are printed: memory is that of the stems, whatever the budget.
    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate",
            abstract: say(CommandMessages.generate),
            discussion: say(CommandMessages.generateExamples)
        )

        @OptionGroup var choice: CandidateOptions

        @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
        var json = false

        @OptionGroup var data: DataOptions

        func run() throws {
            let knowledge = try Knowledge.load(from: data.folder())
            let generator = try choice.generator(knowledge)
            var candidates = generator.candidates(budget: choice.budget)
            var printer = CandidatePrinter(sites: generator.sites, json: json)
            var host: [UInt8] = []
            while let candidate = candidates.next(&host) { printer.add(candidate, host) }
            printer.flush()
        }
    }
}

/// Which candidates are made, for which sites.
struct CandidateOptions: ParsableArguments {
    @Option(name: .customLong("for"), help: ArgumentHelp(say(CommandMessages.forOption)))
    var sites: [String] = []

    @Option(help: ArgumentHelp(say(CommandMessages.budgetOption), valueName: "n"))
    var budget = 20_000

    func validate() throws {
        guard budget > 0 else {
            throw ValidationError(say(CommandMessages.outOfRange("--budget", "1–")))
        }
    }

    /// - Throws: ``SettingError`` if a name is of no protected site.
    func generator(_ knowledge: Knowledge) throws -> NameGenerator {
        var chosen: [String] = []
        for written in sites.flatMap({ $0.split(separator: ",").map(String.init) }) {
            // A site by its id, else the one that is known by just this host, else its owner.
            let host = written.lowercased()
            guard
                let site = knowledge.sites.first(where: { $0.id == written })
                    ?? knowledge.sites.first(where: { $0.hosts.contains(host) })
                    ?? knowledge.sites.first(where: { $0.owns(host) })
            else { throw SettingError.site(written, known: knowledge.sites.map(\.id)) }
            chosen.append(site.id)
        }
        return NameGenerator(
            sites: knowledge.sites, words: knowledge.nameWords,
            for: chosen.isEmpty ? nil : chosen)
    }
}

/// Prints candidates, many at a time.
struct CandidatePrinter {
    private let json: Bool
    /// What is the same for all candidates of a site and shape.
    private let between: [[NameOpinion.Shape: [UInt8]]]
    private var priors: [[UInt8]] = []
    private var output: [UInt8] = []

    init(sites: [ProtectedSite], json: Bool) {
        self.json = json
        between = sites.map { site in
            let id =
                json
                ? (try? CaseworkJSON.encode(site.id)).map { Array($0) } ?? []
                : Array(site.id.utf8)
            return Dictionary(
                uniqueKeysWithValues: NameOpinion.Shape.allCases.map { shape in
                    (
                        shape,
                        json
                            ? Array("\",\"site\":".utf8) + id
                                + Array(",\"shape\":\"\(shape.rawValue)\",\"prior\":".utf8)
                            : Array("  \(shape.rawValue)  ".utf8) + id + Array("  ".utf8)
                    )
                })
        }
    }

    mutating func add(_ candidate: NameCandidate, _ host: [UInt8]) {
        let between = between[candidate.site][candidate.shape] ?? []
        if json {
            output += Array("{\"host\":\"".utf8)
            output += host
            output += between
            output += prior(candidate)
            output.append(UInt8(ascii: "}"))
        } else {
            output += prior(candidate)
            output += between
            output += host
        }
        output.append(UInt8(ascii: "\n"))
        if output.count >= 1 << 16 { flush() }
    }

    /// With three digits that count.
    private mutating func prior(_ candidate: NameCandidate) -> [UInt8] {
        while priors.count <= candidate.cost {
            var scale = 1000.0
            var value = candidate
            value.cost = priors.count
            while value.prior * scale < 100 { scale *= 10 }
            priors.append(Array("\((value.prior * scale).rounded() / scale)".utf8))
        }
        return priors[candidate.cost]
    }

    mutating func flush() {
        Terminal.write(output, to: 1)
        output.removeAll(keepingCapacity: true)
    }
}
