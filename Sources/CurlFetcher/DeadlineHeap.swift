// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// When to look at which transfer: a binary heap, earliest first.
struct DeadlineHeap {
    struct Entry: Equatable {
        var time: Instant
        var slot: Int
    }

    private var entries: [Entry] = []

    var earliest: Instant? { entries.first?.time }

    /// - Complexity: O(log *n*), and constant if `entry` is the latest so far.
    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var index = entries.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard entries[index].time < entries[parent].time else { return }
            entries.swapAt(index, parent)
            index = parent
        }
    }

    /// Takes the earliest entry if its time has come.
    mutating func pop(dueAt now: Instant) -> Entry? {
        guard let first = entries.first, first.time <= now else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return first }
        entries[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < entries.count && entries[child].time < entries[least].time {
                least = child
            }
            guard least != index else { return first }
            entries.swapAt(index, least)
            index = least
        }
    }
}
