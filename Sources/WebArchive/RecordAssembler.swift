// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests

/// Puts one WARC record together from decompressed bytes, checking digests on the way.
///
/// Memory is bounded: a header of 64 KiB, and as much of the block as was asked for.
final class RecordAssembler {
    private static let headerBytes = 64 * 1024

    private enum Part {
        case header, block, trailer
    }

    private let keeping: Int
    private let checksPayload: Bool
    private var part = Part.header
    private var header: [UInt8] = []
    private var headerEnd = HeadEnd()
    private var fields: [HeaderField] = []
    private var block: [UInt8] = []
    private var blockBytes = 0
    private var blockLeft = 0
    private var payloadStart = HeadEnd()
    private var isInPayload = false
    private var blockDigest: Digest?
    private var payloadDigest: Digest?
    private var expectedBlock: String?
    private var expectedPayload: String?
    private var faults: [ArchiveRecord.Fault] = []
    private var trailer: [UInt8] = []

    init(keeping: Int, checksPayload: Bool) {
        self.keeping = keeping
        self.checksPayload = checksPayload
    }

    /// Takes the next bytes; returns what is wrong with the record's form, or `nil`.
    func push(_ bytes: UnsafeRawBufferPointer) -> String? {
        var rest = bytes
        while !rest.isEmpty {
            switch part {
            case .header:
                let end = headerEnd.find(in: rest)
                header += rest[..<(end ?? rest.count)]
                if header.count > Self.headerBytes { return "its header is too long" }
                guard let end else { return nil }
                rest = UnsafeRawBufferPointer(rebasing: rest[end...])
                if let fault = readHeader() { return fault }
                part = blockLeft == 0 ? .trailer : .block
            case .block:
                let count = min(blockLeft, rest.count)
                take(UnsafeRawBufferPointer(rebasing: rest[..<count]))
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                blockLeft -= count
                if blockLeft == 0 { part = .trailer }
            case .trailer:
                trailer += rest.prefix(5)
                guard trailer.count <= 4 else { return "it is longer than it says" }
                return nil
            }
        }
        return nil
    }

    private func take(_ bytes: UnsafeRawBufferPointer) {
        if block.count < keeping { block += bytes.prefix(keeping - block.count) }
        blockDigest?.update(bytes)
        guard payloadDigest != nil else { return }
        if isInPayload {
            payloadDigest?.update(bytes)
        } else if let start = payloadStart.find(in: bytes) {
            isInPayload = true
            payloadDigest?.update(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
    }

    private func readHeader() -> String? {
        // By bytes: to Swift's characters `\r\n` is one, and there are line ends beyond ASCII.
        let lines = header.split { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.first == "WARC/1.1" || lines.first == "WARC/1.0" else {
            return "it is no WARC record"
        }
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return "its header is malformed" }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            fields.append(HeaderField(String(line[..<colon]), String(value)))
        }
        guard let length = fields.first("Content-Length").flatMap(Int.init), length >= 0 else {
            return "its header has no length"
        }
        blockBytes = length
        blockLeft = length
        isInPayload = fields.first("Content-Type")?.hasPrefix("application/http") != true
        if let (algorithm, value) = digest("WARC-Block-Digest") {
            blockDigest = Digest(algorithm)
            expectedBlock = value
        } else if fields.first("WARC-Block-Digest") == nil {
            faults.append(.noBlockDigest)
        }
        if checksPayload, let (algorithm, value) = digest("WARC-Payload-Digest") {
            payloadDigest = Digest(algorithm)
            expectedPayload = value
        }
        return nil
    }

    private func digest(_ name: String) -> (Digest.Algorithm, String)? {
        guard let text = fields.first(name) else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let algorithm = Digest.Algorithm(rawValue: String(parts[0])) else {
            faults.append(.unknownDigest)
            return nil
        }
        return (algorithm, parts[1].lowercased())
    }

    /// The record, if all of it came.
    func finish(offset: Int, length: Int) -> ArchiveRecord? {
        guard part == .trailer, trailer == Array("\r\n\r\n".utf8) else { return nil }
        if let value = blockDigest.take()?.finish(), Hexadecimal.text(value) != expectedBlock {
            faults.append(.wrongBlockDigest)
        }
        if let value = payloadDigest.take()?.finish(), Hexadecimal.text(value) != expectedPayload {
            faults.append(.wrongPayloadDigest)
        }
        return ArchiveRecord(
            offset: offset, length: length, fields: fields, block: block, blockBytes: blockBytes,
            faults: faults)
    }
}
