// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Innocents: what organs and schools publish. Their pages hold the words of the crime most densely
// of all.

extension PracticeRange {
    static func officials() -> [PracticeSite] {
        [
            PracticeSite(
                id: "official-portal",
                summary: "An official query platform on its own host, with its own numbers: only "
                    + "the list of protected sites tells it from a fake.",
                hosts: [Official.host, "cx.\(Official.host)"],
                expected: .verdict(.dismiss, []),
                pages: ["/": .html(officialPortal)]),
            PracticeSite(
                id: "campaign-notice",
                summary: "A bureau's notice of a campaign against fake sites, on a credit portal: "
                    + "names every phrase of the trade in order to forbid it.",
                hosts: ["credit.lanshan.example"], entry: "/398/527.html",
                expected: .verdict(.dismiss, []),
                pages: ["/398/527.html": .html(campaignNotice)]),
            PracticeSite(
                id: "police-bulletin",
                summary: "A police bulletin on an arrested ring, with amounts and prices.",
                hosts: ["gaj.lanshan.example"], entry: "/jqtb/202511.html",
                expected: .verdict(.dismiss, []),
                pages: ["/jqtb/202511.html": .html(policeBulletin)]),
            PracticeSite(
                id: "how-to-check",
                summary: "Explains how to check a certificate and names the only official address.",
                hosts: ["aqxc.lanshan.example"],
                expected: .verdict(.dismiss, []),
                pages: ["/": .html(howToCheck)]),
            PracticeSite(
                id: "rules-pledge",
                summary: "A form by which schools pledge not to promise 免试, 代考 or 包过.",
                hosts: ["xiehui.example"], entry: "/tz/chengnuo.html",
                expected: .verdict(.dismiss, []),
                pages: ["/tz/chengnuo.html": .html(rulesPledge)]),
        ]
    }

    static let officialPortal = PageFrame(
        title: Official.platform,
        keywords: "\(Official.organ),特种作业操作证查询",
        style: Styles.government,
        head: """
            <script>
            var _hmt=_hmt||[];(function(){var h=document.createElement("script");
            h.src="https://hm.baidu.com/hm.js?\(Official.analytics)";
            document.head.appendChild(h)})();
            </script>
            """
    ).around(
        """
        <div class="top"><div class="wrap">
          <img src="/static/img/guohui.svg" alt="国徽"><h1>\(Official.organ)</h1>
          <p>\(Official.platform)</p>
        </div></div>
        <div class="nav"><div class="wrap">
          <a href="/">首页</a><a href="#zwgk">政务公开</a><a href="#cx">证书查询</a><a href="#hd">互动交流</a>
        </div></div>
        <div class="wrap"><div class="panel" id="cx">
          <h2>特种作业操作证查询</h2>
          <form action="/lscx/cert/query" method="post">
            <div class="row"><label>姓名</label><input name="xm" placeholder="请输入姓名"></div>
            <div class="row"><label>证件号码</label><input name="zjhm" placeholder="请输入证件号码"></div>
            <div class="row"><label>验证码</label><input name="yzm" placeholder="请输入验证码"></div>
            <div class="row"><button class="btn">查询</button></div>
          </form></div>
          <div class="panel" id="zwgk"><h2>通知公告</h2>
            <p>关于公布本年度特种作业考试点名单的公告</p><p>关于调整考试费收取方式的通知</p></div>
        </div>
        <div class="foot">
          <p>主办单位:\(Official.organ) 网站标识码:\(Official.siteCode)</p>
          <p>\(Official.icp) <a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=\(Official.police)">蜀公网安备 \(Official.police)号</a></p>
          <p><a href="https://bszs.conac.cn/sitename?method=show&amp;id=\(Official.conac)">党政机关</a>
             <a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=\(Official.siteCode)&amp;url=http%3A%2F%2F\(Official.host)">我为政府网站找错</a></p>
        </div>
        """)

    static let campaignNotice = PageFrame(
        title: "关于集中整治假冒政府网站、制售假冒安全生产证书的通知", style: Styles.article
    ).around(
        """
        <header><b>信用中国(澜山演练)</b><nav><a href="/">首页</a><a href="/xydt/">信用动态</a><a href="/zcfg/">政策法规</a></nav></header>
        <main><article>
          <h1>关于集中整治假冒政府网站、制售假冒安全生产证书的通知</h1>
          <p class="info">来源:区应急管理局 发布时间:2025-03-11 10:20 【打印】</p>
          <p>各街道办事处、有关企业:为规范安全培训考试秩序,维护从业人员合法权益,经区应急管理局与区公安分局会商,决定在全区开展集中整治。现通知如下。</p>
          <h3>一、整治重点</h3>
          <p>(一)严厉打击伪造、变造、买卖特种作业操作证和安全生产知识、管理能力考核合格证的行为。</p>
          <p>(二)严厉打击搭建假冒政府网站,为假证提供扫码查询、网上验真的行为,以及明知如此仍提供服务器托管、网络推广等帮助的行为。</p>
          <p>(三)严肃查处在朋友圈、短视频平台发布“免考”“速成”“保过”“无需培训”“官网可查”等虚假宣传,兜售假冒证书、骗取钱财的行为。</p>
          <h3>二、工作要求</h3>
          <p>用人单位要逐人核对证书,核验只能通过应急管理部政府网站的查询平台进行(http://cx.mem.gov.cn),不得以扫码结果代替。发现使用假证的,依照《中华人民共和国安全生产法》处理。</p>
          <p>核验中发现的涉嫌犯罪线索,按行政执法与刑事司法衔接的规定及时移送公安机关。</p>
          <h3>三、举报方式</h3>
          <p>举报电话:12350、12345。电子邮箱:jubao@bureau.example。</p>
          <p>附件:1.联络员名单 2.月报表</p>
        </article></main>
        <footer>主办:澜山市社会信用体系建设办公室(演练)</footer>
        """)

    private static let policeBulletin = PageFrame(
        title: "警情通报 | 侦破一起伪造国家机关证件案", style: Styles.article
    ).around(
        """
        <header><b>澜山市公安局(演练)</b><nav><a href="/">首页</a><a href="/jqtb/">警情通报</a></nav></header>
        <main><article>
          <h1>侦破一起伪造国家机关证件案</h1>
          <p class="info">2025-11-06</p>
          <p>今年8月,我局接到区应急管理局移送线索:一施工企业电工所持特种作业操作证,扫码后打开的网页并非应急管理部网站。</p>
          <p>经查,犯罪嫌疑人甲某等人自2024年起租用境外服务器,仿照应急管理部查询平台搭建网页,通过微信群以“不用考试、三天拿证、联网可查”招揽买家,每张收取300元至800元,非法获利60余万元。</p>
          <p>截至目前,已抓获犯罪嫌疑人11名,查获假证1400余张,关停假冒网站6个。案件正在进一步办理中。</p>
          <p>警方提示:买卖、使用伪造的国家机关证件均属违法犯罪,请勿轻信“包过”“免考”广告。举报请拨打110。</p>
        </article></main>
        <footer>澜山市公安局(演练)</footer>
        """)

    private static let howToCheck = PageFrame(
        title: "如何辨别特种作业操作证真伪", style: Styles.article
    ).around(
        """
        <header><b>安全宣传</b><nav><a href="/">首页</a><a href="#a">知识</a><a href="#b">视频</a></nav></header>
        <main><article id="a">
          <h1>如何辨别特种作业操作证真伪</h1>
          <p>唯一官方查询入口是应急管理部的查询平台,网址为 <a href="https://cx.mem.gov.cn/">cx.mem.gov.cn</a>。请手动输入网址,不要用微信扫证书上的二维码来核对。</p>
          <p>假网站做得和真网站几乎一样,也要求填写姓名和身份证号。判断时只看网址:不是以 mem.gov.cn 结尾的,一律不要输入个人信息。</p>
          <p>凡声称“不用考试”“花钱就能拿证”“保证能查到”的,都是骗局。遇到这类广告,请拨打12350举报。</p>
        </article></main>
        <footer>区应急管理局宣传教育中心(演练)</footer>
        """)

    private static let rulesPledge = PageFrame(
        title: "培训机构诚信办学承诺书", style: Styles.article
    ).around(
        """
        <header><b>安全培训行业协会</b><nav><a href="/">首页</a><a href="/tz/">通知</a></nav></header>
        <main><article>
          <h1>培训机构诚信办学承诺书</h1>
          <p>本机构自愿作出以下承诺,并接受社会监督:</p>
          <p>一、招生宣传真实准确,不使用“免试”“代考”“包过”“不过退款”“拿证零障碍”等用语,不夸大通过率。</p>
          <p>二、按规定学时组织培训,未经考试合格不发放任何证明,不组织、不协助替考。</p>
          <p>三、不为无证人员出具虚假证明,不买卖证书,不提供非官方的证书查询网址。</p>
          <p>四、如有违反,自愿退出协会并承担法律责任。</p>
          <p>承诺单位(盖章): 日期:</p>
        </article></main>
        <footer>安全培训行业协会(演练) 地址:澜山市学府路 2 号</footer>
        """)
}
