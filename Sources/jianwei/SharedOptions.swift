// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import Sweep
import WebArchive
import Wording

/// `--casebook`: where everything is kept.
struct CasebookOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say(CommandMessages.casebookOption), valueName: "dir"))
    var casebook = "./casebook"

    func open() throws -> Casebook {
        try Casebook.open(casebook, actor: Self.actor)
    }

    /// Opens a casebook that must be there already.
    func openExisting() throws -> Casebook {
        guard FileManager.default.fileExists(atPath: casebook + "/casebook.sqlite") else {
            throw Failure(Failure.misuse, CommandMessages.noCasebook(casebook))
        }
        return try open()
    }

    /// Opens the casebook if there is one.
    func openIfThere() throws -> Casebook? {
        FileManager.default.fileExists(atPath: casebook + "/casebook.sqlite") ? try open() : nil
    }

    /// The account and machine that act, as the custody log names them.
    static let actor: String = {
        let user = ProcessInfo.processInfo.userName
        return "\(user)@\(ProcessInfo.processInfo.hostName)"
    }()
}

/// `--data`: where the rules and seeds lie; `--iok`: indicators of kits besides.
struct DataOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say(CommandMessages.dataOption), valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp(say(CommandMessages.indicatorOption), valueName: "dir"))
    var iok: String?

    func folder() throws -> DataFolder {
        try DataFolder.find(
            executable: Self.executable, workingDirectory: FileManager.default.currentDirectoryPath,
            named: data, indicators: iok)
    }

    /// The running program, links resolved.
    static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }
}

extension Failure {
    /// The exit code that fits an error of the rooms: `75` if trying again can help.
    static func code(for error: any Explained) -> Int32 {
        switch error {
        case is DataFolderError, AttachmentError.nothing, SettingError.subject: misuse
        case WatchError.taken, CasebookError.busy, CasebookError.diskFull, ArchiveError.cannotWrite:
            tryAgain
        default: someFailed
        }
    }
}
