// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Hostile: servers and pages that try to lead a visitor astray or to break its reader. What they
// serve to people must be judged all the same.

extension PracticeRange {
    static func traps() -> [PracticeSite] {
        [
            PracticeSite(
                id: "endless-redirect",
                summary: "Every address sends on to the next, for ever.",
                hosts: ["maze.example"], expected: .failure("too-many-hops")
            ) { request in
                .redirect(to: "/\((Int(request.pathOnly.dropFirst()) ?? 0) + 1)")
            },
            PracticeSite(
                id: "redirect-to-loopback",
                summary: "Sends the visitor to a port of its own machine.",
                hosts: ["inward.example"], expected: .failure("address-refused")
            ) { _ in .redirect(to: "http://127.0.0.1:1/") },
            PracticeSite(
                id: "redirect-to-metadata",
                summary: "Sends the visitor to where cloud machines keep their credentials.",
                hosts: ["metadata.example"], expected: .failure("address-refused")
            ) { _ in .redirect(to: "http://169.254.169.254/latest/meta-data/") },
            PracticeSite(
                id: "invalid-certificate",
                summary: "A fake behind a certificate that has expired: to be noted, and to be "
                    + "judged.",
                hosts: ["cx-yjglb.example"], isSecure: true, certificate: .expired,
                expected: .verdict(.high, [.fakeQuery]),
                pages: ["/": .html(bareQuery)]),
            PracticeSite(
                id: "foreign-certificate",
                summary: "A seller behind a certificate that is for another host.",
                hosts: ["banzheng-tls.example"], isSecure: true, certificate: .wrongHost,
                expected: .verdict(.high, [.saleForged]),
                pages: ["/": .html(offer())]),
            PracticeSite(
                id: "deep-nesting",
                summary: "An offer, and after it forty thousand elements inside one another.",
                hosts: ["deep.example"],
                expected: .verdict(.high, [.saleForged]),
                pages: [
                    "/": .html(
                        offer(
                            then: String(repeating: "<div><b>", count: 20_000) + "底"))
                ]),
            PracticeSite(
                id: "null-bytes",
                summary: "An offer with NUL bytes inside its words, which browsers do not show.",
                hosts: ["nulls.example"],
                expected: .verdict(.high, [.saleForged]),
                pages: [
                    "/": .html(
                        offer().replacing("免考", with: "免\0考").replacing("可查", with: "可\0查"))
                ]),
            PracticeSite(
                id: "error-page-fake",
                summary: "A query page served with status 500, which a browser shows as any other.",
                hosts: ["cx-500.example"],
                expected: .verdict(.high, [.fakeQuery]),
                pages: ["/": .html(bareQuery, status: 500)]),
        ]
    }

    /// A plain offer, and then whatever is to break its reader.
    private static func offer(then rest: String = "") -> String {
        PageFrame(title: "特种作业操作证办理", style: Styles.advert).around(
            """
            <div class="hero"><h1>特种作业操作证办理</h1><p>免考包过 官网可查 七天拿证</p></div>
            <div class="box"><p>电工证、焊工证、登高证,不用培训不用考试,只需身份证和照片,先出证后付款。</p>
            <p class="price">每证 500 元</p></div>
            <div class="box contact">办理加微信:xian_zheng_11</div>
            \(rest)
            """)
    }
}
