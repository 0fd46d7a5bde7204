// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Sweep
import Testing
import Wording

struct RDAPDeskTests {
    private static func domain(_ name: String, related: String? = nil) -> String {
        let links =
            related.map {
                #"[{"rel": "related", "type": "application/rdap+json", "href": "\#($0)"}]"#
            } ?? "[]"
        return """
            {"objectClassName": "domain", "ldhName": "\(name)", "links": \(links),
             "entities": [{"roles": ["registrar"],
               "publicIds": [{"type": "IANA Registrar ID", "identifier": "9999"}],
               "vcardArray": ["vcard", [["fn", {}, "text", "Example Registrar"]]]}]}
            """
    }

    @Test func `A registry's RDAP is asked, and the registrar's that it links to`() async throws {
        let registrar = try LineServer.rdap { _ in .rdap(Self.domain("cx-mem.example")) }
        let own = registrar.port
        let registry = try LineServer.rdap { _ in
            .rdap(
                Self.domain(
                    "cx-mem.example", related: "http://registrar.test:\(own)/domain/cx-mem.example")
            )
        }
        let counter = try Counter(.rdap(registry.port))
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(registry.asked.count == 1)
        #expect(
            findings.registrations.map(\.registrar) == ["Example Registrar", "Example Registrar"])
        #expect(findings.registrations.last?.source.server == "registrar.test:\(own)")
        #expect(findings.places.count == 2)
    }

    @Test func `A redirect is followed to the server that knows`() async throws {
        let other = try LineServer.rdap { _ in .rdap(Self.domain("cx-mem.example")) }
        let own = other.port
        let registry = try LineServer.rdap { path in
            .redirect(to: "http://other.test:\(own)\(path)")
        }
        let counter = try Counter(.rdap(registry.port))
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(findings.registrations.map(\.registrarID) == ["9999"])
        #expect(other.asked.count == 1)
    }

    @Test func `A redirect to a private address is refused`() async throws {
        let registry = try LineServer.rdap { _ in .redirect(to: "http://private.test/domain/x") }
        let counter = try Counter(.rdap(registry.port))
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(findings.registrations.isEmpty)
        #expect(findings.gaps.first?.english.contains("10.1.2.3") ?? false)
    }

    @Test func `Redirects without end are followed a few times`() async throws {
        let registry = try LineServer.rdap { path in .redirect(to: path + "x") }
        let counter = try Counter(.rdap(registry.port))
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(registry.asked.count == 4)
        #expect(findings.gaps.count == 1)
    }

    @Test func `A web page in the place of RDAP leads on to WHOIS`() async throws {
        let page = try LineServer.rdap { _ in .rdap("<!DOCTYPE html><title>Portal</title>") }
        let whois = try LineServer.whois { .text(Answers.registry(of: $0)) }
        var directory = try RegistryDirectory.rdap(page.port)
        directory.suffixes["example"]?.whois = .init(host: "whois.test", port: whois.port)
        let counter = try Counter(directory)
        defer { counter.remove() }

        let findings = try await counter.ask(["cx-mem.example"])

        #expect(findings.registrations.map(\.problem) == [.unreadable, nil])
        #expect(findings.registrations.last?.registrar == "示例域名服务有限公司")
        #expect(findings.gaps.count == 1)
    }

    @Test func `The network of an address is asked about, after a redirect or a referral`()
        async throws
    {
        let whois = try LineServer.whois { _ in
            .text("inetnum: 203.0.113.0 - 203.0.113.255\nnetname: RENTED-NET\ncountry: HK\n")
        }
        let own = whois.port
        let root = try LineServer.whois { _ in
            .text("refer: whois.test:\(own)\n\ninetnum: 203.0.0.0 - 203.255.255.255\n")
        }
        var directory = RegistryDirectory.whois(root.port)
        let range = try #require(AddressRange("203.0.113.0/24"))
        directory.ranges = [
            .init(range: range, source: .init(whois: .init(host: "whois.test", port: root.port)))
        ]
        let counter = try Counter(directory)
        defer { counter.remove() }

        let findings = try await counter.ask([], addresses: ["203.0.113.7"])

        #expect(findings.addresses.map(\.name) == ["RENTED-NET"])
        #expect(findings.addresses.first?.country == "HK")
        #expect(findings.gaps.isEmpty)
        #expect(findings.places.count == 2)
    }
}
