// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import FoundationEssentials
import NetworkRegistry

// What registries, and whoever poses as one, answer by WHOIS and by RDAP.

extension Target {
    private static let whoisAnswers = [
        """
        Domain Name: cx.example
        Domain Status: clientTransferProhibited
        Registrant: 某某网络工作室
        Registrant Contact Email: owner@mail.example
        Sponsoring Registrar: 示例域名服务有限公司
        Name Server: ns1.dns.example
        Registration Time: 2026-10-01 09:30:00
        Expiration Time: 2027-10-01 09:30:00
        DNSSEC: unsigned
        """,
        """
           Domain Name: CX.EXAMPLE\r
           Registrar WHOIS Server: whois.registrar.example:4343\r
           Creation Date: 2026-10-01T01:00:00Z\r
           Registrar: Example Registrar, Inc.\r
           Registrar Abuse Contact Phone: +1.5555550100\r
           Name Server: NS1.DNS.EXAMPLE.\r
        >>> Last update of whois database: 2026-11-23T00:00:00Z <<<\r
        """,
        """
        % remark
        inetnum:        203.0.113.0 - 203.0.113.255
        netname:        RENTED-NET
        country:        HK
        abuse-mailbox:  abuse@host.example
        remarks:        see whois://whois.example:43/
        ReferralServer: rwhois://rwhois.example:4321

        NetRange: 203.0.113.0 - 203.0.113.255
        OrgName: Example Hosting
        """,
        "No match for domain. Query rate limit exceeded.",
    ]
    private static let whoisMarks = [
        ":", "\n", "\r\n", "\n\n", "%", ">>>", "ReferralServer: whois://", "whois.example:43",
        "Registrar WHOIS Server:", "Name Server:", "Domain Name: cx.example", "inetnum:", "\u{0}",
        "\t", "某某", "\u{FEFF}", "\u{202E}", "203.0.113.0/24", "65536",
    ]
    private static let rdapAnswers = [
        """
        {"objectClassName": "domain", "ldhName": "CX.EXAMPLE", "status": ["active"],
         "secureDNS": {"delegationSigned": false}, "nameservers": [{"ldhName": "NS1.DNS.EXAMPLE"}],
         "events": [{"eventAction": "registration", "eventDate": "2026-10-01T01:00:00Z"}],
         "links": [{"rel": "related", "type": "application/rdap+json",
                    "href": "https://rdap.registrar.example/domain/cx.example"}],
         "entities": [{"roles": ["registrar"],
           "publicIds": [{"type": "IANA Registrar ID", "identifier": "9999"}],
           "vcardArray": ["vcard", [["version", {}, "text", "4.0"],
                                    ["fn", {}, "text", "Example Registrar, Inc."]]],
           "entities": [{"roles": ["abuse"], "vcardArray": ["vcard",
             [["tel", {"type": "voice"}, "uri", "tel:+1.5555550100"],
              ["email", {}, "text", "abuse@registrar.example"]]]}]}]}
        """,
        """
        {"objectClassName": "ip network", "startAddress": "203.0.113.0",
         "endAddress": "203.0.113.255", "name": "RENTED-NET", "country": "HK", "cidr0_cidrs": [
         {"v4prefix": "203.0.113.0", "length": 24}], "entities": [{"roles": ["registrant"],
         "vcardArray": ["vcard", [["fn", {}, "text", "Example Hosting"]]]}]}
        """,
        "{\"errorCode\": 404, \"title\": \"\\u672a\\ud83d\\ude00\"}",
    ]
    private static let rdapMarks = [
        "{", "}", "[", "]", "[[[[[[[[", "\"", ":", ",", "null", "true", "1e999", "-0", "\\u0000",
        "\\ud800", "\"ldhName\": \"CX.EXAMPLE\"", "\"entities\": [", "\"roles\": [\"registrar\"]",
        "\"vcardArray\": [\"vcard\", [", "\"links\": [", "\"href\": \"http://127.0.0.1/\"", "\u{0}",
    ]
    private static let phrases: RegistryDirectory.Phrases = {
        var phrases = RegistryDirectory.Phrases()
        phrases.limited = ["limit exceeded"]
        phrases.absent = ["no match"]
        phrases.refused = ["denied"]
        return phrases
    }()

    static func whois() -> Target {
        Target("whois", share: 200, texts: whoisAnswers, tokens: whoisMarks) { input, _ in
            try checkRegistry(.whois, input, status: nil)
        }
    }

    static func rdap() -> Target {
        Target("rdap", share: 200, texts: rdapAnswers, tokens: rdapMarks) { input, random in
            try checkRegistry(.rdap, input, status: [200, 404, 429, 500][random.below(4)])
        }
    }

    private static func checkRegistry(
        _ method: RegistryAnswer.Method, _ input: [UInt8], status: Int?
    ) throws {
        let answer = RegistryAnswer(
            method: method, server: "registry.example", question: "cx.example", status: status,
            body: input, askedAt: Date(timeIntervalSince1970: 0))
        let facts = RegistryReader.registration(of: "cx.example", in: answer, phrases: phrases)
        try require(facts.domain == "cx.example", "it speaks of \(facts.domain)")
        try require(!facts.isEmpty || facts.problem != nil, "nothing, and no reason")
        try require(facts.nameServers.count <= 30, "\(facts.nameServers.count) name servers")
        try require(facts.statuses.count <= 30, "\(facts.statuses.count) statuses")
        try checkStored(facts)

        guard let address = IPAddress("203.0.113.7") else { return }
        let network = RegistryReader.addressRegistration(
            of: address, in: answer, phrases: phrases)
        try require(network.address == address, "it speaks of \(network.address)")
        try require(!network.isEmpty || network.problem != nil, "no network, and no reason")
        try checkStored(network)

        if let server = RegistryReader.referral(in: answer) {
            try require(
                WebAddress.isHostName(server.host) || IPAddress(server.host) != nil,
                "it refers to '\(server.host)'")
        }
        if let related = RegistryReader.related(in: answer) {
            try require(
                (try? WebAddress(related.description)) == related, "it links to '\(related)'")
        }
    }

    /// What was read is stored as it is, and read again as it was.
    private static func checkStored<Facts: Codable & Equatable>(_ facts: Facts) throws {
        let stored = try CaseworkJSON.encode(facts)
        let again = try CaseworkJSON.decode(Facts.self, from: stored)
        try require(again == facts, "\(facts) is stored as \(text([UInt8](stored)))")
        try require(stored.count < 1 << 16, "the facts are \(stored.count) bytes long")
    }
}
