// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Dispatch
import FoundationEssentials
import Synchronization

/// What is asked: records of one type of one name, lowercase and without the last dot.
struct Question: Hashable, Sendable {
    var name: String
    var type: NameAnswer.RecordType
}

/// The questions of one caller, and the answers so far.
final class Lookup: @unchecked Sendable {
    // @unchecked Sendable because, once handed in, it is used on the resolver's queue only.

    let questions: [Question]
    private var answers: [NameAnswer?]
    private var open: Int
    private let continuation: CheckedContinuation<[NameAnswer], Never>

    init(_ questions: [Question], _ continuation: CheckedContinuation<[NameAnswer], Never>) {
        precondition(!questions.isEmpty, "a look-up without a question would never end")
        self.questions = questions
        self.continuation = continuation
        answers = Array(repeating: nil, count: questions.count)
        open = questions.count
    }

    /// Takes the answer to the question at `index`; the last one wakes the caller.
    func take(_ answer: NameAnswer, at index: Int) {
        answers[index] = answer
        open -= 1
        if open == 0 { continuation.resume(returning: answers.compactMap(\.self)) }
    }
}

/// One question on its way through the servers, until one of them answers or all have failed.
///
/// Used on the queue of its ``ResolverCore`` only.
final class Inquiry {
    enum Step {
        /// Ask ``server`` for ``name``, now.
        case ask
        /// Ask ``server`` for ``name``, a little later: all servers have failed at once.
        case rest
        case done(NameAnswer.Status)
    }

    let core: ResolverCore
    let question: Question
    /// The callers that wait for the answer, and the place it has in their list.
    var waiters: [(lookup: Lookup, index: Int)]
    /// The name to ask for: the one in the question, or where CNAME records led.
    private(set) var name: String
    /// Which server to ask.
    private(set) var server = 0
    private(set) var records: [NameAnswer.Record] = []
    /// The least time to live of all records so far.
    private(set) var lifetimeSeconds = Int.max
    /// The server that gave the answer, or the last that said why it has none.
    private(set) var speaker: Int?
    private var failure = NameAnswer.Status.timeout
    private var round = 0
    /// A bit for each server that will give no answer however often it is asked.
    private var isSpent: UInt64 = 0
    private(set) var askedAt: Date?
    private var startedAt: UInt64 = 0

    init(_ question: Question, core: ResolverCore, for lookup: Lookup, at index: Int) {
        self.core = core
        self.question = question
        name = question.name
        waiters = [(lookup, index)]
    }

    func noteStart() {
        guard askedAt == nil else { return }
        askedAt = Date()
        startedAt = DispatchTime.now().uptimeNanoseconds
    }

    var milliseconds: Double {
        guard askedAt != nil else { return 0 }
        return Double(DispatchTime.now().uptimeNanoseconds - startedAt) / 1e6
    }

    /// Takes what ``server`` said, or its silence, and says what to do next.
    func take(_ reply: Reply, servers: Int, tries: Int) -> Step {
        switch reply.meaning {
        case .final(let status):
            return finish(status, reply)
        case .leadsTo(let target):
            return follow(reply, to: target)
        case .failed(let status):
            failure = status
            speaker = server
            isSpent |= 1 << UInt64(server)
            return advance(servers: servers, tries: tries, mayRest: true)
        case .silent(let timedOut):
            return advance(servers: servers, tries: tries, mayRest: !timedOut)
        case .unaskable:
            failure = .malformed
            return .done(.malformed)
        case .abandoned:
            return .done(failure)
        }
    }

    private func finish(_ status: NameAnswer.Status, _ reply: Reply) -> Step {
        speaker = server
        records += reply.records
        lifetimeSeconds = min(lifetimeSeconds, reply.lifetimeSeconds)
        return .done(status)
    }

    /// Goes on to `target`, unless the chain bites its tail or does not end.
    private func follow(_ reply: Reply, to target: String) -> Step {
        speaker = server
        records += reply.records
        lifetimeSeconds = min(lifetimeSeconds, records.map(\.ttlSeconds).min() ?? 0)
        let isLoop = target == question.name || records.contains { $0.name == target }
        guard !isLoop, records.count < Reply.maximumHops else { return .done(.malformed) }
        name = target
        round = 0
        isSpent = 0
        return .ask
    }

    private func advance(servers: Int, tries: Int, mayRest: Bool) -> Step {
        guard isSpent.nonzeroBitCount < servers else { return .done(failure) }
        var hasWrapped = false
        repeat {
            server += 1
            if server == servers {
                server = 0
                round += 1
                hasWrapped = true
                if round >= tries { return .done(failure) }
            }
        } while isSpent & 1 << UInt64(server) != 0
        return hasWrapped && mayRest ? .rest : .ask
    }
}
