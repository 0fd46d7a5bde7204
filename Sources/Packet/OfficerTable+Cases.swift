// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension OfficerTable {
    /// A row for each case: what an officer asks first, so that the tables of many packets can be
    /// put below one another.
    package static func cases(_ cases: [PacketContents]) -> OfficerTable {
        OfficerTable(
            "案件",
            [
                .init("案件编号", 12), .init("网址", 40), .init("程序排序", 10), .init("分值", 6),
                .init("程序归类", 22), .init("页面标题（页面自称）", 36), .init("首次访问（北京时间）", 20),
                .init("末次访问（北京时间）", 20), .init("访问结果", 24), .init("服务器地址", 22),
                .init("国家或地区", 11), .init("网络", 26), .init("CDN 或防护", 18),
                .init("注册商", 26), .init("域名注册时间", 20), .init("页面出示的编号", 36),
                .init("页面出示的联系方式", 36), .init("命中数", 8), .init("线索来源", 12),
                .init("举报编号", 16), .init("已告知", 24), .init("原始数据 SHA-256", 66),
            ], cases.map(row))
    }

    /// A row for each finding of each case, heaviest first.
    package static func findings(_ cases: [PacketContents]) -> OfficerTable {
        OfficerTable(
            "命中",
            [
                .init("案件编号", 12), .init("规则", 24), .init("标题", 30), .init("权重", 8),
                .init("位置", 10), .init("命中文字", 36), .init("起", 8), .init("止", 8),
                .init("依据", 44), .init("页面", 40),
            ],
            cases.flatMap { contents in
                let number = FormText(contents.caseFile.lead.caseNumber.description)
                let verdict = contents.caseFile.verdict
                return (verdict?.findings ?? []).map { finding in
                    [
                        .text(number), .text(FormText(finding.rule)),
                        .text(FormText(finding.title)), .number(finding.weight),
                        .text(FormText(finding.field)), words([finding.text], else: "没有文字"),
                        .number(Double(finding.start)), .number(Double(finding.end)),
                        .text(FormText(finding.why)),
                        .text(FormText(finding.page ?? verdict?.url ?? "")),
                    ]
                }
            })
    }

    private static func row(_ contents: PacketContents) -> [Cell] {
        let caseFile = contents.caseFile
        let lead = caseFile.lead
        let verdict = caseFile.verdict
        let dossier = caseFile.dossier
        let captures = caseFile.captures
        let forms = PacketForms(contents)
        let unread = captures.isEmpty ? "尚未访问" : "没有读到页面"
        let unknown = dossier == nil ? "尚未收集" : "没有取得"
        let networks = dossier?.networks ?? []
        let registration = dossier?.registrations.last { !$0.isEmpty }
        let identifiers = (dossier?.identifiers ?? caseFile.pages.flatMap(\.identifiers)).map {
            "\(ReportPage.name($0.kind)) \($0.value)"
        }
        let contacts = (dossier?.contacts ?? caseFile.pages.flatMap(\.contacts)).map {
            "\(ReportPage.name($0.kind)) \($0.value)"
        }
        let addresses = Observables(contents).addresses.map(\.description)
        let outcome = caseFile.failure.map { "未成功：\(ReportPage.failure($0))" }
        let notices = caseFile.notices.map {
            "\(Timestamp.beijing($0.sentAt)) \($0.to.chinese)"
        }
        let archives = captures.compactMap { forms.archive(of: $0)?.sha256 }
        return [
            .text(FormText(lead.caseNumber.description)),
            .text(FormText(lead.address.description)),
            .text(FormText(verdict?.level.chinese ?? "未判定：\(unread)")),
            verdict.map { .number(Double($0.score)) } ?? .text("未判定"),
            words(verdict?.categories.map(\.chinese) ?? [], else: verdict == nil ? unread : "未归类"),
            words(
                caseFile.pages.first.map { [$0.title] } ?? [],
                else: caseFile.pages.isEmpty ? unread : "页面没有标题"),
            words(
                captures.map(\.startedAt).min().map { [Timestamp.beijing($0)] } ?? [],
                else: "尚未访问"),
            words(
                captures.map(\.endedAt).max().map { [Timestamp.beijing($0)] } ?? [],
                else: "尚未访问"),
            words([outcome ?? (captures.isEmpty ? "尚未访问" : "已访问")], else: ""),
            words(addresses, else: captures.isEmpty ? "尚未访问" : "没有解析到地址"),
            words(networks.compactMap(\.country), else: unknown),
            words(
                networks.compactMap { network in
                    network.asNumber.map { "AS\($0) \(network.asName ?? "")" }
                }, else: unknown),
            words(
                (dossier?.deliveryNetworks ?? []).map(\.name),
                else: dossier == nil ? "尚未收集" : "未见标志"),
            words([registration?.registrar].compactMap(\.self), else: unknown),
            words([registration?.created].compactMap(\.self), else: unknown),
            words(identifiers, else: caseFile.pages.isEmpty ? unread : "未出示"),
            words(contacts, else: caseFile.pages.isEmpty ? unread : "未出示"),
            .number(Double(verdict?.findings.count ?? 0)),
            .text(FormText(ReportPage.source(lead.origin.source))),
            words([lead.origin.reporterReference].compactMap(\.self), else: "线索未附编号"),
            words(notices, else: "没有告知记录"),
            words(archives, else: captures.isEmpty ? "尚未访问" : "没有收到任何字节"),
        ]
    }

    /// Those of `values` that say something, each once, on one line; or why there is none.
    private static func words(_ values: [String], else reason: String) -> Cell {
        var seen: Set<String> = []
        let kept = values.filter {
            !$0.allSatisfy(\.isWhitespace) && seen.insert($0).inserted
        }
        return .text(
            FormText(kept.isEmpty ? reason : kept.joined(separator: "；"), limit: 2000))
    }
}
