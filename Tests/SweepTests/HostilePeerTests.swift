// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Testing

/// Servers that break the rules each end with an error of their own, and the sweep goes on.
struct HostilePeerTests {
    @Test func `Each hostile server has its own failure, within its limits`() async throws {
        var servers: [RawServer] = []
        defer { for server in servers { server.stop() } }
        var leads: [NewLead] = []
        for (index, peer) in HostilePeer.all.enumerated() {
            let address = try #require(IPAddress("127.89.0.\(index + 1)"))
            let server = try #require(RawServer(at: address, peer.script))
            servers.append(server)
            leads.append(
                NewLead(
                    address: WebAddress(
                        scheme: peer.isSecure ? .https : .http, host: address.description,
                        port: server.port), origin: LeadOrigin(.analyst)))
        }
        let zone = try #require(Zone([:]))
        defer { zone.stop() }
        let sweep = try SmallSweep()

        let isFinished = try await sweep.sweep(
            leads, SmallSweep.settings(allowing: "127.89.0.0/16", resolver: zone.port))

        #expect(isFinished)
        for (peer, lead) in zip(HostilePeer.all, leads) {
            let file = try #require(try await sweep.casebook.find(lead.address.description))
            let outcome = file.failure?.code ?? "whole"
            #expect(peer.outcomes.contains(outcome), "\(peer.name): \(outcome)")
            let capture = try #require(file.captures.first)
            // Limits: two seconds to connect, four for each request, ten hops.
            #expect(capture.visits.allSatisfy { $0.timing.totalMilliseconds < 6000 })
            #expect(capture.visits.allSatisfy { $0.bodyBytes <= 1 << 20 }, "\(peer.name)")
        }
    }
}
