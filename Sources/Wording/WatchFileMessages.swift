// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about the file that tells what is watched.
package enum WatchFileMessages {
    package static func unknownZone(_ zone: String) -> Message {
        let zone = VisiblePart.of(zone)
        return Message(
            en: "no time zone is called '\(zone)'; write one like Asia/Shanghai, as "
                + "'timedatectl list-timezones' lists them",
            zh: "没有名为“\(zone)”的时区;请写作 Asia/Shanghai 等,可用 timedatectl list-timezones 查看")
    }

    package static func tooMany(_ limit: Int) -> Message {
        Message(en: "at most \(limit) may stand here", zh: "此处最多可写 \(limit) 项")
    }

    package static func badID(_ id: String) -> Message {
        let id = VisiblePart.of(id)
        return Message(
            en: "'\(id)' is no id: up to 40 small letters, digits and hyphens",
            zh: "“\(id)”不能用作编号:只能用小写字母、数字和连字符,最多 40 个")
    }

    package static func otherList(_ key: String, _ list: String) -> Message {
        let list = VisiblePart.of(list)
        return Message(
            en: "'\(key)' has no meaning for the list '\(list)'; remove it",
            zh: "清单“\(list)”不使用“\(key)”,请删去")
    }

    package static func badServer(_ text: String) -> Message {
        let text = VisiblePart.of(text)
        return Message(
            en: "'\(text)' is no mail server; write it like smtp.bureau.example or 10.1.2.3:25",
            zh: "“\(text)”不是邮件服务器;请写作 smtp.bureau.example 或 10.1.2.3:25")
    }

    package static func badMailbox(_ text: String) -> Message {
        let text = VisiblePart.of(text)
        return Message(
            en: "'\(text)' is no mail address; write it like duty@bureau.example, or with a name: "
                + "Duty <duty@bureau.example>",
            zh: "“\(text)”不是邮箱地址;请写作 duty@bureau.example,或带名称:值班室 <duty@bureau.example>")
    }

    package static func badURL(_ text: String) -> Message {
        let text = VisiblePart.of(text)
        return Message(
            en: "'\(text)' is no http:// or https:// address without account and '#'",
            zh: "“\(text)”不是 http:// 或 https:// 地址(不得含账号和“#”)")
    }

    package static let userAndPassword = Message(
        en: "'user' and 'password' go together; give both or neither",
        zh: "user 与 password 必须同时填写,或都不写")

    package static let plainPassword = Message(
        en: "a password is never sent in the clear; use 'security: starttls' or 'tls', or leave "
            + "'user' and 'password' out",
        zh: "密码不得明文发送;请改用 security: starttls 或 tls,或删去 user 和 password")

    package static func secretInFile(_ key: String) -> Message {
        Message(
            en: "'\(key)' must name a variable of the environment, like ${JIANWEI_SECRET}; secrets "
                + "do not stand in files",
            zh: "“\(key)”必须写成环境变量,如 ${JIANWEI_SECRET};密钥不得写在文件中")
    }
}
