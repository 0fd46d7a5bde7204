// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Frontier
import Testing

struct RobotsFileTests {
    private func allows(_ file: String, _ path: String) -> Bool {
        RobotsFile(Array(file.utf8)).allows(path)
    }

    @Test func `The group that names us counts, and all groups that do are one`() {
        let file = """
            \u{FEFF}User-Agent: *
            Disallow: /

            user-agent: Other
            User-agent: JianWei/2.0 (+https://h.example)
            Disallow: /a # a comment
            Sitemap: https://h.example/map
            Disallow: /b

            User-agent: jianwei
            Disallow: /c
            """

        #expect(allows(file, "/"))
        #expect(["/a", "/b", "/c/d"].allSatisfy { !allows(file, $0) })
    }

    @Test func `Without a group of our own the general one counts, or none`() {
        #expect(!allows("user-agent: *\r\ndisallow: /x\r\n", "/x"))
        #expect(allows("user-agent: jianwei-images\rdisallow: /", "/x"))
        #expect(allows("disallow: /", "/x"))
        #expect(allows("", "/x"))
        #expect(allows("user-agent: jianwei\nuser-agent: *\n\ndisallow:\n", "/x"))
    }

    @Test(arguments: [
        ("/fish", "/fish/salmon", true), ("/fish", "/Fish", false), ("/fish*", "/fishheads", true),
        ("/*.php", "/folder/filename.php?q", true), ("/*.php$", "/filename.php?q", false),
        ("/*.php$", "/a.php/b.php", true), ("/fish*.php", "/fishheads/catfish.php?q", true),
        ("/a%3cd", "/a%3Cd", true), ("/a/查", "/a/%E6%9F%A5", true), ("/%7Ejoe", "/~joe", true),
        ("/a%2Fb", "/a/b", false), ("*/b", "/a/b", true), ("relative", "/relative", false),
        ("/$", "/", true), ("/$", "/a", false), ("/**a", "/b/a", true), ("/a?b", "/a?bc", true),
    ])
    func `A pattern matches as the standard says`(pattern: String, path: String, matches: Bool) {
        #expect(allows("user-agent: *\ndisallow: \(pattern)", path) == !matches)
    }

    @Test func `The longest match decides, and allowing wins a draw`() {
        let file = "user-agent: *\nallow: /p\ndisallow: /page\nallow: /page\ndisallow: /*.htm"

        #expect(allows(file, "/page"))
        #expect(!allows(file, "/page.htm"))
        #expect(allows("user-agent: *\ndisallow: /", "/robots.txt"))
    }

    @Test func `A file that is not there allows, a server that fails forbids`() {
        let body = Array("user-agent: *\ndisallow: /a".utf8)

        #expect(!RobotsFile(status: 200, body: body).allows("/a"))
        #expect(RobotsFile(status: 404, body: body).allows("/a"))
        #expect(!RobotsFile(status: 503, body: []).allows("/b"))
        #expect(!RobotsFile(status: 429, body: []).allows("/b"))
        #expect(!RobotsFile(status: nil, body: []).allows("/b"))
    }

    @Test(arguments: [
        ("2.5", Duration.seconds(2.5)), ("3600", .seconds(10)), ("1e300", .seconds(10)),
        ("-1", nil), ("nan", nil), ("soon", nil),
    ])
    func `A crawl delay is a hint, and bounded`(value: String, expected: Duration?) {
        let file = RobotsFile(Array("user-agent: *\ncrawl-delay: \(value)\ndisallow: /a".utf8))

        #expect(file.crawlDelay == expected)
        #expect(!file.allows("/a"))
    }

    @Test func `What lies beyond the bound is not read, nor half a line`() {
        let filler = String(repeating: "#\n", count: RobotsFile.maximumBytes / 2 - 12)
        let file = "user-agent: *\n" + filler + "disallow: /abcdef"

        #expect(allows(file, "/a"))
        #expect(allows(file, "/abcdef"))
    }

    @Test func `A file that is made to be slow is answered with no`() {
        let pattern = "/*" + String(repeating: "a", count: 1900) + "b"
        let path = "/" + String(repeating: "a", count: 8000)

        #expect(!allows("user-agent: *\ndisallow: \(pattern)", path))
    }
}
