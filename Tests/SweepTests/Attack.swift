// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// One way to make a visitor connect to where it must not.
struct Attack: Sendable {
    /// How the address reaches the visitor.
    enum Way: Sendable {
        /// It stands in a list.
        case lead
        case redirect(Int)
        case refreshHeader
        case metaRefresh
        case script
        /// A link that the visit follows, or would if it were of the site.
        case link
        /// The redirect of a request that the visit makes on its own.
        case robots
        case favicon
        /// A header that names another server, on every page.
        case header(String)
    }

    /// What must come of it; nothing ever connects.
    enum Outcome: Sendable {
        /// A record says `address-refused`.
        case refused
        /// A record says `redirect-refused`: another scheme, or an address that is none.
        case redirectRefused
        /// It is no address, and becomes no lead.
        case unreadable
        /// It is left alone, without a word.
        case ignored
        /// It names a host of which nobody knows an address: a record says so.
        case nameUnknown
    }

    var way: Way
    /// `{P}` stands for the canary's port.
    var target: String
    var outcome: Outcome

    init(_ way: Way, _ target: String, _ outcome: Outcome = .refused) {
        self.way = way
        self.target = target
        self.outcome = outcome
    }

    /// All of them.
    static let all: [Attack] =
        notations.flatMap { [Attack(.lead, $0.0, $0.1), Attack(.redirect(302), $0.0, $0.2)] }
        + reserved.flatMap { [Attack(.lead, $0), Attack(.redirect(302), $0)] }
        + unreadable.flatMap {
            [Attack(.lead, $0, .unreadable), Attack(.redirect(302), $0, .redirectRefused)]
        } + names + ways

    /// The ways to write 127.0.0.1 and ::1: what comes of them in a list, and in a redirect.
    private static let notations: [(String, Outcome, Outcome)] = [
        "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1",
        "0177.0.0.1", "017700000001", "0x7f.1", "0177.1", "0x7F.0x0.0x0.0x1", "127.0x0.1",
        "%31%32%37.0.0.1", "127%2e0%2E0%2e1", "127。0。0。1", "１２７.０.０.１", "①②⑦.⓪.⓪.①",
        "127．0．0．1", "0x7f000001.", "0", "0.0.0.0", "0x0", "127.127.127.127",
        "[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::127.0.0.1]",
        "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[2001::80ff:fffe]", "[fe80::5efe:127.0.0.1]",
        "user:pw@127.0.0.1", "a11.example@127.0.0.1", "a11.example%40@127.0.0.1",
    ].map { ("http://\($0):{P}/", .refused, .refused) }

    /// Other addresses that are nobody's on the public Internet.
    private static let reserved = [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8",
        "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "[fe80::1]", "[fec0::1]",
        "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[100::1]", "[4000::1]", "[::2]",
    ].map { "http://\($0):{P}/" }

    /// What no browser goes to by HTTP.
    private static let unreadable = [
        "http://127.0.0.1.1:{P}/", "http://127.0.0.256:{P}/", "http://4294967296:{P}/",
        "http://08.0.0.1:{P}/", "http://[::1%25lo]:{P}/", "http://[::1%lo]:{P}/",
        "http://[fe80::1%25eth0]:{P}/", "http://[::1:{P}/", "http://127.0.0.1:99999/",
        "http://127.0.0.1%00.example:{P}/", "http://127.0.0.1 .example:{P}/",
        "file:///etc/passwd", "file://127.0.0.1:{P}/", "gopher://127.0.0.1:{P}/_x",
        "dict://127.0.0.1:{P}/d", "ftp://127.0.0.1:{P}/", "ldap://127.0.0.1:{P}/",
        "ws://127.0.0.1:{P}/", "javascript:location='http://127.0.0.1:{P}/'",
        "data:text/html,<meta http-equiv=refresh content='0;url=http://127.0.0.1:{P}/'>",
        "view-source:http://127.0.0.1:{P}/", "jar:http://127.0.0.1:{P}/!/",
    ]

    /// Names whose addresses are not what they should be; see `NothingOutTests.zone`.
    private static let names: [Attack] = [
        Attack(.lead, "http://inner.test:{P}/"), Attack(.redirect(302), "http://inner.test:{P}/"),
        Attack(.lead, "http://inner6.test:{P}/"),
        Attack(.lead, "http://mapped.test:{P}/"),
        Attack(.lead, "http://alias.test:{P}/"), Attack(.redirect(301), "http://alias.test:{P}/"),
        Attack(.lead, "http://localhost:{P}/"),
        Attack(.lead, "http://LOCALHOST.:{P}/"),
        Attack(.redirect(302), "http://ip6-localhost:{P}/", .nameUnknown),
        // Of several addresses only the one that is allowed is tried, and nobody listens there.
        Attack(.lead, "http://mixed.test:{P}/", .ignored),
        Attack(.redirect(302), "http://mixed.test:{P}/", .ignored),
        Attack(.redirect(302), "http://rebinding.test:{P}/", .ignored),
    ]

    private static let inward = "http://127.0.0.1:{P}/"

    /// The ways that a site has to send its visitor on.
    private static let ways: [Attack] =
        [300, 301, 303, 305, 306, 307, 308, 399].map { Attack(.redirect($0), inward) } + [
            Attack(.redirect(200), inward, .ignored), Attack(.redirect(201), inward, .ignored),
            Attack(.redirect(404), inward, .ignored),
            Attack(.redirect(302), "//127.0.0.1:{P}/"),
            Attack(.redirect(302), "\\\\127.0.0.1:{P}/"),
            Attack(.redirect(302), "/\\127.0.0.1:{P}/"),
            Attack(.redirect(302), "\\/127.0.0.1:{P}/"),
            Attack(.redirect(302), "http:\\\\127.0.0.1:{P}/"),
            Attack(.redirect(302), "http:////127.0.0.1:{P}/"),
            Attack(.redirect(302), "hTTp://127.0.0.1:{P}/"),
            Attack(.redirect(302), "ht\ttp://127.0.\t0.1:{P}/"),
            Attack(.redirect(302), "http://127.0.0.1:{P}#@a11.example/"),
            Attack(.redirect(302), "http://127.0.0.1:{P}\\@a11.example/"),
            Attack(.redirect(302), "http://127.0.0.1:{P}?@a11.example/"),
            Attack(.redirect(302), "https://127.0.0.1:{P}/"),
            Attack(.redirect(302), "https:127.0.0.1:{P}/"),
            Attack(.redirect(302), "http://127.0.0.1/"),
            Attack(.redirect(302), "http://127.0.0.1:22/"),
            Attack(.redirect(302), "http://127.0.0.1:6379/"),
            Attack(.refreshHeader, inward), Attack(.refreshHeader, "//127.0.0.1:{P}/"),
            Attack(.refreshHeader, "http://[::1]:{P}/"),
            Attack(.refreshHeader, "http://0x7f.1:{P}/"),
            Attack(.metaRefresh, inward), Attack(.metaRefresh, "//2130706433:{P}/"),
            Attack(.metaRefresh, "file:///etc/passwd", .ignored),
            Attack(.metaRefresh, "javascript:alert(1)", .ignored),
            Attack(.script, inward), Attack(.script, "//[::1]:{P}/"),
            Attack(.script, "http:\\/\\/127.0.0.1:{P}\\/"),
            // Links are followed within the site, wherever its names lead, and else to imitations.
            Attack(.link, inward, .ignored), Attack(.link, "http://inner.{SITE}:{P}/chaxun"),
            Attack(.link, "http://cx.mem.gov.cn.inner.test:{P}/"),
            Attack(.robots, inward, .ignored), Attack(.favicon, inward, .ignored),
            Attack(.header("Alt-Svc"), "h2=\"127.0.0.1:{P}\"; ma=86400", .ignored),
            Attack(.header("Alt-Svc"), "h3=\"127.0.0.1:{P}\"", .ignored),
            Attack(.header("Alternates"), "{\"http://127.0.0.1:{P}/\" 1.0}", .ignored),
            Attack(.header("Strict-Transport-Security"), "max-age=31536000", .ignored),
            Attack(.header("Content-Location"), inward, .ignored),
            Attack(.header("Link"), "<http://127.0.0.1:{P}/>; rel=preload", .ignored),
            Attack(
                .header("Proxy-Authenticate"), "Basic realm=\"http://127.0.0.1:{P}/\"", .ignored),
            Attack(.header("Set-Cookie"), "a=b; domain=127.0.0.1; path=/", .ignored),
            Attack(.header("Upgrade"), "h2c, 127.0.0.1:{P}", .ignored),
        ]
}
