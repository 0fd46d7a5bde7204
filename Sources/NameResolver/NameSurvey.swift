// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials

/// Asks the DNS about very many names, in memory that does not grow with their number.
///
/// Names go in by ``add(_:)`` and reports come out by ``next()``, each when there is room, so that
/// neither side runs ahead of the other: one task adds, then says ``finish()``, while another takes.
/// Each name that was added is reported once, in the order in which answers come.
///
/// It says of a name what ``NameResolver`` says, but shares and remembers nothing: a name that is
/// added twice is asked about twice.
package final class NameSurvey: Sendable {
    private let core: SurveyCore

    /// The records that are asked for unless others are named: enough to tell whether a name is
    /// live, and whether anybody holds one that is not.
    package static let usualTypes: [NameAnswer.RecordType] = [.a, .aaaa, .ns, .mx]

    /// The most questions that may wait for an answer at one time.
    package static let maximumOutstanding = OpenQuestions.maximumCount

    /// - Parameters:
    ///   - configuration: whom to ask. Its `maximumOutstanding` bounds both questions and names in
    ///     flight, and is itself bounded by ``maximumOutstanding``.
    ///   - types: the records to ask for of each name, at the name itself; at least one.
    package init(
        _ configuration: ResolverConfiguration, types: [NameAnswer.RecordType] = usualTypes
    ) throws(ResolverError) {
        core = try SurveyCore(configuration, types: types)
    }

    deinit {
        core.shutDown()
    }

    /// Hands in names, in ASCII, and returns when there is room for more.
    ///
    /// A task that is cancelled while it waits shuts the survey down.
    package func add(_ names: [String]) async {
        guard !names.isEmpty else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { core.add(names, $0) }
        } onCancel: {
            core.shutDown()
        }
    }

    /// Says that no more names will be added.
    package func finish() {
        core.finish()
    }

    /// The reports that came since the last call, at least one; `nil` once every name is reported
    /// or, after ``shutDown()``, no more will be.
    ///
    /// One task may wait at a time. If it is cancelled, the survey is shut down.
    package func next() async -> [NameReport]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { core.next($0) }
        } onCancel: {
            core.shutDown()
        }
    }

    /// Ends the survey: names without a report get none.
    ///
    /// May be called twice.
    package func shutDown() {
        core.shutDown()
    }
}
