// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A value that is made when it is first asked for, once, however many threads ask.
final class OnDemand<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case unmade(@Sendable () -> Value)
        case made(Value)
    }

    private let state: Mutex<State>

    /// - Parameter make: called at most once; what it holds is let go afterwards.
    init(_ make: @escaping @Sendable () -> Value) {
        state = Mutex(.unmade(make))
    }

    var value: Value {
        state.withLock { state in
            switch state {
            case .made(let value): return value
            case .unmade(let make):
                let value = make()
                state = .made(value)
                return value
            }
        }
    }
}
