// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import HostNames
import Testing

@Suite struct SeedFileTests {
    @Test func `Protected sites have their own ids and hosts and known kinds of identifier`() throws
    {
        let sites = try Seeds.sites()
        let names = try HostNames()

        #expect(Set(sites.map(\.id)).count == sites.count)
        for site in sites {
            #expect(!site.hosts.isEmpty, "\(site.id) has no host")
            for host in site.hosts { #expect(names.ascii(host) == host) }
            for kind in site.identifiers.keys {
                #expect(Identifier.Kind(rawValue: kind) != nil, "\(site.id): \(kind)")
            }
        }
    }

    @Test(arguments: [
        "cx.mem.gov.cn", "www.mem.gov.cn", "zlaq.mohurd.gov.cn", "jzsc.mohurd.gov.cn",
        "cnse.samr.gov.cn", "cnse.e-cqs.cn", "zscx.osta.org.cn", "jigou.osta.org.cn",
        "www.cpta.com.cn", "www.chsi.com.cn", "www.gjzwfw.gov.cn", "www.12377.cn",
    ])
    func `The platforms that are imitated are protected`(host: String) throws {
        #expect(try Seeds.sites().contains { $0.owns(host) })
    }

    @Test func `The names of known fakes are hosts and no official ones`() throws {
        let reader = try NameReader()

        for host in try Seeds.knownLookalikes() {
            #expect(reader.names.ascii(host) == host)
            #expect(try reader.explain(host).level != .official)
        }
    }

    @Test func `The example of a list of suspects names no real host`() throws {
        let lines = try Seeds.lines(Seeds.folder.appendingPathComponent("suspects.example.csv"))
        let names = try HostNames()

        #expect(lines[0] == "url,source,reported_at,reporter_ref,note")
        #expect(lines.count == 6)
        for line in lines.dropFirst() {
            let fields =
                line.hasPrefix("\"") ? line.dropFirst().split(separator: "\"")[0] : line[...]
            let url = fields.split(separator: line.hasPrefix("\"") ? "\"" : ",")[0]
            let address = try WebAddress(
                url.contains("://") ? String(url) : "https://\(url)", mapping: names.ascii)
            #expect(address.host.hasSuffix(".example"))
        }
    }

    @Test func `A site may leave out what is not known`() throws {
        let json = #"{"id":"a","name":"甲","organ":"乙","hosts":["a.example"]}"#

        let site = try JSONDecoder().decode(ProtectedSite.self, from: Data(json.utf8))

        #expect(site == ProtectedSite(id: "a", name: "甲", organ: "乙", hosts: ["a.example"]))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ProtectedSite.self, from: Data(#"{"id":"a"}"#.utf8))
        }
    }
}
