// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials

extension HostsFile {
    /// What is known of `host` without a server: that it is an address, or has some here.
    func report(withoutAsking host: String) -> NameReport? {
        if let address = IPAddress(host) {
            return NameReport(host: host, liveness: .live, addresses: [address])
        }
        return addresses(of: host).map { Self.overridden(host, $0) }
    }

    private static func overridden(_ host: String, _ addresses: [IPAddress]) -> NameReport {
        let answers = [NameAnswer.RecordType.a, .aaaa].compactMap { type -> NameAnswer? in
            let records = addresses.filter { $0.isIPv6 == (type == .aaaa) }.map {
                NameAnswer.Record(name: host, type: type, ttlSeconds: 0, value: $0.description)
            }
            guard !records.isEmpty else { return nil }
            return NameAnswer(
                name: host, type: type, status: .overridden, records: records, askedAt: .now)
        }
        return NameReport(
            host: host, liveness: .live,
            addresses: addresses.filter { !$0.isIPv6 } + addresses.filter(\.isIPv6),
            answers: answers)
    }
}

extension NameReport {
    /// Judges liveness by the answers for A and AAAA; see ``NameReport/Liveness``.
    init(host: String, answers: [NameAnswer]) {
        var addresses: [IPAddress] = []
        var isGone = false
        var isEmpty: Bool?
        for answer in answers where answer.type == .a || answer.type == .aaaa {
            for record in answer.records where record.type == answer.type {
                guard let address = IPAddress(record.value), !addresses.contains(address) else {
                    continue
                }
                addresses.append(address)
            }
            if answer.status == .noSuchName { isGone = true }
            isEmpty = isEmpty != false && answer.status == .noRecords
        }
        let liveness: Liveness =
            if !addresses.isEmpty {
                .live
            } else {
                isGone || isEmpty == true ? .absent : .unknown
            }
        self.init(host: host, liveness: liveness, addresses: addresses, answers: answers)
    }
}
