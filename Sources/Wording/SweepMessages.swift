// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What the sweep says.
package enum SweepMessages {
    package static func noDataFolder(tried: [String]) -> Message {
        let list = tried.joined(separator: ", ")
        return Message(
            en: "the folders Rules and Seeds were not found; looked in \(list). Run jianwei from "
                + "its project folder, 'make install' it, or name the folder with --data",
            zh: "找不到 Rules 和 Seeds 文件夹,已查找:\(list)。请在项目文件夹中运行 jianwei,或先执行 make install,"
                + "或用 --data 指定所在文件夹"
        )
    }

    package static let noAddressSeen = Message(
        en: "Hosting company: no address of the site was seen.",
        zh: "主机商:未能取得该网站的 IP 地址。")
    package static let noCertificate = Message(
        en: "Certificate: the site was not reached by HTTPS.",
        zh: "证书:该网站未通过 HTTPS 访问,没有证书。")
    package static let noFavicon = Message(
        en: "Icon: the site serves no /favicon.ico, or it was not fetched.",
        zh: "网站图标:该网站没有 /favicon.ico,或未取得。")

    package static func malformedPage(_ reason: String) -> Message {
        Message(
            en: "this is no saved page: \(reason). Write one object a line: "
                + "{\"url\": …, \"html\" | \"text\" | \"body_base64\": …, \"headers\"?: {…}}",
            zh: "这不是保存的网页:\(reason)。每行应为一个 JSON 对象:"
                + "{\"url\": …, \"html\" | \"text\" | \"body_base64\": …, \"headers\"?: {…}}")
    }

    package static func badPageAddress(_ url: String) -> Message {
        Message(
            en: "'\(url)' is not an http or https address; give the one the page was served under",
            zh: "「\(url)」不是 http 或 https 网址,请填写该网页的访问地址")
    }

    package static func badResolver(_ text: String) -> Message {
        Message(
            en: "'\(text)' is no name server; write an address such as 223.5.5.5 or 127.0.0.1:5353",
            zh: "「\(text)」不是 DNS 服务器地址,应写成 223.5.5.5 或 127.0.0.1:5353")
    }

    package static func unknownSite(_ text: String, _ known: [String]) -> Message {
        let list = known.joined(separator: ", ")
        return Message(
            en: "no protected site has the id or host '\(text)'; "
                + "Seeds/protected-sites.yml has \(list)",
            zh: "没有编号或域名为“\(text)”的受保护网站；Seeds/protected-sites.yml 中有 \(list)")
    }

    package static func badRange(_ text: String) -> Message {
        Message(
            en: "'\(text)' is no range of addresses; write it as 127.77.0.0/16",
            zh: "「\(text)」不是地址段,应写成 127.77.0.0/16")
    }

    package static func badSubject(_ text: String) -> Message {
        Message(
            en: "'\(text)' is neither a host nor an IP address, such as cx-mem.example",
            zh: "“\(text)”既不是域名也不是 IP 地址,例如 cx-mem.example")
    }

    package static func unknownProxy(_ text: String) -> Message {
        Message(
            en: "no address was found for the proxy \(text); check its name, or write its address",
            zh: "找不到代理 \(text) 的地址,请检查名称或直接填写 IP 地址")
    }

    package static func badPersona(_ text: String) -> Message {
        Message(
            en: "there is no persona '\(text)'; choose from wechat, phone, desktop, search",
            zh: "没有「\(text)」这种访问身份,可选:wechat、phone、desktop、search")
    }

    package static func otherBytes(_ capture: String, _ place: String) -> Message {
        Message(
            en: "\(capture): what stands at \(place) is not what this visit stored; keep the "
                + "casebook as it is, and compare it with a copy",
            zh: "\(capture):\(place) 处的内容与该次访问所存不符,请保持案卷原状并与备份比对")
    }
}
