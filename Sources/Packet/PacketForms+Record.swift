// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

// 网页证据固定记录. Its fields are those of 人民检察院办理网络犯罪案件规定, article 37, and of
// 法发〔2016〕22号, articles 14 and 15; the order is that of an office's own record.
extension PacketForms {
    var record: EvidenceForm {
        form(
            "1-record", "网页证据固定记录",
            [
                limits,
                .heading("一、基本情况"),
                .fields(basics),
                .heading("二、时间、地点与环境"),
                .fields(circumstances),
                .heading("三、网络地址与进入步骤"),
                .fields(addresses),
            ] + caseFile.captures.flatMap(visit) + [
                .heading("四、附属信息与关联痕迹"),
                .fields(traces),
                .heading("五、完整性校验值"),
                .paragraph("下列原始数据在任何程序解析之前写入磁盘；其余文件的校验值见《电子数据提取固定清单》。"),
                .table(digests),
                .heading("六、截图与录像"),
                .paragraph(FormText(screens)),
            ] + pictures + [
                .heading("七、增加、删改、遮盖的说明"),
                .list(changes),
                .heading("八、未能取得的内容及原因"),
                .list(gaps),
                .heading("九、签名"),
                .paragraph("以上记录由程序依据访问时的记载生成，经核对无误后签名；签名前可在同名 HTML 中补充。"),
                signatures(),
            ])
    }

    private var basics: [EvidenceForm.Field] {
        let lead = caseFile.lead
        return [
            .init("案件编号", FormText(lead.caseNumber.description)),
            cause,
            .init("固定对象", .code(lead.address.description)),
            .init("线索来源", FormText(ReportPage.source(lead.origin.source))),
            .init("举报时间", lead.origin.reportedAt, else: "线索未附举报时间"),
            .init("举报编号", lead.origin.reporterReference, else: "线索未附编号"),
            .init("线索备注", lead.origin.note, else: "线索未附备注"),
            .init("收到线索", Self.time(lead.addedAt)),
            .init("固定方式", "网络在线提取公开发布的网页；只访问公开页面，未登录，未提交任何表单"),
            .init(
                "不能扣押原始存储介质的原因",
                "原始存储介质为远程服务器，其所在地和控制人尚未掌握，无法扣押，故在线提取"),
            .init("提取人员", officers, else: Self.noOfficers),
            .blank("提取单位", "由提取人员填写"),
        ]
    }

    private var circumstances: [EvidenceForm.Field] {
        let captures = caseFile.captures
        let clocks = captures.map { capture in
            FormText("\(capture.name)：\(Self.clock(capture))")
        }
        let proxies = Set(captures.flatMap(\.visits).compactMap { $0.remote?.proxy }).sorted()
        let resolvers = Set(captures.flatMap(\.names).flatMap(\.answers).compactMap(\.resolver))
        let environments = Set(captures.compactMap(\.environment)).sorted()
        return [
            .init("起止时间", period, else: Self.notVisited),
            .init("系统时间偏差及来源", .lines(clocks), else: Self.notVisited),
            .blank("提取地点", "程序无法得知，由提取人员填写"),
            .init(
                "网络出口", proxies.isEmpty ? nil : FormText("经代理 " + proxies.joined(separator: "、")),
                else: captures.isEmpty ? Self.notVisited : "本机直连；出口公网地址须由提取人员向运营商查询"),
            .init(
                "域名服务器", resolvers.isEmpty ? nil : .code(resolvers.sorted().joined(separator: "、")),
                else: captures.isEmpty ? Self.notVisited : "没有服务器应答，或地址由人工指定"),
            .init(
                "工具及版本",
                captures.isEmpty
                    ? nil : FormText(Set(captures.map(\.software)).sorted().joined(separator: "、")),
                else: Self.notVisited),
            .init(
                "系统环境", environments.isEmpty ? nil : .lines(environments.map { FormText($0) }),
                else: captures.isEmpty ? Self.notVisited : "该次访问的软件版本尚不记录系统环境"),
            .init("固定方法", "按访问身份发出 HTTP GET 请求，请求与应答的原始字节写入 WARC 1.1 归档后再解析"),
            .init(
                "导出",
                Self.time(contents.exportedAt)
                    + FormText("　\(contents.exportedBy)　\(contents.software)")),
        ]
    }

    private var addresses: [EvidenceForm.Field] {
        let found = Set(caseFile.captures.flatMap(\.names).flatMap(\.addresses).map(\.description))
        let last = caseFile.captures.last?.visits.last {
            $0.purpose == .page || $0.purpose == .redirect
        }
        return [
            .init("网络地址", .code(caseFile.lead.address.description)),
            .init(
                "解析地址", found.isEmpty ? nil : .code(found.sorted().joined(separator: "、")),
                else: caseFile.captures.isEmpty ? Self.notVisited : "域名没有解析到地址"),
            .init(
                "最后到达的地址", last.map { .code($0.address.description) },
                else: caseFile.captures.isEmpty ? Self.notVisited : "没有请求到页面"),
            .init(
                "存储路径", "服务器内部的存储路径不对外公开，以上述网络地址中的路径为准"),
            .init("发现于", caseFile.lead.origin.foundOn, else: "不是由其他页面的链接发现"),
        ]
    }

    private func visit(_ capture: Capture) -> [EvidenceForm.Block] {
        let persona = capture.persona
        let rows = capture.visits.enumerated().map { index, visit in
            [
                FormText("\(index + 1)"),
                FormText(Timestamp.beijing(visit.startedAt)),
                .code(visit.address.description),
                FormText(Self.purpose(visit)),
                FormText(ReportPage.outcome(visit)),
                visit.remote.map { .code("\($0.address):\($0.port)") } ?? .absent("未连接"),
                FormText(ReportFormat.count(visit.bodyBytes)),
                visit.bodySHA256.map { .code($0) } ?? .absent("无正文"),
            ]
        }
        return [
            .subheading(FormText("访问 \(capture.name)")),
            .fields([
                .init(
                    "访问方式",
                    FormText(
                        "HTTP GET；身份 \(persona.name)；视口 \(persona.viewport.width)×"
                            + "\(persona.viewport.height)")),
                .init("User-Agent", .code(persona.userAgent)),
                .init("语言", .code(persona.acceptLanguage)),
                .init("Referer", persona.referer.map { .code($0) }, else: "不发送"),
                .init("起止", Self.time(capture.startedAt) + " 至 " + Self.time(capture.endedAt)),
            ]),
            .table(
                .init(
                    [
                        .init("步", 0.5), .init("北京时间", 1.4), .init("地址", 2.6), .init("由何到达", 1.3),
                        .init("结果", 1.1), .init("服务器", 1.7), .init("字节", 0.9),
                        .init("正文 SHA-256", 2.5),
                    ], rows, none: "没有发出请求。")),
        ]
    }

    static func purpose(_ visit: ExchangeRecord) -> String {
        let purpose =
            switch visit.purpose {
            case .robots: "robots.txt"
            case .page: "页面"
            case .redirect: "跳转"
            case .favicon: "图标"
            }
        return visit.reachedBy.map { "\(purpose)（\($0)）" } ?? purpose
    }

    private var traces: [EvidenceForm.Field] {
        let visits = caseFile.captures.flatMap(\.visits)
        let none = visits.isEmpty ? Self.notVisited : "服务器没有应答"
        let page = visits.last { $0.purpose == .page && !$0.headers.isEmpty }
        let headers = (page?.headers ?? []).prefix(40).map {
            FormText.code("\($0.name): \($0.value)", limit: 200)
        }
        let sessions = visits.compactMap(\.tls).prefix(1).map { session in
            FormText(
                "\(session.version) \(session.cipher)，证书"
                    + (session.isTrusted ? "受信任" : "不受信任（\(session.distrust ?? "原因未知")）"))
        }
        let certificates = (caseFile.dossier?.certificates ?? []).prefix(1).map { certificate in
            FormText(
                "主体 \(certificate.subject)；签发者 \(certificate.issuer)；有效期 "
                    + "\(Timestamp.beijing(certificate.notBefore)) 至 "
                    + "\(Timestamp.beijing(certificate.notAfter))；SHA-256 ")
                + .code(certificate.sha256)
        }
        let registrars = (caseFile.dossier?.registrations ?? []).compactMap(\.registrar)
        return [
            .init("应答头", .lines(Array(headers)), else: none),
            .init(
                "TLS 与数字证书", .lines(Array(sessions) + Array(certificates)),
                else: visits.isEmpty ? Self.notVisited : "未以 TLS 连接，服务器没有出示证书"),
            .init(
                "域名解析记录", visits.isEmpty ? nil : FormText("全部问答见 \(contents.folder)/dns.json"),
                else: Self.notVisited),
            .init(
                "域名注册信息", registrars.first.map { FormText("注册商 \($0)，详见《涉案网站情况报告》") },
                else: "没有取得，原因见第八部分"),
            .init(
                "robots.txt", visits.first { $0.purpose == .robots }.map(ReportPage.outcome),
                else: "未请求"),
        ]
    }

    private var digests: EvidenceForm.Table {
        let rows = caseFile.captures.compactMap { capture -> [FormText]? in
            guard let file = archive(of: capture) else { return nil }
            return [
                .code(file.path), FormText(ReportFormat.count(file.bytes)),
                .lines([
                    FormText("SHA-256 ") + .code(file.sha256), FormText("SM3 ") + .code(file.sm3),
                    Self.md5(of: file),
                ]),
            ]
        }
        return .init(
            [.init("原始数据", 2), .init("字节", 0.8), .init("校验值", 4)], rows,
            none: "没有原始数据：尚未访问，或没有收到任何字节。")
    }

    private var screens: String {
        let count = pictures.count
        let none = "程序不含浏览器渲染，未作截图和录像；网页可用 WARC 原始数据离线重现。"
        return count == 0
            ? none + "需要截图的，由提取人员拍照或截屏后以 jianwei attach 附加。"
            : none + "以下 \(count) 幅图片由人工附加，程序只保存，不判断其内容。"
    }

    /// 增删改说明.
    var changes: [FormText] {
        [
            "\(contents.folder)/capture/ 中为服务器应答的原始字节；分块传输的正文已合并、HTTP/2 的状态行改写为 HTTP/1.1，两处均在各 metadata 记录中注明，此外未作改动。",
            "本记录及其他供阅读的文件中，居民身份证号码（含 T 开头的证书编号）第 4 至 16 位一律遮盖为 *，以保护第三人；完整号码只存在于封存的原始数据中。电话号码不遮盖。",
            "不可见字符、控制字符和改变书写方向的字符以〖U+编码〗表示；换行以空格表示；过长的文字只列开头并注明全长。",
            "向本单位查询接口发出的请求和应答中，密钥以 [secret:名称] 代替。",
            "未作裁剪、转码、翻译或文字识别。",
        ]
    }

    /// What could not be had, and why.
    var gaps: [FormText] {
        var gaps = (caseFile.dossier?.gaps ?? []).map { FormText($0) }
        if let failure = caseFile.failure {
            gaps.append(FormText("访问未成功：\(ReportPage.failure(failure))"))
        }
        for capture in caseFile.captures {
            if capture.archive.isEmpty { gaps.append(FormText("\(capture.name) 的原始字节：没有归档")) }
            for visit in capture.visits {
                guard let failure = visit.failure else { continue }
                gaps.append(
                    FormText("\(capture.name) 访问 ") + .code(visit.address.description)
                        + FormText("：\(ReportPage.failure(failure))"))
            }
        }
        if caseFile.captures.isEmpty { gaps.append("原始网页数据：尚未访问") }
        if caseFile.verdict == nil { gaps.append("判定：没有读到可供判定的页面") }
        if caseFile.dossier == nil { gaps.append("基础设施：尚未收集") }
        if pictures.isEmpty { gaps.append("页面截图与录像：未采集，程序不含浏览器渲染") }
        if let unchecked = ReportPage(contents).unchecked { gaps.append(FormText(unchecked)) }
        let rest = gaps.count - 200
        if rest > 0 {
            gaps = gaps.prefix(200) + [FormText("另有 \(rest) 项，见 \(contents.folder)/visits.json。")]
        }
        return gaps
    }
}
