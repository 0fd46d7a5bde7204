// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Why a site could not be read, in a few words for a table.
package enum FailureWords {
    /// The words for a failure's code; the code itself if it has none.
    package static func message(forCode code: String) -> Message {
        words[code] ?? Message(en: code, zh: code)
    }

    private static let words = [
        "name-absent": Message(en: "no such name, or it has no address", zh: "域名不存在或没有地址"),
        "name-unknown": Message(en: "no name server answered", zh: "没有域名服务器应答"),
        "address-refused": Message(
            en: "leads to an address that is not public", zh: "指向内网等非公网地址,未连接"),
        "connection-refused": Message(en: "refuses connections", zh: "拒绝连接"),
        "unreachable": Message(en: "cannot be reached", zh: "无法到达"),
        "connection-reset": Message(en: "broke the connection off", zh: "连接被对方中断"),
        "tls": Message(en: "no TLS could be set up", zh: "无法建立加密连接"),
        "proxy": Message(en: "the proxy failed", zh: "代理失败"),
        "malformed": Message(en: "does not speak HTTP", zh: "返回的不是网页协议"),
        "cut-short": Message(en: "broke off before its end", zh: "内容未传完即中断"),
        "connect-timeout": Message(en: "did not connect in time", zh: "连接超时"),
        "first-byte-timeout": Message(en: "did not answer in time", zh: "等待应答超时"),
        "total-timeout": Message(en: "took too long", zh: "访问超时"),
        "too-slow": Message(en: "sends too slowly", zh: "传输过慢"),
        "header-too-large": Message(en: "sends too large a header", zh: "响应头过大"),
        "body-too-large": Message(en: "sends too large a page", zh: "网页过大"),
        "decoded-too-large": Message(en: "unpacks to too large a page", zh: "解压后过大,疑似压缩炸弹"),
        "too-many-hops": Message(en: "redirects without end", zh: "跳转次数过多"),
        "redirect-refused": Message(
            en: "redirects to what is no web address", zh: "跳转到非网页地址"),
        "robots-disallowed": Message(
            en: "its robots.txt asks not to be read", zh: "robots.txt 不允许读取"),
        "cancelled": Message(en: "was stopped", zh: "已停止"),
        "out-of-resources": Message(en: "this machine is out of resources", zh: "本机资源不足"),
        "internal-fault": Message(en: "a fault of ours; please report it", zh: "程序故障,请报告"),
    ]
}
