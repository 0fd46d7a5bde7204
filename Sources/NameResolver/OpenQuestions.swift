// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CDatagrams

/// The questions of a survey that wait for an answer, found by number and in order of their age.
///
/// All have the same time-out, so that the first in a list is the first to be over. Room for all is
/// made once: asking allocates nothing.
struct OpenQuestions {
    struct Place {
        var course: Course
        /// The socket that it was asked over; negative while no answer is awaited.
        fileprivate(set) var line: Int32 = -1
        fileprivate(set) var id: UInt16 = 0
        /// When it was asked last, in nanoseconds.
        fileprivate(set) var sentAt: UInt64 = 0
        /// When it was asked first.
        var firstSentAt: UInt64 = 0
        fileprivate var older: Int32 = -1
        fileprivate var newer: Int32 = -1

        init(course: Course = Course()) {
            self.course = course
        }
    }

    private var places: [Place]
    /// The place of each number that is in use; the rest is negative.
    private var placeOfID = [Int32](repeating: -1, count: 1 << 16)
    private var oldestPlace: Int32 = -1
    private var newestPlace: Int32 = -1
    /// How many wait for an answer.
    private(set) var count = 0

    private var random: [UInt16] = Array(repeating: 0, count: 2048)
    private var randomUsed = 2048

    /// The most that may wait at one time, so that a free number is soon found.
    static let maximumCount = 16_384

    init(capacity: Int) {
        places = Array(repeating: Place(), count: capacity)
    }

    subscript(place: Int) -> Place {
        get { places[place] }
        _modify { yield &places[place] }
    }

    /// The place that has waited longest.
    var oldest: Int? { oldestPlace < 0 ? nil : Int(oldestPlace) }

    /// The place of the question that was asked over `line` with this number.
    func place(id: UInt16, line: Int) -> Int? {
        let place = Int(placeOfID[Int(id)])
        return place >= 0 && Int(places[place].line) == line ? place : nil
    }

    /// All places whose question was asked over `line`, the oldest first.
    func places(line: Int) -> [Int] {
        var found: [Int] = []
        var place = oldestPlace
        while place >= 0 {
            if Int(places[Int(place)].line) == line { found.append(Int(place)) }
            place = places[Int(place)].newer
        }
        return found
    }

    /// Takes that the question at `place` is asked over `line`; returns the number to ask it by, a
    /// random one that no other has.
    mutating func ask(_ place: Int, line: Int, now: UInt64) -> UInt16 {
        var id = nextRandom()
        while placeOfID[Int(id)] >= 0 { id = nextRandom() }
        placeOfID[Int(id)] = Int32(place)
        count += 1
        let newest = newestPlace
        newestPlace = Int32(place)
        if newest >= 0 {
            places[Int(newest)].newer = Int32(place)
        } else {
            oldestPlace = Int32(place)
        }
        places[place].id = id
        places[place].line = Int32(line)
        places[place].sentAt = now
        if places[place].firstSentAt == 0 { places[place].firstSentAt = now }
        places[place].older = newest
        places[place].newer = -1
        return id
    }

    /// Takes that no answer to the question at `place` is awaited any longer.
    mutating func settle(_ place: Int) {
        let (older, newer) = (places[place].older, places[place].newer)
        if older >= 0 { places[Int(older)].newer = newer } else { oldestPlace = newer }
        if newer >= 0 { places[Int(newer)].older = older } else { newestPlace = older }
        placeOfID[Int(places[place].id)] = -1
        places[place].line = -1
        count -= 1
    }

    private mutating func nextRandom() -> UInt16 {
        if randomUsed == random.count {
            let status = random.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { cdatagrams_random($0, bytes.count) } ?? -1
            }
            // Since Linux 3.17 this fails only if the arguments are wrong.
            precondition(status == 0, "getrandom failed")
            randomUsed = 0
        }
        randomUsed += 1
        return random[randomUsed - 1]
    }
}
