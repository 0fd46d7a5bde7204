// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about DNS servers and hosts files.
package enum ResolverMessages {
    package static let noServers = Message(
        en: "no DNS server is configured; name at least one, for example 223.5.5.5",
        zh: "没有设置 DNS 服务器；请至少填写一个，例如 223.5.5.5"
    )

    package static func tooManyServers(_ count: Int, limit: Int) -> Message {
        Message(
            en: "\(count) DNS servers are configured; name at most \(limit)",
            zh: "设置了 \(count) 个 DNS 服务器；最多填写 \(limit) 个"
        )
    }

    package static func badServer(_ text: String) -> Message {
        Message(
            en: "'\(text)' is not a DNS server; write an address, with a port if it is not 53: "
                + "223.5.5.5, 127.0.0.1:5300, [::1]:53",
            zh: "“\(text)”不是 DNS 服务器地址；请写 IP 地址，端口不是 53 时加上端口："
                + "223.5.5.5、127.0.0.1:5300、[::1]:53"
        )
    }

    package static func cannotStart(step: String, reason: String) -> Message {
        Message(
            en: "DNS look-ups cannot start: \(step): \(reason); close other programs and try again",
            zh: "无法启动域名解析（\(step)：\(reason)）；请关闭其他程序后重试"
        )
    }

    package static func hostsFileUnreadable(_ path: String) -> Message {
        Message(
            en: "cannot read the hosts file \(path); check that it exists and may be read",
            zh: "无法读取 hosts 文件 \(path)；请检查文件是否存在、是否有读取权限"
        )
    }

    package static func hostsLineWithoutAddress(_ text: String, file: String, line: Int) -> Message
    {
        Message(
            en: "\(file):\(line): '\(text)' is not an IP address; a line is an address and then "
                + "the hosts that have it",
            zh: "\(file):\(line)：“\(text)”不是 IP 地址；每行先写 IP 地址，再写对应的域名"
        )
    }

    package static func hostsLineWithBadHost(_ text: String, file: String, line: Int) -> Message {
        Message(
            en: "\(file):\(line): '\(text)' is not a host name; write it in ASCII, Chinese names "
                + "as xn--…",
            zh: "\(file):\(line)：“\(text)”不是域名；请用 ASCII 书写，中文域名写成 xn--… 形式"
        )
    }

    package static func hostsLineWithoutHost(_ text: String, file: String, line: Int) -> Message {
        Message(
            en: "\(file):\(line): no host follows the address \(text); add one or delete the line",
            zh: "\(file):\(line)：地址 \(text) 后面没有域名；请补上域名或删除这一行"
        )
    }
}
