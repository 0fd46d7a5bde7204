// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Testing

struct RecipientTests {
    static let source = RegistrySource(
        RegistryAnswer(
            method: .whois, server: "whois.example:43", question: "whois://whois.example:43/x",
            body: [], askedAt: Date(timeIntervalSince1970: 1_795_411_980)), sha256: "00")
    static let address = IPAddress(bytes: [203, 0, 113, 7])

    static func dossier() throws -> Dossier {
        var dossier = Dossier(host: "cx-mem.example")
        var registration = RegistrationFacts(domain: "cx-mem.example", source: source)
        registration.registrar = "Example Registrar"
        registration.abuseMail = "abuse@registrar.example"
        dossier.registrations = [registration]
        var network = AddressRegistration(address: try #require(address), source: source)
        network.holder = "Example Hosting"
        network.abuseMail = "abuse@host.example"
        dossier.addressRegistrations = [network]
        let day = Date(timeIntervalSince1970: 1_795_411_980)
        dossier.certificates = [
            CertificateFacts(
                subject: "CN=cx-mem.example", issuer: "O=Example Trust, CN=R1",
                alternativeNames: [], notBefore: day, notAfter: day, serial: "1", sha256: "00",
                timestamps: [])
        ]
        return dossier
    }

    @Test func `Registrar, host and issuer are told, each with its way`() throws {
        let recipients = try Self.dossier().recipients

        #expect(recipients.map(\.role) == [.registrar, .host, .certificateAuthority])
        #expect(recipients[0].mails == ["abuse@registrar.example"])
        #expect(recipients[1].name == "Example Hosting")
        #expect(recipients[1].mails == ["abuse@host.example"])
        #expect(recipients[1].why.contains("203.0.113.7"))
        #expect(recipients.allSatisfy { !$0.why.isEmpty })
    }

    @Test func `Behind a CDN, who holds the address is not taken for the host`() throws {
        var dossier = try Self.dossier()
        dossier.deliveryNetworks = [DeliveryNetwork(name: "Example CDN", mark: "header x-cdn")]

        let recipients = dossier.recipients

        let host = try #require(recipients.first { $0.role == .host })
        #expect(!host.name.contains("Example Hosting"))
        #expect(host.mails.isEmpty)
        let network = try #require(recipients.first { $0.role == .deliveryNetwork })
        #expect(network.name == "Example CDN")
        #expect(network.mails == ["abuse@host.example"])
    }

    @Test func `A registrar that two servers name is told once, by all its ways`() throws {
        var dossier = try Self.dossier()
        var second = RegistrationFacts(domain: "cx-mem.example", source: Self.source)
        second.registrar = "EXAMPLE REGISTRAR"
        second.abusePhone = "+1.5555550100"
        dossier.registrations.append(second)
        dossier.desks = [
            AbuseDesk(
                name: "Example", matches: ["example registrar"],
                forms: ["https://registrar.example/abuse"])
        ]

        let registrars = dossier.recipients.filter { $0.role == .registrar }

        #expect(registrars.count == 1)
        #expect(registrars.first?.phones == ["+1.5555550100"])
        #expect(registrars.first?.forms == ["https://registrar.example/abuse"])
    }

    @Test func `Without an answer the operator of the network stands for the host`() throws {
        var dossier = try Self.dossier()
        dossier.addressRegistrations = []
        dossier.networks = [
            NetworkFacts(address: try #require(Self.address), asName: "EXAMPLE-AS", source: "x")
        ]

        #expect(dossier.recipients.contains { $0.role == .host && $0.name == "EXAMPLE-AS" })
    }

    @Test func `A dossier that was stored before registries were asked is read`() throws {
        var text = String(
            decoding: try CaseworkJSON.encode(Dossier(host: "cx-mem.example")), as: UTF8.self)
        for key in ["registrations", "addressRegistrations", "desks"] {
            text = text.replacing("\"\(key)\":[],", with: "")
        }
        #expect(!text.contains("egistrations"))

        let dossier = try CaseworkJSON.decode(Dossier.self, from: text.utf8)

        #expect(dossier == Dossier(host: "cx-mem.example"))
    }

    @Test func `Reserved names are asked about only where an entry names them`() throws {
        var directory = RegistryDirectory()
        directory.suffixes["*"] = .init(whois: .init(host: "whois.iana.example"))
        directory.suffixes["com.cn"] = .init(whois: .init(host: "whois.deep.example"))

        #expect(directory.source(ofDomain: "cx-mem.example") == nil)
        #expect(directory.source(ofDomain: "a.com.cn")?.whois?.host == "whois.deep.example")
        #expect(directory.source(ofDomain: "a.cn")?.whois?.host == "whois.iana.example")
        directory.suffixes["example"] = .init(whois: .init(host: "whois.test"))
        #expect(directory.source(ofDomain: "cx-mem.example")?.whois?.host == "whois.test")
    }

    @Test func `Addresses outside the public Internet are not asked about by a wide range`() throws
    {
        var directory = RegistryDirectory()
        let all = try #require(AddressRange("0.0.0.0/0"))
        directory.ranges = [.init(range: all, source: .init(whois: .init(host: "whois.example")))]

        #expect(directory.source(of: try #require(IPAddress("10.1.2.3"))) == nil)
        #expect(directory.source(of: try #require(IPAddress("8.8.4.4"))) != nil)
    }
}
