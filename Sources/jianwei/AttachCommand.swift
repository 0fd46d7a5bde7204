// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Sweep
import Wording

/// `jianwei attach`: what an analyst looked up by hand.
struct AttachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: say(AttachmentMessages.attach),
        discussion: say(AttachmentMessages.examples)
    )

    @Argument(help: ArgumentHelp(say(CommandMessages.caseArgument), valueName: "case"))
    var name: String

    @Option(help: ArgumentHelp(say(AttachmentMessages.whatOption), valueName: "kind"))
    var what: Attachment.Kind

    @Option(help: ArgumentHelp(say(AttachmentMessages.textOption), valueName: "text"))
    var text = ""

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(say(AttachmentMessages.fileOption), valueName: "file"))
    var file: [String] = []

    @Option(help: ArgumentHelp(say(AttachmentMessages.sourceOption), valueName: "source"))
    var source: String?

    @Option(help: ArgumentHelp(say(AttachmentMessages.byOption), valueName: "name"))
    var by: String?

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions

    func run() async throws {
        let book = try casebook.openExisting()
        defer { try? book.close() }
        let lead = try await book.named(name).lead
        let attachment = try await AttachmentDesk.attach(
            what, text: text, files: file, source: source, by: by ?? CasebookOptions.actor,
            to: lead.number, in: book)
        if json {
            try Terminal.json(attachment)
            return
        }
        Terminal.line(
            say(
                AttachmentMessages.attached(
                    lead.caseNumber.description, attachment.name, attachment.files.count)))
    }
}

extension Attachment.Kind: ExpressibleByArgument {}
