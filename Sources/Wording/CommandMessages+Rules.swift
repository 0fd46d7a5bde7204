// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// The commands for whoever writes rules: `rules` and `rejudge`.

extension CommandMessages {
    package static let rules = Message(
        en: "Checks, tests and explains the rules that judge.",
        zh: "检查、测试和解释研判规则。")

    package static let rulesCheck = Message(
        en: "Reads the rule files and names every mistake with its file, line and column.",
        zh: "读取规则文件,列出每处错误的文件、行和列。")

    package static let rulesTest = Message(
        en: "Judges every sample page beside the rules, and names those that come out otherwise.",
        zh: "用规则旁的样例网页逐一研判,列出与预期不符的样例。")

    package static let rulesExplain = Message(
        en: "Shows how the verdict on a saved page came about, and which rules nearly fired.",
        zh: "说明一个已保存网页的判定是怎样得出的,以及哪些规则差一点命中。")

    package static let rulesExamples = Message(
        en: """
            Examples:
              jianwei rules check
              jianwei rules test ./Rules
              jianwei rules explain page.html --url https://cx-mem.example/
              jianwei rules bench
              jianwei rules import-iok IOK/indicators

            Exit codes: 0 all is well; 1 a mistake or a difference was found; 64 misuse.
            """,
        zh: """
            示例:
              jianwei rules check
              jianwei rules test ./Rules
              jianwei rules explain page.html --url https://cx-mem.example/
              jianwei rules bench
              jianwei rules import-iok IOK/indicators

            退出码:0 正常;1 有错误或不符;64 用法错误。
            """)

    package static let importIndicators = Message(
        en: "Take over a folder of phishing-kit indicators (IOK), unchanged.",
        zh: "原样导入一套钓鱼套件指标(IOK)。")
    package static let importIndicatorsExamples = Message(
        en: """
            From then on `judge`, `sweep` and `rejudge` name the kit that a page was made with. Such \
            findings weigh nothing. IOK is under the Open Database License: keep its credit.

            Examples:
              jianwei rules import-iok IOK/indicators
              jianwei judge page.html --url https://cx-mem.example/ --iok IOK/indicators
            """,
        zh: """
            导入后,judge、sweep、rejudge 会指出网页用的是哪一种套件;这类命中不计分。
            IOK 采用开放数据库许可(ODbL),请保留署名。

            示例:
              jianwei rules import-iok IOK/indicators
              jianwei judge page.html --url https://cx-mem.example/ --iok IOK/indicators
            """)
    package static let indicatorFolder = Message(
        en: "The folder with the .yml files.", zh: "存放 .yml 文件的文件夹。")
    package static let importTarget = Message(
        en: "Where to put them; by default iok in the folder of the rules.",
        zh: "导入到哪里;默认为规则文件夹下的 iok。")
    package static let indicatorOption = Message(
        en: "A folder of phishing-kit indicators (IOK) to use besides.",
        zh: "另外使用的钓鱼套件指标(IOK)文件夹。")

    package static func indicatorsImported(_ count: Int, _ target: String) -> Message {
        Message(
            en: "\(count) indicators, now in \(target)", zh: "已导入 \(count) 条指标,存放在 \(target)")
    }

    package static func importFailed(_ target: String, _ reason: String) -> Message {
        Message(
            en: "cannot write \(target): \(reason); name another folder with --to",
            zh: "无法写入 \(target):\(reason);请用 --to 指定其他文件夹")
    }

    package static let rulesFolder = Message(
        en: "The folder with the rule files; by default the one that sweeps use.",
        zh: "规则文件所在文件夹;默认为巡查所用的规则。")

    package static func rulesRead(_ rules: Int, _ lists: Int, _ pages: Int) -> Message {
        Message(
            en: "\(rules) rules, \(lists) lists, \(pages) sample pages: no mistake",
            zh: "\(rules) 条规则,\(lists) 个词表,\(pages) 个样例网页:没有错误")
    }

    package static func rulesMistakes(_ count: Int) -> Message {
        Message(
            en: "mistakes: \(count); mend them and check again",
            zh: "共 \(count) 处错误,请改正后重新检查")
    }

    package static func rulesHold(_ samples: Int, _ pages: Int) -> Message {
        Message(
            en: "all \(samples) samples of rules and \(pages) pages of the whole set are as they "
                + "must be",
            zh: "\(samples) 个规则样例和 \(pages) 个整套样例全部符合预期")
    }

    package static func rulesDiffer(_ count: Int, of total: Int) -> Message {
        Message(
            en: "\(count) of \(total) sample pages are not as they must be; mend the rule or the "
                + "page",
            zh: "\(total) 个样例网页中有 \(count) 个不符合预期,请修改规则或样例")
    }

    package static func rulesDifference(_ expected: String, _ found: String) -> Message {
        Message(
            en: "must be: \(expected); is: \(found)",
            zh: "应为:\(expected);实为:\(found)")
    }

    package static func rulesMatched(_ rules: String) -> Message {
        Message(en: "matched: \(rules)", zh: "命中的规则:\(rules)")
    }

    package static let sumTitle = Message(
        en: "How it adds up",
        zh: "怎样相加")

    package static func groupSum(_ name: String, _ bits: String, _ counted: String) -> Message {
        Message(
            en: bits == counted
                ? "\(name): \(counted) bits" : "\(name): \(bits) bits, capped to \(counted)",
            zh: bits == counted
                ? "\(name):\(counted) 比特" : "\(name):\(bits) 比特,封顶为 \(counted)")
    }

    package static func bitsSum(_ bits: String, _ score: Int) -> Message {
        Message(
            en: "together \(bits) bits, which is the score \(score)",
            zh: "合计 \(bits) 比特,折合 \(score) 分")
    }

    package static func brake(_ reason: String, _ score: Int) -> Message {
        switch reason {
        case "not-independent":
            Message(
                en: "held to \(score): too few independent groups for the highest level",
                zh: "限为 \(score) 分:互相独立的依据不足,不能定为高度可疑")
        case "no-category":
            Message(
                en: "held to \(score): no category has enough bits",
                zh: "限为 \(score) 分:没有任何类别达到所需比特")
        default:
            Message(
                en: "held to \(score): its categories have a highest level",
                zh: "限为 \(score) 分:所属类别设有最高级别")
        }
    }

    package static let nearTitle = Message(
        en: "Rules that nearly fired",
        zh: "差一点命中的规则")

    package static func nearMissing(_ condition: String?) -> Message {
        guard let condition else {
            return Message(
                en: "its conditions hold, but not near enough together",
                zh: "各条件都成立,但相距太远")
        }
        return Message(en: "lacks: \(condition)", zh: "缺少:\(condition)")
    }

    package static let rejudge = Message(
        en: "Judges all stored pages again by today's rules, and shows what changes.",
        zh: "用现行规则重新研判案卷中保存的全部网页,列出判定的变化。")

    package static let rejudgeExamples = Message(
        en: """
            Nothing is fetched: the bytes come from the casebook's archive. Nothing is written either, unless you say --apply; then each new verdict is added to the custody log, and the old one is kept.

            Examples:
              jianwei rejudge                           what would change
              jianwei rejudge --apply                   write the new verdicts

            Exit codes: 0 all judged; 1 stored bytes of some visits cannot be read; 64 misuse.
            """,
        zh: """
            不访问网络,网页内容取自案卷存档。不加 --apply 时不写入任何内容;加 --apply 时,每个新判定都记入保管链,旧判定予以保留。

            示例:
              jianwei rejudge                           查看会有哪些变化
              jianwei rejudge --apply                   写入新判定

            退出码:0 全部完成;1 部分取证访问的存档无法读取;64 用法错误。
            """)

    package static let applyFlag = Message(
        en: "Write the new verdicts; without this nothing is written.",
        zh: "写入新判定;不加此项则不写入任何内容。")

    package static let reasonsOnly = Message(
        en: "other reasons",
        zh: "依据有变")

    package static func rejudged(
        captures: Int, pages: Int, changed: Int, kept: Int, failed: Int, isApplied: Bool
    ) -> Message {
        Message(
            en: "\(captures) visits with \(pages) pages judged again: \(changed) changed, "
                + "\(kept) kept because the site was not seen whole, \(failed) unreadable"
                + (isApplied || changed == 0 ? "" : "; nothing was written, add --apply for that"),
            zh: "重新研判 \(captures) 次取证访问、\(pages) 个网页:\(changed) 个判定有变,"
                + "\(kept) 个因未能完整取得网页而保留原判定,\(failed) 个存档无法读取"
                + (isApplied || changed == 0 ? "" : ";尚未写入,加 --apply 写入"))
    }

    package static func rejudgeProgress(_ done: Int, _ total: Int) -> Message {
        Message(en: "\(done)/\(total) visits judged again", zh: "已重新研判 \(done)/\(total)")
    }
}
