// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import Foundation
import Sweep
import Wording

/// Where a unit lies, and how systemd is told of it.
struct ServicePlace: ParsableArguments {
    @Flag(help: ArgumentHelp(say(WatchHelp.user)))
    var user = false

    @Flag(help: ArgumentHelp(say(WatchHelp.system)))
    var system = false

    @Option(help: ArgumentHelp(say(WatchHelp.prefix), valueName: "dir"))
    var prefix: String?

    func validate() throws {
        if user, system { throw ValidationError(say(WatchHelp.user)) }
    }

    private var root: String { prefix.map { URL(fileURLWithPath: $0).path } ?? "" }

    private var home: String {
        let environment = ProcessInfo.processInfo.environment
        return environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? FileManager.default.homeDirectoryForCurrentUser.path + "/.config"
    }

    /// systemd.unit(5): where an administrator's, and a user's, own units lie.
    var unitFolder: String { root + (user ? home + "/systemd/user" : "/etc/systemd/system") }
    var unit: String { unitFolder + "/" + ServiceUnit.name }
    /// As the service sees it.
    var environmentFile: String { user ? home + "/jianwei/watch.env" : "/etc/jianwei/watch.env" }

    /// Whether systemd can be asked now.
    var canEnable: Bool {
        guard prefix == nil else { return false }
        let runs = FileManager.default.fileExists(atPath: "/run/systemd/system")
        return runs
            && (!user || ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"] != nil)
    }

    func systemctl(_ arguments: String...) -> [String] {
        ["systemctl"] + (user ? ["--user"] : []) + arguments
    }

    /// Runs a command to its end, for at most two minutes.
    ///
    /// - Returns: what it said, or `nil` if it succeeded.
    static func run(_ command: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { return "\(error)" }
        let deadline = Date().addingTimeInterval(120)
        while process.isRunning, Date() < deadline { usleep(50_000) }
        if process.isRunning { process.terminate() }
        let text = String(
            decoding: (try? pipe.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
        return process.terminationStatus == 0
            ? nil : VisibleText.line(String(text.prefix(300)))
    }
}

/// `jianwei watch install`: a systemd unit that watches.
struct WatchInstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: say(WatchHelp.install),
        discussion: say(WatchHelp.installExamples))

    @OptionGroup var place: ServicePlace

    @Option(help: ArgumentHelp(say(WatchHelp.account), valueName: "name"))
    var account: String?

    @OptionGroup var casebook: CasebookOptions
    @OptionGroup var watch: WatchOptions

    func run() throws {
        let folder = try watch.data.folder()
        // A unit that cannot start is not installed.
        _ = try watch.plan(in: folder)
        let book = URL(fileURLWithPath: casebook.casebook).standardizedFileURL.path
        let owner = try Self.makeFolder(book)
        let unit = ServiceUnit(
            program: DataOptions.executable, casebook: book,
            data: URL(fileURLWithPath: folder.path).standardizedFileURL.path,
            watchFile: try watch.file == nil ? nil : watch.path(in: folder),
            environmentFile: place.environmentFile,
            account: place.user ? nil : account ?? owner)
        if let bad = unit.badPath {
            throw Failure(Failure.misuse, WatchRunMessages.badPath(VisibleText.line(bad)))
        }
        do {
            try FileManager.default.createDirectory(
                atPath: place.unitFolder, withIntermediateDirectories: true)
            try Data(unit.text.utf8).write(
                to: URL(fileURLWithPath: place.unit), options: .atomic)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644], ofItemAtPath: place.unit)
        } catch {
            throw Failure(Failure.tryAgain, WatchRunMessages.cannotWrite(place.unit))
        }
        Terminal.line(say(WatchRunMessages.wrote(place.unit)))
        Terminal.line(say(WatchRunMessages.secrets(place.environmentFile)))
        let enable = place.systemctl("enable", "--now", ServiceUnit.name)
        if place.canEnable {
            for command in [place.systemctl("daemon-reload"), enable] {
                if let text = ServicePlace.run(command) {
                    throw Failure(
                        Failure.tryAgain,
                        WatchRunMessages.enablingFailed(command.joined(separator: " "), text))
                }
            }
            Terminal.line(say(WatchRunMessages.enabled(ServiceUnit.name)))
        } else {
            Terminal.line(say(WatchRunMessages.notEnabled(enable.joined(separator: " "))))
        }
        Terminal.line(
            say(
                WatchRunMessages.undo(
                    "jianwei watch uninstall" + (place.user ? " --user" : "")
                        + (place.prefix.map { " --prefix \($0)" } ?? ""))))
    }

    /// Makes the casebook's folder if it is not there, and says whose it is.
    private static func makeFolder(_ path: String) throws -> String {
        do {
            if !FileManager.default.fileExists(atPath: path) {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            }
            let facts = try FileManager.default.attributesOfItem(atPath: path)
            return facts[.ownerAccountName] as? String ?? ProcessInfo.processInfo.userName
        } catch {
            throw Failure(Failure.tryAgain, WatchRunMessages.cannotWrite(path))
        }
    }
}

/// `jianwei watch uninstall`: undoes `install`.
struct WatchUninstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall", abstract: say(WatchHelp.uninstall))

    @OptionGroup var place: ServicePlace

    func run() throws {
        guard FileManager.default.fileExists(atPath: place.unit) else {
            Terminal.line(say(WatchRunMessages.notInstalled(place.unit)))
            return
        }
        if place.canEnable {
            let command = place.systemctl("disable", "--now", ServiceUnit.name)
            if let text = ServicePlace.run(command) {
                throw Failure(
                    Failure.tryAgain,
                    WatchRunMessages.enablingFailed(command.joined(separator: " "), text))
            }
        }
        do { try FileManager.default.removeItem(atPath: place.unit) } catch {
            throw Failure(Failure.tryAgain, WatchRunMessages.cannotWrite(place.unit))
        }
        if place.canEnable { _ = ServicePlace.run(place.systemctl("daemon-reload")) }
        Terminal.line(say(WatchRunMessages.removed(place.unit)))
    }
}
