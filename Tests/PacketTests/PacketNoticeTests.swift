// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Testing

@testable import Packet

struct PacketNoticeTests {
    private static let time = Date(timeIntervalSince1970: 1_795_000_000)

    /// A case of `count` suspect pages on one host, and one page on another.
    private static func contents(
        pages count: Int = 2, title: String = "查询平台", dossier: Dossier? = nil
    ) throws -> PacketContents {
        let address = try WebAddress("http://cx-mem.example/")
        let verdict = Verdict(
            url: address.description, level: .high, score: 90, categories: [.fakeQuery],
            findings: [
                Finding(
                    rule: "r", title: "自称机关", field: "text", text: "应急管理部", start: 0, end: 5,
                    weight: 3, why: "法释〔2019〕15号")
            ], rules: "")
        let addresses =
            try (0..<count).map { try WebAddress("http://cx-mem.example/c/\($0)") }
            + [try WebAddress("http://other.example/")]
        let pages = addresses.map { address in
            PageRecord(
                address: address, title: title, encoding: "utf-8", text: "", hiddenText: "",
                identifiers: [], contacts: [], fingerprints: Fingerprints(), verdict: verdict)
        }
        var capture = Capture(
            lead: 1, persona: .wechat, attempt: 1, startedAt: time, endedAt: time, software: "")
        capture.visits = [
            ExchangeRecord(address: address, purpose: .page, status: 200, startedAt: time)
        ]
        return PacketContents(
            caseFile: CaseFile(
                lead: Lead(
                    number: 1, address: address,
                    origin: LeadOrigin(.hotline, reporterReference: "工单-777", note: "王某来电"),
                    addedAt: time), state: .done, captures: [capture], verdict: verdict,
                dossier: dossier, pages: pages),
            custody: [], files: [], software: "", exportedAt: time, exportedBy: "")
    }

    @Test(arguments: [(1, [2]), (249, [250]), (250, [250, 1]), (600, [250, 250, 101])])
    func `A notice holds at most 250 addresses, all of one host`(pages: Int, sizes: [Int]) throws {
        let notices = PacketNotice.all(try Self.contents(pages: pages))

        let one = notices.filter { $0.addressee == .cac }
        #expect(one.map(\.urls.count) == sizes)
        #expect(one.map(\.parts) == sizes.map { _ in sizes.count })
        #expect(
            notices.allSatisfy { $0.urls.allSatisfy { $0.hasPrefix("http://cx-mem.example/") } })
        #expect(Set(notices.map(\.fileName)).count == notices.count)
    }

    @Test func `Whoever the dossier names is told, and behind a CDN the CDN instead of the host`()
        throws
    {
        var dossier = Dossier(host: "cx-mem.example")
        dossier.networks = [
            NetworkFacts(
                address: try #require(IPAddress("203.0.113.7")), asNumber: 64500,
                asName: "Example Hosting", source: "test")
        ]
        let plain = PacketNotice.all(try Self.contents(dossier: dossier))
        dossier.deliveryNetworks = [DeliveryNetwork(name: "Cloudflare", mark: "header cf-ray")]
        let hidden = PacketNotice.all(try Self.contents(dossier: dossier))

        #expect(plain.map(\.addressee) == [.host, .cac, .spam, .apac])
        #expect(plain.first?.name == "Example Hosting")
        #expect(hidden.map(\.addressee) == [.deliveryNetwork, .cac, .spam, .apac])
    }

    @Test func `A notice reproduces the view and names no informant`() throws {
        let contents = try Self.contents()
        for notice in PacketNotice.all(contents) {
            let mail = notice.mail(of: contents)
            let letter = FormPage(notice.form(of: contents)).html
            for text in [mail, letter] {
                #expect(text.contains("MicroMessenger"))
                #expect(text.contains("http://cx-mem.example/c/1"))
                #expect(text.contains("JW-000001-"))
                #expect(!text.contains("工单-777") && !text.contains("王某"))
                #expect(!text.contains("other.example"))
            }
        }
    }

    @Test func `A title of 10,000 characters leaves the explanation within 5,000`() throws {
        let hostile = String(repeating: "长\u{202E}<b>\n主题 Subject: 撤回", count: 700)
        let contents = try Self.contents(title: hostile)
        let notice = try #require(PacketNotice.all(contents).first)

        let mail = notice.mail(of: contents)

        let parts = mail.components(separatedBy: "【说明与复现 Justification and steps】\n")
        #expect(parts.count == 2)
        #expect(try #require(parts.last).unicodeScalars.count <= PacketNotice.justification + 1)
        #expect(!mail.unicodeScalars.contains("\u{202E}"))
        #expect(mail.split(separator: "\n").filter { $0.hasPrefix("主题 Subject") }.count == 1)
    }
}
