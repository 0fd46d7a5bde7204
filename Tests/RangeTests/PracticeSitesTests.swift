// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Range
import Testing

struct PracticeSitesTests {
    @Test func `Every site has its own name, its own hosts and a sentence about it`() {
        let sites = PracticeRange.sites()

        #expect(Set(sites.map(\.id)).count == sites.count)
        #expect(Set(sites.flatMap(\.hosts)).count == sites.flatMap(\.hosts).count)
        for site in sites {
            #expect(site.summary.hasSuffix("."), "\(site.id)")
            #expect(site.entry.hasPrefix("/"), "\(site.id)")
            for host in site.hosts {
                #expect(host.hasSuffix(".example") || host.hasSuffix(".test"))
            }
        }
    }

    @Test func `Every site whose page must be judged serves one at its entry`() throws {
        for site in PracticeRange.sites() {
            if case .failure = site.expected { continue }

            let page = try #require(Self.page(of: site, as: .wechat), "\(site.id)")

            #expect(!page.isEmpty, "\(site.id)")
        }
    }

    @Test func `No page holds a number that could be a person's`() throws {
        for (id, text) in Self.allPages() {
            for run in text.matches(of: /[0-9]+X?/).map(\.output) {
                switch run.count {
                case 18: #expect(!Self.isIdentityNumber(run), "\(id): \(run)")
                // Eight zeros at the end: no such number is given out to a person.
                case 11: #expect(run.hasSuffix("00000000"), "\(id): \(run)")
                default: break
                }
            }
        }
    }

    @Test func `A page names real hosts only as a reader of the real fakes meets them`() throws {
        // The official platform and what badges, licence numbers and analytics link to.
        let known: Set<String> = [
            "cx.mem.gov.cn", "hm.baidu.com", "beian.miit.gov.cn", "www.beian.gov.cn",
            "bszs.conac.cn", "zfwzgl.www.gov.cn", "www.w3.org",
        ]

        for (id, text) in Self.allPages() {
            for match in text.matches(of: /https?:\/\/([A-Za-z0-9.-]+)/) {
                let host = String(match.output.1)
                #expect(
                    known.contains(host) || host.hasSuffix(".example") || host.hasSuffix(".test")
                        || host == "127.0.0.1" || host == "169.254.169.254", "\(id): \(host)")
            }
        }
    }

    @Test func `Cloaked sites show each persona the page it is meant to see`() throws {
        let phoneOnly = try #require(PracticeRange.site("phone-only"))
        let weChatOnly = try #require(PracticeRange.site("wechat-only"))

        #expect(Self.page(of: phoneOnly, as: .desktop)?.contains("应急管理部") == false)
        #expect(Self.page(of: phoneOnly, as: .phone)?.contains("应急管理部") == true)
        #expect(Self.page(of: weChatOnly, as: .phone)?.contains("应急管理部") == false)
        #expect(Self.page(of: weChatOnly, as: .wechat)?.contains("应急管理部") == true)
    }

    @Test(arguments: ["script-ad", "script-query", "image-ad"])
    func `What only a browser can read is not in the bytes`(id: String) throws {
        let site = try #require(PracticeRange.site(id))

        let page = try #require(Self.page(of: site, as: .desktop))

        for word in ["免考", "特种作业", "应急管理部", "微信", "姓名"] {
            #expect(!page.contains(word))
        }
    }

    @Test func `A browser would make the sentences of the script's numbers`() throws {
        let site = try #require(PracticeRange.site("script-ad"))
        let page = try #require(Self.page(of: site, as: .desktop))

        let list = try #require(page.firstMatch(of: /b=\[([0-9,]+)\]/)?.output.1)
        let units = list.split(separator: ",").compactMap { UInt16($0) }.map { $0 ^ 341 }

        #expect(String(decoding: units, as: UTF16.self).contains("免考包过,不用培训"))
    }

    @Test func `The GBK page is GBK, beyond what gb2312 holds`() throws {
        let site = try #require(PracticeRange.site("gbk-ad"))
        guard case .response(_, _, let body) = site.reply(Self.request(of: site, as: .desktop))
        else {
            Issue.record("no response")
            return
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            UUID().uuidString)
        try Data(body).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }

        let gbk = try Tool.run("iconv", "-f", "GBK", "-t", "UTF-8", file.path)
        let gb2312 = try Tool.run("iconv", "-f", "GB2312", "-t", "UTF-8", file.path)

        #expect(String(validating: body, as: UTF8.self) == nil)
        #expect(gbk.text.contains("特种作业操作証 快速办理"))
        #expect(gb2312.status != 0)
    }

    @Test func `A copy of the official portal differs from it in nothing but the host`() throws {
        let portal = try #require(PracticeRange.site("official-portal"))
        let copy = try #require(PracticeRange.site("static-mirror"))

        #expect(Self.page(of: portal, as: .desktop) == Self.page(of: copy, as: .desktop))
        #expect(portal.hosts.allSatisfy(PracticeRange.protectedSites[0].owns))
        #expect(!copy.hosts.contains(where: PracticeRange.protectedSites[0].owns))
    }

    // MARK: Helpers

    static func request(
        of site: PracticeSite, path: String? = nil, host: String? = nil, as persona: Persona
    ) -> RangeRequest {
        let host = host ?? site.hosts.first ?? "127.77.0.1"
        return RangeRequest(
            method: "GET", path: path ?? String(site.entry.prefix { $0 != "#" }), host: host,
            headers: [
                HeaderField("Host", "\(host):8080"),
                HeaderField("User-Agent", persona.userAgent),
            ])
    }

    /// The page at the end of the redirects inside the site.
    static func page(of site: PracticeSite, as persona: Persona) -> String? {
        var request = request(of: site, as: persona)
        for _ in 0..<5 {
            guard case .response(_, let headers, let body) = site.reply(request) else { return nil }
            guard let location = headers.first("Location") else {
                return String(decoding: body, as: UTF8.self)
            }
            guard let target = try? WebAddress(location) else { return nil }
            request = Self.request(of: site, path: target.path, host: target.host, as: persona)
        }
        return nil
    }

    /// What each site serves at its entry to each persona.
    static func allPages() -> [(id: String, text: String)] {
        PracticeRange.sites().flatMap { site in
            Persona.all.compactMap { persona in
                guard
                    case .response(_, let headers, let body) = site.reply(
                        request(of: site, as: persona))
                else { return nil }
                return (
                    site.id,
                    (headers.first("Location") ?? "") + String(decoding: body, as: UTF8.self)
                )
            }
        }
    }

    /// Whether the checksum holds (GB 11643-1999).
    private static func isIdentityNumber(_ text: Substring) -> Bool {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(text, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        return text.last == Array("10X98765432")[sum % 11]
    }
}
