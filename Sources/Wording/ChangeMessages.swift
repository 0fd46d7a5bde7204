// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What a watch's report says.
package enum ChangeMessages {
    package static func heading(schedule: String, run: Int64, due: String) -> Message {
        Message(
            en: "Watch '\(schedule)', run \(run), due \(due) (Beijing)",
            zh: "值守任务 \(schedule) 第 \(run) 次,应于 \(due)(北京时间)")
    }

    package static func counts(
        sites: Int, serving: Int, silent: Int, unknown: Int
    ) -> Message {
        Message(
            en: "\(sites) sites: \(serving) answer, \(silent) do not, \(unknown) not known",
            zh: "网站 \(sites) 个:有应答 \(serving),无应答 \(silent),未能查明 \(unknown)")
    }

    package static func missed(_ count: Int) -> Message {
        Message(
            en: "Missed \(count) times before, and made up once.",
            zh: "此前错过 \(count) 次,现补做一次。")
    }

    package static let blind = Message(
        en: "Nothing at all answered: look at this machine's network. No site was taken for gone.",
        zh: "所有网站均无应答,可能是本机网络中断;未据此判定任何网站关停,请检查网络。")

    package static let nothing = Message(
        en: "Nothing changed since the last time.", zh: "与上次相比没有变化。")

    package static func changes(_ count: Int) -> Message {
        Message(
            en: "\(count) changes since the last time:", zh: "与上次相比有 \(count) 项变化:")
    }

    package static func more(_ count: Int, _ chinese: String, _ english: String) -> Message {
        Message(
            en: "… and \(count) more of '\(english)': see the attached page",
            zh: "……另有“\(chinese)”\(count) 项,见所附网页")
    }

    package static func undelivered(
        run: Int64, to destination: String, tries: Int, reason: String, isGivenUp: Bool
    ) -> Message {
        Message(
            en: "The report of run \(run) could not be handed to '\(destination)' (\(tries) tries"
                + "\(isGivenUp ? ", given up" : "")): \(reason)",
            zh: "第 \(run) 次的报告未能送达 \(destination)(已试 \(tries) 次"
                + "\(isGivenUp ? ",不再重试" : "")):\(reason)")
    }

    package static func kin(
        _ host: String, _ number: String, isLive: Bool, english: String, chinese: String
    ) -> Message {
        Message(
            en: "    like \(host) \(number) (\(isLive ? "live" : "gone")): \(english)",
            zh: "    与 \(host) \(number)(\(isLive ? "在线" : "已关停"))相同:\(chinese)")
    }

    package static func subject(schedule: String, changes: Int, undelivered: Int) -> Message {
        Message(
            en: "Jianwei watch '\(schedule)': \(changes) changes",
            zh: "【鉴伪值守】\(schedule):\(changes) 项变化"
                + (undelivered > 0 ? ",另有 \(undelivered) 份报告未送达" : ""))
    }
}
