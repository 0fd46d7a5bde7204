// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Frontier
import Testing
import Wording

struct ScheduleTests {
    private static let shanghai = ZoneRules.fixed("Asia/Shanghai", hours: 8)
    /// Clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 to 02:00 on 25 October.
    private static let berlin = zone("Europe/Berlin")

    private static func zone(_ name: String) -> ZoneRules {
        let zone = TimeZone(identifier: name) ?? .gmt
        return ZoneRules(name: name) {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))
        }
    }

    private static func date(_ text: String) -> Date {
        Timestamp.date(text + "Z") ?? .distantPast
    }

    /// The first times after `start` at which `text` is due.
    private func times(
        _ text: String, after start: String, in zone: ZoneRules, count: Int
    ) throws -> [String] {
        let schedule = try Schedule(text)
        var times: [String] = []
        var now = Self.date(start)
        for _ in 0..<count {
            guard let next = schedule.next(after: now, in: zone) else { break }
            times.append(String(Timestamp.text(next).prefix(16)))
            now = next
        }
        return times
    }

    @Test(arguments: [
        ("0 2 * * *", ["2026-01-01T18:00", "2026-01-02T18:00"]),
        ("daily 02:00", ["2026-01-01T18:00", "2026-01-02T18:00"]),
        ("每天 02:00", ["2026-01-01T18:00", "2026-01-02T18:00"]),
        ("每日2点", ["2026-01-01T18:00", "2026-01-02T18:00"]),
        ("每天下午3点半", ["2026-01-01T07:30", "2026-01-02T07:30"]),
        ("daily 02:00,14:30", ["2026-01-01T06:30", "2026-01-01T18:00"]),
        ("hourly", ["2026-01-01T01:00", "2026-01-01T02:00"]),
        ("每小时", ["2026-01-01T01:00", "2026-01-01T02:00"]),
        ("@hourly", ["2026-01-01T01:00", "2026-01-01T02:00"]),
        ("*/20 * * * *", ["2026-01-01T00:20", "2026-01-01T00:40"]),
        ("every 6 hours", ["2026-01-01T04:00", "2026-01-01T10:00"]),
        ("每6小时", ["2026-01-01T04:00", "2026-01-01T10:00"]),
        ("每隔15分钟", ["2026-01-01T00:15", "2026-01-01T00:30"]),
        ("weekly mon 02:00", ["2026-01-04T18:00", "2026-01-11T18:00"]),
        ("每周一 02:00", ["2026-01-04T18:00", "2026-01-11T18:00"]),
        ("每周日2:00", ["2026-01-03T18:00", "2026-01-10T18:00"]),
        ("工作日 08:30", ["2026-01-01T00:30", "2026-01-02T00:30"]),
        ("0 8 * * 6-7", ["2026-01-03T00:00", "2026-01-04T00:00"]),
        ("monthly 31 08:00", ["2026-01-31T00:00", "2026-03-31T00:00"]),
        ("每月15日 08:00", ["2026-01-15T00:00", "2026-02-15T00:00"]),
        ("0 8 29 2 *", ["2028-02-29T00:00", "2032-02-29T00:00"]),
        // Either will do if both are named: crontab(5).
        ("0 8 13 * fri", ["2026-01-02T00:00", "2026-01-09T00:00"]),
        ("0 8 1 jan,jul *", ["2026-07-01T00:00", "2027-01-01T00:00"]),
    ])
    func `A schedule is due when it says, by the clocks of its place`(
        text: String, expected: [String]
    ) throws {
        #expect(
            try times(text, after: "2026-01-01T00:00:00", in: Self.shanghai, count: 2) == expected)
    }

    @Test func `What clocks skip in spring comes once, when they have been set`() throws {
        let found = try times("30 2 * * *", after: "2026-03-27T12:00:00", in: Self.berlin, count: 3)
        #expect(found == ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"])

        // Four times that fall into the hour are one.
        let often = try times(
            "*/15 2 * * *", after: "2026-03-28T12:00:00", in: Self.berlin, count: 2)
        #expect(often == ["2026-03-29T01:00", "2026-03-30T00:00"])
    }

    @Test func `What clocks show twice in autumn comes once, the first time`() throws {
        let found = try times("30 2 * * *", after: "2026-10-24T12:00:00", in: Self.berlin, count: 2)
        #expect(found == ["2026-10-25T00:30", "2026-10-26T01:30"])
    }

    @Test func `What is due every hour goes by hours that pass`() throws {
        let autumn = try times("hourly", after: "2026-10-24T23:30:00", in: Self.berlin, count: 4)
        #expect(
            autumn == [
                "2026-10-25T00:00", "2026-10-25T01:00", "2026-10-25T02:00", "2026-10-25T03:00",
            ])
        let spring = try times("hourly", after: "2026-03-28T23:30:00", in: Self.berlin, count: 3)
        #expect(spring == ["2026-03-29T00:00", "2026-03-29T01:00", "2026-03-29T02:00"])
    }

    /// Minute by minute through a year, by the plainest reading of cron there is.
    @Test(arguments: [
        ("Europe/Berlin", "30 2 * * *"), ("America/New_York", "15,45 1,2 * * *"),
        ("Australia/Lord_Howe", "*/10 1-3 * * 0,6"), ("Asia/Shanghai", "5 4 1,15 * *"),
        ("America/Sao_Paulo", "0 0 * * *"),
    ])
    func `A year holds each time once, and no other`(place: String, text: String) throws {
        let zone = Self.zone(place)
        let schedule = try Schedule(text)
        let (start, end) = (1_767_225_600, 1_767_225_600 + 366 * 86_400)
        var expected: [Int] = []
        var shown: Set<Int> = []
        var skipped: Set<Int> = []
        var last = start + zone.offset(start) - 60
        let all = Self.locals(text, from: start - 86_400, to: end + 86_400)
        for time in stride(from: start, to: end, by: 60) {
            let local = time + zone.offset(time)
            // What was jumped over is owed now.
            if local > last + 60 {
                for missing in stride(from: last + 60, to: local, by: 60)
                where all.contains(missing) && skipped.insert(missing).inserted {
                    if expected.last != time { expected.append(time) }
                }
            }
            last = local
            if all.contains(local), shown.insert(local).inserted, expected.last != time {
                expected.append(time)
            }
        }

        var found: [Int] = []
        var now = Date(timeIntervalSince1970: Double(start - 1))
        while let next = schedule.next(after: now, in: zone),
            next.timeIntervalSince1970 < Double(end)
        {
            found.append(Int(next.timeIntervalSince1970))
            now = next
        }
        #expect(found == expected)
    }

    /// Every minute, as clocks show it, that five fields without names match.
    private static func locals(_ text: String, from start: Int, to end: Int) -> Set<Int> {
        let fields = text.split(separator: " ").map(String.init)
        func holds(_ field: String, _ value: Int) -> Bool {
            field.split(separator: ",").contains { part in
                if part == "*" { return true }
                if part.hasPrefix("*/"), let step = Int(part.dropFirst(2)) {
                    return value % step == 0
                }
                let ends = part.split(separator: "-").compactMap { Int($0) }
                return (ends.first ?? 0)...(ends.last ?? 0) ~= value
            }
        }
        var found: Set<Int> = []
        for time in stride(from: start, to: end, by: 60) {
            let day = CalendarDay(number: time / 86_400)
            if holds(fields[0], time / 60 % 60), holds(fields[1], time / 3600 % 24),
                holds(fields[2], day.day), holds(fields[3], day.month),
                holds(fields[4], day.weekday)
            {
                found.insert(time)
            }
        }
        return found
    }

    @Test(arguments: [
        ("0 0 30 2 *", "'0 0 30 2 *' would never be due"),
        ("monthly 32 02:00", "'32' cannot stand for the day of the month (1–31)"),
        ("0 0 31 4,6,9,11 *", "would never be due"),
        ("61 * * * *", "'61' cannot stand for the minute (0–59)"),
        ("0 24 * * *", "'24' cannot stand for the hour (0–23)"),
        ("0 0 * * 8", "'8' cannot stand for the day of the week"),
        ("*/0 * * * *", "'*/0' cannot stand for the minute"),
        ("5-1 * * * *", "'5-1' cannot stand for the minute"),
        ("1,,2 * * * *", "'' cannot stand for the minute"),
        ("daily 25:00", "'25:00' is no time of day"),
        ("daily 2", "'2' is no time of day"),
        ("每天 二点", "is no time of day"),
        ("every 45 minutes", "'every 45 minutes' cannot be kept"),
        ("每7小时", "it does not go into a day"),
        ("every 0 hours", "cannot be kept"),
        ("", "'' is no schedule"),
        ("now and then", "'now and then' is no schedule"),
        ("* * * *", "is no schedule"),
        ("* * * * * *", "is no schedule"),
        (String(repeating: "1,", count: 5000) + "1 * * * *", "is no schedule"),
    ])
    func `A schedule that cannot be is refused, with the reason`(text: String, reason: String) {
        let error = #expect(throws: ScheduleError.self) { try Schedule(text) }
        #expect(error?.message.english.contains(reason) == true, "\(error?.message.english ?? "")")
        #expect(error?.message.chinese.isEmpty == false)
    }

    @Test func `Whatever was missed is owed once`() throws {
        let schedule = try Schedule("daily 02:00")
        let last = Self.date("2026-01-01T18:00:00")

        #expect(
            schedule.due(after: last, now: Self.date("2026-01-02T17:59:59"), in: Self.shanghai)
                == nil)
        #expect(
            schedule.due(after: last, now: Self.date("2026-01-02T18:00:00"), in: Self.shanghai)
                == Schedule.Due(at: Self.date("2026-01-02T18:00:00"), missed: 0))
        #expect(
            schedule.due(after: last, now: Self.date("2026-01-23T03:00:00"), in: Self.shanghai)
                == Schedule.Due(at: Self.date("2026-01-22T18:00:00"), missed: 20))
        let hourly = try Schedule("hourly")
        #expect(
            hourly.due(after: last, now: Self.date("2046-01-02T18:30:00"), in: Self.shanghai)
                == Schedule.Due(at: Self.date("2046-01-02T18:00:00"), missed: 1000))
    }

    @Test func `A clock that is set back neither repeats a run nor silences a schedule`() throws {
        let schedule = try Schedule("daily 02:00")
        let last = Self.date("2026-01-01T18:00:00")
        let anHourBefore = Self.date("2026-01-01T17:00:00")

        // The run at 02:00 was made; it is 01:00 again.
        #expect(schedule.anchor(last, now: anHourBefore, in: Self.shanghai) == last)
        // The clock said 2030 for a while, and a run was noted then.
        let wrong = Self.date("2030-01-01T18:00:00")
        #expect(schedule.anchor(wrong, now: anHourBefore, in: Self.shanghai) == anHourBefore)
    }
}
