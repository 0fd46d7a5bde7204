// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about what analysts attach to a case.
package enum AttachmentMessages {
    package static let title = Message(en: "Attached by hand", zh: "人工附加材料")

    package static func kind(_ name: String) -> Message {
        switch name {
        case "icp": Message(en: "ICP record", zh: "ICP 备案查询")
        case "police": Message(en: "police record", zh: "公安备案查询")
        case "whois": Message(en: "registration", zh: "域名注册查询")
        case "pdns": Message(en: "passive DNS", zh: "被动 DNS 查询")
        default: Message(en: "note", zh: "说明")
        }
    }

    package static let nothing = Message(
        en: "nothing to attach: give --text or --file", zh: "没有可附加的内容:请填写 --text 或 --file")

    package static func tooMany(_ limit: Int) -> Message {
        Message(
            en: "more than \(limit) files; attach them in several steps",
            zh: "文件超过 \(limit) 个;请分几次附加")
    }

    package static func textTooLong(_ limit: Int) -> Message {
        Message(
            en: "a text is longer than \(limit / 1024) KiB; attach it as a .txt file",
            zh: "文字超过 \(limit / 1024) KiB;请存为 .txt 文件后附加")
    }

    package static func noFile(_ path: String) -> Message {
        Message(en: "\(path): is no file; name a file", zh: "\(path):不是文件;请指定一个文件")
    }

    package static func empty(_ path: String) -> Message {
        Message(
            en: "\(path): is empty; save it again", zh: "\(path):文件为空;请重新保存")
    }

    package static func tooLarge(_ path: String, _ limit: Int) -> Message {
        Message(
            en: "\(path): is larger than \(limit >> 20) MiB; make it smaller, or attach it in "
                + "parts",
            zh: "\(path):超过 \(limit >> 20) MiB;请缩小或分开附加")
    }

    package static func unknownFormat(_ path: String) -> Message {
        Message(
            en: "\(path): its bytes are no PNG, JPEG, PDF, HTML or text, whatever its name says; "
                + "save it as one of these",
            zh: "\(path):内容不是 PNG、JPEG、PDF、HTML 或文本(以内容为准,与文件名无关);请另存为其中一种")
    }

    package static func changing(_ path: String) -> Message {
        Message(
            en: "\(path): was changed while it was read; try again",
            zh: "\(path):读取时文件正在变化;请重试")
    }

    // MARK: - The command

    package static let attach = Message(
        en: "Attaches what an analyst looked up by hand to a case.",
        zh: "把人工查询的结果附加到案件。")

    package static let examples = Message(
        en: """
            Files are PNG, JPEG, PDF, HTML or text, by their content, up to 20 MiB each. Packets that were exported before stay as they are; export again to include it.

            Examples:
              jianwei attach JW-000001 --what icp --text "no record" --file beian.png --source beian.miit.gov.cn --by "Li Si"
              jianwei attach cx-mem.example --what note --text "reported again by telephone"

            Exit codes: 0 attached; 1 a file cannot be attached; 64 misuse; 75 the disk is full.
            """,
        zh: """
            文件可以是 PNG、JPEG、PDF、HTML 或文本(以内容为准),每个不超过 20 MiB。此前导出的证据包不会改变;如需包含新材料,请重新导出。

            示例:
              jianwei attach JW-000001 --what icp --text "未备案" --file beian.png --source beian.miit.gov.cn --by 李四
              jianwei attach cx-mem.example --what note --text "群众再次来电反映"

            退出码:0 已附加;1 文件无法附加;64 用法错误;75 磁盘已满。
            """)

    package static let whatOption = Message(
        en: "What was looked up: icp, police, whois, pdns, note.",
        zh: "查询内容:icp 备案、police 公安备案、whois 域名注册、pdns 被动 DNS、note 说明。")
    package static let textOption = Message(en: "What was found.", zh: "查询结果。")
    package static let fileOption = Message(
        en: "A screenshot or document; may be given again.", zh: "截图或文件,可重复填写。")
    package static let sourceOption = Message(
        en: "Where it was looked up: an address or a name.", zh: "查询来源:网址或名称。")
    package static let byOption = Message(
        en: "Who looked it up; the account by default.", zh: "查询人;默认为当前账户。")

    package static func attached(_ number: String, _ name: String, _ files: Int) -> Message {
        Message(
            en: "\(number): \(name) attached, with \(files) files; "
                + "export the packet again to include it",
            zh: "\(number):已附加 \(name),含 \(files) 个文件;如需写入证据包,请重新导出")
    }

    // MARK: - Packets

    package static func changed(_ path: String) -> Message {
        Message(
            en: "\(path): is not the file that was attached; put it back from a backup",
            zh: "\(path):与附加时的文件不一致;请从备份恢复")
    }
}
