// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// What a candidate is before its suffix, each once, at the least cost that it can be made for.
///
/// Costs are in quarters of a bit: four more are half as likely.
struct StemTable {
    /// What may follow a stem.
    enum Group: UInt8, CaseIterable {
        /// One label: any suffix.
        case label
        /// Several labels: what can be registered, as free hosts give out one label only.
        case labels
        /// An official host, and what it is carried by: what can be registered.
        case carried
        /// A label in Chinese.
        case chinese
        /// A whole host: nothing.
        case host
    }

    struct Stem {
        var start: Int32
        var count: UInt8
        var cost: UInt8
        var group: Group
        var shape: NameOpinion.Shape
        var site: Int16
        /// The suffix with which it is an official host, or is made already; -1 if none.
        var barred: Int16 = -1
    }

    private(set) var bytes: [UInt8] = []
    private(set) var stems: [Stem] = []
    private var slots: [Int32]
    /// Labels under which nothing can be registered, or that belong to a suffix.
    private let reserved: Set<[UInt8]>
    private let longestReserved: Int

    /// What costs more is never kept: of such names there is no end.
    static let dearest = 84
    /// What costs more is not kept in this table.
    let limit: Int
    /// The most stems: memory is bounded whatever the words are.
    private static let maximumCount = 3_000_000
    /// The longest suffix with its dot must fit too (RFC 1035).
    private static let maximumBytes = 230

    init(reserved: Set<[UInt8]>, limit: Int) {
        self.reserved = reserved
        longestReserved = reserved.map(\.count).max() ?? 0
        self.limit = min(limit, Self.dearest)
        slots = Array(repeating: -1, count: 1 << 16)
    }

    /// Adds `text`, or makes it cheaper, if its last label can be registered at all.
    mutating func add(
        _ text: [UInt8], cost: Int, site: Int, shape: NameOpinion.Shape, group: Group? = nil
    ) {
        guard cost <= limit, stems.count < Self.maximumCount else { return }
        var slot = hash(text)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if isEqual(index, text) {
                if cost < Int(stems[index].cost) {
                    stems[index].cost = UInt8(cost)
                    stems[index].site = Int16(site)
                    stems[index].shape = shape
                }
                return
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        // Most are made several times over: whether it can be a name is asked once.
        guard !isReserved(text[...]),
            let valid = group == .chinese || group == .host ? group : self.group(of: text)
        else { return }
        slots[slot] = Int32(stems.count)
        stems.append(
            Stem(
                start: Int32(bytes.count), count: UInt8(text.count), cost: UInt8(max(0, cost)),
                group: group ?? valid, shape: shape, site: Int16(site)))
        bytes += text
        if stems.count * 2 > slots.count { grow() }
    }

    /// Forbids the stem `text`, if there is one, to stand before `suffix`.
    mutating func bar(_ text: [UInt8], before suffix: Int) {
        var slot = hash(text)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if isEqual(index, text) {
                stems[index].barred = Int16(suffix)
                return
            }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    /// Forbids it for all stems that are `text` or a name under it.
    mutating func barAll(under text: [UInt8], before suffix: Int) {
        guard let last = text.last else { return }
        for index in stems.indices where stems[index].count >= text.count {
            let own = self.text(stems[index])
            // Told by one byte for most.
            guard bytes[own.endIndex - 1] == last else { continue }
            guard own.suffix(text.count).elementsEqual(text),
                own.count == text.count || own.dropLast(text.count).last == UInt8(ascii: ".")
            else { continue }
            stems[index].barred = Int16(suffix)
        }
    }

    func text(_ stem: Stem) -> ArraySlice<UInt8> {
        bytes[Int(stem.start)..<Int(stem.start) + Int(stem.count)]
    }

    // MARK: - What can be registered

    /// The group of `text`; `nil` if it cannot be a name, or its last label not be registered.
    ///
    /// Registries keep one and two letters back, and hyphens in the third and fourth place stand
    /// for an encoding (RFC 5891, section 4.2.3.1).
    private func group(of text: [UInt8]) -> Group? {
        guard text.count <= Self.maximumBytes else { return nil }
        var labels = 0
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: ".") {
            let label = text[start..<index]
            guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"),
                label.last != UInt8(ascii: "-"), !hasEncodingMark(label)
            else { return nil }
            labels += 1
            if index < text.count { start = index + 1 }
        }
        let last = text[start...]
        guard last.count >= 3, labels == 1 || !isReserved(last) else { return nil }
        return labels == 1 ? .label : .labels
    }

    private func isReserved(_ label: ArraySlice<UInt8>) -> Bool {
        label.count <= longestReserved && reserved.contains(Array(label))
    }

    private func hasEncodingMark(_ label: ArraySlice<UInt8>) -> Bool {
        guard label.count >= 4 else { return false }
        let third = label.startIndex + 2
        return label[third] == UInt8(ascii: "-") && label[third + 1] == UInt8(ascii: "-")
    }

    // MARK: - Finding

    /// FNV-1a.
    private func hash(_ text: some Sequence<UInt8>) -> Int {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (value ^ (value >> 29)) & UInt64(slots.count - 1))
    }

    private func isEqual(_ index: Int, _ text: [UInt8]) -> Bool {
        Int(stems[index].count) == text.count && self.text(stems[index]).elementsEqual(text)
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for index in stems.indices {
            var slot = hash(text(stems[index]))
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(index)
        }
    }
}
