// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What the judge, and the reader of rule files, say.
package enum RuleMessages {
    package static let officialTitle = "官方网站"

    package static let injectedTitle = "官方网站页面被植入兜售内容(疑似被黑)"
    package static let injectedReason =
        "该主机属于官方,不是假冒网站;但页面带有招揽办证或包过的内容,可能已被入侵。请通知主办单位核查,不作为本类案件移送。"

    /// Why a page of an official host is dismissed; in Chinese, for a finding.
    package static func officialReason(site: String?, suffix: String?) -> String {
        if let site { return "该主机属于受保护网站「\(site)」,按域名标签边界比对" }
        if let suffix { return "该主机位于只有政府机关可以注册的后缀 .\(suffix) 之下,按域名标签边界比对" }
        return "域名判断认定该主机为官方主机"
    }

    /// What a learned model made of a page, as a finding says it after the rule's own reason.
    package static func modelNote(
        _ hundredths: Int, _ pieces: [(text: String, hundredths: Int)]
    ) -> String {
        func bits(_ hundredths: Int) -> String {
            let size = abs(hundredths)
            let rest = size % 100
            return "\(hundredths < 0 ? "-" : "+")\(size / 100).\(rest < 10 ? "0" : "")\(rest)"
        }
        let named = pieces.map { "「\($0.text)」\(bits($0.hundredths))" }.joined(separator: "、")
        return "全页合计 \(bits(hundredths)) 比特"
            + (named.isEmpty ? "。" : ",其中最重的片段:\(named)。")
    }

    package static func mistakes(_ lines: [Message]) -> Message {
        Message(
            en: lines.map(\.english).joined(separator: "\n"),
            zh: lines.map(\.chinese).joined(separator: "\n"))
    }

    /// One mistake with its place, in the form that editors understand.
    package static func at(_ file: String, _ line: Int, _ column: Int, _ message: Message)
        -> Message
    {
        Message(
            en: "\(file):\(line):\(column): error: \(message.english)",
            zh: "\(file):\(line):\(column): 错误: \(message.chinese)")
    }

    package static func unreadable(_ path: String, _ reason: String) -> Message {
        Message(
            en: "cannot be read: \(reason); check that it exists and may be read",
            zh: "无法读取:\(reason);请检查该路径是否存在、是否有读取权限")
    }

    package static let noFiles = Message(
        en: "the folder holds no .yml file; name the folder that holds the rules",
        zh: "该文件夹中没有 .yml 文件;请指定存放规则的文件夹")

    package static func syntax(_ problem: String) -> Message {
        Message(
            en: "not YAML: \(problem); check indentation, colons and quotation marks",
            zh: "不是有效的 YAML:\(problem);请检查缩进、冒号和引号")
    }

    package static func unknownKey(_ key: String, _ allowed: [String]) -> Message {
        Message(
            en: "unknown key '\(key)'; allowed here: \(allowed.joined(separator: ", "))",
            zh: "未知的键“\(key)”;此处可用:\(allowed.joined(separator: "、"))")
    }

    package static func missingKey(_ key: String) -> Message {
        Message(en: "'\(key)' is missing; add it", zh: "缺少“\(key)”;请补上")
    }

    package static func wrongType(_ key: String, _ wanted: Message) -> Message {
        Message(
            en: "'\(key)' must be \(wanted.english)", zh: "“\(key)”必须是\(wanted.chinese)")
    }

    package static func unknownValue(_ key: String, _ value: String, _ allowed: [String]) -> Message
    {
        Message(
            en: "'\(key)' cannot be '\(value)'; allowed: \(allowed.joined(separator: ", "))",
            zh: "“\(key)”不能是“\(value)”;可用:\(allowed.joined(separator: "、"))")
    }

    package static func duplicate(_ id: String, first: String) -> Message {
        Message(
            en: "the id '\(id)' is taken by \(first); choose another",
            zh: "编号“\(id)”已被 \(first) 使用;请换一个")
    }

    package static func unknownList(_ list: String, _ allowed: [String]) -> Message {
        Message(
            en: "there is no list '\(list)'; lists: \(allowed.joined(separator: ", "))",
            zh: "没有名为“\(list)”的词表;现有词表:\(allowed.joined(separator: "、"))")
    }

    package static func unknownHead(_ head: String, _ allowed: [String]) -> Message {
        Message(
            en: "the model knows no '\(head)'; it knows: \(allowed.joined(separator: ", "))",
            zh: "模型里没有“\(head)”;现有:\(allowed.joined(separator: "、"))")
    }

    package static let modelBounds = Message(
        en: "'model' needs 'at-least' or 'at-most', in bits",
        zh: "“model”须写 at-least 或 at-most(比特)")

    package static func badModelLine(_ wanted: String) -> Message {
        Message(
            en: "not what 'make train' writes here: \(wanted); train the model again",
            zh: "这一行不是 make train 写出的内容,此处应为:\(wanted);请重新训练模型")
    }

    package static let emptyCondition = Message(
        en: "an empty condition would match every page; name at least one word or part",
        zh: "空条件会命中所有网页;请至少写一个词或一个子条件")

    package static func conditionKinds(_ found: [String], _ allowed: [String]) -> Message {
        Message(
            en: "a condition says exactly one thing, this says \(found.count) "
                + "(\(found.joined(separator: ", "))); one of: \(allowed.joined(separator: ", "))",
            zh: "一个条件只能写一种判断,这里写了 \(found.count) 种(\(found.joined(separator: "、")));"
                + "可用:\(allowed.joined(separator: "、"))")
    }

    package static func badWeight(_ value: String) -> Message {
        Message(
            en: "the weight '\(value)' is not between -20 and 20 bits, without 0",
            zh: "权重“\(value)”不在 -20 到 20 比特之间,或者为 0")
    }

    package static func outOfRange(_ key: String, _ low: Int, _ high: Int) -> Message {
        Message(
            en: "'\(key)' must lie between \(low) and \(high)",
            zh: "“\(key)”必须在 \(low) 到 \(high) 之间")
    }

    package static func noSamples(_ key: String) -> Message {
        Message(
            en: "the rule has no '\(key)' page; add one, so that the rule stays tested",
            zh: "该规则没有“\(key)”样例网页;请至少加一个,以便规则始终受到检验")
    }

    package static let curveOrder = Message(
        en: "the points of the curve must ascend in bits and in score, at least two of them",
        zh: "曲线各点的比特数和分数必须递增,且至少有两个点")

    package static let levelOrder = Message(
        en: "the levels contradict one another: doubtful must be less than suspect, suspect less "
            + "than high",
        zh: "级别互相矛盾:doubtful 必须小于 suspect,suspect 必须小于 high")

    package static func badCap(_ group: String) -> Message {
        Message(
            en: "the cap of '\(group)' must be more than 0 bits; it limits what speaks for and "
                + "what speaks against alike",
            zh: "“\(group)”的上限必须大于 0 比特;正反两向都受它限制")
    }

    package static let categoryAgainst = Message(
        en: "a rule that speaks against has no category; take out 'category', or make the weight "
            + "positive",
        zh: "反向规则没有类别;请去掉 category,或把权重改为正数")

    package static func contradiction(_ other: String) -> Message {
        Message(
            en: "'\(other)' asks the same and weighs the other way; keep one of them",
            zh: "“\(other)”条件相同而权重方向相反;请只保留一条")
    }

    package static let missingScoring = Message(
        en: "no file has the key 'scoring'; add scoring.yml",
        zh: "没有任何文件包含“scoring”;请加入 scoring.yml")

    package static func tooManyPhrases(limit: Int) -> Message {
        Message(
            en: "the parts make more than \(limit) phrases; divide them or take some out",
            zh: "各部分组合出的词语超过 \(limit) 个;请拆开或减少")
    }

    package static func fileTooLarge(megabytes: Int) -> Message {
        Message(
            en: "larger than \(megabytes) MiB; divide it, and leave out words that a composition "
                + "or a variant makes",
            zh: "超过 \(megabytes) MiB;请拆成几个文件,可由组合或变体字得出的词不必列出")
    }

    package static func tooManyValues(limit: Int) -> Message {
        Message(
            en: "holds more than \(limit) values, counting what anchors repeat; divide it, or "
                + "repeat less",
            zh: "内容超过 \(limit) 项(锚点重复的也计入);请拆开或减少重复")
    }

    package static func badPattern(_ source: String, _ reason: String) -> Message {
        Message(
            en:
                "'\(source)' is no regular expression: \(reason); RE2's syntax is allowed, which has "
                + "no back references and no look-around",
            zh: "“\(source)”不是正则表达式:\(reason);可用 RE2 语法,不支持反向引用和环视")
    }

    package static func badCondition(_ text: String, _ found: String) -> Message {
        Message(
            en: "the condition '\(text)' cannot be read "
                + (found.isEmpty ? "to its end" : "at '\(found)'")
                + "; allowed: names, and, or, not, ( ), 1 of them, all of them, 1 of name*",
            zh: "条件“\(text)”" + (found.isEmpty ? "不完整" : "读到“\(found)”处出错")
                + ";可用:名称、and、or、not、括号、1 of them、all of them、1 of name*")
    }

    package static func placeholder(_ text: String) -> Message {
        Message(
            en: "'\(text)' is a placeholder, which nothing here fills in; write the value itself",
            zh: "“\(text)”是占位符,此处无法展开;请写出具体的值")
    }

    package static func badRange(_ text: String) -> Message {
        Message(
            en: "'\(text)' is no range of addresses; write it as 192.0.2.0/24",
            zh: "「\(text)」不是地址段,应写成 192.0.2.0/24")
    }

    package static func badServer(_ text: String) -> Message {
        Message(
            en: "'\(text)' is no server; write whois as host or host:port, and rdap as an address "
                + "that begins with https://",
            zh: "「\(text)」不是服务器,whois 应写成主机或主机:端口,rdap 应写成以 https:// 开头的地址")
    }

    package static func notPart(_ key: String) -> Message {
        Message(
            en: "'\(key)' must be more than 0 and at most 1: the part that both have",
            zh: "“\(key)”必须大于 0 且不大于 1,是两者共有的比例")
    }

    package static func badSketch(_ key: String) -> Message {
        Message(
            en: "'\(key)' is not what 'jianwei protect add' writes; make the reference again",
            zh: "“\(key)”不是 jianwei protect add 写出的内容;请重新生成参照页")
    }

    /// What agrees between a page and a reference page; in Chinese, for a finding.
    ///
    /// Parts are 0 to 1, `nil` if there was too little to compare.
    package static func likeness(
        site: String, address: String, text: Double?, shape: Double?, resources: Int, of all: Int,
        icon: Bool
    ) -> String {
        func percent(_ part: Double) -> String { "\(Int((part * 100).rounded()))%" }
        var parts: [String] = []
        if let text { parts.append("文字 \(percent(text))") }
        if let shape { parts.append("结构 \(percent(shape))") }
        if resources > 0 { parts.append("资源文件 \(resources)/\(all)") }
        if icon { parts.append("图标相同") }
        return "与「\(site)」的参照页 \(address) 相似:\(parts.joined(separator: "、"))"
    }

    package static let text = Message(en: "text", zh: "文字")
    package static let textList = Message(en: "a list of texts", zh: "文字列表")
    package static let number = Message(en: "a number", zh: "数字")
    package static let hostName = Message(en: "a host name", zh: "域名")
    package static let pinyin = Message(
        en: "its pinyin with spaces for a Chinese word, and nothing for others",
        zh: "中文词的拼音(音节之间空一格);非中文词不填")
    package static func columns(_ names: String) -> Message {
        Message(en: "as many fields as the header: \(names)", zh: "与表头一样多的列:\(names)")
    }
    package static let wholeNumber = Message(en: "a whole number", zh: "整数")
    package static let flag = Message(en: "true or false", zh: "true 或 false")
    package static let mapping = Message(en: "keys and values", zh: "键值对")
    package static let list = Message(en: "a list", zh: "列表")
}
