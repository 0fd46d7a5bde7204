// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CertificateLogs
import Foundation
import Sealing
import Sweep
import Testing

/// What a real log signed in October 2026, against the key in the list that comes with Jianwei.
struct RealLogTests {
    private static let first = """
        {"tree_size":384065451,"timestamp":1791095073447,"sha256_root_hash":"62+t2XxLmSqJnk7pxUna6EVA7+u+dotyl8q6wojifD8=","tree_head_signature":"BAMARzBFAiAOhTncRJL5E4FfPVNWRYhsEeGThRG21r4e5gOi1yK0WwIhAM/2qDFMO5uJhZ/mK17c1YcSK3vIjbE9qTTc/V5z4aTu"}
        """
    private static let second = """
        {"tree_size":384071894,"timestamp":1791095139948,"sha256_root_hash":"PRK7kHXyMbv9nTQAKoubWZ0KhDKtI6z/gPRWrnc+sGs=","tree_head_signature":"BAMARzBFAiBtlUTOF4jid3uymYHrCs9kWDFv2uA+Z1Lt+KBfeHQd4AIhAIK+tWh1lpR54bbmL0liu/vm9IM3kSFemUSEALEW/83N"}
        """
    private static let proof = """
        {"consistency":["9u3YdOZDgbN2wSbaJP7U7/84pejnGTBu/NWZd3mmvO0=","qlplbDbJ35QNcAUu+Yjt5n20a9ZrFh7MCXzuIMDUy5Y=","GnKudDI2CNMwvgv951u8aHtf5LK0VsGn3QXjRcw104I=","Twu4yAFNF4jpxnrw6sxMJurSSgT1Vc67clwD/0TRSI0=","/3mVXmJqUx3i1WtQwn2ApkNCPLyv4PXzI0m0jNuNQ2Q=","E4tTksYQPO1mJmTHIPKbrasFDy5TmMAXFreOkUdsozU=","cdYdgfYY96e/3/r/njenmouHyhCAJuRgxTw0G0+SbPQ=","Z9x1/ZFk/cu7LKwf7aM/sxjK78pT/vECwOOHyOQiJgs=","HiSQC7Ym01GaiBr6nZ/7ya16vqWcCunLY5U9myxS/Fc=","GIZGmqlNtv7tam3IsJunxZMX5Q+tMcGp3s5q3IGufsk=","Foz0cJyd4oKFqUV3tNSk2ZPZlEvx80VOif3jiAWzgXk=","rYKbwB6vesfESl1Z6WS+j0+iyxYWbpwALp4/uo4K0u8=","7US3OehJNbJCURkhajomq6/fOBeaeRq5rixbAgDE6Hk=","p/TyuZ7+afBqLJBBTwHbhgDqVbBgkoqg7wo16aICLUs=","eUsJwf94b3sLzRjjVFHZ3Tipbbaa1p31VHZnKpbAJOc=","3JxaG+LYLt7/DBG9XpuieNRxM4Ik6yPBK3jJ069Px7c=","JfHQShc8Qdq0dHFJCLhQbyiRhN0MF5a0n6cbVyctrBo=","KjiTKgxN1O+q6jLLTQClBWdqRGWZi5HcK1uPJsG8jII=","JGjL9a4XEaexPPyc3nmSe9C/vDV74ILWLRRtfqSqpU0=","Fl7mMkWi4+OU6ANJ5lI+8WDd2y+3qKKfcf+FJhecZAs=","YQDbMi+MXqTmckWgwjaMvxvEcCSNq4k2umsobJ4xPJc=","NoHD/4b8CYUtVcDSafX+kjG4oR0MydtCmC9uUcc/y8I=","tEv0P40KfnW9PqT0m1YNG3dVZOg2q+V26CR2k20QJ/c="]}
        """

    private static func seeds() throws -> [KnownLog] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try LogListFile.read(path: root.path + "/Seeds/certificate-logs.json")
    }

    @Test func `The list that comes with Jianwei reads, and every key is one that a log may have`()
        throws
    {
        let logs = try Self.seeds()

        #expect(logs.count == 6)
        #expect(logs.filter { $0.interface == .tiled }.count == 2)
        #expect(logs.allSatisfy { LogKey(der: $0.key) != nil })
        let now = try #require(Timestamp.date("2026-11-25T00:00:00Z"))
        #expect(logs.allSatisfy { $0.isOpen(at: now) })
        #expect(!logs[0].isOpen(at: try #require(Timestamp.date("2027-01-01T00:00:00Z"))))
        #expect(
            logs.first { $0.interface == .tiled }?.origin
                == "parcelyard2027h1.prod.certificate.transparency.goog")
    }

    @Test func `A real log's tree heads are signed by its key, and by no other`() throws {
        let logs = try Self.seeds()
        let log = try #require(logs.first { $0.description.contains("Argon2027h1") })
        let key = try #require(LogKey(der: log.key))
        let other = try #require(LogKey(der: logs[0].key))
        for text in [Self.first, Self.second] {
            var head = try #require(LogAnswers.head(Array(text.utf8)))
            let signature = try #require(head.signatureBytes)

            #expect(key.verifies(signature, over: head.signedBytes))
            #expect(!other.verifies(signature, over: head.signedBytes))
            head.size += 1
            #expect(!key.verifies(signature, over: head.signedBytes))
        }
    }

    @Test func `A real log's later tree contains its earlier one`() throws {
        let first = try #require(LogAnswers.head(Array(Self.first.utf8)))
        let second = try #require(LogAnswers.head(Array(Self.second.utf8)))
        var proof = try #require(LogAnswers.consistency(Array(Self.proof.utf8)))

        let range = MerkleProof.range(first.size, root: nil, in: second, proof: proof)

        #expect(range?.root == first.root)
        #expect(MerkleProof.range(first.size - 1, root: nil, in: second, proof: proof) == nil)
        proof.swapAt(0, 1)
        #expect(MerkleProof.range(first.size, root: nil, in: second, proof: proof) == nil)
    }
}
