// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about the forms of a packet; the forms' own words stand in the room `Packet`.
package enum FormMessages {
    package static func fontMissing(_ family: String) -> Message {
        Message(
            en: "the font '\(family)' is not installed, and the forms cannot be set without it; "
                + "install it with 'apt-get install fonts-noto-cjk'",
            zh: "未安装字体“\(family)”，无法排印文书；请执行 apt-get install fonts-noto-cjk 安装")
    }

    package static func typesetterFailed(_ reason: String) -> Message {
        Message(
            en: "a form could not be set as PDF: \(reason); this is a bug, please report it",
            zh: "无法将文书排成 PDF：\(reason)；这是程序缺陷，请报告")
    }

    package static let officerOption = Message(
        en: "An officer who takes the evidence, named on the forms; repeat it for each.",
        zh: "提取证据的人员姓名,写入文书;每人重复一次。")
    package static let idOption = Message(
        en: "The number of the officer's law-enforcement card; one for each --officer, in order.",
        zh: "执法证号;与 --officer 一一对应。")
    package static let reporterOption = Message(
        en: "The office that reports, for the X-ARF report to abuse desks; with --reporter-mail.",
        zh: "报告单位名称,写入 X-ARF 投诉文件;与 --reporter-mail 同用。")
    package static let reporterMailOption = Message(
        en: "Its mail address, to which abuse desks answer.", zh: "报告单位的邮箱,供受理方回复。")
    package static let reporterAndMail = Message(
        en: "--reporter and --reporter-mail go together, and the address needs an @ and a domain",
        zh: "--reporter 与 --reporter-mail 须同时给出,邮箱须含 @ 和域名")
    package static let officersAndNumbers = Message(
        en: "give one --id for each --officer, in the same order, or none at all",
        zh: "每个 --officer 须各有一个 --id，次序一致；或者都不给出 --id")
    package static let audienceOption = Message(
        en: "Who it is for: all there is (archive), all evidence and forms (police), or only the "
            + "letters and the masked text for those who can end the site.",
        zh: "给谁:全部内容(archive)、全部证据与文书(police),或只含告知函和已遮盖的页面文字(其余各项)。")

    // MARK: Notices that were sent

    package static let noticeSent = Message(
        en: "Puts on record that a notice about a case was sent, and what came back.",
        zh: "登记已就某案件发出的告知及其回执。")
    package static let noticeExamples = Message(
        en: """
            The letters lie in data/notices of a packet; Jianwei sends none itself. A record is
            never changed: a receipt that comes later is a record of its own.

            Examples:
              jianwei packet notice-sent JW-000001 --to registrar --way abuse@registrar.example
              jianwei packet notice-sent 1 --to 12377 --way www.12377.cn --receipt A-42 \\
                --at "2026-11-25 13:00"
            """,
        zh: """
            告知函在证据包的 data/notices 中,程序自己不发送。记录不可更改,后来收到的回执另记一条。

            示例:
              jianwei packet notice-sent JW-000001 --to registrar --way abuse@registrar.example
              jianwei packet notice-sent 1 --to 12377 --way www.12377.cn --receipt A-42 \\
                --at "2026-11-25 13:00"
            """)
    package static let noticeTo = Message(en: "Who was told.", zh: "告知对象。")
    package static let noticeWay = Message(
        en: "How: a mail address, a form's address, a letter.", zh: "方式:邮箱、表单网址或信函。")
    package static let noticeName = Message(
        en: "The addressee's name.", zh: "告知对象的名称。")
    package static let noticeAt = Message(
        en: "When it was sent, in Beijing time; now by default.", zh: "发出的北京时间;默认为现在。")
    package static let noticeReceipt = Message(
        en: "The addressee's reference or answer.", zh: "对方的受理编号或答复。")
    package static let noticeNeedsWay = Message(
        en: "say how the notice was sent: --way abuse@registrar.example",
        zh: "请注明发出方式，例如 --way abuse@registrar.example")

    package static func noticeTextTooLong(_ limit: Int) -> Message {
        Message(
            en: "a text of a notice may have \(limit) bytes; put the rest into 'jianwei attach'",
            zh: "告知记录的每项文字不超过 \(limit) 字节；其余内容请用 jianwei attach 附加")
    }

    package static func noticeTime(_ text: String) -> Message {
        Message(
            en: "'\(text)' is no time; write it like '2026-11-25 13:00' (Beijing time)",
            zh: "“\(text)”不是时间；请写作 2026-11-25 13:00（北京时间）")
    }

    package static func noticeInFuture(_ text: String) -> Message {
        Message(
            en: "'\(text)' has not come yet; a notice is put on record after it was sent",
            zh: "“\(text)”尚未到来；请在发出之后登记")
    }

    package static func noticeRecorded(
        _ caseNumber: String, _ record: String, _ addressee: String, _ time: String
    ) -> Message {
        Message(
            en: "\(caseNumber): \(record) to \(addressee), sent \(time) Beijing time, is on record",
            zh: "\(caseNumber)：已登记 \(record)，告知 \(addressee)，发出时间 \(time)（北京时间）")
    }
}
