// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CertificateLogs
import Digests
import Foundation
import Testing
import Wording

struct AnswerTests {
    @Test func `A list of logs with a wrong key, id, address or form is refused, and says where`()
        throws
    {
        let log = try TestLog()
        let good = String(decoding: TestLog.list([log]), as: UTF8.self)
        func error(_ text: String) -> LogListError? {
            do throws(LogListError) {
                _ = try LogList.read(Array(text.utf8), name: "logs.json")
                return nil
            } catch {
                return error
            }
        }
        let title = "Test log \(log.port)"
        #expect(error(good) == nil)
        #expect(error("{}") == .malformed("logs.json", "operators"))
        guard case .malformed = error("[1") else {
            Issue.record("a list that breaks off is taken")
            return
        }
        let id = Data(log.id).base64EncodedString()
        #expect(
            error(
                good.replacingOccurrences(
                    of: id, with: Data([UInt8](repeating: 1, count: 32)).base64EncodedString()))
                == .otherKey("logs.json", title))
        #expect(
            error(good.replacingOccurrences(of: "\"key\": \"", with: "\"key\": \"*"))
                == .noKey("logs.json", title))
        #expect(
            error(good.replacingOccurrences(of: "\"url\"", with: "\"uri\""))
                == .noAddress("logs.json", title))
        let twice = good.replacingOccurrences(
            of: "{\"operators\": [", with: "{\"operators\": [\(log.listed), ")
        #expect(error(twice) == .twice("logs.json", title))
        #expect(
            LogListError.otherKey("logs.json", "Test").message.english
                == "logs.json: the id of the log 'Test' is not its key's; take the list from its "
                + "publisher again")
    }

    @Test func `A checkpoint is read only if it is this log's, and has no lines more`() throws {
        let log = try TestLog(tiled: true)
        let id = try #require(TreeHash(log.id))
        let root = Digest.of([])
        let note = try log.checkpoint(70_000, 1_795_000_000_123, root)
        func head(_ text: String, origin: String? = nil) -> SignedTreeHead? {
            Checkpoint.head(Array(text.utf8), origin: origin ?? log.origin, logID: id)
        }

        let read = try #require(head(note))
        #expect(read.size == 70_000)
        #expect(read.milliseconds == 1_795_000_000_123)
        #expect(read.root.bytes == root)
        #expect(head(note, origin: "log.test/2027") == nil)
        #expect(head(note.replacingOccurrences(of: "\n70000\n", with: "\n070000\n")) == nil)
        #expect(head(note.replacingOccurrences(of: "\n70000\n", with: "\n-1\n")) == nil)
        #expect(head(note.replacingOccurrences(of: "\n\n", with: "\nmore\n\n")) == nil)
        #expect(head(note.replacingOccurrences(of: "\u{2014}", with: "-")) == nil)
        #expect(head(String(note.prefix(40))) == nil)
        #expect(head("\n\n") == nil)
        #expect(
            Checkpoint.head(
                [UInt8](repeating: 10, count: Checkpoint.maximumBytes + 1), origin: log.origin,
                logID: id) == nil)
    }

    @Test func `An answer with entries is read with odd spaces, order and members`() throws {
        let entry = TestLog.Entry(Array("certificate".utf8), at: 7)
        let text = """
            { "other" : [1, {"a": "\\"b"}, null], "entries":[ {"extra_data":"AAAA" , "x":-1.5e3,
              "leaf_input":"\(Data(entry.leaf).base64EncodedString())"} ] , "z":{} }
            """
        let batch = try #require(EntryBatch(answer: Array(text.utf8)))

        #expect(batch.entries.count == 1)
        #expect(batch.entries.first?.content?.milliseconds == 7)
        #expect(batch.leaf(of: batch.entries[0]) == entry.leaf)
        #expect(batch.certificate(of: batch.entries[0]) == Array("certificate".utf8))
    }

    @Test func `A tile that breaks off, or has bytes behind it, is none`() throws {
        let entries = (0..<256).map { TestLog.Entry([UInt8](repeating: 1, count: $0), at: 9) }
        let tile = entries.flatMap(\.tile)
        #expect(EntryBatch(tile: tile, count: 256)?.entries.count == 256)
        #expect(EntryBatch(tile: tile, count: 7)?.entries.count == 7)
        #expect(EntryBatch(tile: tile + [0], count: 256) == nil)
        #expect(EntryBatch(tile: Array(tile.dropLast()), count: 256) == nil)
        #expect(EntryBatch(tile: [], count: 1) == nil)
    }

    @Test func `Pauses grow, are bounded, and end with the first good answer`() {
        var pace = LogPace(delay: 0.5)
        let pauses = (0..<12).map { _ in pace.pause(after: .bad, chance: 0.5) }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
        #expect(pace.pause(after: .busy(retryAfter: 900), chance: 0.5) == 900)
        #expect(pace.pause(after: .busy(retryAfter: 1e9), chance: 0.5) == LogPace.longest)
        #expect(pace.pause(after: .busy(retryAfter: .nan), chance: 0.5) == 300)
        #expect(pace.pause(after: .busy(retryAfter: -5), chance: 0.5) == 300)
        #expect(pace.pause(after: .good, chance: 0) == 0.5)
        #expect(pace.pause(after: .busy(retryAfter: nil), chance: 1) == 1.25)
    }
}
