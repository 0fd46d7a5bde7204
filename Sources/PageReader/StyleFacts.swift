// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What style declarations say about an element, as far as it decides whether and in which order a
/// reader sees its text.
struct StyleFacts: Equatable {
    /// One thing that declarations can say, or take back.
    struct Signs: OptionSet {
        var rawValue: UInt16
        static let none = Signs(rawValue: 1 << 0)
        static let invisible = Signs(rawValue: 1 << 1)
        static let tiny = Signs(rawValue: 1 << 2)
        static let clear = Signs(rawValue: 1 << 3)
        static let indented = Signs(rawValue: 1 << 4)
        static let left = Signs(rawValue: 1 << 5)
        static let top = Signs(rawValue: 1 << 6)
        static let marginLeft = Signs(rawValue: 1 << 7)
        static let marginTop = Signs(rawValue: 1 << 8)
        static let colourless = Signs(rawValue: 1 << 9)
        static let clipped = Signs(rawValue: 1 << 10)
        static let narrow = Signs(rawValue: 1 << 11)
        static let flat = Signs(rawValue: 1 << 12)
        static let rightToLeft = Signs(rawValue: 1 << 13)
        /// `unicode-bidi: bidi-override`: the direction holds for letters too.
        static let overriding = Signs(rawValue: 1 << 14)
        /// A transition or an animation, which may bring back what is clear at first.
        static let moving = Signs(rawValue: 1 << 15)

        /// Each hides by itself.
        static let hiding: Signs = [
            .none, .invisible, .tiny, .indented, .left, .top, .marginLeft, .marginTop, .colourless,
        ]
    }

    /// What was spoken of, and what was said of it.
    private(set) var spoken: Signs = []
    private(set) var signs: Signs = []
    private var colour: [UInt8] = []
    private var background: [UInt8] = []

    init() {}

    /// Reads declarations such as `color:red; display:none`.
    init(_ style: Bytes) {
        var index = 0
        while index < style.count {
            let end = style.first(0x3B, from: index, to: style.count) ?? style.count
            if let colon = style.first(0x3A, from: index, to: end) {
                read(
                    Self.trimmed(style, index..<colon), Self.trimmed(style, colon + 1..<end),
                    in: style)
            }
            index = end + 1
        }
    }

    var isEmpty: Bool { spoken.isEmpty && colour.isEmpty && background.isEmpty }

    /// Whether a reader does not see an element of which this holds.
    var hides: Bool {
        !signs.isDisjoint(with: .hiding)
            || (signs.contains(.clear) && !signs.contains(.moving))
            || (signs.contains(.clipped) && !signs.isDisjoint(with: [.narrow, .flat]))
            || (!colour.isEmpty && colour == background)
    }

    /// Lets `other`, which is more specific or comes later, have the last word.
    mutating func yield(to other: StyleFacts) {
        signs = signs.subtracting(other.spoken).union(other.signs)
        spoken.formUnion(other.spoken)
        if !other.colour.isEmpty { colour = other.colour }
        if !other.background.isEmpty { background = other.background }
    }

    private mutating func say(_ sign: Signs, _ isSo: Bool) {
        spoken.insert(sign)
        if isSo { signs.insert(sign) } else { signs.remove(sign) }
    }

    private mutating func read(_ name: Range<Int>, _ worth: Range<Int>, in style: Bytes) {
        func property(is word: StaticString) -> Bool {
            name.count == word.utf8CodeUnitCount && style.hasCaseless(word, at: name.lowerBound)
        }
        func value(begins word: StaticString) -> Bool {
            worth.count >= word.utf8CodeUnitCount && style.hasCaseless(word, at: worth.lowerBound)
        }
        guard !name.isEmpty, !worth.isEmpty else { return }
        switch lowered(style[name.lowerBound]) {
        case UInt8(ascii: "d"):
            if property(is: "display") { say(.none, value(begins: "none")) }
            if property(is: "direction") { say(.rightToLeft, value(begins: "rtl")) }
        case UInt8(ascii: "u"):
            if property(is: "unicode-bidi") {
                say(
                    .overriding,
                    value(begins: "bidi-override") || value(begins: "isolate-override"))
            }
        case UInt8(ascii: "v"):
            if property(is: "visibility") {
                say(.invisible, value(begins: "hidden") || value(begins: "collapse"))
            }
        case UInt8(ascii: "f"):
            if property(is: "font-size") { say(.tiny, Self.isZero(style, worth)) }
        case UInt8(ascii: "o"):
            if property(is: "overflow") { say(.clipped, value(begins: "hidden")) }
            if property(is: "opacity") { say(.clear, Self.isZero(style, worth)) }
        case UInt8(ascii: "t"):
            if property(is: "text-indent") { say(.indented, Self.isFarOut(style, worth)) }
            if property(is: "top") { say(.top, Self.isFarOut(style, worth)) }
            if property(is: "transition") { say(.moving, !value(begins: "none")) }
        case UInt8(ascii: "l"):
            if property(is: "left") { say(.left, Self.isFarOut(style, worth)) }
        case UInt8(ascii: "m"):
            if property(is: "margin-left") { say(.marginLeft, Self.isFarOut(style, worth)) }
            if property(is: "margin-top") { say(.marginTop, Self.isFarOut(style, worth)) }
        case UInt8(ascii: "w"):
            if property(is: "width") { say(.narrow, Self.isZero(style, worth)) }
        case UInt8(ascii: "h"):
            if property(is: "height") { say(.flat, Self.isZero(style, worth)) }
        case UInt8(ascii: "a"):
            if property(is: "animation") { say(.moving, !value(begins: "none")) }
        case UInt8(ascii: "c"):
            if property(is: "color") {
                say(.colourless, value(begins: "transparent"))
                colour = Self.colour(style, worth)
            }
        case UInt8(ascii: "b"):
            if property(is: "background") || property(is: "background-color") {
                background = Self.colour(style, worth)
            }
        default: break
        }
    }

    /// A colour in one form: `#FFF`, `#ffffff` and `white` are the same.
    private static func colour(_ style: Bytes, _ value: Range<Int>) -> [UInt8] {
        var colour: [UInt8] = []
        for index in value {
            if isBlank(style[index]), !colour.contains(0x28) { break }
            if isBlank(style[index]) { continue }
            colour.append(lowered(style[index]))
        }
        if colour.count == 4, colour[0] == 0x23 {
            colour = [0x23] + colour.dropFirst().flatMap { [$0, $0] }
        }
        switch String(decoding: colour, as: UTF8.self) {
        case "white", "rgb(255,255,255)": return Array("#ffffff".utf8)
        case "black", "rgb(0,0,0)": return Array("#000000".utf8)
        // These take what is around, so they tell nothing of being alike.
        case "inherit", "initial", "unset", "none", "currentcolor", "transparent": return []
        default: return colour
        }
    }

    /// Whether a number with or without a unit is nothing: `0`, `0px`, `0.0`.
    private static func isZero(_ style: Bytes, _ value: Range<Int>) -> Bool {
        var hasDigit = false
        for index in value {
            let byte = style[index]
            if byte == 0x30 {
                hasDigit = true
            } else if byte == 0x2E {
                continue
            } else {
                return hasDigit && !isDigit(byte)
            }
        }
        return hasDigit
    }

    /// Whether a length is at least 900 pixels to the left or above: off every screen.
    private static func isFarOut(_ style: Bytes, _ value: Range<Int>) -> Bool {
        guard style[value.lowerBound] == 0x2D else { return false }
        var number = 0
        for index in value.dropFirst() {
            guard isDigit(style[index]), number < 100_000 else { break }
            number = number * 10 + Int(style[index] - 0x30)
        }
        // `-99em` is as far.
        let isWide = value.upperBound >= 2 && style.ends("em", at: value.upperBound)
        return number >= (isWide ? 90 : 900)
    }

    static func trimmed(_ style: Bytes, _ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, isBlank(style[low]) { low += 1 }
        while high > low, isBlank(style[high - 1]) { high -= 1 }
        return low..<high
    }
}
