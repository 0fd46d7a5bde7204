// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// The way of one question through the servers, until one of them answers or all have failed.
struct Course {
    enum Step: Equatable {
        /// Ask ``server``, now.
        case ask
        /// Ask ``server``, a little later: all servers have failed at once.
        case rest
        /// No server answers; this is why.
        case end(NameAnswer.Status)
    }

    /// Which server to ask.
    private(set) var server: Int
    /// The server that was asked first, and begins each round.
    private let first: Int
    /// The server that gave the answer, or the last that said why it has none.
    private(set) var speaker: Int?
    private var failure = NameAnswer.Status.timeout
    private var round = 0
    /// A bit for each server that will give no answer however often it is asked.
    private var isSpent: UInt16 = 0

    /// The most servers that may be configured.
    static let maximumServers = 16

    init(first: Int = 0) {
        self.first = first
        server = first
    }

    /// What to say of the question if it must end now.
    var status: NameAnswer.Status { failure }

    /// Takes that ``server`` gave an answer.
    mutating func answered() {
        speaker = server
    }

    /// Begins again for another name, to which ``server`` led.
    mutating func leadOn() {
        speaker = server
        round = 0
        isSpent = 0
    }

    /// Takes that ``server`` will give no answer, and says what to do next.
    mutating func failed(_ status: NameAnswer.Status, servers: Int, tries: Int) -> Step {
        failure = status
        speaker = server
        isSpent |= 1 << UInt16(server)
        return advance(servers: servers, tries: tries, mayRest: true)
    }

    /// Takes that ``server`` said nothing, at once or when its time was over.
    mutating func silent(timedOut: Bool, servers: Int, tries: Int) -> Step {
        advance(servers: servers, tries: tries, mayRest: !timedOut)
    }

    private mutating func advance(servers: Int, tries: Int, mayRest: Bool) -> Step {
        guard isSpent.nonzeroBitCount < servers else { return .end(failure) }
        var hasWrapped = false
        repeat {
            server = (server + 1) % servers
            if server == first {
                round += 1
                hasWrapped = true
                if round >= tries { return .end(failure) }
            }
        } while isSpent & 1 << UInt16(server) != 0
        return hasWrapped && mayRest ? .rest : .ask
    }
}
