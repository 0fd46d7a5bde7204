// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Wording

/// Where a command prints, in which language, and with which colours.
enum Terminal {
    /// The language of `LC_ALL`, `LC_MESSAGES` or `LANG`, in the order that POSIX gives them.
    static let language: Language = {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        return Language(locale: locale ?? "")
    }()

    /// Whether standard error is a screen, on which progress can be redrawn.
    static let showsProgress =
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// Whether standard output takes colours: it is a screen, and `NO_COLOR` is not set.
    static let hasColour =
        isatty(STDOUT_FILENO) == 1
        && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// The width of the screen in columns, or 100 if standard output is none.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 100
        }
        return Int(size.ws_col)
    }

    /// Prints a line to standard output; ends the program quietly if the reader is gone.
    static func line(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    /// Prints a line to standard error.
    static func note(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// Prints an error as all commands do.
    static func error(_ text: String) {
        note("\(say(CommandMessages.errorPrefix)) \(text)")
    }

    static func write(_ text: String, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // A closed pipe (`| head`) is no error of ours, and nobody is left to tell.
            if count < 0, errno == EPIPE, descriptor == STDOUT_FILENO { exit(0) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Prints a value as one line of JSON.
    static func json(_ value: some Encodable) throws {
        line(String(decoding: try CaseworkJSON.encode(value), as: UTF8.self))
    }
}

/// Lines for standard output, written many at a time.
struct OutputBuffer {
    private var text = ""

    /// Whether it is time to ``flush()``.
    var isLong: Bool { text.utf8.count >= 1 << 16 }

    mutating func line(_ line: String) {
        text += line
        text += "\n"
    }

    mutating func flush() {
        if !text.isEmpty { Terminal.write(text, to: STDOUT_FILENO) }
        text.removeAll(keepingCapacity: true)
    }
}

/// The message in the user's language.
func say(_ message: Message) -> String {
    message.text(in: Terminal.language)
}

/// The message with the commands in it as this user can type them: `make run` starts a program that
/// is on nobody's path.
func sayNext(_ message: Message) -> String {
    say(message).replacingOccurrences(of: "jianwei ", with: CommandLine.arguments[0] + " ")
}

/// The colours that levels are shown in.
enum Colour: String {
    case red = "31"
    case yellow = "33"
    case green = "32"
    case grey = "90"
    case bold = "1"

    func callAsFunction(_ text: String) -> String {
        Terminal.hasColour ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension Verdict.Level {
    /// The level in the user's language.
    var shown: String {
        Terminal.language == .chinese ? chinese : rawValue
    }

    var colour: Colour {
        switch self {
        case .high: .red
        case .suspect: .yellow
        case .doubtful: .bold
        case .dismiss: .green
        }
    }
}
