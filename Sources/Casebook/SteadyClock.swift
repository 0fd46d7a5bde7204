// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import GRDB
internal import Glibc

/// How long this machine runs; goes on while it sleeps, and when its clock is set.
package struct Uptime: Sendable {
    /// The id that the kernel gave this start of the machine.
    package var boot: String
    package var seconds: Double

    package init(boot: String, seconds: Double) {
        self.boot = boot
        self.seconds = seconds
    }

    /// `nil` where the kernel does not say which start this is.
    package static func now() -> Uptime? {
        guard let boot else { return nil }
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Uptime(boot: boot, seconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }

    private static let boot: String? = {
        let id = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id") ?? Data()
        let text = String(decoding: id, as: UTF8.self).filter { !$0.isWhitespace }
        return text.isEmpty ? nil : text
    }()
}

/// A time as the machine's clock says, and by how much that clock was set since the machine started.
struct Moment: Sendable {
    var wall: Date
    /// Seconds; `nil` if it is not known.
    var ahead: Double?
}

/// The time by which leases, turns and pauses are kept.
///
/// It begins with what the machine's clock said when this casebook was first opened after the
/// machine was started, and goes on evenly: if the clock is set, by hand or by a time server, no
/// lease ends early and none lasts for hours. All processes of the machine read the same.
struct SteadyClock: Sendable {
    private let uptime: @Sendable () -> Uptime?
    private let boot: String
    /// What this clock says at uptime 0, in seconds since 1970.
    private let origin: Double

    /// Finds this start of the machine in the casebook, or notes it there.
    ///
    /// - Returns: `nil` if nobody says which start it is.
    init?(
        _ uptime: @escaping @Sendable () -> Uptime?, _ clock: @Sendable () -> Date, _ db: Database
    ) throws {
        // Both at once: the casebook may have been waited for.
        guard let up = uptime() else { return nil }
        let now = clock()
        self.uptime = uptime
        boot = up.boot
        try db.execute(
            sql: """
                insert into boots (boot, origin, ahead) values (?, ?, 0)
                on conflict (boot) do nothing
                """, arguments: [up.boot, now.timeIntervalSince1970 - up.seconds])
        let sql = "select origin from boots where boot = ?"
        origin = try Double.fetchOne(db, sql: sql, arguments: [up.boot]) ?? 0
    }

    var now: Date? { uptime().map { Date(timeIntervalSince1970: origin + $0.seconds) } }

    /// By how many seconds the machine's clock was set since that was last asked, by any process;
    /// `nil` if by less than one.
    func step(to ahead: Double, _ db: Database) throws -> Double? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "select ahead from boots where boot = ?"), arguments: [boot])
        let before = Double.fromDatabaseValue(row?["ahead"] ?? .null) ?? 0
        guard abs(ahead - before) > 1 else { return nil }
        try db.execute(
            sql: "update boots set ahead = ? where boot = ?", arguments: [ahead, boot])
        return ahead - before
    }
}

extension Casebook {
    /// The time for leases and pauses.
    var leaseTime: Date { steady?.now ?? clock() }

    /// The time for records.
    var moment: Moment {
        let wall = clock()
        return Moment(wall: wall, ahead: steady?.now.map { wall.timeIntervalSince($0) })
    }

    /// The longest that a lease or a turn lasts: what seems to last longer was written when a clock
    /// was wrong, and is over.
    static let longestLease: Double = 3600
}
