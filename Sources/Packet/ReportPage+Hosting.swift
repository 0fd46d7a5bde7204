// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension ReportPage {
    var hosting: String {
        guard let dossier = caseFile.dossier else {
            return """
                <section><h2>五、谁在托管</h2>
                <p class="none">尚未收集；没有连接到服务器，或访问未完成。</p></section>
                """
        }
        let networks = dossier.networks.map { network in
            [
                Self.code(network.address.description),
                Self.known(network.network, else: "数据库未收录"),
                Self.known(network.asNumber.map { "AS\($0)" }, else: "数据库未收录"),
                Self.known(network.asName, else: "数据库未收录"),
                Self.known(network.country, else: "数据库未收录"),
                Self.known(network.reverseNames.joined(separator: "、"), else: "无反向域名"),
                Self.text(network.source),
            ]
        }
        let marks = dossier.deliveryNetworks.map { "\($0.name)（依据 \($0.mark)）" }
        let icon = dossier.favicon.map {
            "\($0.address) SHA-256 \($0.sha256) mmh3 \($0.murmur3)"
        }
        return """
            <section><h2>五、谁在托管</h2>
            \(Self.facts([
                ("主机", Self.code(dossier.host)),
                ("注册商", Self.known(
                    dossier.registrations.compactMap(\.registrar).first,
                    else: "未取得，原因见第九部分")),
                ("CDN 或防护", Self.known(
                    marks.joined(separator: "；"), else: "未见标志，下列地址应为源站")),
                ("服务器自称", Self.known(dossier.servers.joined(separator: "、"), else: "未自称")),
                ("图标", Self.known(icon, else: "未取得图标")),
                ("头字段指纹", Self.known(dossier.headerOrder, else: "没有应答，无法计算")),
            ]))
            <h3>地址与网络</h3>
            \(Self.table(
                ["地址", "网段", "AS", "名称", "国家", "反向域名", "数据来源"], networks,
                none: "没有解析到地址。"))
            <h3>域名注册信息</h3>
            \(Self.registrations(dossier))
            <h3>地址注册信息</h3>
            \(Self.addressRegistrations(dossier))
            <h3>本单位查询结果</h3>
            \(Self.lookups(dossier))
            <h3>域名解析</h3>
            \(names)
            <h3>证书</h3>
            \(certificates(dossier))
            </section>
            """
    }

    private var names: String {
        let reports = caseFile.dossier?.names ?? caseFile.captures.flatMap(\.names)
        let rows = reports.flatMap(\.answers).map { answer in
            [
                Self.code(answer.name), Self.text(answer.type.rawValue),
                answer.records.isEmpty
                    ? Self.known(nil, else: Self.status(answer.status))
                    : answer.records.map { record in
                        Self.code("\(record.name) \(record.type.rawValue) \(record.value)")
                    }.joined(separator: "<br>"),
                Self.known(answer.resolver, else: "无应答"),
                Self.text(Timestamp.beijing(answer.askedAt)),
            ]
        }
        return Self.table(
            ["问", "类型", "答", "域名服务器", "时间（北京）"], rows, none: "没有询问域名服务器。")
    }

    static func status(_ status: NameAnswer.Status) -> String {
        switch status {
        case .answered, .overridden: "无记录"
        case .noRecords: "域名存在，无此类记录"
        case .noSuchName: "域名不存在"
        case .timeout: "超时，未知"
        case .refused: "服务器拒绝，未知"
        case .serverFailure: "服务器故障，未知"
        case .malformed: "应答无法识读，未知"
        }
    }

    private func certificates(_ dossier: Dossier) -> String {
        let trust = caseFile.captures.flatMap(\.visits).compactMap(\.tls).first
        let rows = dossier.certificates.map { certificate in
            [
                Self.text(certificate.subject), Self.text(certificate.issuer),
                Self.text(
                    certificate.alternativeNames.prefix(50).joined(separator: "、")
                        + (certificate.alternativeNames.count > 50
                            ? " 等 \(certificate.alternativeNames.count) 个" : "")),
                Self.text(
                    "\(Timestamp.beijing(certificate.notBefore)) 至 "
                        + Timestamp.beijing(certificate.notAfter)),
                Self.code(certificate.serial), Self.code(certificate.sha256),
                Self.known(
                    certificate.timestamps.map { Timestamp.beijing($0.time) }
                        .joined(separator: "、"), else: "证书内无时间戳"),
            ]
        }
        let opinion = trust.map { session in
            let words = session.isTrusted ? "受信任" : "不受信任：\(session.distrust ?? "原因未知")"
            return "<p>\(Self.text("\(session.version) \(session.cipher)，证书\(words)"))</p>"
        }
        return (opinion ?? "")
            + Self.table(
                ["主体", "签发者", "有效域名", "有效期（北京）", "序列号", "SHA-256", "证书日志首见"], rows,
                none: "没有以 TLS 连接，或未取得证书。")
    }

    var numbers: String {
        let identifiers =
            caseFile.dossier?.identifiers ?? caseFile.pages.flatMap(\.identifiers)
        let contacts = caseFile.dossier?.contacts ?? caseFile.pages.flatMap(\.contacts)
        let rows = identifiers.map { identifier in
            [
                Self.text(Self.name(identifier.kind)), Self.code(identifier.value),
                Self.text(identifier.written.text),
            ]
        }
        let ways = contacts.map { contact in
            [
                Self.text(Self.name(contact.kind)), Self.code(contact.value),
                Self.text(contact.written.text),
            ]
        }
        return """
            <section><h2>六、页面出示的编号与联系方式</h2>
            <p>编号为页面自称；假冒网站常照抄真实编号。与查询结果的对照见下。</p>
            \(Self.table(["编号", "值", "页面写法"], rows, none: "页面未出示编号。"))
            \(comparisons)
            \(Self.table(["联系方式", "值", "页面写法"], ways, none: "页面未出示联系方式。"))
            </section>
            """
    }

    static func name(_ kind: Identifier.Kind) -> String {
        switch kind {
        case .siteCode: "政府网站标识码"
        case .conac: "党政机关/事业单位标识"
        case .icp: "ICP 备案号"
        case .police: "公安备案号"
        case .jiucuoAddress: "找错链接所指网址"
        case .baiduAnalytics: "百度统计"
        case .cnzz: "CNZZ 统计"
        case .la51: "51.LA 统计"
        case .googleAnalytics: "Google 统计"
        }
    }

    static func name(_ kind: Contact.Kind) -> String {
        switch kind {
        case .wechat: "微信"
        case .qq: "QQ"
        case .mobile: "手机"
        case .landline: "固定电话"
        case .email: "邮箱"
        case .telegram: "Telegram"
        case .hotline: "政务热线（非卖家联系方式）"
        }
    }

    var files: String {
        let rows = contents.files.enumerated().map { index, file in
            [
                String(index + 1), Self.code(file.path), Self.text(file.kind),
                Self.text(file.format), Self.text(ReportFormat.count(file.bytes)),
                Self.code(file.sha256),
            ]
        }
        return """
            <section><h2>七、文件清单</h2>
            \(Self.table(
                ["序号", "名称", "类别", "格式", "大小（字节）", "SHA-256"], rows, none: "没有文件。"))
            </section>
            """
    }

    var custody: String {
        let rows = contents.custody.map { entry in
            [
                String(entry.sequence), Self.text(Timestamp.beijing(entry.at)),
                Self.text(entry.actor), Self.text(Self.name(entry.action)),
                Self.text(entry.subject), Self.code(entry.hash),
            ]
        }
        return """
            <section><h2>八、保管链</h2>
            <p>每行哈希覆盖上一行；完整内容与核对方法见 data/custody.log。</p>
            \(Self.table(
                ["序号", "时间（北京）", "操作人", "操作", "对象", "哈希"], rows, none: "没有保管记录。"))
            </section>
            """
    }

    static func name(_ action: CustodyEntry.Action) -> String {
        switch action {
        case .leadAdded: "录入线索"
        case .captured: "取证访问"
        case .judged: "判定"
        case .reviewed: "人工复核"
        case .exported: "导出证据包"
        case .verified: "核验证据包"
        case .attached: "附加材料"
        case .noticeSent: "发出告知"
        case .stamped: "补盖时间戳"
        case .certificateSeen: "发现证书公示"
        case .clockSet: "本机时钟被调整"
        }
    }
}
