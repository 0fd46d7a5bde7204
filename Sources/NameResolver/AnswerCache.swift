// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// Recent answers, so that ten pages of one site ask for its address once.
///
/// Two generations bound it: when the young one is full, it becomes the old one, and the old one is
/// forgotten. So what is used stays, and nothing needs to be searched for.
struct AnswerCache {
    private struct Entry {
        var answer: NameAnswer
        var expiresAt: UInt64
    }

    /// The longest an answer is kept, however long its time to live: 5 minutes.
    static let maximumSeconds = 300

    private let entriesPerGeneration: Int
    private var young: [Question: Entry] = [:]
    private var old: [Question: Entry] = [:]

    init(maximumEntries: Int = 20_000) {
        entriesPerGeneration = max(1, maximumEntries / 2)
    }

    /// The answer to `question`, if it may still be used.
    ///
    /// `now` is in nanoseconds, of any clock that only goes forward.
    mutating func answer(to question: Question, now: UInt64) -> NameAnswer? {
        if let entry = young[question] { return entry.expiresAt > now ? entry.answer : nil }
        guard let entry = old[question], entry.expiresAt > now else { return nil }
        keep(entry, for: question)
        return entry.answer
    }

    /// Keeps `answer` for `seconds`, but no longer than ``maximumSeconds``.
    mutating func keep(_ answer: NameAnswer, for question: Question, seconds: Int, now: UInt64) {
        guard seconds > 0 else { return }
        let lifetime = UInt64(min(seconds, Self.maximumSeconds)) * 1_000_000_000
        keep(Entry(answer: answer, expiresAt: now + lifetime), for: question)
    }

    private mutating func keep(_ entry: Entry, for question: Question) {
        if young.count >= entriesPerGeneration {
            old = young
            young = [:]
        }
        young[question] = entry
    }
}
