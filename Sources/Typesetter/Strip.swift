// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A piece of a form that was set, and how to draw it.
struct Strip {
    /// Where on its page a strip stands, for frames that a page break cuts.
    struct Place {
        var isTop: Bool
        var isEnd: Bool
    }

    var piece: Piece
    /// What is repeated above it at the top of a page; a box, because a strip cannot hold a strip.
    var heading: Heading?
    /// Draws it with its top left corner at the given place.
    var draw: (_ drawing: OpaquePointer, _ x: Double, _ y: Double, Place) -> Void

    final class Heading {
        let piece: Piece
        let draw: (OpaquePointer, Double, Double, Place) -> Void

        init(_ strip: Strip) {
            piece = strip.piece
            draw = strip.draw
        }
    }
}
