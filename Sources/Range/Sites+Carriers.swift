// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Pages that carry an offer where one does not look for it.

extension PracticeRange {
    static func carriers() -> [PracticeSite] {
        [
            PracticeSite(
                id: "spun-news",
                summary:
                    "The story of a crackdown in swapped words, with a forger's contact in the "
                    + "middle of it.",
                hosts: ["baike-shenghuo.example"], entry: "/baike/1187.html",
                expected: .within(.suspect ... .high, [.saleForged]),
                pages: ["/baike/1187.html": .html(spunNews)]),
            PracticeSite(
                id: "script-ad",
                summary: "An offer that a script puts together from numbers; only a browser sees "
                    + "it.",
                hosts: ["zs-banli-js.example"],
                expected: .within(.dismiss ... .doubtful, []),
                expectedRendered: .verdict(.high, [.saleForged]),
                pages: ["/": .html(assembledByScript(scriptAdvertBody, title: "特种作业证办理"))]),
            PracticeSite(
                id: "image-ad",
                summary: "An offer that is one picture; the page holds no word of it, so only an "
                    + "image reader sees it.",
                hosts: ["haibao-zs.example"],
                expected: .within(.dismiss ... .doubtful, []),
                expectedRendered: .within(.suspect ... .high, [.saleForged]),
                pages: [
                    "/": .html(imageAdvert),
                    "/upload/2025/11/haibao.svg": .file("image/svg+xml", Array(poster.utf8)),
                ]),
            PracticeSite(
                id: "hidden-ad",
                summary: "A harmless shop for reading glasses, and an offer that is hidden from "
                    + "people and meant for search engines.",
                hosts: ["yanjing-dian.example"],
                expected: .within(.suspect ... .high, [.saleForged]),
                pages: ["/": .html(hiddenAdvert)]),
        ]
    }

    private static let spunNews = PageFrame(
        title: "警方捣毁一处伪造证件窝点 - 生活百科", style: Styles.article
    ).around(
        """
        <header><b>生活百科</b><nav><a href="/">首页</a><a href="/baike/">百科</a><a href="/jk/">健康</a></nav></header>
        <main><article>
          <h1>警方捣毁一处伪造证件窝点</h1>
          <p class="info">发布时间:2025-10-12 阅读:3381</p>
          <p>近来,某地公安部门打掉一处隐藏在民房里的造假窝点,起获半成品证卡千余张,电脑及打印设备若干。</p>
          <p>据了解,该伙人借助网络揽客,按照买家给出的材料打印证卡,再把资料放进自行搭建的网页,供买家扫码核对。办案人员经过两个月摸排,查清了其进货和发货途径。</p>
          <p>特种作业操作证办理 免考试 三天出证 联网可查,办理联系微信:bl_zheng_07 ,电话 13700000000。</p>
          <p>目前涉案人员已被采取强制手段,案子还在继续侦办当中。有关部门告诫大家,持假证作业害人害己。</p>
        </article>
        <aside><h3>猜你喜欢</h3><p><a href="/baike/1186.html">冬季如何挑选白菜</a></p>
        <p><a href="/baike/1185.html">洗衣机清洗步骤</a></p></aside></main>
        <footer>内容来自网络,如有侵权请联系删除</footer>
        """)

    private static let scriptAdvertBody = """
        <h1>特种作业操作证快速办理</h1><p>免考包过,不用培训,三天出证,官网可查。</p>
        <p>只需身份证和照片,电工证 450 元,先出证后付款。</p><p>办理加微信:js_banli_08</p>
        """

    private static let imageAdvert = PageFrame(
        title: "首页", style: "body{margin:0;background:#fff}img{width:100%;display:block}"
    ).around(#"<a href="javascript:;"><img src="/upload/2025/11/haibao.svg" alt=""></a>"#)

    private static let poster = """
        <svg xmlns="http://www.w3.org/2000/svg" width="750" height="900" viewBox="0 0 750 900">
        <rect width="750" height="900" fill="#fff"/><rect width="750" height="170" fill="#d7000f"/>
        <g font-family="Noto Sans CJK SC,Microsoft YaHei,SimHei,sans-serif" text-anchor="middle">
        <text x="375" y="110" font-size="64" fill="#fff">特种作业操作证办理</text>
        <text x="375" y="280" font-size="52" fill="#111">免考包过 不用培训</text>
        <text x="375" y="380" font-size="52" fill="#111">三天出证 官网可查</text>
        <text x="375" y="480" font-size="44" fill="#111">只需身份证和照片</text>
        <text x="375" y="600" font-size="48" fill="#d7000f">电工证 450 元</text>
        <text x="375" y="760" font-size="48" fill="#111">办理加微信 tu_banli_09</text>
        </g></svg>
        """

    private static let hiddenAdvert = PageFrame(
        title: "明亮眼镜店 老花镜 近视镜", style: Styles.article
    ).around(
        """
        <header><b>明亮眼镜店</b><nav><a href="/">首页</a><a href="#p">商品</a><a href="#a">到店</a></nav></header>
        <main><article id="p"><h1>老花镜选购</h1>
          <p>本店提供验光、配镜和维修,镜框款式两百余种,支持三十天内免费调整。</p>
          <p>老花度数随年龄变化,建议每两年验光一次。</p></article>
        <aside id="a"><p>地址:澜山市中心路 1 号</p></aside></main>
        <div style="display:none">办特种作业操作证 免考包过 官网可查 七天拿证 电工证500元
          办理加微信:seo_zheng_10</div>
        <footer>明亮眼镜店</footer>
        """)
}
