// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about comparing this machine's clock with another.
package enum ClockMessages {
    package static let timeServerOption = Message(
        en: "A time server (SNTP) to compare this machine's clock with at each visit; without it, "
            + "chronyd is asked if it runs, then the Date that the site sends.",
        zh: "访问时与本机时钟校对的时间服务器(SNTP);未指定时,依次采用本机 chronyd、网站应答的 Date。")

    package static func wrongServer(_ text: String) -> Message {
        Message(
            en: "'\(text)' is no time server; write it like 'ntp.example' or '192.0.2.1:123'",
            zh: "“\(text)”不是时间服务器；请写作 ntp.example 或 192.0.2.1:123")
    }

    package static let noServer = Message(
        en: "no time server was named", zh: "未指定时间服务器")
    package static let noChrony = Message(
        en: "chronyd does not run here", zh: "本机没有运行 chronyd")
    package static let chronyUnset = Message(
        en: "chronyd has no source of time", zh: "本机 chronyd 尚未与时间源同步")

    package static func unknownHost(_ server: String) -> Message {
        Message(
            en: "the time server \(server) has no address", zh: "时间服务器 \(server) 没有地址")
    }

    package static func silent(_ server: String) -> Message {
        Message(
            en: "the time server \(server) did not answer", zh: "时间服务器 \(server) 没有应答")
    }

    package static func malformed(_ server: String) -> Message {
        Message(
            en: "what the time server \(server) answered cannot be read",
            zh: "时间服务器 \(server) 的应答无法识读")
    }

    package static func unset(_ server: String) -> Message {
        Message(
            en: "the time server \(server) says that its own clock is not set",
            zh: "时间服务器 \(server) 声明自身时钟未同步")
    }

    package static func refused(_ server: String, _ code: String) -> Message {
        Message(
            en: "the time server \(server) refused (\(code))",
            zh: "时间服务器 \(server) 拒绝应答（\(code)）")
    }
}
