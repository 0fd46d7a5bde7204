// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

struct RedirectTests {
    @Test(arguments: [
        ("<meta http-equiv=refresh content='0;url=/next'>", "/next"),
        (
            "<meta http-equiv=\"Refresh\" content=\"3; URL='http://b.example/?a=1'\">",
            "http://b.example/?a=1"
        ),
        ("<script>location='/m'</script>", "/m"),
        (
            "<script>if(x){window.location.href = \"https:\\/\\/b.example\\/\";}</script>",
            "https://b.example/"
        ),
        ("<script>top.location.replace( '/r' )</script>", "/r"),
        ("<script>self.location.assign(`/s`)</script>", "/s"),
        ("<body onload=\"location.href='/o'\">", "/o"),
    ])
    func `A page that sends its reader on says where`(html: String, target: String) throws {
        let page = page("<p>请稍候</p>" + html)

        #expect(page.redirects.map(\.target) == [target])
        expectExact(page)
    }

    @Test(arguments: [
        "<meta http-equiv=refresh content='30'>", "<script>var a = location.href;</script>",
        "<script>if (location == '/x') {}</script>", "<script>location = base + '/x'</script>",
        "<script>location = '/x?u=' + encodeURIComponent(u)</script>",
        "<script>var allocation='/x'</script>", "<p>location='/x'</p>",
        "<script>location.href='#top'</script>",
    ])
    func `Reading an address is no redirect`(html: String) {
        #expect(page(html).redirects.isEmpty)
    }
}
