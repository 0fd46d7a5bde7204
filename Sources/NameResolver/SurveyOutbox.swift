// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CDatagrams

/// Questions that are being written, to be sent by one call over one socket.
///
/// Those of one length that follow each other become one message, which the system cuts.
struct SurveyOutbox {
    /// The most questions that are sent by one call.
    private static let maximumQuestions = 256
    /// The most questions of one message: what Linux cuts (UDP_MAX_SEGMENTS).
    private static let maximumSegments = 64

    private let bytes: UnsafeMutablePointer<UInt8>
    private var length = 0
    let messages: UnsafeMutablePointer<cdatagrams_message>
    private(set) var count = 0
    /// The places of all questions, and where those of each message begin.
    private var places: [Int32] = []
    private var firstPlace: [Int] = []
    private var lastSize = 0
    /// The socket that they go over.
    var line = 0

    init() {
        bytes = .allocate(capacity: Self.maximumQuestions * QuestionWriter.maximumBytes)
        messages = .allocate(capacity: Int(CDATAGRAMS_MAXIMUM))
    }

    func deallocate() {
        bytes.deallocate()
        messages.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    var isFull: Bool {
        count == Int(CDATAGRAMS_MAXIMUM) || places.count == Self.maximumQuestions
    }

    /// Makes room for a question of `size` bytes, and returns where to write it.
    ///
    /// - Parameter joins: whether it may be sent in one message with others.
    mutating func append(
        _ place: Int, size: Int, joins: Bool
    ) -> UnsafeMutablePointer<UInt8> {
        let target = bytes + length
        if joins, count > 0, size == lastSize,
            places.count - firstPlace[count - 1] < Self.maximumSegments
        {
            messages[count - 1].length += UInt32(size)
            messages[count - 1].segment = UInt16(size)
        } else {
            firstPlace.append(places.count)
            messages[count] = cdatagrams_message(bytes: target, length: UInt32(size), segment: 0)
            count += 1
        }
        places.append(Int32(place))
        length += size
        lastSize = size
        return target
    }

    /// The places of the questions in the messages of `range`.
    func places(of range: Range<Int>) -> ArraySlice<Int32> {
        guard !range.isEmpty else { return [] }
        let end = range.upperBound < count ? firstPlace[range.upperBound] : places.count
        return places[firstPlace[range.lowerBound]..<end]
    }

    mutating func removeAll() {
        count = 0
        length = 0
        places.removeAll(keepingCapacity: true)
        firstPlace.removeAll(keepingCapacity: true)
    }
}
