// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Fakes that show themselves to some visitors only, or at the end of a chain.

extension PracticeRange {
    static func cloaked() -> [PracticeSite] {
        [
            PracticeSite(
                id: "phone-only",
                summary: "A query page for phones; a desktop browser is served an empty page, so a "
                    + "sweep as desktop alone must let it go.",
                hosts: ["m-zscx.example"],
                expected: .verdict(.dismiss, []),
                expectedAs: [
                    Persona.phone.name: .verdict(.high, [.fakeQuery]),
                    Persona.wechat.name: .verdict(.high, [.fakeQuery]),
                ]
            ) { request in
                guard request.pathOnly == "/" else {
                    return Assets.pages[request.pathOnly] ?? .notFound
                }
                return request.isPhone ? .html(bareQuery) : .html("")
            },
            PracticeSite(
                id: "wechat-only",
                summary: "Opens in WeChat only; every other browser is told to go there, which by "
                    + "itself is no offence.",
                hosts: ["wx-aqsc.example"], entry: "/c/20b7f1",
                expected: .within(.dismiss ... .doubtful, []),
                expectedAs: [
                    Persona.phone.name: .within(.dismiss ... .doubtful, []),
                    Persona.wechat.name: .verdict(.high, [.fakeQuery]),
                ]
            ) { request in
                guard request.pathOnly == "/c/20b7f1" else {
                    return Assets.pages[request.pathOnly] ?? .notFound
                }
                return request.isWeChat ? .html(recordPage) : .html(openInWeChat)
            },
            PracticeSite(
                id: "sends-desktops-away",
                summary: "Sends every desktop browser to the official site and keeps its query "
                    + "page for phones.",
                hosts: ["yj-chaxun.example"],
                expected: .within(.dismiss ... .doubtful, []),
                expectedAs: [Persona.wechat.name: .verdict(.high, [.fakeQuery])]
            ) { request in
                if !request.isPhone { return .redirect(to: request.url(on: Official.host)) }
                return request.pathOnly == "/"
                    ? .html(bareQuery) : Assets.pages[request.pathOnly] ?? .notFound
            },
            PracticeSite(
                id: "short-link",
                summary: "A short link, a second one, a page that refreshes itself away: the query "
                    + "page stands at the end of the chain.",
                hosts: ["t-cn.example", "go-jump.example", "tzzy-cx.example"], entry: "/A8kQz2",
                expected: .verdict(.high, [.fakeQuery])
            ) { request in
                switch (request.host, request.pathOnly) {
                case ("t-cn.example", "/A8kQz2"):
                    .redirect(to: request.url(on: "go-jump.example", path: "/r?k=A8kQz2"))
                case ("go-jump.example", "/r"):
                    .redirect(to: request.url(on: "tzzy-cx.example", path: "/in"), status: 301)
                case ("tzzy-cx.example", "/in"):
                    .html(
                        """
                        <html><head><meta http-equiv="refresh" content="0; url=/query/index.html">
                        <title>正在跳转</title></head><body></body></html>
                        """)
                case ("tzzy-cx.example", "/query/index.html"):
                    .html(bareQuery)
                default:
                    Assets.pages[request.pathOnly] ?? .notFound
                }
            },
            PracticeSite(
                id: "script-query",
                summary: "A query page that a script puts together from numbers; the bytes hold no "
                    + "word of it, so only a browser sees it.",
                hosts: ["aqcx-js.example"],
                expected: .within(.dismiss ... .doubtful, []),
                expectedRendered: .verdict(.high, [.fakeQuery]),
                pages: ["/": .html(assembledByScript(bareQueryBody, title: "证书查询系统"))]),
        ]
    }

    private static let openInWeChat = PageFrame(
        title: "请在微信客户端打开链接",
        style: "body{text-align:center;padding-top:120px;font-family:sans-serif;color:#666}"
    ).around("<p>&#9432;</p><h3>请在微信客户端打开链接</h3>")

    private static let bareQueryBody = """
        <h1>中华人民共和国应急管理部</h1><h2>特种作业操作证信息查询</h2>
        <form action="/query/result" method="post"><p><label>姓名</label><input name="name"
        placeholder="请输入姓名"></p><p><label>证件号码</label><input name="idcard"
        placeholder="请输入身份证号"></p><p><button>查询</button></p></form>
        """

    /// A page whose body a script makes of numbers.
    static func assembledByScript(_ body: String, title: String) -> String {
        func numbers(_ text: String) -> String {
            text.unicodeScalars.map { String($0.value ^ 0x155) }.joined(separator: ",")
        }
        return PageFrame(title: "Loading", style: "body{margin:0}").around(
            """
            <div id="root"><noscript>JavaScript</noscript></div>
            <script>
            (function(){
              var t=[\(numbers(title))],b=[\(numbers(body))];
              function d(a){var s='';for(var i=0;i<a.length;i++)s+=String.fromCharCode(a[i]^341);return s}
              document.title=d(t);
              document.getElementById('root').innerHTML=d(b);
            })();
            </script>
            """)
    }
}
