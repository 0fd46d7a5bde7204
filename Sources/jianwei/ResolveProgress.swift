// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Wording

/// How many names were live, absent and unknown so far, and one line on the terminal that says so.
struct ResolveProgress {
    private var counts: [NameReport.Liveness: Int] = [:]
    private let begun = Date()
    private var drawnAt = Date.distantPast
    /// Not among results on the same screen.
    private let isShown = Terminal.showsProgress && isatty(STDOUT_FILENO) == 0

    subscript(liveness: NameReport.Liveness) -> Int { counts[liveness] ?? 0 }

    mutating func count(_ liveness: NameReport.Liveness) {
        counts[liveness, default: 0] += 1
    }

    /// Says it, at most twice a second.
    mutating func draw() {
        let now = Date()
        guard isShown, now.timeIntervalSince(drawnAt) > 0.5 else { return }
        drawnAt = now
        let done = counts.values.reduce(0, +)
        let text = CommandMessages.resolveProgress(
            done: done, rate: Int(Double(done) / max(0.5, now.timeIntervalSince(begun))),
            live: self[.live], absent: self[.absent], unknown: self[.unknown])
        Terminal.write("\r\u{1B}[K" + say(text), to: STDERR_FILENO)
    }

    func clear() {
        if isShown { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
    }
}

extension NameReport {
    /// The report on one line: state, host, addresses, name servers, mail servers; of a host whose
    /// state is unknown, why.
    var line: String {
        let (state, colour): (Message, Colour) =
            switch liveness {
            case .live: (CommandMessages.live, .green)
            case .absent: (CommandMessages.absent, .grey)
            case .unknown: (CommandMessages.unknown, .yellow)
            }
        var text = colour(say(state)) + "  " + VisibleText.line(host)
        for address in addresses { text += " \(address)" }
        for type in [NameAnswer.RecordType.ns, .mx] {
            let records = answers.filter { $0.type == type }.flatMap(\.records)
                .filter { $0.type == type }
            if !records.isEmpty { text += "  \(type.rawValue)" }
            for record in records { text += " \(record.value)" }
        }
        if liveness == .unknown {
            var reasons: [String] = []
            for answer in answers where !reasons.contains(answer.status.rawValue) {
                reasons.append(answer.status.rawValue)
            }
            text += "  (" + reasons.joined(separator: " ") + ")"
        }
        return text
    }
}
