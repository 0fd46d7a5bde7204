// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CDatagrams
import Casework
import FoundationEssentials
import Glibc

// Asking.

extension SurveyCore {
    /// Asks what waits, as far as there is room.
    func ask(now: UInt64) {
        if !resting.isEmpty, now >= restEnd {
            urgent += resting
            resting.removeAll(keepingCapacity: true)
        }
        // Sending may fail, which makes questions urgent; each is tried a bounded number of times.
        repeat {
            while questions.count < pace.window, let place = urgent.popLast() {
                write(Int(place), now: now)
            }
            startNames(now: now)
            send(now: now)
        } while !urgent.isEmpty && questions.count < pace.window
    }

    private func startNames(now: UInt64) {
        guard !desk.isFull() else { return }
        while !free.isEmpty, questions.count + types.count <= pace.window,
            finished.count < SurveyDesk.maximumReports
        {
            if firstWaiting == waiting.count {
                // Only questions of one length share a message.
                waiting = desk.takeNames().sorted { $0.utf8.count < $1.utf8.count }
                firstWaiting = 0
                if waiting.isEmpty { return }
            }
            firstWaiting += 1
            start(waiting[firstWaiting - 1], now: now)
        }
    }

    /// Begins to ask about `host`, or reports on it at once if there is nothing to ask.
    private func start(_ host: String, now: UInt64) {
        if let report = configuration.overrides.report(withoutAsking: host) {
            finished.append(report)
            return
        }
        guard let entry = free.popLast().map(Int.init) else { return }
        let name = host.asDNSName
        let answers = types.map { type in
            NameAnswer(name: name, type: type, status: .malformed, askedAt: date)
        }
        let target = labels + entry * QuestionWriter.maximumNameBytes
        guard let labelBytes = QuestionWriter.write(name: name, at: target) else {
            finished.append(NameReport(host: host, answers: answers))
            free.append(Int32(entry))
            return
        }
        entries[entry] = Entry(
            host: host, name: name, labelBytes: labelBytes, answers: answers, open: types.count)
        let places = entry * types.count..<(entry + 1) * types.count
        let course = Course(first: pace.firstServer(now: now))
        for place in places { questions[place] = OpenQuestions.Place(course: course) }
        for place in places { write(place, now: now) }
    }

    private func write(_ place: Int, now: UInt64) {
        let server = questions[place].course.server
        if outbox.isFull || lines[outbox.line].server != server { send(now: now) }
        if outbox.isEmpty { outbox.line = nextLine(of: server) }
        let entry = place / types.count
        let name = UnsafeBufferPointer(
            start: labels + entry * QuestionWriter.maximumNameBytes,
            count: entries[entry].labelBytes)
        let target = outbox.append(
            place, size: QuestionWriter.bytes(ofName: name.count),
            joins: lines[outbox.line].canSegment)
        QuestionWriter.write(
            id: questions.ask(place, line: outbox.line, now: now), name: name,
            type: types[place % types.count], at: target)
    }

    private func nextLine(of server: Int) -> Int {
        turnOfServer[server] += 1
        let lines = linesOfServer[server]
        return lines[turnOfServer[server] % lines.count]
    }

    /// Sends what is written.
    private func send(now: UInt64) {
        var sent = 0
        while sent < outbox.count {
            let count = cdatagrams_send(
                lines[outbox.line].descriptor, outbox.messages + sent, Int32(outbox.count - sent))
            if count > 0 {
                sent += Int(count)
                continue
            }
            switch errno {
            case EAGAIN, ENOBUFS, ENOMEM:
                // This machine cannot send now, which says nothing about the server.
                let places = outbox.places(of: sent..<outbox.count)
                for place in places { questions.settle(Int(place)) }
                rest(places, now: now)
                sent = outbox.count
            case EIO where outbox.messages[sent].segment > 0,
                EINVAL where outbox.messages[sent].segment > 0:
                // The way to this server cannot cut messages.
                for line in lines { line.canSegment = false }
                let places = outbox.places(of: sent..<outbox.count)
                for place in places { questions.settle(Int(place)) }
                urgent += places
                sent = outbox.count
            default:
                for place in outbox.places(of: sent..<sent + 1) {
                    questions.settle(Int(place))
                    silent(Int(place), timedOut: false, now: now)
                }
                sent += 1
            }
        }
        outbox.removeAll()
    }

    private func rest(_ places: some Sequence<Int32>, now: UInt64) {
        if resting.isEmpty { restEnd = now + tick }
        resting += places
    }

    // MARK: - Silence

    /// Gives up on the questions whose time is over.
    func expire(now: UInt64) {
        while let place = questions.oldest, questions[place].sentAt + timeout <= now {
            questions.settle(place)
            pace.silent(
                questions[place].course.server, sentAt: questions[place].sentAt, now: now)
            silent(place, timedOut: true, now: now)
        }
    }

    /// Takes that the server of `line` cannot be reached.
    func lineFailed(_ line: Int, now: UInt64) {
        for place in questions.places(line: line) {
            questions.settle(place)
            pace.refused(by: lines[line].server)
            silent(place, timedOut: false, now: now)
        }
    }

    private func silent(_ place: Int, timedOut: Bool, now: UInt64) {
        let step = questions[place].course.silent(
            timedOut: timedOut, servers: serverNames.count, tries: configuration.tries)
        take(step, of: place, now: now)
    }

    /// Does what comes next for a question that its server did not answer.
    func take(_ step: Course.Step, of place: Int, now: UInt64) {
        switch step {
        case .ask: urgent.append(Int32(place))
        case .rest: rest(CollectionOfOne(Int32(place)), now: now)
        case .end(let status): finish(place, status, records: [], now: now)
        }
    }
}
