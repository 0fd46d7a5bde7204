// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import HostNames
import NameResolver
import Sweep
import Wording

extension NamesCommand {
    /// `jianwei names resolve`: which of many hosts are live, and where.
    ///
    /// Hosts are read as fast as they are answered, so that any number takes the same memory.
    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: say(CommandMessages.resolve),
            discussion: say(CommandMessages.resolveExamples)
        )

        @Argument(help: ArgumentHelp(say(CommandMessages.explainHosts), valueName: "host"))
        var hosts: [String] = []

        @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
        var json = false

        @Option(help: ArgumentHelp(say(CommandMessages.resolverOption), valueName: "address"))
        var resolver: [String] = []

        @Option(help: ArgumentHelp(say(CommandMessages.questionsOption), valueName: "n"))
        var inFlight = 1000

        func validate() throws {
            guard (1...NameSurvey.maximumOutstanding).contains(inFlight) else {
                throw ValidationError(
                    say(
                        CommandMessages.outOfRange(
                            "--in-flight", "1–\(NameSurvey.maximumOutstanding)")))
            }
        }

        func run() async throws {
            var configuration = ResolverConfiguration(maximumOutstanding: inFlight)
            if !resolver.isEmpty {
                configuration.servers = try resolver.map { text in
                    guard let server = ServerAddress(text) else {
                        throw SettingError.resolver(text)
                    }
                    return server
                }
            }
            let feed = HostFeed(hosts, names: try HostNames())
            let survey = try NameSurvey(configuration)
            defer { survey.shutDown() }
            async let isWhole: Bool = {
                while let hosts = await feed.next() { await survey.add(hosts) }
                survey.finish()
                return await feed.namesOnlyHosts()
            }()
            var progress = ResolveProgress()
            var output = OutputBuffer()
            while let reports = await survey.next() {
                for report in reports {
                    progress.count(report.liveness)
                    output.line(
                        json
                            ? String(decoding: try CaseworkJSON.encode(report), as: UTF8.self)
                            : report.line)
                    if output.isLong { output.flush() }
                }
                output.flush()
                progress.draw()
            }
            progress.clear()
            guard await isWhole, progress[.unknown] == 0 else {
                throw ExitCode(Failure.someFailed)
            }
        }
    }
}
