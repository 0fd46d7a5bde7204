// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Innocents: what newspapers, courts, encyclopaedias and forums write; and what copies of such
// writing look like.

extension PracticeRange {
    static func publications() -> [PracticeSite] {
        [
            PracticeSite(
                id: "news-quote",
                summary: "A newspaper's investigation: quotes sellers' prices and promises inside "
                    + "quotation marks, and gives nobody's contact.",
                hosts: ["chenbao.example"], entry: "/2025/1103/c8812.html",
                expected: .verdict(.dismiss, []),
                pages: ["/2025/1103/c8812.html": .html(newsQuote)]),
            PracticeSite(
                id: "court-report",
                summary: "A court's account of a sentence for running a fake query site.",
                hosts: ["fayuan.lanshan.example"], entry: "/al/15.html",
                expected: .verdict(.dismiss, []),
                pages: ["/al/15.html": .html(courtReport)]),
            PracticeSite(
                id: "encyclopaedia",
                summary: "An encyclopaedia's entry on the certificate.",
                hosts: ["baike.example"], entry: "/item/tzzyczz",
                expected: .verdict(.dismiss, []),
                pages: ["/item/tzzyczz": .html(encyclopaedia)]),
            PracticeSite(
                id: "forum-question",
                summary: "Somebody asks in a forum whether such an offer is real, and is warned.",
                hosts: ["luntan.example"], entry: "/thread-70312.html",
                expected: .verdict(.dismiss, []),
                pages: ["/thread-70312.html": .html(forumQuestion)]),
            PracticeSite(
                id: "mirror-spam",
                summary: "A copy of the campaign notice under an unrelated name, with pinyin in "
                    + "brackets and a gambling site's keywords: rubbish, but not this crime.",
                hosts: ["www3366-vip.example"], entry: "/zhengce/46561.html",
                expected: .within(.dismiss ... .doubtful, [.mirrorSpam]),
                pages: ["/zhengce/46561.html": .html(mirrorSpam)]),
            PracticeSite(
                id: "wildcard-blog",
                summary: "A programmer's blog reached under a wildcard name that begins "
                    + "`sdds-gov-cn.`: the name alone proves nothing.",
                hosts: ["sdds-gov-cn.blog.example", "blog.example"],
                expected: .within(.dismiss ... .doubtful, []),
                pages: ["/": .html(blog)]),
        ]
    }

    private static let newsQuote = PageFrame(
        title: "花钱就能拿电工证?记者暗访网上办证生意", style: Styles.article
    ).around(
        """
        <header><b>澜山晨报(演练)</b><nav><a href="/">首页</a><a href="/news/">要闻</a><a href="/sh/">社会</a></nav></header>
        <main><article>
          <h1>花钱就能拿电工证?记者暗访网上办证生意</h1>
          <p class="info">2025-11-03 08:15 来源:澜山晨报 本报记者</p>
          <p>“免考包过,1300元,半个月拿证;3200元人都不用到场。”近日,记者以求职者身份联系上一名自称“老师”的网络中介,对方开口便报出价目表。</p>
          <p>该中介称,证书“官网可查、扫码可查”,只要发身份证照片即可办理,还发来多张所谓“客户反馈”截图。当记者追问由哪个机构发证时,对方将记者拉黑。</p>
          <p>区应急管理局工作人员告诉记者,特种作业人员必须经培训并考试合格方可取证,所谓“免考”不可能通过正规途径实现,这类网页多为假冒。记者随后向公安机关报了警。</p>
          <p>律师表示,买卖国家机关证件涉嫌犯罪,买家同样要承担法律责任。</p>
        </article><aside><h3>相关阅读</h3><p><a href="/2025/1020/c8790.html">工地持证上岗检查见闻</a></p></aside></main>
        <footer>澜山晨报社(演练) 未经授权不得转载</footer>
        """)

    private static let courtReport = PageFrame(
        title: "典型案例:搭建假冒查询网站获刑", style: Styles.article
    ).around(
        """
        <header><b>澜山市法院(演练)</b><nav><a href="/">首页</a><a href="/al/">典型案例</a></nav></header>
        <main><article>
          <h1>典型案例:搭建假冒查询网站获刑</h1>
          <p>【基本案情】被告人乙某受他人雇用,制作与应急管理部证书查询平台相似的网页,供持假证者扫码查询,违法所得7500元。</p>
          <p>【裁判结果】法院认为,被告人假冒国家机关名义设立网站,用于实施违法犯罪活动,情节严重,其行为构成非法利用信息网络罪,判处有期徒刑并处罚金。</p>
          <p>【典型意义】仅提供虚假查询、未直接卖证的,同样依法追究刑事责任。“免考”“包过”“可查询”是此类犯罪的惯用话术。</p>
        </article></main><footer>澜山市法院(演练)</footer>
        """)

    private static let encyclopaedia = PageFrame(
        title: "特种作业操作证 - 演练百科", style: Styles.article
    ).around(
        """
        <header><b>演练百科</b><nav><a href="/">首页</a><a href="/fenlei">分类</a></nav></header>
        <main><article>
          <h1>特种作业操作证</h1>
          <p>特种作业操作证是从事电工作业、焊接与热切割作业、高处作业等特种作业的人员,经专门培训并考核合格后取得的资格证书,由应急管理部门核发。</p>
          <h3>有效期</h3><p>证书有效期为六年,每三年复审一次,在全国范围内有效。</p>
          <h3>取得方式</h3><p>申请人须年满十八周岁,身体健康,参加安全技术培训,理论与实操考试均达到八十分。</p>
          <h3>查询</h3><p>持证信息可在应急管理部的查询平台核对。<sup>[1]</sup></p>
        </article><aside><h3>目录</h3><p>1 有效期</p><p>2 取得方式</p><p>3 查询</p></aside></main>
        <footer>演练百科 内容由用户编辑</footer>
        """)

    private static let forumQuestion = PageFrame(
        title: "网上说不考试就能办电工证,靠谱吗? - 工友论坛", style: Styles.article
    ).around(
        """
        <header><b>工友论坛</b><nav><a href="/">首页</a><a href="/bbs">版块</a></nav></header>
        <main><article>
          <h1>网上说不考试就能办电工证,靠谱吗?</h1>
          <p class="info">楼主 工地小王子 发表于 2025-09-30 21:07</p>
          <p>老乡说有人能办电工证,不用考试,三天就出,五百块,还说官网能查到。真有这种好事吗?有没有人办过?</p>
          <p class="info">2楼 老电工</p><p>别信,都是假的。扫出来的网站也是假的,我们工地上个月就有人被查了,罚得不轻。</p>
          <p class="info">3楼 路过</p><p>老老实实去培训考试,也就半个月的事。查证去 cx.mem.gov.cn。</p>
        </article></main><footer>工友论坛</footer>
        """)

    private static let mirrorSpam = PageFrame(
        title: "在线体育娱乐官网-関於開展打擊假冒政府網站專項行動的通知-彩票app下载",
        keywords: "体育投注,真人娱乐,彩票平台,电子游艺", style: Styles.article
    ).around(
        """
        <header><b>在线体育娱乐</b><nav><a href="/">体育投注</a><a href="/zr">真人娱乐</a><a href="/dz">电子游艺</a><a href="/app">app下载</a></nav></header>
        <main><article>
          <h1>關於開展打擊假冒政(zheng)府(fu)網(wang)站(zhan)專項行動的通知</h1>
          <p class="info">發布時間:2025-03-12 瀏覽次數:</p>
          <p>為規(gui)範安全培(pei)訓考試秩序,維護從業人員合法權(quan)益,經區應(ying)急管理局與區公安分局會商,決定在全區開展集中整治。</p>
          <p>(一)嚴厲打擊偽造、變造、買(mai)賣特種作業操作證的行(xing)為。</p>
          <p>(二)嚴厲打擊搭建假冒政府網站,為假證提供掃碼查詢的行為。</p>
          <p>(三)嚴肅查處發布“免考”“速成”“保過”等虛(xu)假宣傳,兜售假冒證書的行為。</p>
          <p>舉報電話:12350、12345。</p>
        </article><aside><p><a href="/zr/1.html">真人百家乐</a></p><p><a href="/cp/2.html">彩票开奖结果</a></p></aside></main>
        <footer>Copyright 在线体育娱乐 <a href="/sitemap.xml">网站地图</a></footer>
        """)

    private static let blog = PageFrame(
        title: "记一次线上内存泄漏排查 | 源码笔记", style: Styles.article
    ).around(
        """
        <header><b>源码笔记</b><nav><a href="/">文章</a><a href="/tags">标签</a><a href="/about">关于</a></nav></header>
        <main><article>
          <h1>记一次线上内存泄漏排查</h1><p class="info">2025-07-18 · 后端</p>
          <p>服务运行三天后内存持续上涨,堆转储显示大量连接对象没有释放。最后定位到连接池的超时回收没有生效。</p>
          <pre><code>pool.setRemoveAbandoned(true);
        pool.setRemoveAbandonedTimeout(60);</code></pre>
          <p>结论:升级依赖版本,并给连接加上借出栈信息。</p>
        </article><aside><h3>标签</h3><p>Java · 数据库 · 排错</p></aside></main>
        <footer>源码笔记 由静态博客生成</footer>
        """)
}
