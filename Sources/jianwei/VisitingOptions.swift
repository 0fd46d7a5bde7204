// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casework
import CurlFetcher
import Foundation
import Sweep
import Wording

/// The options that say how sites are visited.
struct VisitingOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say(CommandMessages.personaOption), valueName: "name,…"))
    var persona = SweepSettings().personas.joined(separator: ",")

    @Option(help: ArgumentHelp(say(CommandMessages.maxPagesOption), valueName: "n"))
    var maxPages = SweepSettings().pagesPerSite

    @Option(help: ArgumentHelp(say(CommandMessages.inFlightOption), valueName: "n"))
    var inFlight = SweepSettings().leadsInFlight

    @Option(help: ArgumentHelp(say(CommandMessages.timeoutOption), valueName: "seconds"))
    var timeout = FetchLimits().totalSeconds

    @Option(help: ArgumentHelp(say(CommandMessages.connectTimeoutOption), valueName: "seconds"))
    var connectTimeout = FetchLimits().connectSeconds

    @Option(help: ArgumentHelp(say(CommandMessages.delayOption), valueName: "seconds"))
    var delay = SweepSettings().secondsBetweenRequests

    @Option(help: ArgumentHelp(say(CommandMessages.proxyOption), valueName: "[persona=]url"))
    var proxy: [String] = []

    @Option(help: ArgumentHelp(say(CommandMessages.allowRangeOption), valueName: "cidr"))
    var allowRange: [String] = []

    @Option(help: ArgumentHelp(say(CommandMessages.hostsOption), valueName: "file"))
    var hosts: String?

    @Option(help: ArgumentHelp(say(CommandMessages.resolverOption), valueName: "address"))
    var resolver: [String] = []

    @Option(help: ArgumentHelp(say(ClockMessages.timeServerOption), valueName: "host[:port]"))
    var timeServer: String?

    @Flag(help: ArgumentHelp(say(CommandMessages.noRegistriesFlag)))
    var noRegistries = false

    @Option(help: ArgumentHelp(say(CommandMessages.lookupsOption), valueName: "file"))
    var lookups: String?

    func validate() throws {
        for (name, value) in [("--in-flight", inFlight), ("--max-pages", maxPages)]
        where !(1...100_000).contains(value) {
            throw ValidationError(say(CommandMessages.outOfRange(name, "1–100000")))
        }
        for (name, value) in [("--timeout", timeout), ("--connect-timeout", connectTimeout)]
        where !(0.1...3600).contains(value) {
            throw ValidationError(say(CommandMessages.outOfRange(name, "0.1–3600")))
        }
        guard (0...3600).contains(delay) else {
            throw ValidationError(say(CommandMessages.outOfRange("--delay", "0–3600")))
        }
    }

    func settings() throws -> SweepSettings {
        var settings = SweepSettings()
        settings.personas = persona.split(separator: ",").map(String.init)
        for name in settings.personas where Persona.named(name) == nil {
            throw SettingError.persona(name)
        }
        for range in allowRange where AddressRange(range) == nil {
            throw SettingError.range(range)
        }
        settings.pagesPerSite = maxPages
        settings.leadsInFlight = inFlight
        settings.limits.totalSeconds = timeout
        settings.limits.firstByteSeconds = min(settings.limits.firstByteSeconds, timeout)
        settings.limits.connectSeconds = min(connectTimeout, timeout)
        settings.secondsBetweenRequests = delay
        settings.allowedRanges = allowRange
        settings.hostsFile = hosts.map { URL(fileURLWithPath: $0).path }
        settings.resolvers = resolver
        settings.asksRegistries = !noRegistries
        settings.timeServer = timeServer
        _ = try settings.namedTimeServer()
        return settings
    }

    /// The proxies, which are never kept with the run: they may hold a password.
    func proxies() throws -> [String: ProxySetting] {
        var proxies: [String: ProxySetting] = [:]
        for text in proxy {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2, Persona.named(parts[0]) != nil {
                proxies[parts[0]] = try ProxySetting(parts[1])
            } else {
                proxies[""] = try ProxySetting(text)
            }
        }
        return proxies
    }
}
