// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

struct IdentifierTests {
    @Test(arguments: [
        (Identifier.Kind.icp, "<p>京ICP备12345678号-1</p>", "京ICP备12345678号-1"),
        (.icp, "<a href=//beian.miit.gov.cn>蜀ICP备2022005074号</a>", "蜀ICP备2022005074号"),
        (.icp, "备案号：粤icp备 12345678 号 - 12", "粤ICP备12345678号-12"),
        (.icp, "滬ICP備１２３４５６７８號", "沪ICP备12345678号"),
        (.icp, "川ＩＣＰ备12345678", "川ICP备12345678号"),
        (.icp, "川<b>ICP</b>备<i>12345678</i>号-2", "川ICP备12345678号-2"),
        (.police, "川公网安备 51010702000123号", "51010702000123"),
        (.police, "公安机关备案号：43010302000524", "43010302000524"),
        (
            .police,
            "<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=11010102000001'>x</a>",
            "11010102000001"
        ),
        (
            .police,
            "<a href='https://beian.mps.gov.cn/#/query/webSearch?code=11010102000002'>x</a>",
            "11010102000002"
        ),
        (.siteCode, "网站标识码：5100000099", "5100000099"),
        (.siteCode, "政府网站标识码bm99000001", "bm99000001"),
        (
            .siteCode,
            "<script id=_jiucuo_ sitecode='bm99000002' src='//zfwzgl.example/jiucuo.js'></script>",
            "bm99000002"
        ),
        (
            .siteCode,
            "<a href='//z.example/exposure/jiucuo.html?site_code=4400000099&amp;url=http%3A%2F%2Fga.example'>找错</a>",
            "4400000099"
        ),
        (
            .jiucuoAddress,
            "<a href='//z.example/exposure/jiucuo.html?site_code=4400000099&url=http%3A%2F%2Fga.example'>找错</a>",
            "http://ga.example"
        ),
        (
            .conac,
            "<a href='http://bszs.conac.cn/sitename?method=show&amp;id=0123456789ABCDEF0123456789abcdef'>x</a>",
            "0123456789ABCDEF0123456789ABCDEF"
        ),
        (
            .conac,
            "<script>document.write('<script src=\"http://dcs.conac.cn/js/05/103/0000/99999999/CA051030000999999990001.js\">')</script>",
            "CA051030000999999990001"
        ),
        (
            .baiduAnalytics,
            "<script>hm.src='//hm.baidu.com/hm.js?0123456789abcdef0123456789ABCDEF';</script>",
            "0123456789abcdef0123456789abcdef"
        ),
        (
            .baiduAnalytics,
            "<script>unescape(\"%3Cscript src='hm.baidu.com/h.js%3F0123456789abcdef0123456789abcdef\")</script>",
            "0123456789abcdef0123456789abcdef"
        ),
        (
            .cnzz, "<script src='https://s4.cnzz.com/z_stat.php?id=1234567890&web_id=1'></script>",
            "1234567890"
        ),
        (.la51, "<script src='//js.users.51.la/12345678.js'></script>", "12345678"),
        (.la51, "<script>LA.init({id:\"JabcDEF12345\",ck:\"x\"})</script>", "JabcDEF12345"),
        (
            .googleAnalytics,
            "<script src='https://www.googletagmanager.com/gtag/js?id=G-ABC1234567'></script>",
            "G-ABC1234567"
        ),
    ])
    func `An identifier is found in its usual form`(
        kind: Identifier.Kind, html: String, value: String
    ) {
        let page = page("<div>\(html)</div>")

        #expect(page.values(kind) == [value])
        expectExact(page)
    }

    @Test(arguments: [
        "编号 12345678", "身份证 110101199001011234", "黑ICP010010-2", "ICP证12345678号",
        "京ICP备123456789号", "标识码是什么 政府网站标识码：123456789", "订单号 5100000099",
        "公网安备 5101070200012号", "T110101199001011234", "川备12345678号", "卜ICP备12345678号",
        "<a href='/conac.html?id=1'>x</a>", "<script>var G = 'G-force'; // G-ABC1234567</script>",
    ])
    func `Other numbers are no identifiers`(html: String) {
        #expect(page("<p>\(html)</p>").identifiers.isEmpty)
    }

    @Test func `An identifier is quoted as the page writes it`() throws {
        let page = page("<p>主办 川<b>ICP</b>备12345678号-2 版权</p>")

        let found = try #require(page.identifiers.first)
        #expect(found.written.text == "川ICP备12345678号-2")
        #expect(page.written(at: found.written.place) == "川<b>ICP</b>备12345678号-2")
    }
}
