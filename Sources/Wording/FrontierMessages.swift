// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What the room `Frontier` says about users' lists.
package enum FrontierMessages {
    // MARK: What was mended

    package static func spacesRemoved(_ address: String) -> Message {
        Message(
            en: "removed spaces or invisible characters: read as \(address)",
            zh: "已去掉空格或不可见字符,读作 \(address)")
    }

    package static func wrappingRemoved(_ address: String) -> Message {
        Message(
            en: "removed quotes, brackets or punctuation around it: read as \(address)",
            zh: "已去掉外围的引号、括号或标点,读作 \(address)")
    }

    package static func fullWidthRead(_ address: String) -> Message {
        Message(
            en: "full-width letters or dots: read as \(address)",
            zh: "含全角字母或句号,读作 \(address)")
    }

    package static func labelRemoved(_ label: String, _ address: String) -> Message {
        Message(
            en: "left out '\(label)' before it: read as \(address)",
            zh: "已略去前面的“\(label)”,读作 \(address)")
    }

    package static func schemeMended(_ address: String) -> Message {
        Message(
            en: "mended the part before '//': read as \(address)",
            zh: "已修正“//”之前的部分,读作 \(address)")
    }

    package static func dotsRestored(_ address: String) -> Message {
        Message(
            en: "restored dots written in brackets: read as \(address)",
            zh: "已还原用括号写的点,读作 \(address)")
    }

    package static func userIgnored(_ user: String, _ host: String) -> Message {
        Message(
            en: "what stands before '@' ('\(user)') is not the host: the host is \(host)",
            zh: "“@”之前的“\(user)”不是网站,真正的网站是 \(host)")
    }

    package static func restKept(_ rest: String) -> Message {
        Message(
            en: "kept what follows the address as a note: '\(rest)'",
            zh: "网址之后的内容已作为备注保留:“\(rest)”")
    }

    package static func unknownSource(_ written: String, _ source: String) -> Message {
        Message(
            en: "unknown source '\(written)': taken as '\(source)'; known are "
                + "analyst, hotline, qr, list, lookalike, ct, link",
            zh: "来源“\(written)”无法识别,按“\(source)”处理;可用:"
                + "analyst、hotline、qr、list、lookalike、ct、link")
    }

    // MARK: What could not be read

    package static func noAddress() -> Message {
        Message(
            en: "there is no address on this line; add one or delete the line",
            zh: "本行没有网址;请补上或删去本行")
    }

    package static func notWeb(_ scheme: String) -> Message {
        Message(
            en: "'\(scheme):' is no web address; write one that begins with http:// or https://",
            zh: "“\(scheme):”不是网页地址;请写以 http:// 或 https:// 开头的网址")
    }

    package static func noHost(_ text: String) -> Message {
        Message(
            en: "'\(text)' names no website; write its whole address",
            zh: "“\(text)”中没有网站名;请写完整网址")
    }

    package static func badHost(_ host: String) -> Message {
        Message(
            en: "'\(host)' cannot be the name of a website; check it for wrong letters",
            zh: "“\(host)”不能作为网站名;请检查有无错字")
    }

    package static func badPort(_ port: String) -> Message {
        Message(
            en: "'\(port)' is no port number; a port is 0 to 65535",
            zh: "“\(port)”不是端口号;端口应为 0 到 65535")
    }

    package static func tooLong(_ limit: Int) -> Message {
        Message(
            en: "longer than \(limit) bytes; cut the line to the address",
            zh: "超过 \(limit) 字节;请只保留网址")
    }

    package static func quoteNotClosed() -> Message {
        Message(
            en: "a quote that begins on this line is never closed; add the closing \"",
            zh: "本行开始的引号没有结束;请补上结尾的 \"")
    }

    /// `message` with the place it is about: `list.csv:7: …`.
    package static func at(_ file: String, _ line: Int, _ message: Message) -> Message {
        Message(
            en: "\(file):\(line): \(message.english)", zh: "\(file):\(line): \(message.chinese)")
    }
}
