// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import NameResolver
import Testing

/// How names and reports flow through a survey, and how it ends.
struct SurveyFlowTests {
    private static let honest: Responder.Script = { query in
        // One name in ten does not exist.
        let isGone = DNSMessage.name(of: query).hasSuffix("7.example")
        let address = DNSMessage.record(1, data: [127, 0, 0, 1])
        return [DNSMessage.reply(to: query, code: isGone ? 3 : 0, answers: isGone ? [] : [address])]
    }

    private func survey(
        _ server: Responder, timeoutMilliseconds: Int = 20_000, maximumOutstanding: Int = 100
    ) throws -> NameSurvey {
        try NameSurvey(
            ResolverConfiguration(
                servers: [server.address], timeoutMilliseconds: timeoutMilliseconds,
                maximumOutstanding: maximumOutstanding),
            types: [.a])
    }

    @Test func `Twenty thousand names are each reported once, in bounded memory`() async throws {
        let server = try Responder(Self.honest)
        let survey = try survey(server)
        let names = (0..<20_000).map { "n\($0).example" }

        async let feeding: Int = {
            var ahead = 0
            for start in stride(from: 0, to: names.count, by: 500) {
                await survey.add(Array(names[start..<start + 500]))
                // What is asked lies between what is added and what is reported.
                ahead = max(ahead, start + 500 - server.count)
            }
            survey.finish()
            return ahead
        }()
        var reported: Set<String> = []
        var (live, absent) = (0, 0)
        while let batch = await survey.next() {
            #expect(batch.count <= 4096 + 100 + 500)
            for report in batch {
                #expect(reported.insert(report.host).inserted, "\(report.host) is reported twice")
                live += report.liveness == .live ? 1 : 0
                absent += report.liveness == .absent ? 1 : 0
            }
        }

        #expect(reported.count == 20_000)
        #expect((live, absent) == (18_000, 2_000))
        #expect(await feeding <= 500 + 100 + 500)
        #expect(await survey.next() == nil)
    }

    @Test func `Nobody is asked while nobody takes what was answered`() async throws {
        let server = try Responder(Self.honest)
        let survey = try survey(server)
        let feeding = Task {
            for start in stride(from: 0, to: 8000, by: 500) {
                await survey.add((start..<start + 500).map { "n\($0).example" })
            }
            survey.finish()
        }

        // Until it stands still: reports are full.
        var asked = -1
        while asked != server.count || asked < 4096 {
            asked = server.count
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(asked < 6000)

        var reported = 0
        while let batch = await survey.next() { reported += batch.count }
        await feeding.value
        #expect(reported == 8000)
    }

    @Test func `A server that is busy is asked less, and every name is answered`() async throws {
        // It drops what comes while fifty queries wait, and is slow.
        let busy = try Responder(Self.honest, queueBytes: 50 * 1280, pauseMicroseconds: 100)
        let survey = try NameSurvey(
            ResolverConfiguration(servers: [busy.address], timeoutMilliseconds: 300), types: [.a])

        let reports = await answers(of: survey, to: (0..<3000).map { "n\($0).example" })

        #expect(reports.count == 3000)
        #expect(reports.values.count { $0.liveness == .unknown } < 30)
    }

    @Test func `After many silences the server that answers is asked first`() async throws {
        let silent = try Responder { _ in [] }
        let good = try Responder(Self.honest)
        let survey = try NameSurvey(
            ResolverConfiguration(
                servers: [silent.address, good.address], timeoutMilliseconds: 500),
            types: [.a])

        let reports = await answers(of: survey, to: (0..<3000).map { "n\($0).example" })

        #expect(reports.values.allSatisfy { $0.liveness != .unknown })
        // Without that, it would be asked for every name first, and for what the other loses too.
        #expect(silent.count < 2000)
    }

    @Test func `A survey of nothing ends`() async throws {
        let survey = try survey(try Responder(Self.honest))
        survey.finish()
        #expect(await survey.next() == nil)
    }

    @Test func `Shutting down ends all who wait, and what comes after`() async throws {
        let silent = try Responder { _ in [] }
        let survey = try survey(silent, timeoutMilliseconds: 600_000)
        let names = (0..<1000).map { "n\($0).example" }

        let feeding = Task {
            for _ in 0..<5 { await survey.add(names) }
        }
        async let reports = survey.next()
        while silent.count < 64 { await Task.yield() }
        survey.shutDown()
        survey.shutDown()

        #expect(await reports == nil)
        await feeding.value
        await survey.add(names)
        #expect(await survey.next() == nil)
        #expect(silent.count == 64)
    }

    @Test func `Cancelling who waits for reports shuts the survey down`() async throws {
        let silent = try Responder { _ in [] }
        let survey = try survey(silent, timeoutMilliseconds: 600_000)
        await survey.add(["a.example"])

        let reading = Task { await survey.next() }
        reading.cancel()

        #expect(await reading.value == nil)
        #expect(await survey.next() == nil)
    }

    @Test func `Answers cut off are asked for over TCP, and only those`() async throws {
        // Nobody listens for TCP here, so that what is cut off has no answer.
        let server = try Responder { query in
            let isCut = DNSMessage.name(of: query).hasPrefix("long")
            return isCut ? [DNSMessage.reply(to: query, flags: 0x8380)] : Self.honest(query)
        }

        let reports = await answers(
            of: try survey(server, timeoutMilliseconds: 60), to: ["long.example", "a.example"])

        #expect(reports["long.example"]?.liveness == .unknown)
        #expect(reports["a.example"]?.liveness == .live)
    }
}
