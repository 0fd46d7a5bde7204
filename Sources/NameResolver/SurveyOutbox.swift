// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CDatagrams

/// Messages that are being written, to be sent by one call over one socket.
struct SurveyOutbox {
    /// The most messages that are sent by one call.
    static let maximumMessages = Int(CDATAGRAMS_MAXIMUM)

    private let bytes: UnsafeMutablePointer<UInt8>
    let messages: UnsafeMutablePointer<cdatagrams_message>
    /// The places of the questions in each message.
    private var places: [Int32] = []
    private var firstPlace: [Int] = []
    private let messageBytes: Int
    /// The socket that they go over.
    var line = 0
    private(set) var count = 0

    init(questionsPerMessage: Int) {
        messageBytes = questionsPerMessage * QuestionWriter.maximumBytes
        bytes = .allocate(capacity: messageBytes * Self.maximumMessages)
        messages = .allocate(capacity: Self.maximumMessages)
    }

    func deallocate() {
        bytes.deallocate()
        messages.deallocate()
    }

    var isFull: Bool { count == Self.maximumMessages }

    /// Begins a message; returns where to write it.
    mutating func begin() -> UnsafeMutablePointer<UInt8> {
        firstPlace.append(places.count)
        return bytes + messageBytes * count
    }

    /// Notes the place of a question of the message that was begun.
    mutating func note(_ place: Int) {
        places.append(Int32(place))
    }

    /// Ends the message: questions of `segment` bytes each.
    mutating func end(length: Int, segment: Int) {
        messages[count] = cdatagrams_message(
            bytes: bytes + messageBytes * count, length: UInt32(length),
            segment: length > segment ? UInt16(segment) : 0)
        count += 1
    }

    /// The places of the questions in the messages of `range`.
    func places(of range: Range<Int>) -> ArraySlice<Int32> {
        guard !range.isEmpty else { return [] }
        let end = range.upperBound < count ? firstPlace[range.upperBound] : places.count
        return places[firstPlace[range.lowerBound]..<end]
    }

    mutating func removeAll() {
        count = 0
        places.removeAll(keepingCapacity: true)
        firstPlace.removeAll(keepingCapacity: true)
    }
}
