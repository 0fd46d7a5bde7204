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
    private let whenDone: @Sendable ([NameAnswer]) -> Void

    /// `whenDone` is called once, on the resolver's queue, with the answers in the order asked.
    init(_ questions: [Question], whenDone: @escaping @Sendable ([NameAnswer]) -> Void) {
        precondition(!questions.isEmpty, "a look-up without a question would never end")
        self.questions = questions
        self.whenDone = whenDone
        answers = Array(repeating: nil, count: questions.count)
        open = questions.count
    }

    /// Takes the answer to the question at `index`; the last one ends the look-up.
    func take(_ answer: NameAnswer, at index: Int) {
        answers[index] = answer
        open -= 1
        if open == 0 { whenDone(answers.compactMap(\.self)) }
    }
}

/// One question, followed through the servers and along its aliases to an answer.
///
/// Used on the queue of its ``ResolverCore`` only.
final class Inquiry {
    let core: ResolverCore
    let question: Question
    /// The callers that wait for the answer, and the place it has in their list.
    var waiters: [(lookup: Lookup, index: Int)]
    /// The name to ask for: the one in the question, or where CNAME records led.
    private(set) var name: String
    private(set) var course = Course()
    private(set) var records: [NameAnswer.Record] = []
    /// The least time to live of all records so far.
    private(set) var lifetimeSeconds = Int.max
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

    /// Takes what the server said, or its silence, and says what to do next.
    func take(_ reply: Reply, servers: Int, tries: Int) -> Course.Step {
        switch reply.meaning {
        case .final(let status):
            course.answered()
            records += reply.records
            lifetimeSeconds = min(lifetimeSeconds, reply.lifetimeSeconds)
            return .end(status)
        case .leadsTo(let target):
            return follow(reply, to: target)
        case .failed(let status):
            return course.failed(status, servers: servers, tries: tries)
        case .silent(let timedOut):
            return course.silent(timedOut: timedOut, servers: servers, tries: tries)
        case .unaskable:
            return .end(.malformed)
        case .abandoned:
            return .end(course.status)
        }
    }

    /// Goes on to `target`, unless the chain bites its tail or does not end.
    private func follow(_ reply: Reply, to target: String) -> Course.Step {
        course.leadOn()
        records += reply.records
        lifetimeSeconds = min(lifetimeSeconds, records.map(\.ttlSeconds).min() ?? 0)
        let isLoop = target == question.name || records.contains { $0.name == target }
        guard !isLoop, records.count < Reply.maximumHops else { return .end(.malformed) }
        name = target
        return .ask
    }
}
