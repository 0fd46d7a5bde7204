// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Phrases, each of them once, and what each is for.
///
/// Composed word lists come to a hundred thousand phrases: they lie one after another in a few
/// arrays, because an array for each would cost ten times their letters.
struct PhraseTable: Sendable {
    private let scalars: [UInt32]
    /// Where each phrase begins in `scalars`; one more than there are phrases.
    private let starts: [Int32]
    private var roles: [CompiledLexicon.Role] = []
    /// Where each phrase's roles begin in `roles`; one more than there are phrases.
    private var firstRoles: [Int32] = []

    /// A table of what `maker` holds.
    init(_ maker: consuming Maker) {
        scalars = maker.scalars
        starts = maker.starts
        firstRoles.reserveCapacity(maker.count + 1)
        for phrase in 0..<maker.count {
            firstRoles.append(Int32(roles.count))
            roles.append(maker.roles[phrase])
            roles += maker.otherRoles[phrase] ?? []
        }
        firstRoles.append(Int32(roles.count))
    }

    var count: Int { firstRoles.count - 1 }

    /// The phrases by index, for a matcher.
    var all: some Collection<ArraySlice<UInt32>> { (0..<count).lazy.map { self[$0] } }

    subscript(phrase: Int) -> ArraySlice<UInt32> {
        scalars[Int(starts[phrase])..<Int(starts[phrase + 1])]
    }

    func roles(of phrase: Int) -> ArraySlice<CompiledLexicon.Role> {
        roles[Int(firstRoles[phrase])..<Int(firstRoles[phrase + 1])]
    }

    /// Takes phrases in, in any order and several times.
    struct Maker {
        fileprivate var scalars: [UInt32] = []
        fileprivate var starts: [Int32] = [0]
        /// The first role of each phrase.
        fileprivate var roles: [CompiledLexicon.Role] = []
        /// What else the few are for that stand in several lists.
        fileprivate var otherRoles: [Int: [CompiledLexicon.Role]] = [:]
        /// An open hash table of the phrases' indices, -1 where there is none.
        private var slots = [Int32](repeating: -1, count: 1 << 12)

        fileprivate var count: Int { roles.count }

        /// Adds a phrase, or a role of one that is known; an empty one is nothing.
        mutating func add(_ phrase: [UInt32], as role: CompiledLexicon.Role) {
            guard !phrase.isEmpty else { return }
            if count * 2 >= slots.count { grow() }
            let slot = slot(of: phrase[...])
            guard slots[slot] < 0 else {
                let known = Int(slots[slot])
                if roles[known] != role, otherRoles[known]?.contains(role) != true {
                    otherRoles[known, default: []].append(role)
                }
                return
            }
            slots[slot] = Int32(count)
            scalars += phrase
            starts.append(Int32(scalars.count))
            roles.append(role)
        }

        private func phrase(_ index: Int) -> ArraySlice<UInt32> {
            scalars[Int(starts[index])..<Int(starts[index + 1])]
        }

        /// Where `phrase` stands in `slots`, or would stand.
        private func slot(of phrase: ArraySlice<UInt32>) -> Int {
            // FNV-1a: the words are the rules' own, so nobody chooses them to collide.
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for scalar in phrase { hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3 }
            var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
            while slots[slot] >= 0, self.phrase(Int(slots[slot])) != phrase {
                slot = (slot + 1) & (slots.count - 1)
            }
            return slot
        }

        private mutating func grow() {
            slots = [Int32](repeating: -1, count: slots.count * 2)
            for index in 0..<count { slots[slot(of: phrase(index))] = Int32(index) }
        }
    }
}
