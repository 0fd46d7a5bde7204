// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

struct FormTests {
    @Test func `A form laid out in table cells has its labels`() throws {
        let page = page(
            """
            <h2>特种作业操作证查询</h2>
            <form name="f" action="/cms/certQuery.do?method=go" method="POST">
            <table><tr><td>证件类型：</td><td><select name="certType"><option value=01>身份证</option>
            <option value=02>护照</option></select></td></tr>
            <tr><td>证件号码：</td><td><input name="certNo" maxlength=18></td></tr>
            <tr><td>姓&nbsp;&nbsp;名：</td><td><input type="text" id="stuName"></td></tr>
            <tr><td>验证码：</td><td><input name="code"><img src="/GetImg?date=1"></td></tr>
            <tr><td colspan=2><input type="hidden" name="token" value="t"><input type="submit" value="查 询">
            <input type=reset value=重置></td></tr></table></form>
            """)

        let form = try #require(page.forms.first)
        #expect(form.action == "/cms/certQuery.do?method=go")
        #expect(form.method == "post")
        #expect(
            form.fields.map(\.kind) == [
                "select", "text", "text", "text", "hidden", "submit", "reset",
            ])
        #expect(
            form.fields.map(\.name) == ["certType", "certNo", "stuName", "code", "token", "", ""])
        #expect(
            form.fields.map(\.label) == ["证件类型：", "证件号码：", "姓 名：", "验证码：", "", "", ""])
        #expect(form.fields.map(\.caption).suffix(2) == ["查 询", "重置"])
        #expect(form.fields[4].caption.isEmpty)
        #expect(page.looseFields.isEmpty)
        #expect(page.images.first?.source == "/GetImg?date=1")
    }

    @Test func `Fields of a script-built page stand outside any form`() {
        let page = page(
            """
            <div id="app"><div class="row"><div class="item"><label for="t">证件类型</label>
            <input id="t" readonly placeholder="请选择证件类型"></div>
            <div class="item"><div class="name">证件号码</div><div class="box"><div>
            <input placeholder="请输入证件号码"></div></div></div>
            <label>姓名 <input name="name"></label><input aria-label="手机号" type="TEL">
            <div><input placeholder="请输入验证码"><img class="yzm" src="data:image/png;base64,AA=="></div>
            <select><option>请选择省份<option>四川</select>
            <button type="button"><span>查询</span></button></div></div>
            """)

        #expect(page.forms.isEmpty)
        #expect(
            page.looseFields.map(\.label)
                == ["证件类型", "证件号码", "姓名", "手机号", "", "请选择省份", ""])
        #expect(
            page.looseFields.map(\.placeholder)
                == ["请选择证件类型", "请输入证件号码", "", "", "请输入验证码", "", ""])
        #expect(page.looseFields.map(\.kind).suffix(2) == ["select", "button"])
        #expect(page.looseFields.last?.caption == "查询")
        expectExact(page)
    }

    @Test func `A form that wrong nesting would end keeps its fields`() {
        let page = page(
            "<div><form action=a></div>姓名<input name=n></form><input name=outside>")

        #expect(page.forms.first?.fields.map(\.name) == ["n"])
        #expect(page.looseFields.map(\.name) == ["outside"])
    }

    @Test func `A heading far away is no label`() {
        let page = page("<h1>新闻中心</h1><p>今天</p><div><div><div><div><div><input name=q>")

        #expect(page.looseFields.first?.label != "新闻中心")
    }
}
