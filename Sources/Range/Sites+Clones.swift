// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Fakes that show a query page to everybody.

extension PracticeRange {
    static func clones() -> [PracticeSite] {
        [
            PracticeSite(
                id: "old-clone",
                summary: "A clone of the query platform's older generation: the Ministry's name, a "
                    + "form for name and certificate number, the original's route names and "
                    + "analytics number, on a host that is not the Ministry's.",
                hosts: ["cx-mem-gov.example", "www.cx-mem-gov.example"],
                expected: .verdict(.high, [.fakeQuery]),
                pages: [
                    "/": .html(oldClone),
                    "/GetImg": .file("image/png", Assets.captcha("4827")),
                    "/cms/html/certQuery/certQuery.do": .file(
                        "text/plain; charset=utf-8", Array("2026-01-05 09:12:44".utf8)),
                ]),
            PracticeSite(
                id: "spa-clone",
                summary: "A clone of the newer generation: two cards and the form in #app, the "
                    + "original's interface paths in an inline script.",
                hosts: ["cxmem.example"], entry: "/#/special?index=0",
                expected: .verdict(.high, [.fakeQuery]),
                pages: ["/": .html(newClone), "/special": .html(newClone)]),
            PracticeSite(
                id: "embedded-host",
                summary: "The official host as the left labels of another's name; badges, ICP, "
                    + "police and site numbers of another organ, whose address the 找错 link names.",
                hosts: ["cx.mem.gov.cn.safe-query.example"],
                expected: .verdict(.high, [.fakeQuery]),
                pages: ["/": .html(foreignIdentifiers)]),
            PracticeSite(
                id: "bare-address",
                summary: "A query page that has no name at all and is reached by its IP address; "
                    + "nothing may depend on the look of the name.",
                hosts: [], entry: "/query/index.html",
                expected: .verdict(.high, [.fakeQuery]),
                pages: ["/query/index.html": .html(bareQuery)]),
            PracticeSite(
                id: "idn-clone",
                summary: "A query page under a Chinese host name, on HTTPS with a certificate that "
                    + "nobody signed.",
                // 应急管理证书查询.example
                hosts: ["xn--1jq470bn8a15psxp0xkwp1avha.example"], isSecure: true,
                expected: .verdict(.high, [.fakeQuery]),
                pages: ["/": .html(bareQuery)]),
            PracticeSite(
                id: "static-mirror",
                summary: "The range's official portal, copied byte by byte to another host: its "
                    + "own numbers give it away.",
                hosts: ["lanshan-yjt.example"],
                expected: .verdict(.high, [.fakeQuery]),
                pages: ["/": .html(officialPortal)]),
            PracticeSite(
                id: "qr-record",
                summary: "Where the code on a forged card leads: the record of one certificate "
                    + "behind a token, an empty home page, and a robots.txt that forbids it all, "
                    + "which does not protect an address that a person named.",
                hosts: ["tzzy-v.example"], entry: "/v/7d1e0c52a94f",
                expected: .verdict(.high, [.fakeQuery]),
                pages: [
                    "/": .html(""), "/v/7d1e0c52a94f": .html(recordPage),
                    "/robots.txt": .file("text/plain", Array("User-agent: *\nDisallow: /\n".utf8)),
                ]),
        ]
    }

    private static let oldClone = PageFrame(
        title: "特种作业操作证及安全生产知识和管理能力考核合格信息查询平台",
        keywords: "特种作业操作证查询,安全生产知识和管理能力考核合格证查询,应急管理部",
        style: Styles.government,
        head: """
            <script src="/cms/js/jquery.min.js"></script>
            <script>
            var _hmt = _hmt || [];
            (function() {
              var hm = document.createElement("script");
              hm.src = "https://hm.baidu.com/hm.js?7c3492d683dc7a90fd44bf8bfd57e50c";
              var s = document.getElementsByTagName("script")[0];
              s.parentNode.insertBefore(hm, s);
            })();
            </script>
            """
    ).around(
        """
        <div class="top"><div class="wrap">
          <img src="/static/img/guohui.svg" alt="国徽">
          <h1>中华人民共和国应急管理部</h1>
          <p>特种作业操作证及安全生产知识和管理能力考核合格信息查询平台</p>
        </div></div>
        <div class="nav"><div class="wrap">
          <a href="/">首页</a><a href="#zs">证书查询</a><a href="#sm">使用说明</a><a href="#wt">常见问题</a>
        </div></div>
        <div class="wrap">
          <div class="panel" id="zs">
            <h2>特种作业操作证查询</h2>
            <form id="certForm" action="/cms/html/certQuery/certQuery.do?method=getCertQueryResult" method="post">
              <div class="row"><label for="certtype_code">证件类型</label>
                <select id="certtype_code" name="certtype_code">
                  <option value="720">特种作业操作证</option>
                  <option value="721">安全生产知识和管理能力考核合格信息</option>
                </select></div>
              <div class="row"><label for="certnum">证件号码</label>
                <input type="text" id="certnum" name="certnum" placeholder="请输入身份证号"></div>
              <div class="row"><label for="stu_name">姓名</label>
                <input type="text" id="stu_name" name="stu_name" placeholder="请输入姓名"></div>
              <div class="row"><label for="passcode">验证码</label>
                <input type="text" id="passcode" name="passcode" style="width:120px">
                <img id="imgCode" src="/GetImg?date=1767575564000" alt="验证码" onclick="refreshCode()"></div>
              <div class="row"><input class="btn" type="submit" value="查询"></div>
            </form>
          </div>
          <div class="panel" id="sm">
            <h2>使用说明</h2>
            <p>一、持证人员可凭姓名及证件号码查询证书状态、复审日期与有效期限。</p>
            <p>二、查询结果与证书原件具有同等效力,用人单位可据此办理入场手续。</p>
            <p>三、数据每日更新,新取得的证书三个工作日内可查。</p>
          </div>
        </div>
        <script>
        function refreshCode(){document.getElementById('imgCode').src='/GetImg?date='+(+new Date());}
        $.get('/cms/html/certQuery/certQuery.do?method=getServerTime',function(t){window.serverTime=t;});
        </script>
        <div class="foot">
          <p>主办单位:中华人民共和国应急管理部</p>
          <p>建议使用谷歌浏览器访问本平台 版权所有</p>
        </div>
        """)

    private static let newClone = PageFrame(
        title: "特种作业操作证及安全生产知识和管理能力考核合格信息查询平台",
        keywords: "特种作业,考核合格,查询平台",
        style: Styles.government + """

            .card{display:inline-block;width:46%;margin:1%;padding:36px;background:#eaf2ff}
            .card span{color:#1d57a5;border:1px solid #1d57a5;padding:6px 20px}
            .yzm-style-img{height:38px;vertical-align:middle}
            """
    ).around(
        """
        <div id="app" data-v-app>
          <div class="top"><div class="wrap">
            <img src="/static/img/guohui.svg" alt="">
            <h1>特种作业操作证及安全生产知识和管理能力考核合格信息查询平台</h1>
          </div></div>
          <div class="wrap">
            <div class="card" data-route="/special?index=0">
              <h2>特种作业操作证查询</h2><span>进入查询</span></div>
            <div class="card" data-route="/safety?index=1">
              <h2>安全生产知识和管理能力考核合格信息查询</h2><span>进入查询</span></div>
            <div class="panel el-form">
              <div class="row el-form-item"><label>证件类型</label>
                <select class="el-select"><option>请选择证件类型</option><option>身份证</option></select></div>
              <div class="row el-form-item"><label>证件号码</label>
                <input class="el-input__inner" type="text" placeholder="请输入证件号码"></div>
              <div class="row el-form-item"><label>姓名</label>
                <input class="el-input__inner" type="text" placeholder="请输入姓名"></div>
              <div class="row el-form-item"><label>验证码</label>
                <input class="el-input__inner" type="text" placeholder="请输入验证码">
                <img class="yzm-style-img" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" alt=""></div>
              <div class="row"><button class="btn el-button--primary" type="button">查询</button></div>
            </div>
          </div>
          <div class="foot">中华人民共和国应急管理部 主办</div>
        </div>
        <script>
        var api={code:'/prod-api/certsearch/code',
          query:'/prod-api/certsearch/certInfo/netQuery?searchType=1&idcardTypeCode=01&personTypeCode=03'};
        var columns=['certNum','idcardNum','jobCategoryName','operItemName','issueOrgName',
          'validBeginDate','validEndDate','shouldReviewDate','certStatus'];
        fetch(api.code).then(function(r){return r.json()}).then(function(d){
          document.querySelector('.yzm-style-img').src='data:image/png;base64,'+d.img;
        }).catch(function(){});
        </script>
        """)

    private static let foreignIdentifiers = PageFrame(
        title: "应急管理部证书查询_特种作业操作证查询官网",
        keywords: "应急管理部官网,特种作业证查询,安全员证查询",
        style: Styles.government
    ).around(
        """
        <div class="top"><div class="wrap">
          <img src="/static/img/guohui.svg" alt="国徽"><h1>应急管理部 证书统一查询入口</h1>
        </div></div>
        <div class="nav"><div class="wrap">
          <a href="/">首页</a><a href="#q">证书查询</a><a href="#b">办事指南</a><a href="#l">联系我们</a>
        </div></div>
        <div class="wrap"><div class="panel" id="q">
          <h2>特种作业操作证、安全管理人员证书查询</h2>
          <form action="result.php" method="get">
            <div class="row"><label>姓名</label><input name="xm" placeholder="请输入姓名"></div>
            <div class="row"><label>身份证号</label><input name="sfz" placeholder="请输入身份证号码"></div>
            <div class="row"><label>证书编号</label><input name="zsbh" placeholder="T开头的证书编号"></div>
            <div class="row"><button class="btn">立即查询</button></div>
          </form>
          <p>本站为全国唯一官方认证查询网站,已在工信部备案。</p>
        </div></div>
        <div class="foot">
          <p>主办单位:应急管理部 网站标识码:\(Official.siteCode)</p>
          <p><a href="https://beian.miit.gov.cn/">\(Official.icp)</a>
             <a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=\(Official.police)">
             <img src="/static/img/police.png" alt="">蜀公网安备 \(Official.police)号</a></p>
          <p><a href="https://bszs.conac.cn/sitename?method=show&amp;id=\(Official.conac)">
             <img src="/static/img/guohui.svg" width="40" alt="党政机关"></a>
             <a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=\(Official.siteCode)&amp;url=http%3A%2F%2F\(Official.host)">
             我为政府网站找错</a></p>
        </div>
        """)

    static let bareQuery = PageFrame(
        title: "证书查询系统", keywords: "证书查询", style: Styles.government
    ).around(
        """
        <div class="top"><div class="wrap">
          <img src="/static/img/guohui.svg" alt="国徽"><h1>中华人民共和国应急管理部</h1>
        </div></div>
        <div class="wrap"><div class="panel">
          <h2>特种作业操作证信息查询</h2>
          <form action="/query/result" method="post">
            <div class="row"><label>姓名:</label><input name="name" placeholder="请输入姓名"></div>
            <div class="row"><label>证件号码:</label><input name="idcard" placeholder="请输入身份证号"></div>
            <div class="row"><label>验证码:</label><input name="code" placeholder="请输入验证码"></div>
            <div class="row"><button class="btn" type="submit">查 询</button></div>
          </form>
        </div></div>
        <div class="foot">应急管理部证书查询中心</div>
        """)

    // The number has a month 19, so that it can be nobody's.
    static let recordPage = PageFrame(
        title: "证书信息", style: Styles.government
    ).around(
        """
        <div class="top"><div class="wrap">
          <img src="/static/img/guohui.svg" alt="国徽"><h1>应急管理部 特种作业操作证</h1>
        </div></div>
        <div class="wrap"><div class="panel">
          <h2>证书查验结果:真实有效</h2>
          <table>
            <tr><th>姓名</th><td>某甲</td><th>性别</th><td>男</td></tr>
            <tr><th>证书编号</th><td colspan="3">T510000199019990010</td></tr>
            <tr><th>作业类别</th><td>电工作业</td><th>准操项目</th><td>高压电工作业</td></tr>
            <tr><th>发证机关</th><td colspan="3">\(Official.organ)</td></tr>
            <tr><th>初次领证日期</th><td>2024-03-18</td><th>应复审日期</th><td>2027-03-17</td></tr>
            <tr><th>有效期限</th><td colspan="3">2024-03-18 至 2030-03-17</td></tr>
            <tr><th>证书状态</th><td colspan="3">有效</td></tr>
          </table>
          <p>信息来源:应急管理部特种作业操作证信息库</p>
        </div></div>
        """)
}
