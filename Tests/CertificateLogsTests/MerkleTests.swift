// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CertificateLogs
import Digests
import Foundation
import Sealing
import Testing

/// The definition of RFC 6962, section 2.1, written down as it stands there: slow, and another
/// program than the one that is tested.
enum Definition {
    static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        if leaves.isEmpty { return Digest.of([]) }
        if leaves.count == 1 { return Digest.of([0] + (leaves.first ?? [])) }
        let split = leaves.startIndex + half(leaves.count)
        return Digest.of([1] + root(leaves[..<split]) + root(leaves[split...]))
    }

    /// The largest power of two below `count`.
    static func half(_ count: Int) -> Int {
        var half = 1
        while half * 2 < count { half *= 2 }
        return half
    }

    static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [[UInt8]] {
        guard leaves.count > 1 else { return [] }
        let split = leaves.startIndex + half(leaves.count)
        return index < half(leaves.count)
            ? path(index, leaves[..<split]) + [root(leaves[split...])]
            : path(index - half(leaves.count), leaves[split...]) + [root(leaves[..<split])]
    }

    static func proof(_ first: Int, _ leaves: ArraySlice<[UInt8]>) -> [[UInt8]] {
        first == leaves.count ? [] : subproof(first, leaves, true)
    }

    private static func subproof(
        _ first: Int, _ leaves: ArraySlice<[UInt8]>, _ isKnown: Bool
    ) -> [[UInt8]] {
        if first == leaves.count { return isKnown ? [] : [root(leaves)] }
        let half = half(leaves.count)
        let split = leaves.startIndex + half
        return first <= half
            ? subproof(first, leaves[..<split], isKnown) + [root(leaves[split...])]
            : subproof(first - half, leaves[split...], false) + [root(leaves[..<split])]
    }

    static func leaves(_ count: Int) -> [[UInt8]] {
        (0..<count).map { Array("entry \($0)".utf8) }
    }

    static func head(_ leaves: ArraySlice<[UInt8]>) throws -> SignedTreeHead {
        SignedTreeHead(
            size: Int64(leaves.count), milliseconds: 0, root: try #require(TreeHash(root(leaves))),
            signature: [], text: "")
    }
}

struct MerkleTests {
    @Test func `A tree that is read entry by entry has the root of the standard`() {
        let leaves = Definition.leaves(70)
        var range = CompactRange()
        #expect(range.root.bytes == Definition.root([]))
        for (index, leaf) in leaves.enumerated() {
            range.append(.leaf(leaf))
            #expect(range.root.bytes == Definition.root(leaves[...index]))
        }
    }

    @Test func `A consistency proof gives the first tree, for all sizes up to 40`() throws {
        let leaves = Definition.leaves(40)
        for size in 1...40 {
            let head = try Definition.head(leaves[..<size])
            var range = CompactRange()
            for first in 1...size where first < size {
                range.append(.leaf(leaves[first - 1]))
                let proof = Definition.proof(first, leaves[..<size]).compactMap { TreeHash($0) }
                let root = first & (first - 1) == 0 ? range.root : nil

                let proven = MerkleProof.range(Int64(first), root: root, in: head, proof: proof)

                #expect(proven == range, "\(first) of \(size)")
                // Nothing else passes.
                #expect(
                    MerkleProof.range(
                        Int64(first), root: root, in: head, proof: Array(proof.dropLast())) == nil)
                #expect(
                    MerkleProof.range(
                        Int64(first), root: root, in: head, proof: proof + [.empty]) == nil)
                for place in proof.indices {
                    var wrong = proof
                    wrong[place] = .leaf([0x66])
                    #expect(
                        MerkleProof.range(Int64(first), root: root, in: head, proof: wrong) == nil)
                }
            }
        }
    }

    @Test func `An audit path leads to the root, for every entry of all sizes up to 40`() throws {
        let leaves = Definition.leaves(40)
        for size in 1...40 {
            let head = try Definition.head(leaves[..<size])
            for index in 0..<size {
                let path = Definition.path(index, leaves[..<size]).compactMap { TreeHash($0) }
                let leaf = TreeHash.leaf(leaves[index])
                #expect(MerkleProof.includes(leaf, at: Int64(index), in: head, path: path))
                #expect(!MerkleProof.includes(.empty, at: Int64(index), in: head, path: path))
                #expect(
                    !MerkleProof.includes(leaf, at: Int64(index) + 1, in: head, path: path))
                #expect(
                    !MerkleProof.includes(
                        leaf, at: Int64(index), in: head, path: path + [.empty]))
            }
        }
    }

    /// 70,000 entries need tiles at three levels: the example of the specification.
    @Test(arguments: [1, 255, 256, 257, 1000, 65_536, 70_000])
    func `Tiles give the first tree and the audit path, and only their own`(size: Int) throws {
        let hashes = (0..<size).map { TreeHash.leaf(Array("\($0)".utf8)) }
        var range = CompactRange()
        var ranges: [CompactRange] = [range]
        for hash in hashes {
            range.append(hash)
            ranges.append(range)
        }
        let head = SignedTreeHead(
            size: Int64(size), milliseconds: 0, root: range.root, signature: [], text: "")
        let rows = TileRows(hashes)
        for boundary in Set([0, 1, 5, 255, 256, 300, 511, 65_535, 65_536, 69_999, size - 1, size])
            .filter({ (0...size).contains($0) })
        {
            var tiles = HashTiles(head: head, boundary: Int64(boundary))
            for tile in tiles.needed {
                let isTile = tiles.add(tile, rows.bytes(tile))
                #expect(isTile)
            }

            #expect(tiles.range == ranges[boundary], "\(boundary) of \(size)")
            if boundary < size {
                let path = try #require(tiles.path)
                #expect(
                    MerkleProof.includes(
                        hashes[boundary], at: Int64(boundary), in: head, path: path))
            }
            // A byte that is wrong anywhere is seen.
            for broken in tiles.needed {
                var tiles = HashTiles(head: head, boundary: Int64(boundary))
                for tile in tiles.needed {
                    var bytes = rows.bytes(tile)
                    if tile == broken { bytes[bytes.count / 2] ^= 1 }
                    let isTile = tiles.add(tile, bytes)
                    #expect(isTile)
                }
                #expect(tiles.range == nil)
                #expect(tiles.path == nil)
            }
        }
    }

    @Test func `A tile's address is that of the specification`() {
        #expect(Tile(level: 0, index: 1_234_067).path == "tile/0/x001/x234/067")
        #expect(Tile(level: nil, index: 0, count: 8).path == "tile/data/000.p/8")
        #expect(Tile(level: 2, index: 999).path == "tile/2/999")
    }

    @Test func `What is no tile is not taken for one`() throws {
        let head = try Definition.head(Definition.leaves(3)[...])
        var tiles = HashTiles(head: head, boundary: 2)
        let tile = try #require(tiles.needed.first)
        let areTiles = [0, 95, 96].map { tiles.add(tile, [UInt8](repeating: 0, count: $0)) }
        #expect(areTiles == [false, false, true])
        #expect(tiles.range == nil)
    }
}

/// A tree as tiles, made level by level.
struct TileRows {
    private var levels: [[TreeHash]] = []

    init(_ hashes: [TreeHash]) {
        var row = hashes
        while !row.isEmpty {
            levels.append(row)
            row = (0..<row.count / 256).map { tile in
                var range = CompactRange()
                for hash in row[tile * 256..<tile * 256 + 256] { range.append(hash) }
                return range.root
            }
        }
    }

    func bytes(_ tile: Tile) -> [UInt8] {
        guard let level = tile.level, level < levels.count else { return [] }
        let start = Int(tile.index) * 256
        guard start + tile.count <= levels[level].count else { return [] }
        return levels[level][start..<start + tile.count].flatMap(\.bytes)
    }
}
