// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import NameResolver
import Testing
import Wording

struct ConfigurationTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1:53"), ("127.0.0.1:5300", "127.0.0.1:5300"), ("::1", "[::1]:53"),
        ("[::1]", "[::1]:53"), ("[::1]:53", "[::1]:53"), ("[::1]:5300", "[::1]:5300"),
    ])
    func `A server is an address, with or without a port`(text: String, written: String) {
        #expect(ServerAddress(text)?.description == written)
    }

    @Test(arguments: [
        "", "localhost", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:+5", "[::1",
        "[127.0.0.1]:53", "[::1]53", "127.1",
    ])
    func `What is not an address is no server`(text: String) {
        #expect(ServerAddress(text) == nil)
    }

    @Test func `The system's servers are read from resolv.conf`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let text = """
            # a comment
            search example
            nameserver 127.0.0.3
            nameserver fe80::1%eth0
            nameserver\t::1
            """
        try Data(text.utf8).write(to: file)

        let servers = ResolverConfiguration.systemServers(path: file.path)

        #expect(servers.map(\.description) == ["127.0.0.3:53", "[::1]:53"])
    }

    @Test func `Without resolv.conf the server is on this machine`() {
        let servers = ResolverConfiguration.systemServers(path: "/nonexistent/resolv.conf")

        #expect(servers.map(\.description) == ["127.0.0.1:53"])
    }

    @Test func `A resolver needs a server`() {
        #expect(throws: ResolverError.noServers) {
            try NameResolver(ResolverConfiguration(servers: []))
        }
    }

    @Test func `A hosts file gives each host its addresses in order`() throws {
        let text = "\u{23} practice\r\n127.0.0.1 a.test B.test # both\r\n\r\n127.0.0.2\ta.test.\r\n"

        let hosts = try HostsFile(text: text, name: "hosts")

        #expect(hosts.addresses(of: "A.test")?.map(\.description) == ["127.0.0.1", "127.0.0.2"])
        #expect(hosts.addresses(of: "b.test.")?.map(\.description) == ["127.0.0.1"])
        #expect(hosts.addresses(of: "c.test") == nil)
    }

    @Test(arguments: [
        (
            "127.0.0.1 a.test\n127.0.0 b.test",
            "range.hosts:2: '127.0.0' is not an IP address; a line is an address and then the "
                + "hosts that have it",
            "range.hosts:2：“127.0.0”不是 IP 地址；每行先写 IP 地址，再写对应的域名"
        ),
        (
            "127.0.0.1 证书.test",
            "range.hosts:1: '证书.test' is not a host name; write it in ASCII, Chinese names as "
                + "xn--…",
            "range.hosts:1：“证书.test”不是域名；请用 ASCII 书写，中文域名写成 xn--… 形式"
        ),
        (
            "\n\n::1 # nothing",
            "range.hosts:3: no host follows the address ::1; add one or delete the line",
            "range.hosts:3：地址 ::1 后面没有域名；请补上域名或删除这一行"
        ),
    ])
    func `A bad line is told by file and line`(text: String, english: String, chinese: String) {
        let error = #expect(throws: HostsFileError.self) {
            try HostsFile(text: text, name: "range.hosts")
        }

        #expect(error?.message == Message(en: english, zh: chinese))
    }

    @Test func `A hosts file that is not there is told by its path`() {
        let error = #expect(throws: HostsFileError.self) {
            try HostsFile.read(path: "/nonexistent/hosts")
        }

        #expect(
            error?.description
                == "cannot read the hosts file /nonexistent/hosts; check that it exists and may be read"
        )
    }
}
