// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a survey asks
//
// c-ares makes a system call, an allocation or more and a call-back for each question. A survey
// keeps its questions in places that are made once (`OpenQuestions`), writes those of one length as
// one message that the kernel cuts into datagrams (UDP_SEGMENT), and sends and receives many by one
// call.
//
// Its sockets are in one epoll set, which Dispatch sees as a single readable descriptor. While
// answers come, waking up for each would cost more than reading them: so after a turn that found
// any, the set is not watched, but looked at every two milliseconds, until nothing is there.
//
// What is odd is left to c-ares (`ResolverCore`), question by question: answers that were cut off,
// and aliases that lead out of the packet. How packets are read (`Reply`) and how one server's
// failure leads to the next (`Course`) is the same for both.

import CDatagrams
import Casework
import Dispatch
import FoundationEssentials
import Glibc

/// The names and questions of one survey: all state that changes, on one serial queue.
final class SurveyCore: @unchecked Sendable {
    // @unchecked Sendable because all mutable state but the desk's, which has a lock, is used on
    // `queue` only, which `dispatchPrecondition` checks at each way in.

    /// A name in flight, and its answers so far, in the order of ``types``.
    struct Entry {
        var host = ""
        var name = ""
        /// How many bytes its labels take in ``labels``.
        var labelBytes = 0
        var answers: [NameAnswer] = []
        var open = 0
    }

    /// When the queue is woken.
    enum Watch {
        /// When an answer comes, or names.
        case answers
        /// And to look for questions whose time is over.
        case answersAndTime
        /// Every two milliseconds, because answers come all the time.
        case often
    }

    let queue = DispatchQueue(label: "name-survey")
    let desk = SurveyDesk()
    let types: [NameAnswer.RecordType]
    let configuration: ResolverConfiguration
    /// `address:port` of each server, as answers name it.
    let serverNames: [String]
    let maximumOutstanding: Int
    let timeout: UInt64
    let tick: UInt64
    private let epoll: EpollSet
    private let readiness: any DispatchSourceRead
    private let timer: any DispatchSourceTimer
    /// Answers what is odd.
    let fallback: ResolverCore

    var lines: [SurveyLine] = []
    /// The lines of each server, and which of them is the next one's turn.
    var linesOfServer: [[Int]] = []
    var turnOfServer: [Int] = []

    var entries: [Entry]
    var free: [Int32]
    /// The labels of each entry's name, each in its own 255 bytes.
    let labels: UnsafeMutablePointer<UInt8>
    /// The question for `types[k]` of entry *i* has the place *i* × types + *k*.
    var questions: OpenQuestions
    var pace: SurveyPace
    var outbox: SurveyOutbox
    let inbox: UnsafeMutablePointer<UInt8>

    var waiting: [String] = []
    var firstWaiting = 0
    /// Places of questions to be asked again before all others.
    var urgent: [Int32] = []
    /// Places of questions to be asked again when ``restEnd`` is reached.
    var resting: [Int32] = []
    var restEnd: UInt64 = 0
    var finished: [NameReport] = []
    /// When this turn began.
    private(set) var date = Date()
    private var watch = Watch.answers
    private(set) var isShutDown = false

    /// How long a datagram may be that is read; a longer one counts as cut off.
    static let packetBytes = 4096
    /// Sockets, and so random source ports, for each server.
    private static let linesPerServer = 4

    init(
        _ configuration: ResolverConfiguration, types: [NameAnswer.RecordType]
    ) throws(ResolverError) {
        precondition(!types.isEmpty, "a survey asks for at least one type of record")
        self.configuration = configuration
        self.types = types
        maximumOutstanding = min(
            OpenQuestions.maximumCount, max(types.count, configuration.maximumOutstanding))
        timeout = UInt64(max(1, configuration.timeoutMilliseconds)) * 1_000_000
        tick = min(250_000_000, max(5_000_000, timeout / 8))
        serverNames = configuration.servers.map(\.description)

        let epoll = try EpollSet()
        do throws(ResolverError) {
            fallback = try ResolverCore(configuration)
        } catch {
            epoll.close()
            throw error
        }
        self.epoll = epoll
        entries = Array(repeating: Entry(), count: maximumOutstanding)
        free = (0..<Int32(maximumOutstanding)).reversed()
        labels = .allocate(capacity: maximumOutstanding * QuestionWriter.maximumNameBytes)
        questions = OpenQuestions(capacity: maximumOutstanding * types.count)
        pace = SurveyPace(
            maximum: maximumOutstanding, servers: configuration.servers.count, timeout: timeout,
            now: DispatchTime.now().uptimeNanoseconds)
        outbox = SurveyOutbox()
        inbox = .allocate(capacity: Self.packetBytes * Int(CDATAGRAMS_MAXIMUM))
        readiness = DispatchSource.makeReadSource(fileDescriptor: epoll.descriptor, queue: queue)
        timer = DispatchSource.makeTimerSource(queue: queue)
        // The handlers hold this object until `shutDown()` cancels the sources.
        readiness.setEventHandler { self.turn() }
        readiness.setCancelHandler { epoll.close() }
        timer.schedule(deadline: .distantFuture)
        timer.setEventHandler { self.turn() }
        readiness.activate()
        timer.activate()
        do throws(ResolverError) {
            try openLines()
        } catch {
            shutDown()
            throw error
        }
    }

    private func openLines() throws(ResolverError) {
        for (server, address) in configuration.servers.enumerated() {
            linesOfServer.append([])
            turnOfServer.append(0)
            for _ in 0..<Self.linesPerServer {
                linesOfServer[server].append(lines.count)
                lines.append(
                    try SurveyLine(to: address, server: server, epoll: epoll, tag: lines.count))
            }
        }
    }

    deinit {
        outbox.deallocate()
        labels.deallocate()
        inbox.deallocate()
    }

    // MARK: - Ways in

    func add(_ names: [String], _ feeder: CheckedContinuation<Void, Never>) {
        desk.add(names, feeder)
        queue.async { self.turn() }
    }

    func finish() {
        desk.close()
        queue.async { self.turn() }
    }

    func next(_ reader: CheckedContinuation<[NameReport]?, Never>) {
        if desk.next(reader) { queue.async { self.turn() } }
    }

    func shutDown() {
        queue.async {
            guard !self.isShutDown else { return }
            self.isShutDown = true
            self.desk.put(self.finished, isLast: true)
            self.finished = []
            self.fallback.shutDown()
            self.setWatch(.answers)
            self.timer.cancel()
            self.readiness.cancel()
            self.lines = []
        }
    }

    // MARK: - Work

    /// Reads what came, gives up on what is over, asks what waits, and hands over what is done.
    func turn() {
        dispatchPrecondition(condition: .onQueue(queue))
        guard !isShutDown else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        date = Date()
        let received = receive(now: now)
        expire(now: now)
        ask(now: now)
        deliver()
        if received > 0 {
            setWatch(.often)
        } else {
            setWatch(questions.count > 0 || !resting.isEmpty ? .answersAndTime : .answers)
        }
    }

    /// Reads from each socket that has something; returns how many datagrams there were.
    private func receive(now: UInt64) -> Int {
        var received = 0
        _ = epoll.forEachEvent { line, _ in
            // More than that comes back in the next turn.
            for _ in 0..<16 {
                let got = receive(line: line, now: now)
                received += got
                guard got == Int(CDATAGRAMS_MAXIMUM) else { break }
            }
        }
        return received
    }

    private func receive(line: Int, now: UInt64) -> Int {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Int(CDATAGRAMS_MAXIMUM)) {
            guard let lengths = $0.baseAddress else { return 0 }
            let got = cdatagrams_receive(
                lines[line].descriptor, inbox, Self.packetBytes, lengths, CDATAGRAMS_MAXIMUM)
            guard got > 0 else {
                // Reading an error takes it off the socket: the server's port is closed.
                if got < 0, errno != EAGAIN { lineFailed(line, now: now) }
                return 0
            }
            for index in 0..<Int(got) {
                let length = min(Int(lengths[index]), Self.packetBytes)
                let packet = UnsafeBufferPointer(
                    start: inbox + index * Self.packetBytes, count: length)
                read(
                    packet.span, isCut: Int(lengths[index]) > Self.packetBytes, line: line,
                    now: now)
            }
            return Int(got)
        }
    }

    private func deliver() {
        let isLast =
            free.count == entries.count && firstWaiting == waiting.count && desk.hasNoMoreNames
        guard isLast || !finished.isEmpty else { return }
        desk.put(finished, isLast: isLast)
        finished = []
    }

    private func setWatch(_ new: Watch) {
        guard new != watch else { return }
        if watch == .often { readiness.resume() }
        watch = new
        switch new {
        case .answers:
            timer.schedule(deadline: .distantFuture)
        case .answersAndTime:
            let interval = DispatchTimeInterval.nanoseconds(Int(tick))
            timer.schedule(
                deadline: .now() + interval, repeating: interval, leeway: .milliseconds(5))
        case .often:
            readiness.suspend()
            timer.schedule(
                deadline: .now() + .milliseconds(2), repeating: .milliseconds(2),
                leeway: .microseconds(200))
        }
    }
}
