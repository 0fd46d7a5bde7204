// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// Why a text is no schedule.
package enum ScheduleError: Explained, Hashable {
    case unknown(String)
    /// One of cron's five fields, by its name, and the part of it that cannot be meant.
    case field(ScheduleMessages.Field, String)
    case time(String)
    /// No such day ever comes.
    case never(String)
    /// So many minutes or hours do not go into an hour or a day.
    case uneven(Int, isHours: Bool)

    package var message: Message {
        switch self {
        case .unknown(let text): ScheduleMessages.unknown(text)
        case .field(let field, let part): ScheduleMessages.field(field, part)
        case .time(let text): ScheduleMessages.time(text)
        case .never(let text): ScheduleMessages.never(text)
        case .uneven(let count, let isHours): ScheduleMessages.uneven(count, isHours: isHours)
        }
    }
}
