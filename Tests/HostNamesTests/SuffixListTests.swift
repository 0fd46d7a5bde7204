// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import HostNames
import Testing
import Wording

@Suite struct SuffixListTests {
    private func file(_ text: String) throws -> String {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("suffixes-\(UUID().uuidString).dat")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    @Test func `A list of one's own is used and named with its date`() throws {
        let path = try file("example\nshared.example\n")
        defer { unlink(path) }

        let names = try HostNames(publicSuffixList: path)

        #expect(names.parts(of: "a.b.shared.example").registrableDomain == "b.shared.example")
        #expect(names.publicSuffixSource.path == path)
        #expect(try #require(names.publicSuffixSource.date).timeIntervalSinceNow > -3600)
    }

    @Test func `Without a list of one's own that of the machine is used`() throws {
        let names = try HostNames()

        #expect(names.publicSuffixSource.date != nil)
        #expect(names.parts(of: "a.b.com.cn").registrableDomain == "b.com.cn")
    }

    @Test func `A list that is missing or holds nothing is refused and named`() throws {
        let empty = try file("// nothing\n")
        defer { unlink(empty) }

        for path in ["/nowhere/list.dat", empty] {
            let error = #expect(throws: HostNamesError.self) {
                try HostNames(publicSuffixList: path)
            }

            #expect(error == .unreadableList(path: path))
        }
        #expect(
            HostNamesError.unreadableList(path: "list.dat").message.english
                == "cannot read a public suffix list from 'list.dat'; "
                + "give a file from publicsuffix.org, or none to use the one of this machine")
        #expect(
            HostNamesError.unreadableList(path: "list.dat").message.chinese
                == "无法从“list.dat”读取公共后缀列表；请改用 publicsuffix.org 的列表文件，或不指定以使用本机自带的列表")
    }
}
