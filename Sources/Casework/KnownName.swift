// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A name that a sweep of names found in use at least once, and what became of it.
package struct KnownName: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// It was in use, and the DNS knows it no more.
        case absent
        /// Registered, and only a registrar's page is shown, or it is for sale.
        case parked
        /// A server answers.
        case live
        /// One persona is shown what another is not.
        case cloaked
        /// Registered, but no server answers, or it is blocked.
        case down
        /// A server answers again, after it was absent, parked or down.
        case back
    }

    /// What one sweep saw of a name.
    package enum Sighting: String, Sendable, Hashable, Codable, CaseIterable {
        case absent
        case parked
        /// It has an address; whether anything answers there is not known yet.
        case resolved
        case served
        case cloaked
        case silent
    }

    package var host: String
    /// The ``ProtectedSite/id`` that it imitates, if that is known.
    package var site: String?
    package var shape: NameOpinion.Shape?
    package var state: State
    /// The state before, if the last change was seen by a sweep.
    package var formerState: State?
    package var firstSeen: Date
    /// When it was last found in use.
    package var lastSeen: Date
    package var changedAt: Date

    package init(
        host: String, site: String? = nil, shape: NameOpinion.Shape? = nil, state: State,
        formerState: State? = nil, firstSeen: Date, lastSeen: Date, changedAt: Date
    ) {
        self.host = host
        self.site = site
        self.shape = shape
        self.state = state
        self.formerState = formerState
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.changedAt = changedAt
    }
}

extension KnownName.State {
    /// The state after a sighting of a name whose state was `former`; `nil` if it was never in use.
    ///
    /// A name that has an address keeps its state until the visit says more.
    package static func after(_ sighting: KnownName.Sighting, former: Self?) -> Self? {
        switch sighting {
        case .absent: former == nil ? nil : .absent
        case .parked: .parked
        case .resolved: former ?? .down
        case .silent: .down
        case .cloaked: .cloaked
        case .served:
            switch former {
            case .absent, .parked, .down: .back
            case .back, .live, .cloaked, nil: .live
            }
        }
    }

    /// Whether going from `former` to this is worth telling.
    ///
    /// That a name which came back is still there is not.
    package func isChange(from former: Self?) -> Bool {
        self != former && !(former == .back && self == .live)
    }
}

/// What a sweep of names saw of one, for the casebook.
package struct NameSighting: Sendable, Hashable {
    package var host: String
    package var site: String?
    package var shape: NameOpinion.Shape?
    package var sighting: KnownName.Sighting

    package init(
        host: String, site: String? = nil, shape: NameOpinion.Shape? = nil,
        sighting: KnownName.Sighting
    ) {
        self.host = host
        self.site = site
        self.shape = shape
        self.sighting = sighting
    }
}
