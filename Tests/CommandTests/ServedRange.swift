// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The practice range, served by a process of its own until released.
final class ServedRange {
    let list: String
    let hosts: String
    private let process: Process

    init(in folder: TemporaryFolder) async throws {
        process = Program.start(["demo", "--serve", "--to", folder.path + "/range"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        var found: (list: String, hosts: String)?
        for _ in 0..<200 where found == nil {
            try await Task.sleep(for: .milliseconds(50))
            if let made = folder.names(in: "range").first {
                let at = folder.path + "/range/" + made
                // The list is written last.
                if FileManager.default.fileExists(atPath: at + "/suspects.txt") {
                    found = (at + "/suspects.txt", at + "/hosts")
                }
            }
        }
        (list, hosts) = try #require(found)
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    func sweep(_ casebook: String, _ more: String...) -> [String] {
        ["sweep", "--casebook", casebook] + more
    }

    var settings: [String] {
        [
            "--hosts", hosts, "--allow-range", "127.77.0.0/16", "--delay", "0.02",
            "--timeout", "4", "--connect-timeout", "2", "--in-flight", "8",
        ]
    }
}
