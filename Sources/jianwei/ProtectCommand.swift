// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import RuleFiles
import Sweep
import Wording

/// `jianwei protect`: what pages of protected sites look like.
struct ProtectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "protect",
        abstract: say(ReferenceMessages.protect),
        discussion: say(ReferenceMessages.examples),
        subcommands: [Add.self, List.self]
    )

    /// `jianwei protect add`: a reference from a saved page or a visit.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: say(ReferenceMessages.add))

        @Argument(help: ArgumentHelp(say(ReferenceMessages.subject), valueName: "url|file"))
        var subject: String

        @Option(help: ArgumentHelp(say(ReferenceMessages.url), valueName: "url"))
        var url: String?

        @Option(help: ArgumentHelp(say(ReferenceMessages.site), valueName: "id"))
        var site: String?

        @Option(help: ArgumentHelp(say(ReferenceMessages.folder), valueName: "dir"))
        var to: String?

        @Option(help: ArgumentHelp(say(CommandMessages.allowRangeOption), valueName: "cidr"))
        var allowRange: [String] = []

        @Option(help: ArgumentHelp(say(CommandMessages.hostsOption), valueName: "file"))
        var hosts: String?

        @Option(help: ArgumentHelp(say(CommandMessages.resolverOption), valueName: "address"))
        var resolver: [String] = []

        @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
        var json = false

        @OptionGroup var data: DataOptions

        func run() async throws {
            let folder = try data.folder()
            let desk = ReferenceDesk(
                try Knowledge.load(from: folder), folder: to ?? folder.references)
            let made: ReferenceDesk.Made
            if subject.contains("://") {
                made = try await desk.visit(subject, site: site, settings: settings())
            } else {
                guard let url else { throw Failure(Failure.misuse, ReferenceMessages.needsURL) }
                made = try desk.add(
                    try SavedPage(file: subject, url: url, headers: []), site: site)
            }
            if json {
                try Terminal.json(Row(made.reference))
            } else {
                let path = VisibleText.line(made.path)
                Terminal.line(
                    say(ReferenceMessages.added(path, site: made.reference.site)))
                Terminal.line("    " + say(made.reference.extent))
            }
        }

        private func settings() throws -> SweepSettings {
            var settings = SweepSettings()
            for range in allowRange where AddressRange(range) == nil {
                throw SettingError.range(range)
            }
            settings.allowedRanges = allowRange
            settings.hostsFile = hosts.map { URL(fileURLWithPath: $0).path }
            settings.resolvers = resolver
            return settings
        }
    }

    /// `jianwei protect list`: the references that judging compares with.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: say(ReferenceMessages.list))

        @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
        var json = false

        @OptionGroup var data: DataOptions

        func run() throws {
            let folder = try data.folder()
            let sites = try RulesOptions.reportingMistakes(json: json) {
                try SiteFiles.load(path: folder.protectedSites)
            }
            let references = try RulesOptions.reportingMistakes(json: json) {
                try ReferenceFiles.load(directory: folder.references, sites: sites.map(\.id))
                    .references
            }
            if references.isEmpty, !json { Terminal.line(say(ReferenceMessages.none)) }
            for reference in references {
                if json {
                    try Terminal.json(Row(reference))
                } else {
                    let line = "\(reference.name)  \(reference.address)  \(reference.title)"
                    Terminal.line(Colour.bold(VisibleText.line(line)))
                    Terminal.line("    \(reference.madeAt)  \(say(reference.extent))")
                }
            }
        }
    }

    /// A reference as a line of JSON.
    private struct Row: Encodable {
        var name: String
        var site: String
        var address: String
        var title: String
        var made: String
        var sha256: String
        var resources: Int
        var icon: String?

        init(_ reference: ReferencePage) {
            name = reference.name
            site = reference.site
            address = reference.address
            title = reference.title
            made = reference.madeAt
            sha256 = reference.sha256
            resources = reference.resources.count
            icon = reference.icon
        }
    }
}

extension ReferencePage {
    /// How much of it there is to compare.
    fileprivate var extent: Message {
        ReferenceMessages.extent(
            text: sketch.text.filled, shape: sketch.shape.filled, of: MinHash.binCount,
            resources: resources.count, icon: icon != nil)
    }
}
