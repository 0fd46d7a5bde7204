// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about host names: errors, and what was mended in them.
package enum NameMessages {
    package static func unreadableSuffixList(_ path: String) -> Message {
        Message(
            en: "cannot read a public suffix list from '\(path)'; "
                + "give a file from publicsuffix.org, or none to use the one of this machine",
            zh: "无法从“\(path)”读取公共后缀列表；请改用 publicsuffix.org 的列表文件，或不指定以使用本机自带的列表")
    }

    package static func noSuffixList() -> Message {
        Message(
            en: "no public suffix list is installed; install the package 'publicsuffix'",
            zh: "本机没有公共后缀列表；请安装软件包 publicsuffix")
    }

    package static func noConfusables(_ error: String) -> Message {
        Message(
            en: "ICU cannot check for letters that look alike (\(error)); reinstall 'libicu'",
            zh: "ICU 无法检查形近字符（\(error)）；请重新安装 libicu")
    }

    /// What was mended in an address, by the name of the kind of mending.
    package static func mended(_ kind: String) -> Message {
        switch kind {
        case "full-width":
            Message(en: "full-width characters made half-width", zh: "全角字符已改为半角")
        case "ideographic-dot":
            Message(en: "Chinese full stops in the host read as dots", zh: "主机名中的“。”已按“.”处理")
        case "spaces":
            Message(en: "spaces or line ends removed", zh: "已去掉空格或换行")
        case "invisible":
            Message(en: "invisible characters removed", zh: "已去掉不可见字符")
        case "quotes":
            Message(en: "quotation marks or brackets removed", zh: "已去掉引号或括号")
        case "trailing-punctuation":
            Message(en: "punctuation at the end removed", zh: "已去掉末尾的标点")
        case "defanged":
            Message(
                en: "an address written so as not to open was restored", zh: "已还原防误点写法（hxxp、[.]）")
        default:
            Message(en: kind, zh: kind)
        }
    }
}

/// Why a name is suspect or not: one sentence each, in Chinese, as it goes into the case.
package enum NameReasons {
    // What speaks for an imitation.

    package static func embedding(_ official: String, _ site: String) -> String {
        "把官方域名 \(official)（\(site)）放在左边，真正的域名在右边"
    }
    package static func hyphenated(_ official: String, _ site: String) -> String {
        "用连字符拼出官方域名 \(official)（\(site)）"
    }
    package static func reachesOfficial(_ official: String, _ site: String) -> String {
        "看起来与官方域名 \(official)（\(site)）一样，实际是另一个域名"
    }
    package static func brandAndGovernment(_ brand: String, _ site: String) -> String {
        "把 \(brand) 与 gov 连用，冒充\(site)的政府域名，但不在 .gov.cn 之下"
    }
    package static func ownLabels(_ labels: String, _ site: String) -> String {
        "含有\(site)的官方名称 \(labels)，但域名不是官方的"
    }
    package static func joined(_ labels: String, _ site: String) -> String {
        "去掉了官方域名中的点，写成 \(labels)，仿\(site)"
    }
    package static func genericEmbedding(_ text: String) -> String {
        "左边写有 \(text)，像政府域名，但真正的域名不在 .gov.cn 之下"
    }
    package static func genericHyphen(_ text: String) -> String {
        "用 \(text) 仿政府域名 .gov.cn"
    }
    package static func anyGovernment(_ text: String) -> String {
        "名称中有 \(text)，像某国政府域名，但不在政府专用后缀之下"
    }
    package static func governmentLabel(_ host: String) -> String {
        "注册了 gov 作为域名（\(host)），仿 .gov.cn"
    }
    package static func edit(_ label: String, _ official: String, _ site: String) -> String {
        "\(label) 与官方的 \(official)（\(site)）只差一两个字母"
    }
    package static func suffix(_ label: String, _ suffix: String, _ site: String) -> String {
        "\(label) 与\(site)的名称相同，但后缀换成了 .\(suffix)"
    }
    package static func confusable() -> String {
        "用形近字符代替（如 0 代 o、1 代 l、rn 代 m，或其他文字的字母）"
    }
    package static func combination(_ words: String, _ site: String?) -> String {
        site.map { "由 \(words) 组合而成，仿\($0)" } ?? "由 \(words) 组合而成，像政府查询网站"
    }
    package static func pinyin(_ words: String) -> String {
        "由 \(words) 组成，是应急、安监、政务或证书查询的拼音或缩写"
    }
    package static func chinese(_ words: String) -> String {
        "中文域名含有“\(words)”，但不在 .政务 之下"
    }
    package static func mixedScripts() -> String {
        "同一段名称混用了不同文字的字母"
    }
    package static func known() -> String {
        "在已知仿冒名称清单中，曾被公开点名；域名可能已换主，以现在的内容为准"
    }

    // What speaks against.

    package static func official(_ site: String) -> String {
        "官方域名：属于\(site)"
    }
    package static func closedSuffix(_ suffix: String) -> String {
        "官方域名：.\(suffix) 之下只有中国国家机关能注册"
    }
    package static func address() -> String {
        "是 IP 地址，没有名称可比；名称不是判定的前提，请看内容"
    }
    package static func publicSuffix() -> String {
        "是公共后缀本身，不属于某一个网站"
    }
    package static func notSimilar() -> String {
        "名称与受保护网站不相似；名称不是判定的前提，请看内容"
    }
    package static func wordInside(_ brand: String) -> String {
        "只是别的词里恰好含有字母 \(brand)，不是独立的词；名称不是判定的前提，请看内容"
    }
    package static func foreignGovernment(_ suffix: String) -> String {
        "在 .\(suffix) 之下，是其他国家或地区政府的域名"
    }
    package static func delivery(_ domain: String) -> String {
        "\(domain) 是内容分发或防护服务的域名：这是 CDN 解析目标，不是人访问的网址"
    }
    package static func popular(_ domain: String) -> String {
        "\(domain) 是知名网站"
    }
    package static func wildcard() -> String {
        "泛解析：任意前缀都能打开，前缀可能是别人随手写的"
    }
    package static func mirror(_ domain: String) -> String {
        "\(domain) 有争议：多处公开资料把它当作官方镜像引用，须人工核对"
    }
    package static func subdomain(_ domain: String) -> String {
        "相似之处只在 \(domain) 的子域名里，不在注册的域名里"
    }
}
