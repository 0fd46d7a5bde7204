// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about when something is due.
package enum ScheduleMessages {
    /// The five fields of cron(5), in their order.
    package enum Field: Int, Sendable, Hashable, CaseIterable {
        case minute
        case hour
        case day
        case month
        case weekday

        fileprivate var english: String {
            switch self {
            case .minute: "minute (0–59)"
            case .hour: "hour (0–23)"
            case .day: "day of the month (1–31)"
            case .month: "month (1–12 or jan–dec)"
            case .weekday: "day of the week (0–7 or sun–sat)"
            }
        }

        fileprivate var chinese: String {
            switch self {
            case .minute: "分钟(0–59)"
            case .hour: "小时(0–23)"
            case .day: "日(1–31)"
            case .month: "月(1–12 或 jan–dec)"
            case .weekday: "星期(0–7 或 sun–sat)"
            }
        }
    }

    private static let forms = Message(
        en: "write it like 'hourly', 'daily 02:00', 'weekly mon 02:00', 'monthly 1 02:00', "
            + "'every 6 hours', or in cron's five fields: '0 2 * * *'",
        zh: "请写作“每小时”“每天 02:00”“每周一 02:00”“每月1日 02:00”“每6小时”,或 cron 的五个字段:0 2 * * *")

    package static func unknown(_ text: String) -> Message {
        let text = VisiblePart.of(text)
        return Message(
            en: "'\(text)' is no schedule; \(forms.english)",
            zh: "“\(text)”不是可识别的时间安排;\(forms.chinese)")
    }

    package static func field(_ field: Field, _ part: String) -> Message {
        let part = VisiblePart.of(part)
        return Message(
            en: "'\(part)' cannot stand for the \(field.english); "
                + "a field holds numbers, ranges, lists and steps: '1-5', '0,30', '*/15'",
            zh: "“\(part)”不能用作\(field.chinese);字段可写数字、范围、列表和步长,如 1-5、0,30、*/15")
    }

    package static func time(_ text: String) -> Message {
        let text = VisiblePart.of(text)
        return Message(
            en: "'\(text)' is no time of day; write it like 02:00, several like 02:00,14:30",
            zh: "“\(text)”不是钟点;请写作 02:00,多个写作 02:00,14:30")
    }

    package static func never(_ text: String) -> Message {
        let text = VisiblePart.of(text)
        return Message(
            en: "'\(text)' would never be due: no month named there has such a day; "
                + "name a day that exists, such as 28",
            zh: "“\(text)”永远不会到期:所写月份没有这一天;请改用存在的日期,如 28 日")
    }

    package static func uneven(_ count: Int, isHours: Bool) -> Message {
        let (unit, chineseUnit) = isHours ? ("hours", "小时") : ("minutes", "分钟")
        let whole = isHours ? 24 : 60
        let fitting = (1...whole).filter { whole % $0 == 0 && $0 < whole }
            .map(String.init).joined(separator: ", ")
        return Message(
            en: "'every \(count) \(unit)' cannot be kept: it does not go into "
                + "\(isHours ? "a day" : "an hour"); take one of \(fitting)",
            zh: "“每\(count)\(chineseUnit)”无法均匀安排;请改用 \(fitting) 之一")
    }
}

/// The start of what a person wrote, fit to be repeated to them.
enum VisiblePart {
    static func of(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(80) {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            shown.append(isControl ? "?" : scalar)
        }
        return String(shown)
    }
}
