// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FastMatcher
import Foundation
import Judgement
import RuleFiles
import Sweep
import Wording

/// `jianwei rules import-iok`: takes a folder of indicators of kits over, unchanged.
struct ImportIndicatorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-iok", abstract: say(CommandMessages.importIndicators),
        discussion: say(CommandMessages.importIndicatorsExamples))

    @Argument(help: ArgumentHelp(say(CommandMessages.indicatorFolder), valueName: "dir"))
    var directory: String

    @Option(help: ArgumentHelp(say(CommandMessages.importTarget), valueName: "dir"))
    var to: String?

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var data: DataOptions

    /// What was taken over.
    private struct Report: Encodable {
        var indicators: Int
        var digest: String
        var to: String
    }

    func run() throws {
        let target = try to ?? data.folder().importedIndicators
        let loaded = try RulesOptions.reportingMistakes(json: json) {
            try IndicatorFiles.load(directory: directory, compile: RegularExpression.compiler)
        }
        try copy(to: target)
        let report = Report(
            indicators: loaded.indicators.count, digest: loaded.digest, to: target)
        if json {
            try Terminal.json(report)
        } else {
            Terminal.line(say(CommandMessages.indicatorsImported(report.indicators, target)))
        }
    }

    /// Copies beside the target, then takes its name, so that it is there whole or not at all.
    private func copy(to target: String) throws {
        let files = FileManager.default
        let made = target + ".new-\(getpid())"
        do {
            try files.createDirectory(atPath: made, withIntermediateDirectories: true)
            let kept = try files.contentsOfDirectory(atPath: directory).filter {
                $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") || $0.hasPrefix("LICENSE")
            }
            for name in kept {
                try files.copyItem(atPath: "\(directory)/\(name)", toPath: "\(made)/\(name)")
            }
            // The licence of a collection lies beside its folder as often as in it.
            let licence = directory + "/../LICENSE"
            if !kept.contains("LICENSE"), files.fileExists(atPath: licence) {
                try files.copyItem(atPath: licence, toPath: made + "/LICENSE")
            }
            if files.fileExists(atPath: target) { try files.removeItem(atPath: target) }
            try files.moveItem(atPath: made, toPath: target)
        } catch {
            try? files.removeItem(atPath: made)
            let reason = (error as NSError).localizedDescription
            throw Failure(Failure.someFailed, CommandMessages.importFailed(target, reason))
        }
    }
}
