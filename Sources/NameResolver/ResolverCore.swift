// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How c-ares and Dispatch share the work
//
// c-ares never blocks here. It says which sockets to watch; we put them into one epoll set of our
// own, which Dispatch sees as a single readable descriptor, so that c-ares may close a socket at any
// time. One timer, armed only while a question is open, ends questions whose time is over; there is
// no timer for each.
//
// Every server has its own channel with a single try. Going from server to server is our work
// (`Inquiry`), because a channel with many servers does not say which of them answered.
//
// c-ares calls back from inside the calls we make. So a callback only records what came; `pump()`
// starts what follows, and never runs inside itself: a thousand failures do not nest.

import CAres
import CEpoll
import Casework
import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// The questions of one resolver: all state that changes, on one serial queue.
final class ResolverCore: @unchecked Sendable {
    // @unchecked Sendable because all mutable state but `inbox`, which has a lock, is used on
    // `queue` only, which `dispatchPrecondition` checks at each way in.

    private let queue = DispatchQueue(label: "name-resolver")
    private let inbox = Mutex<[Lookup]>([])
    private let tries: Int
    private let maximumOutstanding: Int
    private let tick: DispatchTimeInterval
    private let readiness: any DispatchSourceRead
    private let timer: any DispatchSourceTimer
    private let epoll: EpollSet
    private var channels: [ServerChannel] = []

    private var inquiries: [Question: Inquiry] = [:]
    /// To be asked as soon as there is room, in order from `firstWaiting`.
    private var waiting: [Inquiry] = []
    private var firstWaiting = 0
    /// On their way already, and so to be asked before all others.
    private var urgent: [Inquiry] = []
    /// To be asked again at the next tick.
    private var resting: [Inquiry] = []
    private var cache = AnswerCache()
    private var outstanding = 0
    private var isPumping = false
    private var isTicking = false
    private var isShutDown = false

    init(_ configuration: ResolverConfiguration) throws(ResolverError) {
        guard !configuration.servers.isEmpty else { throw .noServers }
        guard configuration.servers.count <= Course.maximumServers else {
            throw .tooManyServers(configuration.servers.count, limit: Course.maximumServers)
        }
        tries = max(1, configuration.tries)
        maximumOutstanding = max(1, configuration.maximumOutstanding)
        tick = .milliseconds(min(250, max(5, configuration.timeoutMilliseconds / 8)))

        let epoll = try EpollSet()
        var channels: [ServerChannel] = []
        do throws(ResolverError) {
            for (index, server) in configuration.servers.enumerated() {
                channels.append(
                    try ServerChannel(
                        server, timeoutMilliseconds: configuration.timeoutMilliseconds,
                        epoll: epoll, tag: index))
            }
        } catch {
            for channel in channels { channel.close() }
            epoll.close()
            throw error
        }
        self.epoll = epoll
        self.channels = channels
        readiness = DispatchSource.makeReadSource(fileDescriptor: epoll.descriptor, queue: queue)
        timer = DispatchSource.makeTimerSource(queue: queue)
        // The handlers hold this object until `shutDown()` cancels the sources.
        readiness.setEventHandler { self.readWhatIsReady() }
        readiness.setCancelHandler { epoll.close() }
        timer.schedule(deadline: .distantFuture)
        timer.setEventHandler { self.timePassed() }
        readiness.activate()
        timer.activate()
    }

    /// The answers to `questions`, in the same order.
    func ask(_ questions: [Question]) async -> [NameAnswer] {
        await withCheckedContinuation { continuation in
            ask(Lookup(questions) { continuation.resume(returning: $0) })
        }
    }

    func ask(_ lookup: Lookup) {
        let isFirst = inbox.withLock { lookups in
            lookups.append(lookup)
            return lookups.count == 1
        }
        if isFirst { queue.async { self.takeInbox() } }
    }

    /// Ends all questions; further ones are not asked.
    func shutDown() {
        queue.async {
            guard !self.isShutDown else { return }
            self.isShutDown = true
            for channel in self.channels { channel.close() }
            let rest = self.urgent + self.waiting[self.firstWaiting...] + self.resting
            self.urgent = []
            self.waiting = []
            self.firstWaiting = 0
            self.resting = []
            for inquiry in rest { self.finish(inquiry, .timeout) }
            self.timer.cancel()
            self.readiness.cancel()
        }
    }

    // MARK: - Ways in

    private func takeInbox() {
        dispatchPrecondition(condition: .onQueue(queue))
        let lookups = inbox.withLock { lookups in
            let taken = lookups
            lookups = []
            return taken
        }
        let now = DispatchTime.now().uptimeNanoseconds
        for lookup in lookups {
            for (index, question) in lookup.questions.enumerated() {
                if let known = cache.answer(to: question, now: now) {
                    lookup.take(known, at: index)
                } else if let inquiry = inquiries[question] {
                    inquiry.waiters.append((lookup, index))
                } else {
                    let inquiry = Inquiry(question, core: self, for: lookup, at: index)
                    inquiries[question] = inquiry
                    waiting.append(inquiry)
                }
            }
        }
        pump()
    }

    private func readWhatIsReady() {
        dispatchPrecondition(condition: .onQueue(queue))
        // A few rounds, then others on this queue have their turn.
        for _ in 0..<8 {
            let count = epoll.forEachEvent { tag, event in
                if channels.indices.contains(tag) { channels[tag].act(on: event) }
            }
            guard count > 0 else { return }
            pump()
        }
    }

    private func timePassed() {
        dispatchPrecondition(condition: .onQueue(queue))
        isTicking = false
        guard !isShutDown else { return }
        for channel in channels { channel.expire() }
        urgent += resting
        resting = []
        pump()
    }

    /// Takes what c-ares has for `inquiry`: a packet, or why there is none.
    fileprivate func received(_ packet: Span<UInt8>, status: Int32, for inquiry: Inquiry) {
        dispatchPrecondition(condition: .onQueue(queue))
        outstanding -= 1
        let reply =
            packet.isEmpty
            ? Reply(Reply.Meaning(withoutPacket: status))
            : Reply(packet, name: inquiry.name, type: inquiry.question.type)
        switch inquiry.take(reply, servers: channels.count, tries: tries) {
        case .ask where isShutDown, .rest where isShutDown: finish(inquiry, .timeout)
        case .ask: urgent.append(inquiry)
        case .rest: resting.append(inquiry)
        case .end(let status): finish(inquiry, status)
        }
    }

    // MARK: - Work

    /// Asks what waits, as far as there is room.
    private func pump() {
        guard !isPumping else { return }
        isPumping = true
        while outstanding < maximumOutstanding, let inquiry = next() {
            if isShutDown {
                finish(inquiry, .timeout)
            } else {
                start(inquiry)
            }
        }
        isPumping = false
        if !isTicking, !isShutDown, outstanding > 0 || !resting.isEmpty {
            isTicking = true
            timer.schedule(deadline: .now() + tick, leeway: .milliseconds(5))
        }
    }

    private func next() -> Inquiry? {
        if let inquiry = urgent.popLast() { return inquiry }
        guard firstWaiting < waiting.count else {
            waiting.removeAll(keepingCapacity: waiting.count <= 4096)
            firstWaiting = 0
            return nil
        }
        firstWaiting += 1
        return waiting[firstWaiting - 1]
    }

    private func start(_ inquiry: Inquiry) {
        inquiry.noteStart()
        outstanding += 1
        // c-ares would read a NUL as the end, and a back slash as the start of an escape.
        guard inquiry.name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C }),
            !inquiry.name.isEmpty
        else { return received(Span(), status: ARES_EBADNAME, for: inquiry) }
        channels[inquiry.course.server].ask(
            inquiry.name, inquiry.question.type,
            { argument, status, _, bytes, count in
                guard let argument else { return }
                let inquiry = Unmanaged<Inquiry>.fromOpaque(argument).takeRetainedValue()
                let packet = UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : Int(count))
                inquiry.core.received(packet.span, status: status, for: inquiry)
            },
            Unmanaged.passRetained(inquiry).toOpaque())
    }

    private func finish(_ inquiry: Inquiry, _ status: NameAnswer.Status) {
        let question = inquiry.question
        let answer = NameAnswer(
            name: question.name, type: question.type, status: status,
            resolver: inquiry.course.speaker.map { channels[$0].name }, records: inquiry.records,
            askedAt: inquiry.askedAt ?? .now, milliseconds: inquiry.milliseconds)
        inquiries[question] = nil
        let isAnswer = status == .answered || status == .noRecords || status == .noSuchName
        if isAnswer, question.type == .a || question.type == .aaaa {
            cache.keep(
                answer, for: question, seconds: inquiry.lifetimeSeconds,
                now: DispatchTime.now().uptimeNanoseconds)
        }
        for waiter in inquiry.waiters { waiter.lookup.take(answer, at: waiter.index) }
    }
}

extension Reply.Meaning {
    /// What a status of c-ares means that comes without a packet.
    init(withoutPacket status: Int32) {
        switch status {
        // ENOTFOUND without a packet: c-ares does not ask for .onion names (RFC 7686).
        case ARES_EBADNAME, ARES_EBADQUERY, ARES_ENOTFOUND:
            self = .unaskable
        case ARES_EDESTRUCTION, ARES_ECANCELLED:
            self = .abandoned
        default:
            self = .silent(timedOut: status == ARES_ETIMEOUT)
        }
    }
}
