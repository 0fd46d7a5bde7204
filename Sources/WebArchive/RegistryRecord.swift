// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

extension ArchiveWriter {
    /// Keeps what a registry answered: a `resource` record with its server and time.
    ///
    /// An answer that is used again keeps the time at which it came.
    package func append(
        _ answer: RegistryAnswer, capture: String
    ) throws(ArchiveError) -> ArchivePlace {
        try append([RegistryRecord.draft(answer, capture)])
    }
}

/// How a ``RegistryAnswer`` becomes a WARC record.
enum RegistryRecord {
    static func draft(_ answer: RegistryAnswer, _ capture: String) -> RecordDraft {
        let usual = answer.method == .whois ? "text/plain" : "application/rdap+json"
        var draft = RecordDraft(
            .resource, date: answer.askedAt, contentType: answer.contentType ?? usual,
            block: answer.body)
        draft.add("WARC-Target-URI", answer.question)
        draft.add("WARC-IP-Address", answer.remote?.description)
        if answer.failure != nil { draft.add("WARC-Truncated", reason(answer.failure)) }
        draft.add("X-Jianwei-Capture", capture)
        draft.addPayloadDigest()
        return draft
    }

    /// WARC 1.1, section 5.13.
    private static func reason(_ failure: FetchFailure?) -> String {
        switch failure {
        case .limitReached(.body), .limitReached(.decoded), .limitReached(.header): "length"
        case .limitReached: "time"
        default: "disconnect"
        }
    }
}
