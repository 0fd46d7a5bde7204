// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said when a page could not be fetched whole, or a proxy was written wrongly.
package enum FetchMessages {
    // MARK: - Failures

    package static let nameAbsent = Message(
        en:
            "the name does not exist or has no address; the site may return, so keep it under watch",
        zh: "该域名不存在或没有地址；网站可能恢复，请继续监测")

    package static let nameUnknown = Message(
        en: "no name server answered; check the network, then try again",
        zh: "没有域名服务器应答；请检查网络后重试")

    package static func addressRefused(_ address: String, range: String) -> Message {
        let name = rangeName(range)
        return Message(
            en: "\(address) is not on the public Internet (\(name.english)) and was not connected "
                + "to; allow its range only if you know the network",
            zh: "\(address) 不是公网地址（\(name.chinese)），未予连接；确知该网络无害时才可放行其网段")
    }

    package static let connectionRefused = Message(
        en: "the server refuses connections on this port; the site may be down, try again later",
        zh: "服务器拒绝该端口的连接；网站可能已关闭，请稍后重试")

    package static let unreachable = Message(
        en: "the server cannot be reached; check the network, then try again",
        zh: "无法到达服务器；请检查网络后重试")

    package static let connectionReset = Message(
        en: "the connection was reset before the answer was whole; try again, also from another "
            + "network",
        zh: "连接在应答完成前被重置；请重试，也可换一个网络")

    package static func tls(_ detail: String) -> Message {
        Message(
            en: "no encrypted connection could be set up (\(detail)); try the address with http://",
            zh: "无法建立加密连接（\(detail)）；可改用 http:// 地址再试")
    }

    package static func proxy(_ detail: String) -> Message {
        Message(
            en: "the proxy did not let the request through (\(detail)); check its address, name "
                + "and password",
            zh: "代理未能转发请求（\(detail)）；请检查代理的地址、用户名和密码")
    }

    package static func malformed(_ detail: String) -> Message {
        Message(
            en: "what the server sent is not HTTP (\(detail)); what came is kept",
            zh: "服务器发来的内容不符合 HTTP（\(detail)）；已收到的部分已留存")
    }

    package static let cutShort = Message(
        en: "the server ended the connection before the answer was whole; what came is kept, try "
            + "again",
        zh: "服务器在应答完成前断开连接；已收到的部分已留存，请重试")

    package static let robotsDisallowed = Message(
        en: "the site's robots.txt asks not to be read here; an address that a person names as a "
            + "suspect is read all the same",
        zh: "该网站的 robots.txt 不允许读取此页；由人员指名的可疑网址不受此限")

    package static func tooManyHops(_ hops: Int) -> Message {
        Message(
            en: "the site redirected more than \(hops) times; every hop is kept",
            zh: "网站跳转超过 \(hops) 次；每一跳均已留存")
    }

    package static func redirectRefused(_ target: String) -> Message {
        Message(
            en: "the site redirects to '\(target)', which is no http or https address; it was not "
                + "followed",
            zh: "网站跳转到“\(target)”，不是 http 或 https 网址，未跟随")
    }

    package static let cancelled = Message(
        en: "the request was cancelled; start it again if it is still wanted",
        zh: "请求已取消；如仍需要请重新发起")

    package static func outOfResources(_ detail: String) -> Message {
        Message(
            en: "this machine has no descriptor, memory or port left (\(detail)); lower the number "
                + "of requests at once or raise 'ulimit -n'",
            zh: "本机的文件描述符、内存或端口不足（\(detail)）；请减少同时请求数，或提高 ulimit -n")
    }

    package static func internalFault(_ detail: String) -> Message {
        Message(
            en: "a fault of this program (\(detail)); please report it",
            zh: "本程序内部错误（\(detail)）；请反馈给开发者")
    }

    // MARK: - Limits

    package static func connectLimit(seconds: Double) -> Message {
        Message(
            en: "no connection within \(number(seconds)) seconds; try again later",
            zh: "\(number(seconds)) 秒内未能建立连接；请稍后重试")
    }

    package static func firstByteLimit(seconds: Double) -> Message {
        Message(
            en: "no answer within \(number(seconds)) seconds of the request; try again later",
            zh: "发出请求后 \(number(seconds)) 秒内没有应答；请稍后重试")
    }

    package static func totalLimit(seconds: Double) -> Message {
        Message(
            en: "the answer was not whole after \(number(seconds)) seconds; what came is kept",
            zh: "\(number(seconds)) 秒后应答仍未完成；已收到的部分已留存")
    }

    package static func slowLimit(bytesPerSecond: Int) -> Message {
        Message(
            en: "the answer came slower than \(bytesPerSecond) bytes a second; what came is kept",
            zh: "应答速度低于每秒 \(bytesPerSecond) 字节；已收到的部分已留存")
    }

    package static func headerLimit(bytes: Int) -> Message {
        Message(
            en: "the response header is larger than \(bytes) bytes; what came is kept",
            zh: "应答头超过 \(bytes) 字节；已收到的部分已留存")
    }

    package static func bodyLimit(bytes: Int) -> Message {
        Message(
            en: "the page is larger than \(bytes) bytes; its beginning is kept, raise the limit to "
                + "keep more",
            zh: "页面超过 \(bytes) 字节；开头部分已留存，如需更多请提高上限")
    }

    package static func decodedLimit(bytes: Int) -> Message {
        Message(
            en: "the page is larger than \(bytes) bytes when decompressed; its beginning is kept, "
                + "raise the limit to keep more",
            zh: "页面解压后超过 \(bytes) 字节；开头部分已留存，如需更多请提高上限")
    }

    // MARK: - Proxies

    private static let proxyForms = "http://name:password@host:port, socks5h://host:port"

    package static let proxyWithoutScheme = Message(
        en: "a proxy begins with how to speak to it; write it like one of: \(proxyForms)",
        zh: "代理地址缺少协议；请写成：\(proxyForms)")

    package static func proxyOfUnknownScheme(_ scheme: String) -> Message {
        Message(
            en: "a proxy cannot be spoken to by '\(scheme)'; write it like one of: \(proxyForms)",
            zh: "不支持协议为“\(scheme)”的代理；请写成：\(proxyForms)")
    }

    package static func proxyWithInvalidHost(_ host: String) -> Message {
        Message(
            en: "'\(host)' is not a proxy's host; write its name or IP address",
            zh: "“\(host)”不是有效的代理主机；请写主机名或 IP 地址")
    }

    package static let proxyWithoutPort = Message(
        en: "the proxy's port is missing; write it after its host: \(proxyForms)",
        zh: "缺少代理端口；请写在主机之后：\(proxyForms)")

    package static let proxyWithInvalidPort = Message(
        en: "the proxy's port is not a number from 1 to 65535; write it after its host: "
            + proxyForms,
        zh: "代理端口不是 1 到 65535 的数字；请写在主机之后：\(proxyForms)")

    // MARK: - Parts

    /// What a kind of reserved address is called.
    ///
    /// - Parameter code: The kind as records name it: `link-local`.
    /// - Returns: Its name, or `code` itself if it has none.
    package static func rangeName(_ code: String) -> Message {
        ranges[code] ?? Message(en: code, zh: code)
    }

    private static let ranges = [
        "this-network": Message(en: "this network", zh: "本网络地址"),
        "private": Message(en: "a private network", zh: "内网地址"),
        "cgnat": Message(en: "a provider's shared network", zh: "运营商共享地址"),
        "loopback": Message(en: "this machine itself", zh: "本机地址"),
        "link-local": Message(en: "link-local", zh: "链路本地地址"),
        "protocol-assignment": Message(en: "kept for protocols", zh: "协议保留地址"),
        "documentation": Message(en: "for examples only", zh: "文档示例地址"),
        "benchmarking": Message(en: "for measurements only", zh: "性能测试地址"),
        "multicast": Message(en: "multicast", zh: "组播地址"),
        "future": Message(en: "not in use", zh: "未启用地址"),
        "unique-local": Message(en: "a private network", zh: "内网地址"),
        "discard": Message(en: "leads nowhere", zh: "丢弃地址"),
        "nat64": Message(en: "local translation", zh: "本地转换地址"),
        "unspecified": Message(en: "no address", zh: "未指定地址"),
    ]

    /// `10`, not `10.0`; `0.5` stays.
    private static func number(_ value: Double) -> String {
        let text = String(value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
