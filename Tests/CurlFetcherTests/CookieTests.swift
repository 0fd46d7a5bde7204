// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Range
import Testing

struct CookieTests {
    private static let setting = RangeReply.page(
        "welcome", headers: [HeaderField("Set-Cookie", "sid=7; Path=/")])

    @Test func `Cookies are carried within a visit, and not into another`() async throws {
        let requests = try await Loopback.with(
            configuration: FetcherConfiguration(
                shards: 1, maximumInFlight: 1, policy: .loopback),
            reply: { $0.path == "/" ? Self.setting : .page("next") }
        ) { site in
            let first = await site.fetcher.fetch(site.request())
            var second = site.request("/same-visit")
            second.cookies = first.cookies
            let after = await site.fetcher.fetch(second)
            #expect(after.cookies == first.cookies)
            // The one handle of this fetcher has seen the cookie twice by now.
            let other = await site.fetcher.fetch(site.request("/other-visit"))
            #expect(other.cookies.isEmpty)
            return site.server.requests(of: "site")
        }

        #expect(requests.map { $0.headers.first("Cookie") } == [nil, "sid=7", nil])
    }

    @Test func `A cookie of one site is not sent to another`() async throws {
        let requests = try await Loopback.with(
            host: "b.example", reply: { _ in .page("b") }
        ) { site in
            var request = site.request(host: "b.example")
            request.cookies = [
                "a.example\tFALSE\t/\tFALSE\t0\tsid\t1", "b.example\tFALSE\t/\tFALSE\t0\tsid\t2",
            ]
            _ = await site.fetcher.fetch(request)
            return site.server.requests(of: "site")
        }

        #expect(requests.map { $0.headers.first("Cookie") } == ["sid=2"])
    }
}
