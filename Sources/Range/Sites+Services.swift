// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Innocents: services that have a form or an offer, and nothing forged.

extension PracticeRange {
    static func services() -> [PracticeSite] {
        [
            PracticeSite(
                id: "training-school",
                summary: "An honest training school: teaches, examines, has an address and a "
                    + "landline, and links to the official platform.",
                hosts: ["anpei-xuexiao.example"],
                expected: .verdict(.dismiss, []),
                pages: ["/": .html(trainingSchool)]),
            PracticeSite(
                id: "school-lookup",
                summary: "A school's look-up of its own students' records, under its own name and "
                    + "without an organ's; near to the crime, so a person should look.",
                hosts: ["xueyuan-cx.example"],
                expected: .within(.dismiss ... .doubtful, []),
                pages: ["/": .html(schoolLookup)]),
            PracticeSite(
                id: "bulk-checker",
                summary: "A tool that fills the official form from a table, for companies with "
                    + "many workers.",
                hosts: ["gongju-hezheng.example"],
                expected: .verdict(.dismiss, []),
                pages: ["/": .html(bulkChecker)]),
            PracticeSite(
                id: "parked-domain",
                summary: "A look-alike name that is for sale and shows nothing else.",
                hosts: ["memgov-cx.example"],
                expected: .within(.dismiss ... .doubtful, []),
                pages: ["/": .html(parked)]),
            PracticeSite(
                id: "tax-helper",
                summary: "A bookkeeper who helps with registrations, at prices and by WeChat: an "
                    + "offer, but of nothing that an organ must issue after an examination.",
                hosts: ["daili-jizhang.example"],
                expected: .verdict(.dismiss, []),
                pages: ["/": .html(bookkeeper)]),
        ]
    }

    private static let trainingSchool = PageFrame(
        title: "澜山安培职业培训学校(演练)", keywords: "特种作业培训,电工培训,焊工培训",
        style: Styles.article
    ).around(
        """
        <header><b>澜山安培职业培训学校</b><nav><a href="/">首页</a><a href="#kc">课程</a><a href="#lc">取证流程</a><a href="#lx">联系我们</a></nav></header>
        <main><article>
          <h1 id="kc">特种作业培训招生</h1>
          <p>开设低压电工、高压电工、焊接与热切割、高处作业课程,每期理论 40 学时、实操 40 学时,培训费 980 元,考试费按省物价部门标准另收。</p>
          <h3 id="lc">取证流程</h3>
          <p>报名 → 体检 → 参加培训 → 网上预约考试 → 理论和实操均满 80 分 → 应急管理部门审核发证。考试不合格可补考一次。</p>
          <p>本校不承诺包过。凡称“免考拿证”“花钱直出”的均为骗局,请登录 <a href="https://cx.mem.gov.cn/">cx.mem.gov.cn</a> 核验证书。</p>
          <h3 id="lx">联系我们</h3><p>校址:澜山市学府路 18 号。招生办:000-12345678,周一至周五 9:00—17:00。</p>
        </article></main>
        <footer>澜山安培职业培训学校(演练) 办学许可证号:教民 000000000000000 号</footer>
        """)

    private static let schoolLookup = PageFrame(
        title: "学员结业信息查询 - 澜山工程进修学院(演练)", style: Styles.article
    ).around(
        """
        <header><b>澜山工程进修学院</b><nav><a href="/">首页</a><a href="#cx">学员查询</a><a href="#lx">联系学院</a></nav></header>
        <main><article id="cx">
          <h1>本院学员结业信息查询</h1>
          <form action="/student/search" method="get">
            <p><label>学员姓名 <input name="xm" placeholder="请输入姓名"></label></p>
            <p><label>学号或身份证后六位 <input name="xh" placeholder="请输入学号"></label></p>
            <p><button>查询</button></p>
          </form>
          <p>本页只能查询在本院参加培训的学员的结业记录,不是国家证书查询。特种作业操作证请到 <a href="https://cx.mem.gov.cn/">cx.mem.gov.cn</a> 查询。</p>
        </article><aside id="lx"><p>学院地址:澜山市学府路 6 号</p><p>教务处:000-87654321</p></aside></main>
        <footer>澜山工程进修学院(演练)</footer>
        """)

    private static let bulkChecker = PageFrame(
        title: "批量核证助手 - 开源工具", style: Styles.article
    ).around(
        """
        <header><b>批量核证助手</b><nav><a href="/">说明</a><a href="#xz">下载</a><a href="#gx">更新记录</a></nav></header>
        <main><article>
          <h1>批量核证助手</h1>
          <p>面向企业安全管理人员的开源工具:读取表格中的人员名单,依次打开应急管理部查询平台,验证码由使用者自己输入,结果写回表格。</p>
          <h3 id="xz">使用方法</h3>
          <pre><code>hezheng --in mingdan.xlsx --out jieguo.xlsx</code></pre>
          <p>表格需要“姓名”“证件号码”两列。程序只在本机运行,不上传任何数据。</p>
          <h3 id="gx">更新记录</h3><p>1.2:适配平台新版页面。1.1:支持断点续查。</p>
        </article></main><footer>采用 MIT 许可证</footer>
        """)

    private static let parked = PageFrame(
        title: "memgov-cx.example 域名出售", style: "body{font-family:sans-serif;text-align:center}"
    ).around(
        """
        <h1>memgov-cx.example</h1><p>该域名正在出售 This domain is for sale</p>
        <p><a href="/offer">我要报价</a></p>
        <p>相关搜索:<a href="/s?q=1">网站建设</a> <a href="/s?q=2">云服务器</a> <a href="/s?q=3">企业邮箱</a></p>
        """)

    private static let bookkeeper = PageFrame(
        title: "代理记账 公司注册 - 诚账财务(演练)", style: Styles.advert
    ).around(
        """
        <div class="hero"><h1>代理记账 公司注册</h1><p>小微企业记账 200 元/月起</p></div>
        <div class="box"><h2>服务项目</h2><ul><li>营业执照代办,三天出照</li><li>税务登记、社保开户</li>
          <li>食品经营许可证申请材料整理</li></ul><p>办照须法定代表人实名认证,材料以市场监管部门要求为准。</p></div>
        <div class="box contact">咨询微信 chengzhang_cw ,电话 13600000000</div>
        <footer>诚账财务咨询(演练)</footer>
        """)
}
