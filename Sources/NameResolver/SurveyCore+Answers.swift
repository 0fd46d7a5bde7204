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
                    self.finish(place, answer)
                    self.turn()
                }
            })
    }

    /// Takes what became of the question at `place`.
    func finish(
        _ place: Int, _ status: NameAnswer.Status, records: [NameAnswer.Record], now: UInt64
    ) {
        let question = questions[place]
        let milliseconds = Double(now - min(now, question.firstSentAt)) / 1e6
        let entry = place / types.count
        var answer = entries[entry].answers[place % types.count]
        answer.status = status
        answer.records = records
        answer.resolver = question.course.speaker.map { serverNames[$0] }
        answer.milliseconds = milliseconds
        finish(place, answer)
    }

    private func finish(_ place: Int, _ answer: NameAnswer) {
        let entry = place / types.count
        entries[entry].answers[place % types.count] = answer
        entries[entry].open -= 1
        guard entries[entry].open == 0 else { return }
        finished.append(
            NameReport(host: entries[entry].host, answers: entries[entry].answers))
        entries[entry] = Entry()
        free.append(Int32(entry))
    }
}
