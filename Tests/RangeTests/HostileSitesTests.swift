// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Range
import Testing

struct HostileSitesTests {
    /// What curl says of each hostile site, by its exit code and with small limits of its own.
    static let outcomes: [(id: String, options: [String], status: Int32)] = [
        ("tarpit", ["-m", "0.3"], 28),
        ("slow-drip", ["-m", "0.8"], 28),
        ("endless-body", ["--max-filesize", "1000000"], 63),
        ("header-flood", [], 56),
        ("cut-short", [], 18),
        ("reset", [], 56),
        ("garbage", [], 1),
        ("endless-redirect", ["-L", "--max-redirs", "10"], 47),
        ("redirect-to-loopback", ["-L"], 7),
    ]

    @Test(arguments: outcomes)
    func `A hostile site does to curl what it is there for`(
        id: String, options: [String], status: Int32
    ) throws {
        let site = try #require(PracticeRange.site(id))
        let server = try RangeServer(sites: [site])

        let outcome = try Tool.run(
            "curl",
            ["-s", "-o", "/dev/null"] + options + ["http://127.77.0.1:\(server.port)/"])

        #expect(outcome.status == status)
    }

    @Test func `The bomb is small on the wire and 64 MiB when unpacked`() throws {
        let site = try #require(PracticeRange.site("gzip-bomb"))
        let server = try RangeServer(sites: [site])
        let url = "http://127.77.0.1:\(server.port)/"

        let wire = try Tool.run("sh", "-c", "curl -s \(url) | wc -c")
        let unpacked = try Tool.run("sh", "-c", "curl -s \(url) | gzip -dc | wc -c")

        #expect(try #require(Int(wire.text.split(separator: "\n")[0])) < 100_000)
        #expect(unpacked.text == "\(64 << 20)\n")
    }

    @Test func `The chunked flood is valid chunked coding`() throws {
        let site = try #require(PracticeRange.site("endless-chunks"))
        let server = try RangeServer(sites: [site])

        let outcome = try Tool.run(
            "sh", "-c", "curl -s http://127.77.0.1:\(server.port)/ | head -c 10000000 | wc -c")

        #expect(outcome.text == "10000000\n")
    }

    @Test func `Every site of the range opens at once, and is found by its name`() throws {
        let server = try RangeServer(sites: PracticeRange.sites())
        let judged = server.sites.filter {
            if case .failure = $0.expected { false } else { true }
        }

        var options: [String] = []
        for line in server.hostsFile.split(separator: "\n") {
            let words = line.split(separator: " ")
            for host in words.dropFirst() {
                options += ["--resolve", "\(host):\(server.port):\(words[0])"]
                options += ["--resolve", "\(host):\(server.securePort):\(words[0])"]
            }
        }
        let outcome = try Tool.run(
            "curl",
            ["-sk", "-L", "-w", "%{stderr}", "-o", "/dev/null"] + options
                + judged.map(server.url))

        #expect(outcome.status == 0)
        for site in judged {
            #expect(!server.requests(of: site.id).isEmpty, "\(site.id)")
        }
        #expect(server.allowedRanges.count == server.sites.count)
    }
}
