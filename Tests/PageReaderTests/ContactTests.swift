// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

struct ContactTests {
    @Test(arguments: [
        (Contact.Kind.wechat, "微信：abc12345", "abc12345"),
        (.wechat, "加微信 Zheng_Jian88 咨询", "zheng_jian88"),
        (.wechat, "微信号: banzhengbang", "banzhengbang"),
        (.wechat, "薇信abc-12345", "abc-12345"), (.wechat, "威❤️：abc12345", "abc12345"),
        (.wechat, "vx:abc12345", "abc12345"), (.wechat, "WX abc12345", "abc12345"),
        (.wechat, "➕V：abcdef", "abcdef"), (.wechat, "加v abc12345", "abc12345"),
        (.wechat, "加薇 abc12345", "abc12345"), (.wechat, "V：abc12345", "abc12345"),
        (.wechat, "微信：ａｂｃ１２３４５", "abc12345"), (.wechat, "微信：a\u{200B}bc1\u{200B}2345", "abc12345"),
        (.wechat, "<p>微信号</p><p>abc12345</p>", "abc12345"),
        (.wechat, "微信同号 13900000000", "13900000000"),
        (.wechat, "电话13900000000（微信同号）", "13900000000"), (.wechat, "vx13900000000", "13900000000"),
        (.wechat, "微信：<b>139</b>-0000-0000", "13900000000"),
        (.qq, "QQ：12345678", "12345678"), (.qq, "扣扣 123456789", "123456789"),
        (.qq, "企鹅号：1234567", "1234567"), (.qq, "QQ群:123456789", "123456789"),
        (.qq, "QQ12345678", "12345678"),
        (.qq, "<a href='http://wpa.qq.com/msgrd?v=3&uin=12345678&site=qq'>x</a>", "12345678"),
        (.mobile, "电话：13900000000", "13900000000"), (.mobile, "139 0000 0000", "13900000000"),
        (.mobile, "139-0000-0000", "13900000000"), (.mobile, "１３９００００００００", "13900000000"),
        (.mobile, "①③⑨00000000", "13900000000"), (.mobile, "1 3 9 0 0 0 0 0 0 0 0", "13900000000"),
        (.mobile, "+86-139-0000-0000", "13900000000"),
        (.mobile, "<a href='tel:+8613900000000'>x</a>", "13900000000"),
        (.mobile, "1️⃣3️⃣9️⃣00000000", "13900000000"),
        (.landline, "0838-8230000", "08388230000"), (.landline, "（010）62230000", "01062230000"),
        (.landline, "400-000-0000", "4000000000"), (.landline, "客服 4000000000", "4000000000"),
        (.email, "邮箱：Abc.Def@example.com。", "abc.def@example.com"),
        (.email, "<a href='mailto:a@example.com?subject=x'>写信</a>", "a@example.com"),
        (.email, "12345678@qq.com", "12345678@qq.com"),
        (.telegram, "https://t.me/abc_def", "abc_def"), (.telegram, "纸飞机：@abcdef1", "abcdef1"),
        (.telegram, "<a href='https://t.me/Abcdef'>飞机</a>", "abcdef"),
        (.hotline, "举报电话：12350", "12350"), (.hotline, "拨打12345热线", "12345"),
        (.hotline, "请拨打110报警", "110"),
    ])
    func `A way to reach the seller is found`(kind: Contact.Kind, html: String, value: String) {
        let page = page("<div>办理 \(html) 联系</div>")

        #expect(page.values(kind) == [value])
        expectExact(page)
    }

    @Test(arguments: [
        "微信支付很方便", "关注公众号", "微信公众号：某某", "微信公众号：gjaqks", "微信 Official Account",
        "微信扫码登录 https://a.example/abc12345", "身份证110101199001011234", "身份证 130101 19900101 1234",
        "京ICP备13900000000号", "订单139000000001234", "第110页", "共12345条", "2025-01-12", "价格 1300-3200元",
        "电压 220V 12345", "QQ邮箱", "版本 1.3.9000", "abc@", "@abc", "a@b", "wxapp", "威尼斯 abcdefg",
        "GB18030-2022", "川公网安备 51010702000123号", "5100000099",
    ])
    func `What only looks like a contact is none`(html: String) {
        #expect(page("<p>\(html)</p>").contacts == [])
    }

    @Test func `A contact is quoted as the page writes it`() throws {
        let page = page("<p>加薇：<b>a\u{200B}bc</b>12345。</p>")

        let found = try #require(page.contacts.first)
        #expect(found.value == "abc12345")
        #expect(found.written.text == "a\u{200B}bc12345")
        #expect(page.written(at: found.written.place) == "a\u{200B}bc</b>12345")
    }

    @Test func `An e-mail address at QQ is no QQ number`() {
        #expect(page("<p>QQ邮箱：12345678@qq.com</p>").contacts.map(\.kind) == [.email])
    }
}
