// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Digests
import Foundation
import Packet
import PacketExport
import Testing

struct MachineFormsTests {
    let sample: SampleCase

    init() throws {
        var sample = try SampleCase()
        sample.request.reporter = Reporter(organisation: "某区应急管理局", mail: "jw@yjj.example")
        self.sample = sample
    }

    private func exported() throws -> String {
        try PacketExporter.export(sample.request, to: sample.path("packet")).path
    }

    @Test(.enabled(if: Checkers.folder != nil, Comment(rawValue: Checkers.reason)))
    func `Every format's own checker accepts a packet of which each text is hostile`() throws {
        let found = try Checkers.run("python3", [Checkers.script, exported()])
        #expect(found.code == 0, "\(found.output)")
    }

    @Test func `Without a reporter there is no report to abuse desks`() throws {
        var request = sample.request
        request.reporter = nil
        let path = try PacketExporter.export(request, to: sample.path("other")).path
        #expect(!FileManager.default.fileExists(atPath: path + "/data/machine/xarf.json"))
        #expect(FileManager.default.fileExists(atPath: path + "/data/machine/stix.json"))
    }

    @Test func `No machine form holds an identity number`() throws {
        let path = try exported()
        for name in ["stix.json", "misp.json", "xarf.json", "case.jsonld"] {
            let text = try SampleCase.read(path + "/data/machine/" + name)
            #expect(!text.contains(SampleCase.identity))
        }
    }

    @Test(arguments: [
        ("https://www.cx-mem.example/a?b=2&a=1", "example,cx-mem)/a?a=1&b=2"),
        ("http://CX.example:8080", "example,cx:8080)/"), ("http://a.example/#x", "example,a)/"),
    ])
    func `The index sorts by turned names`(url: String, key: String) {
        #expect(ReplayIndex.key(url) == key)
    }

    @Test func `Identifiers of version 5 are those of the standard's example`() {
        let dns: [UInt8] = [
            0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4,
            0x30, 0xc8,
        ]
        let ids = StableIdentifiers { Digest.of($0, .sha1) }
        // RFC 9562, appendix A.4.
        #expect(ids.uuid("www.example.com", in: dns) == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }
}
