// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Wording

extension Schedule {
    /// The longest text that is read, in bytes: 200.
    private static let maximumBytes = 200

    /// Reads a schedule in cron's five fields, or in plain words.
    ///
    /// - `0 2 * * *`: minute, hour, day of the month, month, day of the week, as crontab(5) has
    ///   them; `@hourly`, `@daily`, `@weekly` and `@monthly` too.
    /// - `hourly`, `daily 02:00,14:30`, `weekdays 08:30`, `weekly mon 02:00`, `monthly 15 02:00`,
    ///   `every 15 minutes`, `every 6 hours`.
    /// - `每小时`, `每天 02:00`, `工作日 08:30`, `每周一 02:00`, `每月15日 02:00`, `每15分钟`, `每6小时`;
    ///   times also as `凌晨2点`, `下午3点30分`.
    ///
    /// Where no time is named it is midnight, no day of the week Monday, no day of the month the
    /// first.
    package init(_ text: String) throws(ScheduleError) {
        guard text.utf8.count <= Self.maximumBytes else { throw .unknown(text) }
        let plain = Self.folded(text)
        let words = plain.split(separator: " ").map(String.init)
        self.text = text
        if words.count == 5, let first = words[0].utf8.first, first == 0x2A || Self.isDigit(first) {
            patterns = [try Self.cron(words)]
        } else if let found = try Self.english(words) {
            patterns = found
        } else if let found = try Self.chinese(plain.filter { $0 != " " }) {
            patterns = found
        } else {
            throw .unknown(text)
        }
        guard patterns.contains(where: \.canBe) else { throw .never(text) }
    }

    /// In lower case, with full-width letters and signs as ASCII, and single spaces.
    private static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E:
                if let narrow = Unicode.Scalar(scalar.value - 0xFEE0) { folded.append(narrow) }
            case 0x3000, 0x09: folded.append(" ")
            case 0x3001: folded.append(",")
            default: folded.append(scalar)
            }
        }
        return String(folded).lowercased().split(separator: " ").joined(separator: " ")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func number(_ text: some StringProtocol) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy(isDigit) else { return nil }
        return Int(text)
    }

    // MARK: - cron

    private static func cron(_ words: [String]) throws(ScheduleError) -> Pattern {
        var pattern = Pattern(minutes: 0, hours: 0)
        pattern.minutes = try set(.minute, words[0], 0...59)
        pattern.hours = UInt32(try set(.hour, words[1], 0...23))
        pattern.days = UInt32(try set(.day, words[2], 1...31))
        pattern.months = UInt16(try set(.month, words[3], 1...12, months))
        let weekdays = try set(.weekday, words[4], 0...7, weekdays)
        pattern.weekdays = UInt8((weekdays | weekdays >> 7) & 0x7F)
        // crontab(5): a field that begins with an asterisk names nothing.
        pattern.namesDays = !words[2].hasPrefix("*")
        pattern.namesWeekdays = !words[4].hasPrefix("*")
        return pattern
    }

    private static let months = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
        "oct": 10, "nov": 11, "dec": 12,
    ]
    static let weekdays = [
        "sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6,
    ]

    private static func set(
        _ field: ScheduleMessages.Field, _ text: String, _ range: ClosedRange<Int>,
        _ names: [String: Int] = [:]
    ) throws(ScheduleError) -> UInt64 {
        var set: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            func value(_ text: Substring) -> Int? { names[String(text)] ?? number(text) }
            var bounds: (Int, Int)?
            let ends = (pieces.first ?? "").split(separator: "-", omittingEmptySubsequences: false)
            if pieces.first == "*" {
                bounds = (range.lowerBound, range.upperBound)
            } else if ends.count == 1, let only = value(ends[0]) {
                bounds = (only, pieces.count == 2 ? range.upperBound : only)
            } else if ends.count == 2, let low = value(ends[0]), let high = value(ends[1]) {
                bounds = (low, high)
            }
            let step = pieces.count == 2 ? number(pieces[1]) : 1
            guard pieces.count <= 2, let bounds, let step, step > 0, bounds.0 <= bounds.1,
                range.contains(bounds.0), range.contains(bounds.1)
            else { throw .field(field, String(part)) }
            for value in stride(from: bounds.0, through: bounds.1, by: step) { set |= 1 << value }
        }
        return set
    }

    // MARK: - Words

    private static func english(_ words: [String]) throws(ScheduleError) -> [Pattern]? {
        guard var first = words.first else { return nil }
        if first.hasPrefix("@") { first.removeFirst() }
        var rest = words.dropFirst().filter { $0 != "at" && $0 != "on" }
        switch first {
        case "hourly": return rest.isEmpty ? [Pattern(minutes: 1, hours: 0xFF_FFFF)] : nil
        case "every":
            guard rest.count == 2, let count = number(rest[0]) else { return nil }
            switch rest[1] {
            case "minute", "minutes", "min": return [try every(count, isHours: false)]
            case "hour", "hours", "h": return [try every(count, isHours: true)]
            default: return nil
            }
        case "daily": return try times(rest)
        case "weekdays":
            return try times(rest).map { pattern in
                var pattern = pattern
                pattern.weekdays = 0b0111110
                return pattern
            }
        case "weekly":
            var weekday = 1
            if let named = rest.first, let value = weekdays[String(named.prefix(3))],
                !isDigit(named.utf8.first ?? 0)
            {
                weekday = value
                rest.removeFirst()
            }
            return try times(rest).map { $0.onWeekday(weekday) }
        case "monthly":
            var day = 1
            if let named = rest.first, let value = number(named) {
                guard (1...31).contains(value) else { throw .field(.day, named) }
                day = value
                rest.removeFirst()
            }
            return try times(rest).map { $0.onDay(day) }
        default: return nil
        }
    }

    private static func chinese(_ text: String) throws(ScheduleError) -> [Pattern]? {
        func rest(after prefixes: String...) -> Substring? {
            prefixes.first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
        }
        if text == "每小时" || text == "每个小时" {
            return [Pattern(minutes: 1, hours: 0xFF_FFFF)]
        }
        if let rest = rest(after: "每天", "每日") { return try times(chinese: rest) }
        if let rest = rest(after: "工作日", "每个工作日") {
            return try times(chinese: rest).map { pattern in
                var pattern = pattern
                pattern.weekdays = 0b0111110
                return pattern
            }
        }
        if var rest = rest(after: "每周", "每星期") {
            var weekday = 1
            if let first = rest.first, let value = Array("日一二三四五六").firstIndex(of: first) {
                weekday = value
                rest.removeFirst()
            } else if rest.first == "天" {
                weekday = 0
                rest.removeFirst()
            }
            return try times(chinese: rest).map { $0.onWeekday(weekday) }
        }
        if var rest = rest(after: "每月", "每个月") {
            var day = 1
            if let end = rest.firstIndex(where: { $0 == "日" || $0 == "号" }) {
                guard let value = number(rest[..<end]), (1...31).contains(value) else {
                    throw .field(.day, String(rest[...end]))
                }
                day = value
                rest = rest[rest.index(after: end)...]
            }
            return try times(chinese: rest).map { $0.onDay(day) }
        }
        if let rest = rest(after: "每隔", "每") {
            for (unit, isHours) in [("分钟", false), ("个小时", true), ("小时", true)]
            where rest.hasSuffix(unit) {
                guard let count = number(rest.dropLast(unit.count)) else { return nil }
                return [try every(count, isHours: isHours)]
            }
        }
        return nil
    }

    private static func every(_ count: Int, isHours: Bool) throws(ScheduleError) -> Pattern {
        let whole = isHours ? 24 : 60
        guard count > 0, count < whole, whole % count == 0 else {
            throw .uneven(count, isHours: isHours)
        }
        let set = stride(from: 0, to: whole, by: count).reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        return isHours
            ? Pattern(minutes: 1, hours: UInt32(set)) : Pattern(minutes: set, hours: 0xFF_FFFF)
    }

    // MARK: - Times of day

    private static func times(_ words: [String]) throws(ScheduleError) -> [Pattern] {
        try times(words.joined(separator: ",")[...]) { $0 }
    }

    private static func times(chinese text: Substring) throws(ScheduleError) -> [Pattern] {
        try times(text) { clock($0) }
    }

    private static func times(
        _ text: Substring, _ clock: (Substring) -> Substring
    ) throws(ScheduleError) -> [Pattern] {
        guard !text.isEmpty else { return [Pattern(minutes: 1, hours: 1)] }
        var patterns: [Pattern] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: true) {
            let pieces = clock(part).split(separator: ":", omittingEmptySubsequences: false)
            guard pieces.count == 2, pieces[1].utf8.count == 2, let hour = number(pieces[0]),
                let minute = number(pieces[1]), hour < 24, minute < 60
            else { throw .time(String(part)) }
            patterns.append(Pattern(minutes: 1 << UInt64(minute), hours: 1 << UInt32(hour)))
        }
        guard !patterns.isEmpty else { throw .time(String(text)) }
        return patterns
    }

    /// `凌晨2点`, `下午3点30分` or `02:00` as `02:00`, `15:30`.
    private static func clock(_ text: Substring) -> Substring {
        var rest = text
        var isLate = false
        for (word, late) in [
            ("凌晨", false), ("早上", false), ("上午", false), ("中午", false), ("下午", true),
            ("晚上", true), ("夜里", false),
        ] where rest.hasPrefix(word) {
            rest = rest.dropFirst(word.count)
            isLate = late
            break
        }
        var (hour, minute) = (rest, "00"[...])
        guard let mark = rest.firstIndex(where: { $0 == "点" || $0 == "时" || $0 == ":" }) else {
            return rest
        }
        hour = rest[..<mark]
        let after = rest[rest.index(after: mark)...]
        minute = after.hasSuffix("分") ? after.dropLast() : after
        if minute.isEmpty, rest[mark] != ":" { minute = "00" }
        if minute == "半" { minute = "30" }
        if minute.utf8.count == 1 { minute = "0\(minute)" }
        guard let value = number(hour) else { return rest }
        return "\(isLate && value < 12 ? value + 12 : value):\(minute)"
    }
}

extension Schedule.Pattern {
    fileprivate func onWeekday(_ weekday: Int) -> Self {
        var pattern = self
        pattern.weekdays = 1 << UInt8(weekday)
        return pattern
    }

    fileprivate func onDay(_ day: Int) -> Self {
        var pattern = self
        pattern.days = 1 << UInt32(day)
        return pattern
    }
}
