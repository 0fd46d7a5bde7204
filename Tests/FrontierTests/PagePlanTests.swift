// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Frontier
import Testing

struct PagePlanTests {
    private static func link(_ target: String, _ text: String = "") -> Link {
        Link(target: target, text: text, place: 0..<0)
    }

    private func plan(_ links: [Link], pages: Int = 100) throws -> [String] {
        let entry = try WebAddress("https://www.fake.example/")
        var plan = PagePlan(entry: entry, site: "fake.example", maximumPages: pages)
        plan.read(entry, links: links)
        var addresses: [String] = []
        while let next = plan.next() { addresses.append(next.description) }
        return addresses
    }

    @Test func `Queries come first, then prices, contacts and the rest as found`() throws {
        let found = try plan([
            Self.link("/news/1.html", "新闻"), Self.link("/lxwm.html"),
            Self.link("/x", "办证价格"), Self.link("/y", "证书查询"), Self.link("/certQuery?id=1"),
            Self.link("/news/2.html"),
        ])

        #expect(
            found.map { $0.dropFirst("https://www.fake.example".count) } == [
                "/y", "/certQuery?id=1", "/x", "/lxwm.html", "/news/1.html", "/news/2.html",
            ])
    }

    @Test(arguments: [
        "https://other.example/", "//fake.example.other.example/", "https://notfake.example/",
        "https://www.fake.example@other.example/", "mailto:a@fake.example", "tel:12350",
        "javascript:query()", "/login", "/userLogin.do", "/admin/", "/wp-admin/", "/adminIndex",
        "/?a=logout", "/user/delete?id=3", "/form.php?action=submit", "/app.apk", "/a/b.PDF?x=1",
        "/houtai/", "http://127.0.0.1/", "/", "#top", "http://www.fake.example/#/query",
    ])
    func `A link that leads out, in, or to no page is not taken`(target: String) throws {
        #expect(try plan([Self.link(target)]).isEmpty)
    }

    @Test func `A link that says login is not taken, whatever its address`() throws {
        #expect(try plan([Self.link("/x", "学员登录"), Self.link("/y", "Log in")]).isEmpty)
        #expect(try plan([Self.link("/administrative-license")]).count == 1)
    }

    @Test func `Each page is given once, and never more than the bound`() throws {
        #expect(
            try plan([Self.link("/a"), Self.link("/a#b"), Self.link("http://www.fake.example/a")])
                .count == 1)
        #expect(try plan((0..<50).map { Self.link("/\($0)") }, pages: 8).count == 7)
        #expect(try plan((0..<5000).map { Self.link("/\($0)") }, pages: 10_000).count == 250)
    }

    @Test func `A bare address is its own site`() throws {
        let entry = try WebAddress("http://127.0.0.1:8080/")
        var plan = PagePlan(entry: entry, site: "127.0.0.1", maximumPages: 5)

        plan.read(entry, links: [Self.link("http://1.127.0.0/"), Self.link("/cx")])

        #expect(plan.next()?.description == "http://127.0.0.1:8080/cx")
        #expect(plan.next() == nil)
    }
}
