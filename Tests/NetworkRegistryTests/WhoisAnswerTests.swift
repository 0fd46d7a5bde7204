// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import NetworkRegistry
import Testing

struct WhoisAnswerTests {
    /// The form of `.cn`.
    static let chinese = """
        Domain Name: cx-anquan.example
        ROID: 20260101s10001s00000001-cn
        Domain Status: clientTransferProhibited
        Domain Status: ok
        Registrant: 某某网络工作室
        Registrant Contact Email: owner@mail.example
        Sponsoring Registrar: 示例域名服务有限公司
        Name Server: ns1.dns.example
        Name Server: NS2.dns.example.
        Registration Time: 2026-10-01 09:30:00
        Expiration Time: 2027-10-01 09:30:00
        DNSSEC: unsigned
        """
    /// The form of gTLDs.
    static let general = """
           Domain Name: CX-MEM.EXAMPLE\r
           Registrar WHOIS Server: whois.registrar.example\r
           Registrar URL: http://www.registrar.example\r
           Updated Date: 2026-10-02T01:00:00Z\r
           Creation Date: 2026-10-01T01:00:00Z\r
           Registry Expiry Date: 2027-10-01T01:00:00Z\r
           Registrar: Example Registrar, Inc.\r
           Registrar IANA ID: 9999\r
           Registrar Abuse Contact Email: abuse@registrar.example\r
           Registrar Abuse Contact Phone: +1.5555550100\r
           Domain Status: clientHold https://icann.org/epp#clientHold\r
           Name Server: NS1.DNS.EXAMPLE\r
           DNSSEC: unsigned\r
        >>> Last update of whois database: 2026-11-23T00:00:00Z <<<\r
        TERMS OF USE: queries above the rate limit exceeded here are refused.\r
        """

    @Test func `The form of cn is read whole, withheld or not`() {
        let facts = read(Self.chinese, of: "cx-anquan.example")

        #expect(facts.registrar == "示例域名服务有限公司")
        #expect(facts.registrant == "某某网络工作室")
        #expect(facts.registrantMail == "owner@mail.example")
        #expect(facts.nameServers == ["ns1.dns.example", "ns2.dns.example"])
        #expect(facts.statuses == ["clientTransferProhibited", "ok"])
        #expect(facts.created == "2026-10-01 09:30:00")
        #expect(facts.expires == "2027-10-01 09:30:00")
        #expect(facts.dnssec == "unsigned")
        #expect(facts.problem == nil)
    }

    @Test func `The same answer in GBK says the same`() throws {
        let encoded = try #require(gbk(Self.chinese))

        let facts = read(encoded, of: "cx-anquan.example")

        #expect(facts.registrant == "某某网络工作室")
        #expect(facts.registrar == "示例域名服务有限公司")
    }

    @Test func `The form of gTLDs is read, and its terms of use are no problem`() {
        let facts = read(Self.general, of: "cx-mem.example")

        #expect(facts.registrar == "Example Registrar, Inc.")
        #expect(facts.registrarID == "9999")
        #expect(facts.abuseMail == "abuse@registrar.example")
        #expect(facts.abusePhone == "+1.5555550100")
        #expect(facts.statuses == ["clientHold"])
        #expect(facts.changed == "2026-10-02T01:00:00Z")
        #expect(facts.problem == nil)
        #expect(
            RegistryReader.referral(in: answer(Array(Self.general.utf8)))?.authority
                == "whois.registrar.example:43")
    }

    @Test(arguments: [
        ("Query rate limit exceeded. Wait a while.", RegistryProblem.limited),
        ("No matching record.", .noRecord),
        ("%ERROR:201: access denied for 127.0.0.1", .refused),
        ("<html><body>Welcome</body></html>", .unreadable),
        ("", .unreadable),
    ])
    func `An answer without facts says why`(text: String, problem: RegistryProblem) {
        #expect(read(text, of: "cx-mem.example").problem == problem)
    }

    @Test func `An answer about another name is not believed`() {
        let facts = read(Self.general, of: "other.example")

        #expect(facts.problem == .otherSubject("cx-mem.example"))
    }

    @Test func `Two registrars in one answer contradict each other`() {
        let facts = read(
            Self.general + "\nRegistrar: Another Registrar\n", of: "cx-mem.example")

        #expect(facts.problem == .contradiction("registrar"))
    }

    @Test func `An answer that breaks off keeps what came, and says that it is cut`() {
        let bytes = Array(Self.chinese.utf8.prefix(300))

        let facts = RegistryReader.registration(
            of: "cx-anquan.example", in: answer(bytes, failure: .cutShort), phrases: phrases)

        #expect(facts.registrant == "某某网络工作室")
        #expect(facts.problem == .cut)
    }

    @Test func `A flood of lines is read to a bound`() {
        let flood = String(repeating: "Name Server: ns.example\n", count: 200_000)

        let facts = read(flood, of: "cx-mem.example")

        #expect(facts.nameServers == ["ns.example"])
    }

    @Test(arguments: [
        ("refer: whois.nic.example", "whois.nic.example:43"),
        ("ReferralServer: whois://whois.nic.example:4343", "whois.nic.example:4343"),
        ("ReferralServer: rwhois://rwhois.nic.example:4321", nil),
        ("Whois Server: not a host", nil),
    ])
    func `A referral is a host and a port, or none`(text: String, server: String?) {
        #expect(RegistryReader.referral(in: answer(Array(text.utf8)))?.authority == server)
    }

    @Test func `The smallest network that holds an address is its own`() throws {
        let address = try #require(IPAddress("203.0.113.7"))
        let text = """
            % Abuse contact for '203.0.113.0 - 203.0.113.255' is 'abuse@host.example'

            inetnum:        203.0.0.0 - 203.255.255.255
            netname:        BIG-NET
            country:        ZZ

            inetnum:        203.0.113.0 - 203.0.113.255
            netname:        RENTED-NET
            descr:          Example Hosting
            country:        HK

            inetnum:        198.51.100.0 - 198.51.100.255
            netname:        SMALLER-BUT-ELSEWHERE
            """

        let facts = RegistryReader.addressRegistration(
            of: address, in: answer(Array(text.utf8)), phrases: phrases)

        #expect(facts.name == "RENTED-NET")
        #expect(facts.holder == "Example Hosting")
        #expect(facts.country == "HK")
        #expect(facts.abuseMail == "abuse@host.example")
        #expect(facts.problem == nil)
    }

    @Test func `A network that does not hold the address is not believed`() throws {
        let address = try #require(IPAddress("203.0.113.7"))

        let facts = RegistryReader.addressRegistration(
            of: address, in: answer(Array("NetRange: 192.0.2.0 - 192.0.2.255\n".utf8)),
            phrases: phrases)

        #expect(facts.isEmpty)
    }
}

let phrases: RegistryDirectory.Phrases = {
    var phrases = RegistryDirectory.Phrases()
    phrases.limited = ["limit exceeded"]
    phrases.absent = ["no matching record"]
    phrases.refused = ["access denied"]
    return phrases
}()

func answer(
    _ bytes: [UInt8], method: RegistryAnswer.Method = .whois, status: Int? = nil,
    failure: FetchFailure? = nil
) -> RegistryAnswer {
    RegistryAnswer(
        method: method, server: "registry.example", question: "whois://registry.example/x",
        status: status, body: bytes, failure: failure,
        askedAt: Date(timeIntervalSince1970: 1_795_411_980))
}

private func read(_ text: String, of domain: String) -> RegistrationFacts {
    read(Array(text.utf8), of: domain)
}

private func read(_ bytes: [UInt8], of domain: String) -> RegistrationFacts {
    RegistryReader.registration(of: domain, in: answer(bytes), phrases: phrases)
}
