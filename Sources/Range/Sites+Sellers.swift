// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Pages that offer forged certificates, or a way around the examination.

extension PracticeRange {
    static func sellers() -> [PracticeSite] {
        [
            PracticeSite(
                id: "gbk-ad",
                summary: "A plain offer on a page that declares gb2312 and is written in GBK.",
                hosts: ["bz-kuaisu.example"],
                expected: .verdict(.high, [.saleForged]),
                pages: [
                    "/": .response(
                        status: 200, headers: [HeaderField("Content-Type", "text/html")],
                        body: gbkAdvert.gb18030)
                ]),
            PracticeSite(
                id: "variant-ad",
                summary: "An offer spelled so that word lists miss it: characters that look or "
                    + "sound alike, full-width digits, invisible spaces, emoji.",
                hosts: ["dgz-bl.example"],
                expected: .verdict(.high, [.saleForged]),
                pages: ["/": .html(variantAdvert)]),
            PracticeSite(
                id: "guard-seller",
                summary: "Warns of forgers and sells forgeries: a warning cancels only the phrase "
                    + "that it governs.",
                hosts: ["zhenzheng-fw.example"],
                expected: .verdict(.high, [.saleForged]),
                pages: ["/": .html(guardSeller)]),
            PracticeSite(
                id: "traditional-seller",
                summary: "An offer in traditional characters.",
                hosts: ["cert-tw.example"],
                expected: .verdict(.high, [.saleForged]),
                pages: ["/": .html(traditionalSeller)]),
            PracticeSite(
                id: "agent-recruiter",
                summary: "Sells to sellers: recruits agents for cards that its own site verifies. "
                    + "The same contact as variant-ad.",
                hosts: ["yishou-zs.example"],
                expected: .verdict(.high, [.saleForged]),
                pages: ["/": .html(agentRecruiter)]),
            PracticeSite(
                id: "exam-bypass",
                summary: "Offers a way through the real examination, for more money without "
                    + "coming: another offence, and no fake site.",
                hosts: ["kaoshi-tg.example"],
                expected: .within(.suspect ... .high, [.examBypass]),
                pages: ["/": .html(examBypass)]),
        ]
    }

    private static let gbkAdvert = PageFrame(
        title: "快速办理特种作业操作证 免考直出 联网可查",
        keywords: "办电工证,办焊工证,办高处作业证,免考包过",
        style: Styles.advert, charset: "gb2312"
    ).around(
        """
        <div class="hero"><h1>特种作业操作証 快速办理</h1><p>不培训 不考试 七天拿证 官网可查</p></div>
        <div class="box"><h2>办理项目</h2><ul>
          <li>低压电工证、高压电工证</li><li>焊接与热切割作业证</li><li>高处作业(登高)证</li>
          <li>制冷与空调作业证</li></ul></div>
        <div class="box"><h2>办理流程</h2>
          <p>只需提供身份证正反面照片和一张白底证件照,无需到场,免考包过。</p>
          <p>证书录入系统,扫码可查,与正规考取的完全一样。先出证后付款,不成功全额退款。</p>
          <p class="price">电工证 480 元 / 焊工证 520 元 / 加急三天出证另加 200 元</p></div>
        <div class="box contact">办理咨询 微信:kuaisu_bz_02 电话:13800000000</div>
        <footer>快速办证服务中心 诚信经营多年</footer>
        """)

    // Zero-width characters stand as references, so that a reader of this file sees them.
    private static let variantAdvert = PageFrame(
        title: "电工焊工登高 兔考直出 官w可查", style: Styles.advert
    ).around(
        """
        <div class="hero"><h1>高低压电工 | 焊工 | 登高</h1><p>兔考直出 · 包guo · 应急官w扫码可查</p></div>
        <div class="box">
          <p>特z作业操作証,不用培训不用烤试,只要身份z+照p,３天出証,全国通用。</p>
          <p>免&#8203;考&#8203;包&#8203;过,联&#8203;网可查,先验后付,同行勿扰。</p>
          <p class="price">电工４５０ 焊工５００ 安全员６８０ 老客介绍返５０</p>
        </div>
        <div class="box contact">➕薇:abc_lizi_01 (备注办証) 扣扣同号</div>
        <footer>本号只做老客,看到的都是缘分</footer>
        """)

    private static let guardSeller = PageFrame(
        title: "谨防假证!特种作业证正规渠道办理 官网可查",
        keywords: "特种作业证办理,内部渠道", style: Styles.advert
    ).around(
        """
        <div class="hero"><h1>谨防假证,认准本站</h1><p>网上骗子多,证书能不能在官网查到才是硬道理</p></div>
        <div class="box">
          <p>近来不少人花钱买到查不到的假证。请勿相信低价小作坊!</p>
          <p>本站证书全部由内部渠道录入系统,官网可查、扫码可查,支持先查后付款。</p>
          <p>不用参加考试,不用本人到场,提供身份证和照片即可,五个工作日下证。</p>
          <p class="price">特种作业操作证 600 元起,安全员证 900 元起</p>
        </div>
        <div class="box contact">办理请加客服微信 zhenz_kefu_03,手机 13900000000 微信同号</div>
        <footer>正规办理 拒绝假证</footer>
        """)

    private static let traditionalSeller = PageFrame(
        title: "特種作業操作證代辦 免考包過", style: Styles.advert
    ).around(
        """
        <div class="hero"><h1>特種作業操作證 代辦服務</h1><p>免考包過 官網可查 全國通用</p></div>
        <div class="box">
          <p>電工證、焊工證、高處作業證一手渠道,無需培訓,無需考試,七天出證。</p>
          <p>證書資料錄入系統,掃碼可查真偽,先驗證後付款。</p>
          <p class="price">單證 800 元,三證同辦 2000 元</p>
        </div>
        <div class="box contact">辦理請加微信:tw_zheng_05</div>
        <footer>誠信辦證 歡迎諮詢</footer>
        """)

    private static let agentRecruiter = PageFrame(
        title: "一手源头 特种作业证招代理", style: Styles.advert
    ).around(
        """
        <div class="hero"><h1>一手源头 诚招全国代理</h1><p>出证快 价格低 自带查询网站</p></div>
        <div class="box"><h2>我们提供</h2><ul>
          <li>特种作业操作证、安全生产考核合格证,卡片制作加查询一条龙</li>
          <li>查询网站与官网一样,扫二维码直接显示证书信息</li>
          <li>代理后台自行录入,当天出证,量大从优</li></ul>
          <p class="price">代理价单张 80 元,满 50 张 60 元</p></div>
        <div class="box contact">代理加微信 abc_lizi_01 ,非诚勿扰</div>
        """)

    private static let examBypass = PageFrame(
        title: "电工证考试保过班 不会也能过", style: Styles.advert
    ).around(
        """
        <div class="hero"><h1>特种作业考试 保过服务</h1><p>真考真证 零基础也能过</p></div>
        <div class="box">
          <p>报名后由我们安排考场,考试当天有老师现场带,实操不用自己动手。</p>
          <p>交 1500 元包过,考不过退款;再加 1000 元可安排他人替考,本人只需刷脸签到。</p>
          <p>证书由主管部门正常发放。</p>
        </div>
        <div class="box contact">报名加微信 guoguan_06</div>
        <footer>考试通过率百分之九十九</footer>
        """)
}
