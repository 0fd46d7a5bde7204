// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a DNS packet is read
//
// c-ares has matched the packet's number, sender and question to ours; everything after the
// question is as hostile as a web page. So all reading goes through `PacketReader`, which checks
// every offset; what breaks a rule makes the whole packet malformed, never half an answer.
//
// An empty answer means "absent" only if the server speaks with authority (AA) or asks others for
// us (RA). Without either it is a referral, or our own question sent back, and proves nothing.
//
// Source: RFC 1035 section 4; RFC 2308 (what "no" looks like); RFC 6891 (extended codes).

package import Casework

/// What one packet, or its lack, says about one question.
package struct Reply {
    package enum Meaning: Equatable {
        /// A server gave an answer that can be relied on.
        case final(NameAnswer.Status)
        /// The packet's CNAME records end at a name that it says nothing about.
        case leadsTo(String)
        /// A server spoke, but gave no answer.
        case failed(NameAnswer.Status)
        /// No packet came, or none could be sent.
        case silent(timedOut: Bool)
        /// The name cannot be put into a question.
        case unaskable
        /// The resolver is being shut down.
        case abandoned
    }

    package var meaning: Meaning
    /// The CNAME records from the name that was asked, in order, then the records it led to.
    package var records: [NameAnswer.Record] = []
    /// How long the answer may be kept: the least time to live in it.
    package var lifetimeSeconds = 0

    /// The most CNAME records that are followed for one question.
    static let maximumHops = 16
    /// The most records of one packet that are read, and of one answer that are kept.
    private static let maximumRecords = 256

    init(_ meaning: Meaning) {
        self.meaning = meaning
    }

    /// Reads the reply to a question for `type` of `name`, which is lowercase and has no last dot.
    package init(_ packet: Span<UInt8>, name: String, type: NameAnswer.RecordType) {
        do {
            try self.init(reading: PacketReader(name: name), packet, type: type)
        } catch {
            self.init(.failed(.malformed))
        }
    }

    private init(
        reading start: PacketReader, _ packet: Span<UInt8>, type: NameAnswer.RecordType
    ) throws(PacketReader.Malformed) {
        var reader = start
        let header = try Header(packet, &reader)
        if let failure = header.failure {
            self.init(.failed(failure))
            return
        }
        self.init(.silent(timedOut: false))

        var aliases: [(owner: String, record: NameAnswer.Record, target: String)] = []
        var found: [NameAnswer.Record] = []
        for _ in 0..<min(header.answers, Self.maximumRecords) {
            let entry = try reader.entry(packet)
            if entry.type == NameAnswer.RecordType.cname.number, type != .cname {
                let target = try reader.wholeName(packet, entry)
                let record = NameAnswer.Record(
                    name: entry.owner, type: .cname, ttlSeconds: entry.lifetimeSeconds,
                    value: target + ".")
                aliases.append((entry.owner, record, target))
            } else if entry.type == type.number {
                let value = try reader.value(packet, entry, type: type)
                if found.isEmpty { found.reserveCapacity(min(header.answers, 4)) }
                found.append(
                    NameAnswer.Record(
                        name: entry.owner, type: type, ttlSeconds: entry.lifetimeSeconds,
                        value: value))
            }
            reader.position = entry.end
        }

        var end = reader.questionName
        while let alias = aliases.first(where: { $0.owner == end }) {
            // A name met twice is a loop, and no chain can be longer than its parts.
            guard records.count < Self.maximumHops, !records.contains(where: { $0.name == end })
            else { throw PacketReader.Malformed() }
            records.append(alias.record)
            end = alias.target
        }
        let hops = records.count
        if hops == 0, found.allSatisfy({ $0.name == end }) {
            records = found
        } else {
            records += found.filter { $0.name == end }
        }
        if records.count > hops {
            lifetimeSeconds = records.map(\.ttlSeconds).min() ?? 0
            meaning = .final(.answered)
            return
        }
        let denial = try Denial(packet, &reader, header)
        if denial.hasExtendedCode {
            meaning = .failed(.serverFailure)
        } else if !header.isReliable {
            meaning = hops > 0 && !header.saysNoSuchName ? .leadsTo(end) : .failed(.refused)
        } else if header.saysNoSuchName {
            meaning = .final(.noSuchName)
        } else {
            meaning = hops > 0 && denial.seconds == nil ? .leadsTo(end) : .final(.noRecords)
        }
        lifetimeSeconds = min(denial.seconds ?? 0, records.map(\.ttlSeconds).min() ?? .max)
    }
}

extension Reply {
    /// The first twelve bytes of a packet, and the question, which is read over.
    private struct Header {
        let answers: Int
        let authorities: Int
        let additionals: Int
        /// Whether the server speaks with authority, or asks other servers for its clients.
        let isReliable: Bool
        let saysNoSuchName: Bool
        /// What the response code means if it is no answer.
        let failure: NameAnswer.Status?

        init(_ packet: Span<UInt8>, _ reader: inout PacketReader) throws(PacketReader.Malformed) {
            reader.position = 2
            let flags = try reader.uint16(packet)
            let questions = try reader.uint16(packet)
            answers = Int(try reader.uint16(packet))
            authorities = Int(try reader.uint16(packet))
            additionals = Int(try reader.uint16(packet))
            // A response, to a plain query, with our one question in it.
            guard flags & 0x8000 != 0, flags & 0x7800 == 0, questions == 1 else {
                throw PacketReader.Malformed()
            }
            try reader.skipName(packet)
            try reader.skip(4, packet)
            isReliable = flags & 0x0480 != 0
            saysNoSuchName = flags & 15 == 3
            switch flags & 15 {
            case 0, 3: failure = nil
            case 4, 5: failure = .refused
            default: failure = .serverFailure
            }
        }
    }

    /// What stands behind an empty answer.
    private struct Denial {
        /// How long the denial holds, if an SOA record says so (RFC 2308, section 5).
        var seconds: Int?
        /// The true response code is a failure that does not fit into the header (RFC 6891).
        var hasExtendedCode = false

        init(
            _ packet: Span<UInt8>, _ reader: inout PacketReader, _ header: Header
        ) throws(PacketReader.Malformed) {
            for index in 0..<min(header.authorities + header.additionals, Reply.maximumRecords) {
                let entry = try reader.entry(packet)
                if entry.type == NameAnswer.RecordType.soa.number, index < header.authorities {
                    guard entry.end - reader.position >= 22 else { throw PacketReader.Malformed() }
                    reader.position = entry.end - 4
                    let minimum = Int(try reader.uint32(packet))
                    seconds = min(minimum, entry.lifetimeSeconds)
                }
                if entry.type == 41, entry.rawLifetime >> 24 != 0 { hasExtendedCode = true }
                reader.position = entry.end
            }
        }
    }
}

extension NameAnswer.RecordType {
    /// The number that stands for the type in a packet (RFC 1035, section 3.2.2; RFC 3596).
    var number: UInt16 {
        switch self {
        case .a: 1
        case .ns: 2
        case .cname: 5
        case .soa: 6
        case .ptr: 12
        case .mx: 15
        case .txt: 16
        case .aaaa: 28
        }
    }
}
