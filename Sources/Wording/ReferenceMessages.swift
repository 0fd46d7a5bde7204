// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What `jianwei protect` says.
package enum ReferenceMessages {
    package static let protect = Message(
        en: "Keeps what pages of protected sites look like, to know their copies by.",
        zh: "保存受保护网站的网页样子(参照页),用来识别仿冒页。")

    package static let add = Message(
        en: "Makes a reference from a saved page or from one visit.",
        zh: "由已保存的网页或一次访问生成参照页。")

    package static let list = Message(
        en: "Lists the references.", zh: "列出已有的参照页。")

    package static let examples = Message(
        en: """
            A reference is a small file in Seeds/references, or in the folder that --to names. Pages \
            that scripts put together say little as they are sent: save them from a browser \
            (complete page) and add the file.

            Examples:
              jianwei protect add https://cx.mem.gov.cn/
              jianwei protect add saved.html --url https://cx.mem.gov.cn/special?index=0
              jianwei protect list

            Exit codes: 0 done; 1 the page could not be had or says too little; 64 misuse.
            """,
        zh: """
            参照页是 Seeds/references(或 --to 指定的文件夹)中的小文件。由脚本拼装的网页原样几乎没有内容:\
            请先用浏览器“另存为完整网页”,再添加该文件。

            示例:
              jianwei protect add https://cx.mem.gov.cn/
              jianwei protect add saved.html --url https://cx.mem.gov.cn/special?index=0
              jianwei protect list

            退出码:0 完成;1 无法取得网页或内容太少;64 用法错误。
            """)

    package static let subject = Message(
        en: "An address to visit, or a saved page.", zh: "要访问的网址,或已保存的网页文件。")
    package static let url = Message(
        en: "Where a saved page was; needed for a file.", zh: "已保存网页的原网址;添加文件时必填。")
    package static let site = Message(
        en: "The protected site that it belongs to, by id; by its host if left out.",
        zh: "所属受保护网站的编号;不写则按域名判断。")
    package static let folder = Message(
        en: "The folder to keep it in.", zh: "存放的文件夹。")

    package static let needsURL = Message(
        en: "say with --url where the saved page was", zh: "请用 --url 写明该网页的原网址")

    package static func added(_ path: String, site: String) -> Message {
        Message(
            en: "\(path): a reference of \(site)", zh: "\(path):「\(site)」的参照页")
    }

    /// How much of a page there is to compare.
    package static func extent(text: Int, shape: Int, of all: Int, resources: Int, icon: Bool)
        -> Message
    {
        Message(
            en: "text \(text)/\(all), shape \(shape)/\(all), \(resources) files, "
                + (icon ? "with its icon" : "no icon"),
            zh: "文字 \(text)/\(all),结构 \(shape)/\(all),资源文件 \(resources) 个,"
                + (icon ? "有图标" : "无图标"))
    }

    package static let none = Message(
        en: "there are no references; make one with 'jianwei protect add'",
        zh: "还没有参照页;请用 jianwei protect add 添加")

    package static func nobodys(_ host: String, _ sites: [String]) -> Message {
        Message(
            en: "\(host) belongs to no protected site; add it to protected-sites.yml, or name its "
                + "site with --site: \(sites.joined(separator: ", "))",
            zh: "\(host) 不属于任何受保护网站;请写入 protected-sites.yml,或用 --site 指明:"
                + sites.joined(separator: "、"))
    }

    package static func unknownSite(_ site: String, _ sites: [String]) -> Message {
        Message(
            en: "there is no protected site '\(site)'; sites: \(sites.joined(separator: ", "))",
            zh: "没有编号为“\(site)”的受保护网站;现有:\(sites.joined(separator: "、"))")
    }

    package static func elsewhere(_ address: String, _ site: String) -> Message {
        Message(
            en:
                "the page leads to \(address), which does not belong to '\(site)'; add the page that "
                + "is meant by its own address",
            zh: "网页转到了 \(address),它不属于“\(site)”;请直接添加目标网页的网址")
    }

    package static func status(_ address: String, _ status: Int) -> Message {
        Message(
            en: "\(address) answered with status \(status) in place of a page; look at it in a "
                + "browser, save it and add the file",
            zh: "\(address) 返回状态 \(status),不是网页;请用浏览器打开并另存,再添加文件")
    }

    package static func failed(_ address: String, _ why: Message) -> Message {
        Message(
            en: "\(address) could not be visited: \(why.english)",
            zh: "无法访问 \(address):\(why.chinese)")
    }

    package static func saysTooLittle(_ address: String) -> Message {
        Message(
            en: "\(address) says too little to know a copy by; if scripts put it together, save it "
                + "from a browser (complete page) and add the file",
            zh: "\(address) 内容太少,无法据以识别仿冒页;如由脚本拼装,请用浏览器另存为完整网页后添加文件")
    }

    package static func cannotWrite(_ path: String, _ reason: String) -> Message {
        Message(
            en: "\(path) cannot be written: \(reason); name another folder with --to",
            zh: "无法写入 \(path):\(reason);请用 --to 指定其他文件夹")
    }
}
