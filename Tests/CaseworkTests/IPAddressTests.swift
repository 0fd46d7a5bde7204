// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

struct IPAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"),
        ("2001:0DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("::", "::"), ("1::", "1::"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::ffff:192.0.2.1", "::ffff:c000:201"),
    ])
    func `An address is read and written in its usual form`(text: String, expected: String) {
        #expect(IPAddress(text)?.description == expected)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "010.0.0.1", "+1.2.3.4", "1.2.3.4 ", ":", ":::",
        "1::2::3", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7::8", "12345::", "::-0",
        "::+1", "1.2.3.4::", "::1.2.3.4:5", "::01.2.3.4", "::1%eth0",
        "a:\u{FE0F}b.c", "::1:\u{301}2.3", "[::1]", ":1::", "::1:",
    ])
    func `What is no address is refused`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("127.1.2.3", ReservedRange.loopback), ("10.0.0.1", .privateUse),
        ("172.32.0.1", nil), ("169.254.169.254", .linkLocal), ("100.64.0.1", .carrierNAT),
        ("::1", .loopback), ("fe80::1", .linkLocal), ("fd00::1", .uniqueLocal),
        ("::ffff:127.0.0.1", .loopback), ("::127.0.0.1", .loopback),
        ("64:ff9b::10.0.0.1", .privateUse), ("2002:7f00:1::", .loopback),
        ("8.8.8.8", nil), ("::ffff:8.8.8.8", nil), ("2400:3200::1", nil),
        ("::ffff:0:127.0.0.1", .loopback), ("::ffff:0:8.8.8.8", .future), ("::8.8.8.8", .future),
        ("2001:0:7f00:1::", .protocolAssignment), ("2400:3200::5efe:10.0.0.1", .privateUse),
        ("2400:3200::200:5efe:127.0.0.1", .loopback), ("2400:3200::5efe:8.8.8.8", nil),
        ("4000::1", .future), ("1::1", .future), ("64:ff9b::8.8.8.8", nil),
        ("255.255.255.255", .future), ("224.0.0.1", .multicast),
    ])
    func `Addresses that are not public are refused in every form`(
        text: String, expected: ReservedRange?
    ) throws {
        let address = try #require(IPAddress(text))

        #expect(AddressPolicy().refusal(of: address) == expected)
    }

    @Test func `A range that is allowed by name is allowed, and no more than it`() throws {
        let policy = AddressPolicy(allowed: [try #require(AddressRange("127.0.0.0/25"))])

        for (text, isAllowed) in [
            ("127.0.0.127", true), ("127.0.0.128", false), ("::ffff:127.0.0.1", true),
            ("10.0.0.1", false),
        ] {
            let address = try #require(IPAddress(text))
            #expect((policy.refusal(of: address) == nil) == isAllowed, "\(text)")
        }
    }

    @Test(arguments: ["127.0.0.0/33", "127.0.0.0/", "127.0.0.0/+8", "127.0.0.0/-0", "/8", "::/129"])
    func `What is no range is refused`(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
