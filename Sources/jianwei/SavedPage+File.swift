// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import Sweep
import Wording

extension SavedPage {
    /// The page in a file, with header fields as a user writes them: `Content-Type: text/html`.
    init(file: String, url: String, headers: [String]) throws {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw Failure(Failure.misuse, CommandMessages.unreadable(file))
        }
        let fields = try headers.map { line in
            guard let colon = line.firstIndex(of: ":") else {
                throw ValidationError(say(CommandMessages.badHeader(line)))
            }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return HeaderField(String(line[..<colon]), value)
        }
        self.init(url: url, body: .bytes(Array(bytes)), headers: fields)
    }
}
