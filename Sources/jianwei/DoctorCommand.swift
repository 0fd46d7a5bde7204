// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import CurlFetcher
import Foundation
import HostNames
import NameResolver
import NetworkRegistry
import PageReader
import Spreadsheets
import Sweep
import Typesetter
import Wording

/// `jianwei doctor`: what is there, how old it is, what is missing and how to get it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: say(CommandMessages.doctor),
        discussion: say(CommandMessages.doctorExamples)
    )

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions
    @OptionGroup var data: DataOptions

    func run() async throws {
        var examination = Examination()
        examination.components()
        examination.fonts()
        examination.knowledge { try data.folder() }
        examination.dataFiles()
        examination.limits(writingTo: casebook.casebook)
        await examination.casebook(casebook.casebook) { try casebook.open() }
        for check in examination.checks {
            if json { try Terminal.json(check) } else { show(check) }
        }
        if examination.checks.contains(where: { $0.state == .missing }) {
            throw ExitCode(Failure.someFailed)
        }
    }

    private func show(_ check: Examination.Check) {
        let mark =
            switch check.state {
            case .good: Colour.green("✓")
            case .warning: Colour.yellow("!")
            case .missing: Colour.red("✗")
            }
        Terminal.line(
            "\(mark) \(VisibleText.fitted(check.name, to: 22)) \(VisibleText.line(check.what))")
        if let advice = check.advice { Terminal.line("    → \(advice)") }
    }
}

/// The checks that `doctor` makes.
private struct Examination {
    struct Check: Encodable {
        enum State: String, Encodable {
            case good = "ok"
            case warning
            case missing
        }

        var name: String
        var state: State
        var what: String
        /// What to do next, in the user's language.
        var advice: String?
    }

    private(set) var checks: [Check] = []

    private mutating func add(
        _ name: String, _ state: Check.State, _ what: String, _ advice: Message? = nil
    ) {
        checks.append(Check(name: name, state: state, what: what, advice: advice.map(say)))
    }

    mutating func components() {
        add("jianwei", .good, Jianwei.version)
        for library in CurlFetcher.libraries + PageReader.libraries + NameResolver.libraries
            + Typesetter.libraries + [Workbook.library]
        {
            let parts = library.split(separator: "/", maxSplits: 1).map(String.init)
            add(parts[0], .good, parts.count > 1 ? parts[1] : "")
        }
    }

    mutating func fonts() {
        if let obstacle = Typesetter.obstacle() {
            add("fonts", .missing, "", obstacle.message)
        } else {
            add("fonts", .good, "Noto CJK")
        }
    }

    mutating func knowledge(_ folder: () throws -> DataFolder) {
        do {
            let folder = try folder()
            add("Rules, Seeds", .good, folder.path)
            let knowledge = try Knowledge.load(from: folder)
            add("protected-sites", .good, "\(knowledge.sites.count)")
            add("rules", .good, "sha256 \(knowledge.rulesDigest.prefix(16))")
            let list = knowledge.names.publicSuffixSource
            add(
                "public suffix list", .good,
                "\(list.path ?? "libpsl") \(list.date.map(Self.day) ?? "")")
        } catch let error as any Explained {
            add("Rules, Seeds", .missing, say(error.message))
        } catch {
            add("Rules, Seeds", .missing, "\(error)")
        }
    }

    mutating func dataFiles() {
        let found = NetworkRegistry.findDataFiles()
        let registry: NetworkRegistry
        do {
            registry = try NetworkRegistry(
                locationDatabase: found.locationDatabase, countryTables: found.countryTables)
        } catch {
            add("network data", .missing, say(error.message))
            return
        }
        for file in registry.dataFiles {
            let age = -file.date.timeIntervalSinceNow / 86400
            add(
                file.kind.rawValue, age > 365 ? .warning : .good,
                "\(file.path) \(Self.day(file.date))",
                age > 365 ? CommandMessages.oldData : nil)
        }
        for gap in registry.gaps { add("network data", .warning, say(gap)) }
        let trust = FetcherConfiguration.systemTrustStore
        if FileManager.default.isReadableFile(atPath: trust) {
            add("CA certificates", .good, trust)
        } else {
            add("CA certificates", .missing, trust, CommandMessages.missingData("ca-certificates"))
        }
    }

    mutating func limits(writingTo path: String) {
        var descriptors = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
        let open = Int(clamping: descriptors.rlim_max)
        add(
            "open files", open < 2048 ? .warning : .good, "\(open)",
            open < 2048 ? CommandMessages.fewDescriptors : nil)
        let folder = FileManager.default.fileExists(atPath: path) ? path : "."
        var disk = statvfs()
        if statvfs(folder, &disk) == 0 {
            let free = Double(disk.f_bavail) * Double(disk.f_frsize) / 1e9
            add(
                "disk space", free < 2 ? .warning : .good,
                "\((free * 10).rounded() / 10) GB", free < 2 ? CommandMessages.littleSpace : nil)
        }
        let servers = ResolverConfiguration().servers
        if servers.isEmpty {
            add("name servers", .missing, "/etc/resolv.conf", CommandMessages.noResolver)
        } else {
            add(
                "name servers", .good, servers.map(\.description).joined(separator: " "))
        }
    }

    mutating func casebook(_ path: String, _ open: () throws -> Casebook) async {
        guard FileManager.default.fileExists(atPath: path + "/casebook.sqlite") else {
            add("casebook", .good, "\(path) –")
            return
        }
        do {
            let book = try open()
            defer { try? book.close() }
            let custody = try await book.verifyCustody()
            if case .whole = custody {
                add("casebook", .good, "\(path): \(say(custody.message))")
            } else {
                add(
                    "casebook", .missing, "\(path): \(say(custody.message))",
                    CommandMessages.custodyBroken)
            }
        } catch let error as any Explained {
            add("casebook", .missing, say(error.message))
        } catch {
            add("casebook", .missing, "\(error)")
        }
    }

    private static func day(_ date: Date) -> String {
        String(Timestamp.text(date).prefix(10))
    }
}
