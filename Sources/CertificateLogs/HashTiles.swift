// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// One tile of a log's tree, or of its entries (c2sp.org/static-ct-api, c2sp.org/tlog-tiles).
package struct Tile: Sendable, Hashable {
    /// How many hashes, or entries, a full tile has.
    package static let width: Int64 = 256
    /// The most levels of tiles that a tree of 2^40 entries, the largest with a 40-bit index, has.
    package static let levels = 6

    /// 0 for hashes of entries; `nil` for the entries themselves.
    package var level: Int?
    package var index: Int64
    /// How many hashes it has: 256 if it is full.
    package var count: Int

    package init(level: Int?, index: Int64, count: Int = 256) {
        self.level = level
        self.index = index
        self.count = count
    }

    package var isFull: Bool { count == 256 }

    /// The full tile in the place of this one.
    package var whole: Tile { Tile(level: level, index: index) }

    /// Its address below the log's: `tile/0/x001/x234/067.p/8`.
    package var path: String {
        var groups: [String] = []
        var rest = index
        repeat {
            let digits = String(rest % 1000)
            groups.append(String(repeating: "0", count: 3 - digits.count) + digits)
            rest /= 1000
        } while rest > 0
        let place = groups.reversed().enumerated()
            .map { $0.offset < groups.count - 1 ? "x" + $0.element : $0.element }
            .joined(separator: "/")
        let kind = level.map(String.init) ?? "data"
        return "tile/\(kind)/\(place)" + (isFull ? "" : ".p/\(count)")
    }

    /// The tile that holds entry `index` in a log of `size` entries.
    package static func data(holding index: Int64, size: Int64) -> Tile {
        let tile = index / width
        return Tile(level: nil, index: tile, count: Int(min(width, size - tile * width)))
    }
}

/// The tiles of one tree that prove what its first entries are.
///
/// Tiles are only trusted as far as ``head`` covers them: those at the right edge together make up
/// its root, and a full tile is an entry of the tile above it.
package struct HashTiles: Sendable {
    package let head: SignedTreeHead
    /// The tree is looked at where this entry begins.
    package let boundary: Int64
    private var hashes: [Tile: [TreeHash]] = [:]

    /// - Parameter boundary: from 0 to the size of `head`.
    package init(head: SignedTreeHead, boundary: Int64) {
        self.head = head
        self.boundary = boundary
    }

    /// The tiles that must be had: see ``add(_:_:)``.
    package var needed: [Tile] {
        var tiles: [Tile] = []
        for level in 0..<Tile.levels {
            if let edge = edge(level) { tiles.append(edge) }
            if let inner = inner(level) { tiles.append(inner) }
        }
        return tiles
    }

    /// The partial tile at the right edge; `nil` if there is none at this level.
    private func edge(_ level: Int) -> Tile? {
        let count = Int((head.size >> Int64(8 * level)) & 255)
        guard count > 0 else { return nil }
        return Tile(level: level, index: head.size >> Int64(8 * level + 8), count: count)
    }

    /// The full tile in which the boundary lies; `nil` if it lies in the one at the right edge.
    private func inner(_ level: Int) -> Tile? {
        let index = boundary >> Int64(8 * level + 8)
        guard index < head.size >> Int64(8 * level + 8) else { return nil }
        return Tile(level: level, index: index)
    }

    /// Takes what came for a tile, or for the full one in its place.
    ///
    /// - Returns: whether it is a tile at all.
    package mutating func add(_ tile: Tile, _ bytes: [UInt8]) -> Bool {
        let length = TreeHash.length
        guard bytes.count == tile.count * length || bytes.count == 256 * length else {
            return false
        }
        hashes[tile] = (0..<tile.count).compactMap {
            TreeHash(Array(bytes[$0 * length..<($0 + 1) * length]))
        }
        return true
    }

    /// Whether ``head`` covers every tile that is needed.
    private var isAuthentic: Bool {
        var peaks: [TreeHash] = []
        for level in (0..<Tile.levels).reversed() {
            guard let edge = edge(level) else { continue }
            guard let row = hashes[edge] else { return false }
            peaks += Self.peaks(of: row[...])
        }
        guard CompactRange(size: head.size, peaks: peaks)?.root == head.root else { return false }
        for level in 0..<Tile.levels {
            guard let inner = inner(level) else { break }
            guard let row = hashes[inner], let above = tile(level + 1),
                let parents = hashes[above],
                case let place = Int(inner.index & 255), place < parents.count
            else { return false }
            guard Self.peaks(of: row[...]) == [parents[place]] else { return false }
        }
        return true
    }

    /// The tile at `level` in which the boundary lies.
    private func tile(_ level: Int) -> Tile? { inner(level) ?? edge(level) }

    /// The hashes of the complete subtrees of neighbours in a tile.
    private static func peaks(of row: ArraySlice<TreeHash>) -> [TreeHash] {
        var range = CompactRange()
        for hash in row { range.append(hash) }
        return range.peaks
    }

    /// The hashes of the entries before the boundary; `nil` if ``head`` does not cover the tiles.
    package var range: CompactRange? {
        guard isAuthentic else { return nil }
        var peaks: [TreeHash] = []
        for level in (0..<Tile.levels).reversed() {
            let count = Int((boundary >> Int64(8 * level)) & 255)
            guard count > 0 else { continue }
            guard let tile = tile(level), let row = hashes[tile], count <= row.count else {
                return nil
            }
            peaks += Self.peaks(of: row[..<count])
        }
        return CompactRange(size: boundary, peaks: peaks)
    }

    /// The audit path of the entry that begins at the boundary; `nil` as above.
    package var path: [TreeHash]? {
        guard isAuthentic, boundary < head.size else { return nil }
        // The complete subtree of the whole tree in which the entry lies, and those beside it.
        var start: Int64 = 0
        var height = 0
        var before: [TreeHash] = []
        var after: [TreeHash] = []
        var isFound = false
        for bit in (0..<48).reversed() where head.size >> Int64(bit) & 1 == 1 {
            let end = start + Int64(1) << Int64(bit)
            guard let hash = peak(height: bit, start: start) else { return nil }
            if end <= boundary {
                before.append(hash)
            } else if isFound {
                after.append(hash)
            } else {
                isFound = true
                height = bit
            }
            start = end
        }
        var path: [TreeHash] = []
        for step in 0..<height {
            guard let sibling = node(height: step, index: (boundary >> Int64(step)) ^ 1) else {
                return nil
            }
            path.append(sibling)
        }
        if var rest = after.last {
            for hash in after.dropLast().reversed() { rest = .node(hash, rest) }
            path.append(rest)
        }
        return path + before.reversed()
    }

    private func peak(height: Int, start: Int64) -> TreeHash? {
        guard let edge = edge(height / 8) else { return nil }
        return node(height: height, index: start >> Int64(height), in: edge)
    }

    private func node(height: Int, index: Int64) -> TreeHash? {
        tile(height / 8).flatMap { node(height: height, index: index, in: $0) }
    }

    /// The hash of a complete subtree of 2^`height` entries, from the tile that covers it.
    private func node(height: Int, index: Int64, in tile: Tile) -> TreeHash? {
        let step = height % 8
        let first = index << Int64(step)
        guard first >> 8 == tile.index, let row = hashes[tile],
            case let place = Int(first & 255), place + 1 << step <= row.count
        else { return nil }
        return Self.peaks(of: row[place..<place + 1 << step]).first
    }
}
