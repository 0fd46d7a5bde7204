// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// 电子数据提取固定清单. Columns: the union of 法发〔2016〕22号, article 14 (类别、文件格式、完整性校验值),
// and of what police laboratories' forms ask for besides (来源、提取方法、时间、字节、MD5).
extension PacketForms {
    /// The files of a packet, numbered through all its cases.
    func list(of files: [PacketFile], _ cases: [PacketForms]) -> EvidenceForm {
        let rows = files.filter { $0.path.hasPrefix("data/") }.enumerated().map { index, file in
            let owner = cases.first { file.path.hasPrefix($0.contents.folder + "/") }
            let origin = (owner ?? self).origin(of: file)
            return [
                FormText("\(index + 1)"), .code(file.path), FormText(file.kind), origin.source,
                FormText(origin.method), origin.time, FormText(file.format),
                FormText(ReportFormat.count(file.bytes)),
                .lines([
                    FormText("SHA-256 ") + .code(file.sha256), FormText("SM3 ") + .code(file.sm3),
                    Self.md5(of: file),
                ]),
                origin.note,
            ]
        }
        return form(
            "2-list", "电子数据提取固定清单", isLandscape: true,
            [
                .fields([
                    cause,
                    .init(
                        "提取对象", .lines(cases.map { .code($0.caseFile.lead.address.description) })),
                    .init(
                        "起止时间", Self.period(of: cases.flatMap(\.caseFile.captures)),
                        else: Self.notVisited),
                    .init("提取人员", officers, else: Self.noOfficers),
                ]),
                .table(
                    .init(
                        [
                            .init("序号", 0.68), .init("名称", 1.85), .init("类别", 0.95),
                            .init("来源", 1.4), .init("提取方法", 1.12), .init("提取时间（北京）", 1.35),
                            .init("格式", 1), .init("字节", 0.9), .init("完整性校验值", 7.35),
                            .init("备注", 1.05),
                        ], rows, none: "没有文件。")),
                .paragraph(
                    "本清单列出制作本清单时证据包 data/ 内的全部文件，各案连续编号；本清单自身和其后写入的文件见 manifest-sha256.txt。MD5 已不能防止伪造，只供沿用旧表格的单位核对。"
                ),
                signatures(),
            ])
    }

    static func md5(of file: PacketFile) -> FormText {
        file.md5.map { FormText("MD5 ") + .code($0) } ?? .absent("MD5 未另计：所含即各原始数据文件，已逐一列出")
    }

    private func origin(
        of file: PacketFile
    ) -> (source: FormText, method: String, time: FormText, note: FormText) {
        for capture in caseFile.captures where archive(of: capture)?.path == file.path {
            return (
                .code(caseFile.lead.address.description, limit: 200), "在线提取，写入 WARC",
                .lines([
                    FormText(Timestamp.beijing(capture.startedAt)), "至",
                    FormText(Timestamp.beijing(capture.endedAt)),
                ]), FormText("访问身份 \(capture.persona.name)，\(capture.visits.count) 次请求")
            )
        }
        for attachment in caseFile.attachments {
            for index in attachment.files.indices
            where file.path.hasSuffix("/" + attachment.packetName(ofFile: index)) {
                return (
                    attachment.source.map { FormText($0, limit: 200) } ?? .absent("附加人未注明来源"),
                    "人工查询后附加", FormText(Timestamp.beijing(attachment.at)),
                    FormText("附加人 \(attachment.by)", limit: 100)
                )
            }
        }
        let time = FormText(Timestamp.beijing(contents.exportedAt))
        if file.path.contains("/certificates/") {
            return ("服务器在 TLS 握手中出示", "自访问记录取出", time, "原始编码（DER）以 PEM 书写")
        }
        if file.path.hasSuffix("certificate-logs.json") {
            return ("证书透明度日志", "在线读取，与日志签名核对", time, "证书、条目为原始编码（Base64）")
        }
        if file.path.hasSuffix("custody.log") {
            return ("本机案卷库", "自保管链取出", time, "不含他案内容")
        }
        return ("封存的原始数据", "程序自原始数据生成", time, "身份证号码已遮盖")
    }
}
