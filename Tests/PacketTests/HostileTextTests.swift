// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

@testable import Packet

struct HostileTextTests {
    // None of these numbers has a right check digit.
    @Test(arguments: [
        ("编号510100199001010000。", "编号510*************00。"),
        ("T51010019900101000X", "T510*************0X"),
        ("510100 19900101 0000", "510*** ******** **00"),
        ("５１０１００１９９００１０１００００", "５１０*************００"),
        ("id=510100199001010000&x", "id=510*************00&x"),
        ("两个 510100199001010000,510100199112310001", "两个 510*************00,510*************01"),
    ])
    func `An identity number is masked`(text: String, masked: String) {
        #expect(IdentityNumbers.masked(text) == masked)
    }

    @Test(arguments: [
        "13800000000", "028-87654321", "510100199013010000", "5101001990010100001",
        "订单 202611230513000001", "00510100199001010000",
        "ab510100199001010000cdef0123456789abcdef0123456789abcdef01234567",
    ])
    func `A phone number, another number and a hash are not masked`(text: String) {
        #expect(IdentityNumbers.masked(text) == text)
    }

    @Test func `What cannot be seen is shown as a code`() {
        #expect(
            HostileText.visible("a\u{202E}b\u{200B}c\u{0}\u{1B}[31m")
                == "a⟦U+202E⟧b⟦U+200B⟧c⟦U+0000⟧⟦U+001B⟧[31m")
        #expect(HostileText.visible("一\n二\t三") == "一\n二\t三")
    }

    @Test func `No text can end a tag or an attribute`() {
        #expect(
            HostileText.html("<script>alert('x')</script>\"&")
                == "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;")
        // A mark makes the quote another character, but browsers read code points.
        #expect(!HostileText.html("\"\u{301}<\u{338}").unicodeScalars.contains("<"))
    }

    @Test(arguments: [
        ("../../etc/passwd", "_._.__etc_passwd"), (".hidden", "_hidden"), ("", "_"),
        ("a/b\\c:d*e", "a_b_c_d_e"), ("JW-000001-desktop-1", "JW-000001-desktop-1"),
        ("con.example", "_con.example"), ("NUL", "_NUL"), ("Lpt1.x", "_Lpt1.x"),
        ("console.example", "console.example"), ("a.example.", "a.example_"),
    ])
    func `A file name is short, plain and no path`(text: String, name: String) {
        let made = HostileText.fileName(text)

        #expect(!made.hasPrefix(".") && !made.contains("/") && !made.contains(".."))
        #expect(made == name)
        #expect(HostileText.fileName(String(repeating: "长", count: 500)).count == 80)
    }
}
