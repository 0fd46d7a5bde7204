// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials
package import Wording

/// A watch's report as lines of text, for terminals and mails.
package enum ChangeLines {
    /// The report's lines; at most `limit` changes, and how many more there are.
    package static func lines(_ report: WatchReport, limit: Int = .max) -> [Message] {
        var lines = [
            ChangeMessages.heading(
                schedule: report.schedule, run: report.run, due: Timestamp.beijing(report.due)),
            ChangeMessages.counts(
                sites: report.sites, serving: report.serving, silent: report.silent,
                unknown: report.unknown),
        ]
        if report.missed > 0 { lines.append(ChangeMessages.missed(report.missed)) }
        if report.isBlind { lines.append(ChangeMessages.blind) }
        lines.append(
            report.changes.isEmpty
                ? ChangeMessages.nothing : ChangeMessages.changes(report.changes.count))
        for kind in SiteChange.Kind.allCases {
            let own = report.changes.filter { $0.kind == kind }
            for change in own.prefix(limit) { lines += self.lines(change) }
            if own.count > limit {
                lines.append(ChangeMessages.more(own.count - limit, kind.chinese, kind.rawValue))
            }
        }
        for missing in report.undelivered {
            lines.append(
                ChangeMessages.undelivered(
                    run: missing.run, to: missing.destination, tries: missing.tries,
                    reason: HostileText.line(missing.reason), isGivenUp: missing.isGivenUp))
        }
        return lines
    }

    /// One change: what and where, then each thing that differs.
    package static func lines(_ change: SiteChange) -> [Message] {
        let host = HostileText.line(change.host)
        let level = change.level?.rawValue ?? ""
        let chineseLevel = change.level?.chinese ?? ""
        var lines = [
            Message(
                en: "[\(change.kind.rawValue)] \(host) \(change.case) \(level)",
                zh: "【\(change.kind.chinese)】\(host) \(change.case) \(chineseLevel)")
        ]
        lines += change.details.map { detail in
            let text = difference(detail)
            return Message(en: "    \(text.english)", zh: "    \(text.chinese)")
        }
        lines += change.kin.map { kin in
            let marks = kin.marks.prefix(8)
            return ChangeMessages.kin(
                HostileText.line(kin.host), kin.case, isLive: kin.isLive,
                english: marks.map { "\($0.kind.rawValue) \(short($0.value))" }
                    .joined(separator: ", "),
                chinese: marks.map { "\($0.kind.chinese) \(short($0.value))" }
                    .joined(separator: "、"))
        }
        return lines
    }

    /// What one part was and is.
    package static func difference(_ detail: SiteChange.Detail) -> Message {
        func shown(_ text: String) -> (english: String, chinese: String) {
            switch detail.part {
            case .failure:
                let words = FailureWords.message(forCode: text)
                return (words.english, words.chinese)
            case .level:
                return (text, Verdict.Level(rawValue: text)?.chinese ?? text)
            case .visibility: return (text, text == "yes" ? "可见" : "不可见")
            default:
                let text = short(text)
                return (text, text)
            }
        }
        let who = detail.persona.map { " (\($0))" } ?? ""
        let (part, chinesePart) = (detail.part.rawValue, detail.part.chinese)
        let (before, after) = (shown(detail.before), shown(detail.after))
        if detail.before.isEmpty, detail.after.isEmpty {
            return Message(en: "\(part)\(who): another", zh: "\(chinesePart)\(who):已改变")
        }
        return Message(
            en: "\(part)\(who): "
                + (detail.before.isEmpty ? "" : "\(before.english) → ")
                + (detail.after.isEmpty ? "none" : after.english),
            zh: "\(chinesePart)\(who):"
                + (detail.before.isEmpty ? "" : "\(before.chinese) → ")
                + (detail.after.isEmpty ? "无" : after.chinese))
    }

    static func short(_ text: String) -> String {
        let line = HostileText.line(text)
        return line.unicodeScalars.count <= 200
            ? line : String(String.UnicodeScalarView(line.unicodeScalars.prefix(199))) + "…"
    }
}
