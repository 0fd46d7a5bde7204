// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Testing

struct SiteStateTests {
    private func served(
        title: String = "证书查询", hash: String = "00000000000000ff",
        change: (inout SiteTraits) -> Void = { _ in }
    ) -> SiteTraits {
        var traits = SiteTraits(.served)
        traits.addresses = ["192.0.2.1"]
        traits.hosting = ["AS64500 Example Hosting"]
        traits.status = 200
        traits.landing = "https://cx-mem.example/"
        traits.title = title
        traits.textHash = hash
        change(&traits)
        return traits
    }

    private let refused = SiteTraits(.silent, failure: "connection-refused")
    private let absent = SiteTraits(.absent, failure: "name-absent")
    private let unknown = SiteTraits(.unknown, failure: "name-unknown")

    /// What is told of each sighting by one persona, after the first.
    private func told(_ sightings: [SiteTraits]) -> [[SiteChange.Kind]] {
        guard var state = SiteState(first: ["desktop": sightings[0]]) else { return [] }
        return sightings.dropFirst().map { state.take(["desktop": $0]).map(\.kind) }
    }

    @Test func `A site that stays as it is gives nothing to tell`() {
        #expect(told([served(), served(), served()]) == [[], []])
        #expect(told([absent, absent, refused]) == [[], []])
    }

    @Test func `A site goes and comes back once each`() {
        #expect(told([absent, served(), served()]) == [[.live], []])
        #expect(
            told([served(), refused, absent, refused, served(), served()])
                == [[.gone], [], [], [.back], []])
    }

    @Test func `A sighting that says nothing changes nothing, and loses nothing`() {
        #expect(SiteState(first: ["desktop": unknown]) == nil)
        #expect(
            told([served(), unknown, unknown, served(title: "停站公告")]) == [[], [], [.content]])
        #expect(told([served(), unknown, refused]) == [[], [.gone]])
    }

    @Test func `What differs when a site comes back is told with it`() {
        let moved = served(title: "持证人信息查询") { $0.addresses = ["192.0.2.77"] }
        #expect(told([served(), absent, moved]) == [[.gone], [.back, .content, .address]])
    }

    @Test func `Each part of a site that changes is told by its kind`() {
        #expect(told([served(), served { $0.addresses = ["192.0.2.2"] }]) == [[.address]])
        #expect(told([served(), served { $0.hosting = ["AS64501 Other"] }]) == [[.host]])
        #expect(
            told([served(), served { $0.hosting = ["AS64500 Example Hosting", "CDN Cloudflare"] }])
                == [[.host]])
        #expect(told([served(), served { $0.contacts = ["wechat:jz8888"] }]) == [[.content]])
        #expect(told([served(), served { $0.level = .high }]) == [[.content]])
        #expect(told([served(), served { $0.status = 404 }]) == [[.content]])
        #expect(told([served(), served(hash: "ffffffffffffff00")]) == [[.content]])
        let certificate = SiteTraits.Certificate(
            sha256: "aa", key: "bb", issuer: "CN=R3", notAfter: Date(timeIntervalSince1970: 0))
        #expect(told([served(), served { $0.certificate = certificate }]) == [[.certificate]])
    }

    @Test func `A counter on the page is no change, but slow drift is noticed`() {
        // Three bits of the hash at each visit: each little, together another text.
        let hashes = [
            "0000000000000000", "0000000000000007", "000000000000003f", "00000000000001ff",
        ]
        #expect(told(hashes.map { served(hash: $0) }) == [[], [], [.content]])
    }

    @Test func `A verdict that moves below suspicion is told only with what moved it`() {
        func served(_ level: Verdict.Level, title: String = "站") -> SiteTraits {
            self.served(title: title) { $0.level = level }
        }
        #expect(told([served(.dismiss), served(.doubtful), served(.dismiss)]) == [[], []])
        #expect(told([served(.doubtful), served(.suspect)]) == [[.content]])
        #expect(told([served(.dismiss), served(.doubtful, title: "办证")]) == [[.content]])
    }

    @Test func `Behind a CDN the addresses are the CDN's, and told of no site`() {
        let one = served { $0.hosting = ["CDN Cloudflare"] }
        let other = served {
            $0.hosting = ["CDN Cloudflare"]
            $0.addresses = ["198.51.100.7"]
        }
        #expect(told([one, other, one]) == [[], []])
    }

    @Test func `Where nobody knows who announces an address, no move is told`() {
        let unknownHost = served { $0.hosting = [] }
        #expect(told([served(), unknownHost, served()]) == [[], []])
    }

    @Test func `A page that is hidden from one persona is told with the persona's name`() throws {
        var state = try #require(SiteState(first: ["desktop": served(), "wechat": served()]))

        let hidden = state.take(["desktop": refused, "wechat": served()])
        let again = state.take(["desktop": refused, "wechat": served()])
        let shown = state.take(["desktop": served(), "wechat": served()])

        #expect(hidden.map(\.kind) == [.content])
        #expect(hidden.first?.details.map(\.persona) == ["desktop"])
        #expect(again.isEmpty)
        #expect(shown.map(\.kind) == [.content])
    }

    @Test func `What all personas see is told once, and of a new persona nothing`() throws {
        var state = try #require(SiteState(first: ["desktop": served()]))
        #expect(state.take(["desktop": served(), "wechat": served(title: "另一页")]).isEmpty)

        let both = state.take([
            "desktop": served(title: "新标题"), "wechat": served(title: "新标题"),
        ])

        #expect(both.map(\.kind) == [.content])
        #expect(both.first?.details.map(\.persona) == ["desktop", "wechat"])
        let same = state.take(["desktop": served(title: "三"), "wechat": served(title: "三")])
        #expect(same.first?.details.map(\.persona) == [nil])
    }

    @Test func `A site is dead after three sightings without an answer`() throws {
        var state = try #require(SiteState(first: ["desktop": refused]))
        _ = state.take(["desktop": refused])
        #expect(!state.isDead)
        _ = state.take(["desktop": absent])
        #expect(state.isDead)
        _ = state.take(["desktop": served()])
        #expect(!state.isDead)
    }

    @Test func `Marks that copies have from the official site make no kin`() throws {
        let site = served {
            $0.contacts = ["wechat:jz8888"]
            $0.identifiers = ["icp:京ICP备00000000号", "baidu-tongji:ABCDEF"]
            $0.icon = "c0ffee"
        }
        let state = try #require(SiteState(first: ["desktop": site]))

        let marks = state.marks(without: ["京ICP备00000000号", "c0ffee"])

        #expect(
            marks == [
                SiteMark(.contact, "wechat:jz8888"), SiteMark(.analytics, "baidu-tongji:ABCDEF"),
            ])
        #expect(SiteMark.areTelling([SiteMark(.contact, "wechat:jz8888")]))
        #expect(!SiteMark.areTelling([SiteMark(.icon, "c0ffee")]))
        #expect(SiteMark.areTelling([SiteMark(.icon, "c0ffee"), SiteMark(.text, "92%")]))
        #expect(!SiteMark.areTelling((1...9).map { SiteMark(.resource, "file\($0).js") }))
    }
}
