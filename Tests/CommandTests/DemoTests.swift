// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The whole way of a new user: `make run`, then a look at what it made.
@Suite(.serialized)
struct DemoTests {
    @Test func `The demo gives each practice site its verdict, and its packets hold`() async throws
    {
        let folder = try TemporaryFolder()

        let demo = try await Program.run("demo", "--to", folder.path)

        #expect(demo.code == 0, "\(demo.output)\n\(demo.errors)")
        let made = try #require(folder.names().first)
        let packets = folder.names(in: made + "/packets")
        #expect(packets.count >= 10, "only \(packets)")
        for packet in packets {
            let path = "\(folder.path)/\(made)/packets/\(packet)"
            let verified = try await Program.run("packet", "verify", path)
            #expect(verified.code == 0, "\(verified.output)")
            let sums = try await tool("sha256sum", "--quiet", "-c", "hashes.sha256", in: path)
            #expect(sums.code == 0, "\(sums.text)")
        }
        guard let checkers else { return }
        // The formats' own checkers, each started once for all packets.
        let script = Program.packageRoot.path + "/Tests/check_packets.py"
        let checked = try await tool(
            "\(checkers)/bin/python3",
            arguments: [script] + packets.map { "\(folder.path)/\(made)/packets/\($0)" })
        #expect(checked.code == 0, "\(checked.text)")
        #expect(checked.text.contains("case_validate=\(packets.count)"), "\(checked.text)")
    }
}
