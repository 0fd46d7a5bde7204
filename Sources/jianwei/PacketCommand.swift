// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import Judgement
import Packet
import PacketExport
import Sealing
import Sweep
import Wording

/// `jianwei packet`: evidence packets.
struct PacketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packet",
        abstract: say(CommandMessages.packet),
        subcommands: [Export.self, Verify.self, Stamp.self, NoticeSent.self]
    )

    /// `jianwei packet export`: packs one case, or several together.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: say(CommandMessages.export),
            discussion: say(CommandMessages.exportExamples)
        )

        @Argument(help: ArgumentHelp(say(CommandMessages.caseArgument), valueName: "case"))
        var names: [String]

        @Option(help: ArgumentHelp(say(CommandMessages.exportTo), valueName: "dir|file.zip"))
        var to: String

        @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
        var json = false

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp(say(FormMessages.audienceOption), valueName: "audience"))
        var audience = PacketAudience.archive

        @Option(
            parsing: .singleValue,
            help: ArgumentHelp(say(FormMessages.officerOption), valueName: "name"))
        var officer: [String] = []

        @Option(
            parsing: .singleValue,
            help: ArgumentHelp(say(FormMessages.idOption), valueName: "no"))
        var id: [String] = []

        @Option(help: ArgumentHelp(say(FormMessages.reporterOption), valueName: "name"))
        var reporter: String?

        @Option(help: ArgumentHelp(say(FormMessages.reporterMailOption), valueName: "mail"))
        var reporterMail: String?

        @OptionGroup var casebook: CasebookOptions
        @OptionGroup var data: DataOptions
        @OptionGroup var sealing: SealOptions

        func validate() throws {
            guard id.isEmpty || id.count == officer.count else {
                throw ValidationError(say(FormMessages.officersAndNumbers))
            }
            guard (reporter == nil) == (reporterMail == nil),
                reporterMail.map({ $0.split(separator: "@").count == 2 && $0.contains(".") })
                    ?? true
            else { throw ValidationError(say(FormMessages.reporterAndMail)) }
        }

        private var reporting: Reporter? {
            guard let reporter, let reporterMail else { return nil }
            return Reporter(organisation: reporter, mail: reporterMail)
        }

        private var officers: [Officer] {
            officer.enumerated().map { index, name in
                Officer(name: name, number: index < id.count ? id[index] : nil)
            }
        }

        /// With the words of sellers on their pages; the rules are not kept for longer than that.
        private func cases(_ files: [CaseFile]) throws -> [PacketCase] {
            let judge = try Knowledge.wordJudge(from: data.folder())
            return files.map { PacketCase(caseFile: $0, terms: judge.terms(on: $0.pages)) }
        }

        func run() async throws {
            let book = try casebook.openExisting()
            defer { try? book.close() }
            var files: [CaseFile] = []
            for name in names {
                let file = try await book.named(name)
                // Who names a case twice wants it once.
                if !files.contains(where: { $0.lead == file.lead }) { files.append(file) }
            }
            let summary = try await PacketDesk.export(
                try cases(files), from: book, to: to, software: Jianwei.software,
                by: CasebookOptions.actor, for: audience, officers: officers, reporter: reporting,
                sealing: try sealing.plan(), hidden: try sealing.transport())
            if json {
                try Terminal.json(Summary(summary))
                return
            }
            Terminal.line(
                sayNext(CommandMessages.exported(summary.path, summary.files, summary.bytes)))
            Terminal.line(say(CommandMessages.bagDigest(summary.bagDigest)))
        }
    }

    /// `jianwei packet verify`: finds whatever was changed since a packet was made.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: say(CommandMessages.verify),
            discussion: say(CommandMessages.verifyExamples)
        )

        @Argument(help: ArgumentHelp(say(CommandMessages.verifyPath), valueName: "dir|file.zip"))
        var path: String

        @Option(help: ArgumentHelp(say(CommandMessages.digestOption), valueName: "sha256"))
        var digest: String?

        @Option(help: ArgumentHelp(say(SealMessages.rootsOption), valueName: "file|dir"))
        var roots: String?

        @Option(
            name: .customLong("sm2-key"),
            help: ArgumentHelp(say(SealMessages.nationalTrustOption), valueName: "file.pem"))
        var nationalKey: String?

        @Flag(help: ArgumentHelp(say(SealMessages.sm3Flag)))
        var sm3 = false

        @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
        var json = false

        func run() throws {
            let trust = PacketTrust(
                roots: try roots.map(TrustRoots.load),
                nationalKey: try nationalKey.map {
                    try NationalSignature.PublicKey(SealOptions.read($0), name: $0)
                })
            let report = try PacketVerifier.verify(
                path, expecting: digest?.lowercased(), trusting: trust, sm3: sm3)
            if json {
                try Terminal.json(Report(report))
            } else {
                for claim in report.claims { Terminal.line(Self.line(claim)) }
                for problem in report.problems {
                    Terminal.line(
                        Colour.red(say(CommandMessages.broken)) + " " + say(problem.message))
                }
                if report.problems.isEmpty {
                    Terminal.line(
                        Colour.green(say(CommandMessages.whole))
                            + " " + say(CommandMessages.verified(report.files)))
                }
            }
            if !report.problems.isEmpty { throw ExitCode(Failure.someFailed) }
        }

        private static func line(_ claim: PacketClaim) -> String {
            let colour: Colour =
                switch claim.state {
                case .kept: .green
                case .broken: .red
                case .unchecked: .yellow
                case .unclaimed: .grey
                }
            let state = say(SealMessages.state(claim.state.rawValue))
            let detail = claim.detail.map { " (\(say($0)))" } ?? ""
            return "\(colour(state))\t\(say(SealMessages.claim(claim.name.rawValue)))\(detail)"
        }
    }

    /// An export as a line of JSON.
    private struct Summary: Encodable {
        var path: String
        var files: Int
        var bytes: Int
        var bag_digest: String

        init(_ summary: PacketSummary) {
            path = summary.path
            files = summary.files
            bytes = summary.bytes
            bag_digest = summary.bagDigest
        }
    }

    /// A verification as a line of JSON.
    private struct Report: Encodable {
        var path: String
        var whole: Bool
        var files: Int
        var records: Int
        var bag_digest: String?
        var problems: [String]
        var claims: [Claim]

        struct Claim: Encodable {
            var name: String
            var state: String
            var detail: String?
        }

        init(_ report: PacketReport) {
            path = report.path
            whole = report.isIntact
            files = report.files
            records = report.records
            bag_digest = report.bagDigest
            problems = report.problems.map { say($0.message) }
            claims = report.claims.map { claim in
                Claim(
                    name: claim.name.rawValue, state: claim.state.rawValue,
                    detail: claim.detail.map(say))
            }
        }
    }
}
