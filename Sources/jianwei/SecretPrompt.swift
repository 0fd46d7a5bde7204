// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Wording

/// Asks whoever sits at the terminal for a secret, which is not shown as it is typed.
enum SecretPrompt {
    /// The longest secret: 1,024 bytes.
    private static let maximumBytes = 1024

    /// Asks twice, and returns what was typed both times.
    ///
    /// - Throws: ``Failure`` if there is no terminal, or if the two differ.
    static func twice(_ first: Message, _ second: Message) throws -> [UInt8] {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            throw Failure(Failure.misuse, SealMessages.noTerminal)
        }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else {
            throw Failure(Failure.misuse, SealMessages.noTerminal)
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(terminal, TCSAFLUSH, &silent)
        defer { tcsetattr(terminal, TCSAFLUSH, &before) }
        let secret = ask(first, terminal)
        guard !secret.isEmpty, secret == ask(second, terminal) else {
            throw Failure(Failure.misuse, SealMessages.secretsDiffer)
        }
        return secret
    }

    private static func ask(_ prompt: Message, _ terminal: Int32) -> [UInt8] {
        write(say(prompt) + " ", to: terminal)
        defer { write("\n", to: terminal) }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < maximumBytes, read(terminal, &byte, 1) == 1, byte != 0x0A {
            line.append(byte)
        }
        return line
    }

    private static func write(_ text: String, to terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(terminal, bytes, bytes.count)
    }
}
