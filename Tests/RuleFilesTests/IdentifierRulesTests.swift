// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Judgement
import PageReader
import Testing

/// Identifiers that belong to others, contradict one another or cannot be.
struct IdentifierRulesTests {
    private static let id = "0123456789abcdef0123456789abcdef"
    private static let site = ProtectedSite(
        id: "s", name: "某平台", organ: "应急管理部", hosts: ["s.example.org"],
        identifiers: [
            "baidu-tongji": [id], "cnzz": ["1270000001"], "google-analytics": ["UA-90000001-1"],
            "51la": ["20000001"], "icp": ["京ICP备05000001号"], "police": ["11010102000001"],
            "conac": ["0123456789ABCDEF0123456789ABCDEF"], "site-code": ["bm99000001"],
        ])

    private func found(
        _ test: Condition.IdentifierTest, _ html: String, host: String = "a.example"
    ) -> Bool {
        let rule = Rule(
            id: "r", title: "", why: "", category: nil, group: "g", weight: 1,
            condition: .identifier(test))
        let judge = Judge(
            rules: RuleSet(
                digest: "", lists: [], variants: Variants(), speech: Speech(), rules: [rule],
                scoring: Scoring(curve: [], levels: [:])), sites: [Self.site])
        let page = PageReader.read(
            Array(html.utf8), at: WebAddress(scheme: .http, host: host),
            contentType: "text/html; charset=utf-8")
        return !judge.matches(page).isEmpty
    }

    @Test(arguments: [
        "<script>hm.src='//hm.baidu.com/hm.js?\(id)'</script>",
        "<script src='//s4.cnzz.com/z_stat.php?id=1270000001&web_id=1270000001'></script>",
        "<script>ga=1;google;gtag('config', 'UA-90000001-1')</script>",
        "<script src='//js.users.51.la/20000001.js'></script>",
        "<p>京ICP备05000001号-7</p>", "<p>京公网安备 11010102000001号</p>",
        "<a href='//bszs.conac.cn/sitename?id=0123456789ABCDEF0123456789ABCDEF'>x</a>",
        "<p>网站标识码:bm99000001</p>",
    ])
    func `Whatever kind it is of, a protected site's identifier is foreign elsewhere`(
        html: String
    ) {
        #expect(found(.foreign, html))
        #expect(!found(.foreign, html, host: "s.example.org"))
        #expect(!found(.foreign, html, host: "www.s.example.org"))
        #expect(!found(.foreign, html, host: "b.place.gov.cn"))
        #expect(!found(.foreign, html.replacingOccurrences(of: "1", with: "2")))
    }

    @Test(arguments: [
        ("<title>四川省应急管理部</title>粤ICP备12345678号", true),
        ("<title>四川省应急管理部</title>粤ICP备12345678号,川公网安备 51010102000001号", false),
        ("<title>四川省应急管理部</title>蜀ICP备12345678号", false),
        ("<title>应急管理部</title>粤ICP备12345678号", false),
        ("<title>某公司</title><p>四川省</p>粤ICP备12345678号", false),
        ("<title>四川省应急管理部</title>", false),
    ])
    func `A number of another province than the organ's contradicts the claim`(
        html: String, isFound: Bool
    ) {
        #expect(found(.claimed, html) == isFound)
    }

    @Test(arguments: [
        ("京ICP备99000000号", true), ("京ICP备12000000号", true), ("京ICP备2099000001号", false),
        ("京ICP备1999000001号", true), ("京ICP备05000001号-1", false),
        ("川公网安备 51010102000001号", false), ("京公网安备 51010102000001号", true),
        ("公安机关备案号:99010102000001", true), ("公安机关备案号:51010102000000", true),
        ("公安机关备案号:66010102000001", false),
        ("网站标识码:9900000001", true), ("网站标识码:5100000001", false),
        ("网站标识码:bm99000001", false),
    ])
    func `A number that nobody can have is impossible`(text: String, isFound: Bool) {
        #expect(found(.impossible, "<p>\(text)</p>") == isFound)
    }

    @Test(arguments: [
        ("<img src=/i/dzjg.png>", true), ("<img src=/i/a.png alt=党政机关>", true),
        ("<a href=#><img src=/i/jiucuo.png></a>", true),
        ("<a href=//bszs.conac.cn/x><img src=/i/dzjg.png></a>", false),
        ("<a href=//zfwzgl.www.gov.cn/exposure/jiucuo.html><img src=/i/jiucuo.png></a>", false),
        (
            "<a href='//bszs.conac.cn/sitename?id=\(id)'>标识</a><img src=/i/dzjg.png>", false
        ),
        ("<img src=/i/logo.png alt=学校>", false),
    ])
    func `A badge is proved by its link`(html: String, isFound: Bool) {
        #expect(found(.badge, html) == isFound)
    }
}
