// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

extension ReportPage {
    /// Who can act against the site: what the reader does next, and therefore first.
    var recipients: String {
        let rows = (caseFile.dossier?.recipients ?? []).map { recipient in
            let ways = recipient.mails + recipient.phones + recipient.forms
            return [
                Self.text(recipient.role.chinese), Self.text(recipient.name),
                ways.isEmpty
                    ? Self.known(nil, else: RegistryMessages.noContact.chinese)
                    : ways.map(Self.code).joined(separator: "<br>"),
                Self.text(recipient.why),
            ]
        }
        return """
            <section><h2>告知对象</h2>
            \(Self.table(
                ["身份", "名称", "联系方式", "为何告知"], rows,
                none: RegistryMessages.nobodyKnown.chinese))
            </section>
            """
    }

    static func registrations(_ dossier: Dossier) -> String {
        dossier.registrations.isEmpty
            ? "<p class=\"none\">没有取得，原因见第九部分。</p>"
            : dossier.registrations.map { registration in
                let id = registration.registrarID.map { "（IANA \($0)）" } ?? ""
                return facts([
                    ("域名", code(registration.domain)),
                    ("注册商", known(registration.registrar.map { $0 + id }, else: "未公布")),
                    (
                        "注册人（如所公布）",
                        known(
                            [registration.registrant, registration.registrantMail]
                                .compactMap { $0 }.joined(separator: "　"), else: "未公布")
                    ),
                    ("注册时间", known(registration.created, else: "未公布")),
                    ("更新时间", known(registration.changed, else: "未公布")),
                    ("到期时间", known(registration.expires, else: "未公布")),
                    (
                        "域名服务器",
                        known(
                            registration.nameServers.joined(separator: "、"), else: "未公布")
                    ),
                    ("状态", known(registration.statuses.joined(separator: "、"), else: "未公布")),
                    ("DNSSEC", known(registration.dnssec, else: "未公布")),
                    (
                        "投诉联系",
                        known(
                            [registration.abuseMail, registration.abusePhone]
                                .compactMap { $0 }.joined(separator: "　"), else: "未公布")
                    ),
                    ("来源", source(registration.source)),
                    ("问题", known(registration.problem?.message.chinese, else: "无")),
                ])
            }.joined(separator: "\n")
    }

    static func addressRegistrations(_ dossier: Dossier) -> String {
        let rows = dossier.addressRegistrations.map { registration in
            [
                code(registration.address.description),
                known(registration.network, else: "未公布"),
                known(
                    [registration.holder, registration.name].compactMap { $0 }
                        .joined(separator: "　"), else: "未公布"),
                known(registration.country, else: "未公布"),
                known(
                    [registration.abuseMail, registration.abusePhone].compactMap { $0 }
                        .joined(separator: "　"), else: "未公布"),
                source(registration.source)
                    + (registration.problem.map { "<br>" + text($0.message.chinese) } ?? ""),
            ]
        }
        return table(
            ["地址", "网段", "持有者", "国家", "投诉联系", "来源"], rows,
            none: "没有取得，原因见第九部分。")
    }

    static func source(_ source: RegistrySource) -> String {
        text("\(source.method.rawValue.uppercased()) \(source.server)") + "<br>"
            + time(source.askedAt) + "<br><small>原文 SHA-256 "
            + code(source.sha256) + "</small>"
    }
}
