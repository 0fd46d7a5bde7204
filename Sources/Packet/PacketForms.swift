// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Wording

/// The forms of a packet, in Chinese, as values.
///
/// Their words stand here, and not with the messages: each is one document, in the one language
/// that its readers need. What each must hold is named where it is made.
package struct PacketForms {
    let contents: PacketContents
    var caseFile: CaseFile { contents.caseFile }

    package init(_ contents: PacketContents) { self.contents = contents }

    /// The forms of this case alone, in the order of their numbers.
    package var own: [EvidenceForm] { [record, report, referral, terms, steps] }

    /// The forms of all cases of a packet together: a list of `files`, and a cover for several cases.
    package static func shared(_ cases: [PacketContents], _ files: [PacketFile]) -> [EvidenceForm] {
        guard let first = cases.first else { return [] }
        let list = PacketForms(first).list(of: files, cases.map(PacketForms.init))
        return cases.count > 1 ? [PacketForms(first).cover(of: cases), list] : [list]
    }

    func form(
        _ name: String, _ title: String, isLandscape: Bool = false, _ blocks: [EvidenceForm.Block]
    ) -> EvidenceForm {
        EvidenceForm(
            name: name, title: title, number: contents.packetNumber, isLandscape: isLandscape,
            blocks: blocks)
    }

    // MARK: - What several forms say

    /// What the packet proves and what it does not, for page one.
    var limits: EvidenceForm.Block {
        limits(caseFile.captures.last.map { Self.clock($0) } ?? "尚未访问，没有时间可言")
    }

    /// The same, with what is to be said of the clock.
    func limits(_ clock: String) -> EvidenceForm.Block {
        let sealing =
            contents.sealing.isEmpty
            ? ["本证据包导出时未作数字签名，未加盖可信时间戳；时间仅以本机时钟和保管链为凭。"] : contents.sealing
        return .notice(
            [
                FormText("能证明：", .strong)
                    + "所列文件的每个字节自导出后未变（以校验值为凭）；"
                    + "原始数据中的字节由所记软件于所记时间从所记网络地址收到，以 TLS 连接的附有服务器出示的证书；"
                    + "对本案的各项操作依次记入保管链。",
                FormText("不能证明：", .strong)
                    + "网站由谁建立、内容由谁录入；其他时间、其他访问者所见；页面所称内容是否属实。"
                    + "程序只作排序，是否违法由具名办案人员核实认定。",
                FormText("时间：", .strong) + FormText(clock + "。"),
            ] + sealing.map { FormText("签名与时间戳：", .strong) + FormText($0) })
    }

    /// Two who take the evidence, a witness and the holder of the data; or two in another role.
    func signatures(_ others: [String]? = nil) -> EvidenceForm.Block {
        let roles = others ?? ["提取人员（一）", "提取人员（二）"]
        let people = max(roles.count, contents.officers.count)
        let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
        let base = roles.first?.prefix { $0 != "（" } ?? ""
        let officers = (0..<people).map { index in
            EvidenceForm.Signature(
                FormText(
                    index < roles.count
                        ? roles[index] : "\(base)（\(numerals[index % numerals.count])）"),
                index < contents.officers.count ? contents.officers[index] : nil)
        }
        guard others == nil else { return .signatures(officers) }
        return .signatures(
            officers + [
                EvidenceForm.Signature(
                    "见证人", note: .absent("无符合条件的见证人的，在此注明原因：")),
                EvidenceForm.Signature(
                    "电子数据持有人（提供人）",
                    note: .absent("网站控制人未掌握、未到场，无法签名")),
            ])
    }

    /// Who takes the evidence, as a field says it.
    var officers: FormText? {
        contents.officers.isEmpty ? nil : .lines(contents.officers.map { FormText($0.shown) })
    }

    static let noOfficers = "导出时未指定，由两名以上人员在签名栏填写"

    static func time(_ date: Date) -> FormText {
        FormText("\(Timestamp.beijing(date))（北京时间）")
    }

    /// How the clock of a visit stood, and by what that is known.
    static func clock(_ capture: Capture) -> String {
        var parts: [String] = []
        if let check = capture.clock {
            parts.append(words(check))
        } else {
            parts.append("系统时间偏差未测量：该次访问的软件版本尚不测量，时间取自本机时钟")
        }
        if let step = capture.clockStep {
            parts.append("访问期间本机时钟被调整 \(Int(step)) 秒，此后的时间以新时钟为准")
        }
        return parts.joined(separator: "；")
    }

    static func words(_ check: ClockCheck) -> String {
        let because = check.reason.map { "（\($0)）" } ?? ""
        guard let offset = check.offset else {
            return "系统时间偏差未测量，时间取自本机时钟" + because
        }
        let way: String =
            switch check.method {
            case .sntp: "时间服务器 \(check.source)（SNTP）"
            case .chrony: "本机 chronyd（\(check.source)）"
            case .httpDate: "\(check.source) 应答的 Date 字段（精确到秒，只供参考）"
            case .none: check.source
            }
        let side =
            abs(offset) < 0.0005 ? "与之相同" : "比之\(offset < 0 ? "快" : "慢") \(seconds(abs(offset))) 秒"
        let doubt = check.uncertainty.map { "，误差不超过 \(seconds($0)) 秒" } ?? ""
        return "系统时间以\(way)校对，本机时钟\(side)\(doubt)，测于 \(Timestamp.beijing(check.at))" + because
    }

    /// With three decimals, as clocks are compared.
    static func seconds(_ seconds: Double) -> String {
        let thousandths = Int((min(max(seconds, 0), 1e12) * 1000).rounded())
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    /// From the start of the first visit to the end of the last.
    var period: FormText? { Self.period(of: caseFile.captures) }

    static func period(of captures: [Capture]) -> FormText? {
        guard let start = captures.map(\.startedAt).min(),
            let end = captures.map(\.endedAt).max()
        else { return nil }
        return time(start) + " 至 " + time(end)
    }

    static let notVisited = "尚未访问该网址，没有可固定的数据"

    /// The case's own file of `capture`, as the exporter names it.
    func archive(of capture: Capture) -> PacketFile? {
        let name = "/\(HostileText.fileName(capture.name)).warc.gz"
        return contents.files.first { $0.path.hasSuffix(name) }
    }

    var categories: String {
        caseFile.verdict.map { $0.categories.map(\.chinese).joined(separator: "、") } ?? ""
    }

    /// What the case is about, for the officer to decide on.
    var cause: EvidenceForm.Field {
        .blank(
            "案由",
            FormText(
                "由办案单位填写；程序归类：\(categories.isEmpty ? "未归类" : categories)，供参考"))
    }

    /// The pictures that analysts attached.
    var pictures: [EvidenceForm.Block] {
        caseFile.attachments.flatMap { attachment in
            attachment.files.enumerated().compactMap { index, file in
                guard let type = file.format.pictureType, let bytes = contents.pictures[file.sha256]
                else { return nil }
                return EvidenceForm.Block.picture(
                    .init(
                        bytes: bytes, type: type,
                        caption: FormText(
                            "\(attachment.packetName(ofFile: index))　\(attachment.by) 附加于 "
                                + "\(Timestamp.beijing(attachment.at))　SHA-256 \(file.sha256)")))
            }
        }
    }
}
