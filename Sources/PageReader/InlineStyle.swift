// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Reads the `style` attribute as far as it can make an element invisible.
enum InlineStyle {
    /// Whether a reader does not see an element with the declarations in `style`.
    static func hides(_ style: Bytes) -> Bool {
        var facts = Facts()
        var index = 0
        while index < style.count {
            let end = style.first(0x3B, from: index, to: style.count) ?? style.count
            if let colon = style.first(0x3A, from: index, to: end) {
                let property = trimmed(style, index..<colon)
                let value = trimmed(style, colon + 1..<end)
                if facts.isHidden(by: property, value, in: style) { return true }
            }
            index = end + 1
        }
        return facts.isHidden
    }

    /// What has been said so far that hides only together.
    private struct Facts {
        private var colour: [UInt8] = []
        private var background: [UInt8] = []
        private var isClipped = false
        private var isFlat = false

        var isHidden: Bool {
            (isClipped && isFlat) || (!colour.isEmpty && colour == background)
        }

        mutating func isHidden(
            by name: Range<Int>, _ worth: Range<Int>, in style: Bytes
        ) -> Bool {
            func property(is word: StaticString) -> Bool {
                name.count == word.utf8CodeUnitCount
                    && style.hasCaseless(word, at: name.lowerBound)
            }
            func value(begins word: StaticString) -> Bool {
                worth.count >= word.utf8CodeUnitCount
                    && style.hasCaseless(word, at: worth.lowerBound)
            }
            guard !name.isEmpty, !worth.isEmpty else { return false }
            switch lowered(style[name.lowerBound]) {
            case UInt8(ascii: "d"):
                return property(is: "display") && value(begins: "none")
            case UInt8(ascii: "v"):
                return property(is: "visibility")
                    && (value(begins: "hidden") || value(begins: "collapse"))
            case UInt8(ascii: "f"):
                return property(is: "font-size") && isZero(style, worth)
            case UInt8(ascii: "o"):
                if property(is: "overflow") { isClipped = value(begins: "hidden") }
                return property(is: "opacity") && isZero(style, worth)
            case UInt8(ascii: "t"), UInt8(ascii: "l"), UInt8(ascii: "m"):
                guard
                    property(is: "text-indent") || property(is: "left") || property(is: "top")
                        || property(is: "margin-left") || property(is: "margin-top")
                else { return false }
                return isFarOut(style, worth)
            case UInt8(ascii: "w"), UInt8(ascii: "h"):
                if property(is: "width") || property(is: "height"), isZero(style, worth) {
                    isFlat = true
                }
            case UInt8(ascii: "c"):
                if property(is: "color") {
                    if value(begins: "transparent") { return true }
                    colour = Self.colour(style, worth)
                }
            case UInt8(ascii: "b"):
                if property(is: "background") || property(is: "background-color") {
                    background = Self.colour(style, worth)
                }
            default: break
            }
            return false
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
            default: return colour
            }
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

    private static func trimmed(_ style: Bytes, _ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, isBlank(style[low]) { low += 1 }
        while high > low, isBlank(style[high - 1]) { high -= 1 }
        return low..<high
    }
}
