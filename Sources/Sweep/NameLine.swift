// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Which names, counted from the first, have all been dealt with: where a sweep goes on.
///
/// Answers come out of order. Kept are only the names between the first that waits and the last
/// that was taken up, one bit of news each.
struct NameLine {
    /// How many names from the first are all dealt with.
    private(set) var done: Int
    private var isDone: [Bool] = []
    private var places: [String: Int] = [:]

    init(done: Int) {
        self.done = done
    }

    /// How many names wait.
    var waiting: Int { places.count }

    /// Takes up the next name; false if it waits already, and need not be asked twice.
    mutating func takeUp(_ host: String) -> Bool {
        guard places[host] == nil else {
            isDone.append(true)
            return false
        }
        places[host] = done + isDone.count
        isDone.append(false)
        return true
    }

    /// Takes that `host` is dealt with.
    mutating func finish(_ host: String) {
        guard let place = places.removeValue(forKey: host) else { return }
        isDone[place - done] = true
        guard place == done else { return }
        let count = isDone.firstIndex(of: false) ?? isDone.count
        isDone.removeFirst(count)
        done += count
    }
}
