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
        en: "an officer who takes the evidence, named on the forms; repeat it for each",
        zh: "提取证据的人员姓名，写入文书；每人重复一次")
    package static let idOption = Message(
        en: "the number of the officer's law-enforcement card; one for each --officer, in order",
        zh: "执法证号；与 --officer 一一对应")
    package static let officersAndNumbers = Message(
        en: "give one --id for each --officer, in the same order, or none at all",
        zh: "每个 --officer 须各有一个 --id，次序一致；或者都不给出 --id")
}
