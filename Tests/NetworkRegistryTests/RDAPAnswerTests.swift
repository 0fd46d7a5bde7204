// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import NetworkRegistry
import Testing

struct RDAPAnswerTests {
    static let domain = """
        {"objectClassName": "domain", "handle": "1-EX", "ldhName": "CX-MEM.EXAMPLE",
         "status": ["client transfer prohibited", "active"],
         "secureDNS": {"delegationSigned": false},
         "nameservers": [{"ldhName": "NS1.DNS.EXAMPLE"}, {"ldhName": "ns2.dns.example"}],
         "events": [{"eventAction": "registration", "eventDate": "2026-10-01T01:00:00Z"},
                    {"eventAction": "expiration", "eventDate": "2027-10-01T01:00:00Z"},
                    {"eventAction": "last changed", "eventDate": "2026-10-02T01:00:00Z"}],
         "links": [{"rel": "self", "type": "application/rdap+json", "href": "https://a.example/"},
                   {"rel": "related", "type": "application/rdap+json",
                    "href": "https://rdap.registrar.example/domain/cx-mem.example"}],
         "entities": [
           {"roles": ["registrar"],
            "publicIds": [{"type": "IANA Registrar ID", "identifier": "9999"}],
            "vcardArray": ["vcard", [["version", {}, "text", "4.0"],
                                     ["fn", {}, "text", "Example Registrar, Inc."]]],
            "entities": [{"roles": ["abuse"],
              "vcardArray": ["vcard", [["fn", {}, "text", ""],
                ["tel", {"type": "voice"}, "uri", "tel:+1.5555550100"],
                ["email", {}, "text", "abuse@registrar.example"]]]}]},
           {"roles": ["registrant"],
            "vcardArray": ["vcard", [["fn", {}, "text", "REDACTED FOR PRIVACY"]]]}]}
        """
    static let network = """
        {"objectClassName": "ip network", "startAddress": "203.0.113.0",
         "endAddress": "203.0.113.255", "name": "RENTED-NET", "country": "HK",
         "entities": [
           {"roles": ["registrant"], "vcardArray": ["vcard", [["fn", {}, "text", "Example Hosting"]]],
            "entities": [{"roles": ["abuse"],
              "vcardArray": ["vcard", [["email", {}, "text", "abuse@host.example"]]]}]}]}
        """

    @Test func `A domain is read with its registrar and abuse desk`() {
        let reply = answer(Array(Self.domain.utf8), method: .rdap, status: 200)

        let facts = RegistryReader.registration(of: "cx-mem.example", in: reply, phrases: phrases)

        #expect(facts.registrar == "Example Registrar, Inc.")
        #expect(facts.registrarID == "9999")
        #expect(facts.registrant == "REDACTED FOR PRIVACY")
        #expect(facts.abuseMail == "abuse@registrar.example")
        #expect(facts.abusePhone == "+1.5555550100")
        #expect(facts.created == "2026-10-01T01:00:00Z")
        #expect(facts.expires == "2027-10-01T01:00:00Z")
        #expect(facts.nameServers == ["ns1.dns.example", "ns2.dns.example"])
        #expect(facts.dnssec == "unsigned")
        #expect(facts.problem == nil)
        #expect(RegistryReader.related(in: reply)?.host == "rdap.registrar.example")
    }

    @Test func `A network is read with its holder and abuse desk`() throws {
        let address = try #require(IPAddress("203.0.113.7"))

        let facts = RegistryReader.addressRegistration(
            of: address, in: answer(Array(Self.network.utf8), method: .rdap, status: 200),
            phrases: phrases)

        #expect(facts.network == "203.0.113.0 - 203.0.113.255")
        #expect(facts.holder == "Example Hosting")
        #expect(facts.country == "HK")
        #expect(facts.abuseMail == "abuse@host.example")
        #expect(facts.problem == nil)
    }

    @Test(arguments: [
        (404, #"{"errorCode": 404, "title": "no such domain"}"#, RegistryProblem.noRecord),
        (429, "", .limited),
        (403, "<html>forbidden</html>", .refused),
        (200, "<!DOCTYPE html><title>Portal</title>", .unreadable),
        (200, #"{"objectClassName": "domain", "ldhName": "#, .unreadable),
        (200, #"{"objectClassName": "nameserver", "ldhName": "ns1.example"}"#, .unreadable),
    ])
    func `What is no domain says why`(status: Int, body: String, problem: RegistryProblem) {
        let facts = RegistryReader.registration(
            of: "cx-mem.example", in: answer(Array(body.utf8), method: .rdap, status: status),
            phrases: phrases)

        #expect(facts.problem == problem)
    }

    @Test func `Brackets that nest a million deep are not followed`() {
        let body = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)

        let facts = RegistryReader.registration(
            of: "cx-mem.example", in: answer(body, method: .rdap, status: 200), phrases: phrases)

        #expect(facts.problem == .unreadable)
    }

    @Test func `IANA's bootstrap files go before the list, and keep its WHOIS servers`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            #"{"version": "1.0", "services": [[["example", "test"], "#
                + #"["http://rdap.nic.example", "https://rdap.nic.example"]]]}"#, to: "dns.json")
        try folder.write(
            #"{"services": [[["203.0.0.0/8"], ["https://rdap.rir.example/"]]]}"#, to: "ipv4.json")
        var directory = RegistryDirectory()
        directory.suffixes["example"] = .init(whois: .init(host: "whois.nic.example"))
        let all = try #require(AddressRange("0.0.0.0/0"))
        directory.ranges = [
            .init(range: all, source: .init(whois: .init(host: "whois.iana.example")))
        ]

        try BootstrapFile.add(from: folder.path, to: &directory)

        let domain = try #require(directory.source(ofDomain: "cx-mem.example"))
        #expect(domain.rdap.map(\.description) == ["https://rdap.nic.example/"])
        #expect(domain.whois?.host == "whois.nic.example")
        let address = try #require(IPAddress("203.1.2.3"))
        let network = try #require(directory.source(of: address))
        #expect(network.rdap.map(\.description) == ["https://rdap.rir.example/"])
        #expect(network.whois?.host == "whois.iana.example")
    }

    @Test func `A bootstrap file that is something else is named`() throws {
        let folder = try TemporaryFolder()
        try folder.write("<html>", to: "dns.json")
        var directory = RegistryDirectory()

        let error = #expect(throws: RegistryError.self) {
            try BootstrapFile.add(from: folder.path, to: &directory)
        }

        #expect(error == .notABootstrap(path: folder.path + "/dns.json"))
    }
}

/// A folder that goes when its test is over.
private final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/registries-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }
}
