// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import Packet
import Wording

extension PacketCommand {
    /// `jianwei packet notice-sent`: puts a notice that somebody sent on record.
    struct NoticeSent: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "notice-sent",
            abstract: say(FormMessages.noticeSent),
            discussion: say(FormMessages.noticeExamples)
        )

        @Argument(help: ArgumentHelp(say(CommandMessages.caseArgument), valueName: "case"))
        var name: String

        @Option(help: ArgumentHelp(say(FormMessages.noticeTo), valueName: "addressee"))
        var to: Addressee

        @Option(help: ArgumentHelp(say(FormMessages.noticeWay), valueName: "way"))
        var way: String

        @Option(
            name: .customLong("name"),
            help: ArgumentHelp(say(FormMessages.noticeName), valueName: "name"))
        var addresseeName = ""

        @Option(help: ArgumentHelp(say(FormMessages.noticeAt), valueName: "time"))
        var at: String?

        @Option(help: ArgumentHelp(say(FormMessages.noticeReceipt), valueName: "receipt"))
        var receipt: String?

        @Option(help: ArgumentHelp(say(AttachmentMessages.byOption), valueName: "name"))
        var by: String?

        @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
        var json = false

        @OptionGroup var casebook: CasebookOptions

        func validate() throws {
            for text in [way, addresseeName, receipt ?? "", by ?? ""] where text.utf8.count > 4096 {
                throw ValidationError(say(FormMessages.noticeTextTooLong(4096)))
            }
            if way.allSatisfy(\.isWhitespace) {
                throw ValidationError(say(FormMessages.noticeNeedsWay))
            }
            guard let at else { return }
            guard let date = Self.date(at) else {
                throw ValidationError(say(FormMessages.noticeTime(at)))
            }
            // A minute for clocks that differ.
            guard date.timeIntervalSinceNow < 60 else {
                throw ValidationError(say(FormMessages.noticeInFuture(at)))
            }
        }

        func run() async throws {
            let book = try casebook.openExisting()
            defer { try? book.close() }
            let lead = try await book.named(name).lead
            let notice = try await book.noticeSent(
                to: to, name: addresseeName, way: way, sentAt: at.flatMap(Self.date) ?? Date(),
                receipt: receipt, by: by ?? CasebookOptions.actor, about: lead.number)
            if json {
                try Terminal.json(notice)
                return
            }
            Terminal.line(
                say(
                    FormMessages.noticeRecorded(
                        lead.caseNumber.description, notice.recordName, to.rawValue,
                        Timestamp.beijing(notice.sentAt))))
        }

        /// `2026-11-25 13:00` in Beijing time, or `2026-11-25T05:00:00Z`.
        static func date(_ text: String) -> Date? {
            if let date = Timestamp.date(text) { return date }
            let seconds = text.utf8.count == 16 ? ":00" : ""
            let written = text.replacing(" ", with: "T") + seconds + "Z"
            return Timestamp.date(written).map { $0.addingTimeInterval(-8 * 3600) }
        }
    }
}

extension Addressee: ExpressibleByArgument {}
extension PacketAudience: ExpressibleByArgument {}
