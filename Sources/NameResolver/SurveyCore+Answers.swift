// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Dispatch
import FoundationEssentials

// Reading answers.

extension SurveyCore {
    /// Takes a datagram that the server of `line` sent; one that answers no question is passed over.
    ///
    /// - Parameter isCut: whether the end of it was lost on the way in.
    func read(_ packet: Span<UInt8>, isCut: Bool, line: Int, now: UInt64) {
        guard packet.count > QuestionWriter.headerBytes,
            let place = questions.place(
                id: UInt16(packet[0]) << 8 | UInt16(packet[1]), line: line)
        else { return }
        let entry = place / types.count
        let type = types[place % types.count]
        let labels = UnsafeBufferPointer(
            start: labels + entry * QuestionWriter.maximumNameBytes,
            count: entries[entry].labelBytes)
        guard QuestionWriter.isQuestion(in: packet, name: labels, type: type) else { return }
        questions.settle(place)
        pace.answered(by: lines[line].server, sentAt: questions[place].sentAt, now: now)
        guard packet[2] & 2 == 0, !isCut else { return askElsewhere(place) }

        let reply = Reply(packet, name: entries[entry].name, type: type)
        switch reply.meaning {
        case .final(let status):
            questions[place].course.answered()
            finish(place, status, records: reply.records, now: now)
        case .failed(let status):
            let step = questions[place].course.failed(
                status, servers: serverNames.count, tries: configuration.tries)
            take(step, of: place, now: now)
        case .leadsTo, .silent, .unaskable, .abandoned:
            askElsewhere(place)
        }
    }

    /// Leaves a question to c-ares, which asks over TCP and follows aliases.
    private func askElsewhere(_ place: Int) {
        let question = Question(
            name: entries[place / types.count].name, type: types[place % types.count])
        fallback.ask(
            Lookup([question]) { answers in
                self.queue.async {
                    guard !self.isShutDown, let answer = answers.first else { return }
                    self.entries[place / self.types.count]
                        .answers[place % self.types.count] = answer
                    self.close(place)
                    self.turn()
                }
            })
    }

    /// Takes what became of the question at `place`.
    func finish(
        _ place: Int, _ status: NameAnswer.Status, records: [NameAnswer.Record], now: UInt64
    ) {
        let speaker = questions[place].course.speaker
        let since = now - min(now, questions[place].firstSentAt)
        Self.set(
            &entries[place / types.count].answers[place % types.count], status, records,
            resolver: speaker.map { serverNames[$0] }, milliseconds: Double(since) / 1e6)
        close(place)
    }

    private static func set(
        _ answer: inout NameAnswer, _ status: NameAnswer.Status, _ records: [NameAnswer.Record],
        resolver: String?, milliseconds: Double
    ) {
        answer.status = status
        answer.records = records
        answer.resolver = resolver
        answer.milliseconds = milliseconds
    }

    /// Reports on the name of `place` if this was its last open question.
    private func close(_ place: Int) {
        let entry = place / types.count
        entries[entry].open -= 1
        guard entries[entry].open == 0 else { return }
        finished.append(
            NameReport(host: entries[entry].host, answers: entries[entry].answers))
        entries[entry] = Entry()
        free.append(Int32(entry))
    }
}
