// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

extension ArchiveWriter {
    /// Keeps what a registry or a look-up answered: a `resource` record with its server and time,
    /// and before it what was sent, if the question does not say it all.
    ///
    /// An answer that is used again keeps the time at which it came.
    package func append(
        _ answer: RegistryAnswer, capture: String
    ) throws(ArchiveError) -> ArchivePlace {
        try append(RegistryRecord.drafts(answer, capture))
    }
}

/// How a ``RegistryAnswer`` becomes WARC records.
enum RegistryRecord {
    static func drafts(_ answer: RegistryAnswer, _ capture: String) -> [RecordDraft] {
        let usual =
            switch answer.method {
            case .whois: "text/plain"
            case .rdap: "application/rdap+json"
            case .lookup: "application/json"
            }
        var draft = RecordDraft(
            .resource, date: answer.askedAt, contentType: answer.contentType ?? usual,
            block: answer.body)
        draft.add("WARC-Target-URI", answer.question)
        draft.add("WARC-IP-Address", answer.remote?.description)
        if answer.failure != nil { draft.add("WARC-Truncated", reason(answer.failure)) }
        draft.add("X-Jianwei-Capture", capture)
        draft.addPayloadDigest()
        guard let sent = answer.request, !sent.isEmpty else { return [draft] }
        var request = RecordDraft(
            .request, date: answer.askedAt, contentType: "application/http;msgtype=request",
            block: sent)
        request.add("WARC-Target-URI", answer.question)
        request.add("WARC-IP-Address", answer.remote?.description)
        request.add("WARC-Concurrent-To", draft.id)
        request.add("X-Jianwei-Capture", capture)
        return [request, draft]
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
