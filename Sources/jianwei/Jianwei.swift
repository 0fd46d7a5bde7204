// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Wording

/// The `jianwei` command.
@main
struct Jianwei: AsyncParsableCommand {
    static let version = "0.1.0"
    /// Name and version, as captures and packets bear them.
    static let software = "Jianwei/\(version)"

    static let configuration = CommandConfiguration(
        commandName: "jianwei",
        abstract: say(CommandMessages.jianwei),
        discussion: say(CommandMessages.jianweiExamples),
        version: version,
        subcommands: [
            SweepCommand.self, JudgeCommand.self, NamesCommand.self, CasesCommand.self,
            ShowCommand.self, PacketCommand.self, RulesCommand.self, RejudgeCommand.self,
            LookupsCommand.self, AttachCommand.self, ProtectCommand.self, DoctorCommand.self,
            WatchCommand.self, HistoryCommand.self, DemoCommand.self,
        ]
    )

    static func main() async {
        // A closed pipe and a full file are errors to be said, not reasons to die.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as any Explained {
            Terminal.error(say(error.message))
            Foundation.exit(Failure.code(for: error))
        } catch let failure as Failure {
            Terminal.error(say(failure.message))
            Foundation.exit(failure.code)
        } catch {
            // Misuse and help: ArgumentParser knows what to say, and exits with 64 or 0.
            let text = Headings.translated(fullMessage(for: error))
            let code = exitCode(for: error)
            if !text.isEmpty { code.isSuccess ? Terminal.line(text) : Terminal.note(text) }
            Foundation.exit(code.rawValue)
        }
    }
}

/// What ends a command early: what to say, and the exit code.
struct Failure: Error {
    /// Some leads failed, or a check found something broken.
    static let someFailed: Int32 = 1
    /// `EX_USAGE`: the command was called wrongly.
    static let misuse: Int32 = 64
    /// `EX_TEMPFAIL`: the same call may succeed later.
    static let tryAgain: Int32 = 75

    var code: Int32
    var message: Message

    init(_ code: Int32, _ message: Message) {
        self.code = code
        self.message = message
    }
}

/// ArgumentParser's own headings, which it has in English only.
private enum Headings {
    static func translated(_ text: String) -> String {
        guard Terminal.language == .chinese else { return text }
        let words = [
            ("OVERVIEW:", "说明:"), ("USAGE:", "用法:"), ("ARGUMENTS:", "参数:"),
            ("OPTIONS:", "选项:"), ("SUBCOMMANDS:", "子命令:"), ("Usage:", "用法:"),
            ("Help:", "帮助:"), ("Error:", "错误:"), ("(default: ", "(默认: "),
            ("(values: ", "(可选: "), ("Show help information.", "显示帮助。"),
            ("Show the version.", "显示版本。"), ("Unknown option", "未知选项"),
            ("Missing expected argument", "缺少参数"), ("Unexpected argument", "多余的参数"),
        ]
        return words.reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }
}
