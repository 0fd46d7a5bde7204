// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework
internal import Wording

/// Reads the addresses that a person wrote on one line, however they wrote them.
struct ListedAddress {
    let mapping: WebAddress.HostMapping

    struct Found {
        var addresses: [(address: WebAddress, schemeIsGuess: Bool)] = []
        /// What else stands on the line.
        var rest = ""
        var mends: [Message] = []
    }

    struct Failure: Error {
        var message: Message
    }

    func read(_ text: String) -> Result<Found, Failure> {
        let words = Self.words(text)
        guard let first = words.first else {
            return .failure(Failure(message: FrontierMessages.noAddress()))
        }
        let isBroken = zip(words, words.dropFirst()).contains {
            $0.hasSuffix(".") || $1.hasPrefix(".")
        }
        if words.count == 1 || !isBroken {
            switch readWord(first) {
            case .success(var found):
                for word in words.dropFirst() {
                    if Self.isSurelyAddress(word), case .success(let next) = readWord(word) {
                        found.addresses += next.addresses
                        found.mends += next.mends
                    } else {
                        found.rest += found.rest.isEmpty ? word : " " + word
                    }
                }
                return .success(found)
            case .failure(let failure):
                if words.count == 1 { return .failure(failure) }
            }
        }
        // `www. example .com`: spaces inside.
        return readWord(words.joined()).map { found in
            var found = found
            for address in found.addresses {
                found.mends.append(FrontierMessages.spacesRemoved(address.address.description))
            }
            return found
        }
    }

    /// What is parted by space, or by marks of Chinese writing that no address holds.
    private static func words(_ text: String) -> [String] {
        text.unicodeScalars
            .split { $0.properties.isWhitespace || "，、；".unicodeScalars.contains($0) }
            .map { String(String.UnicodeScalarView($0)) }
            .filter { $0.unicodeScalars.contains { !isInvisible($0) } }
    }

    private static func isSurelyAddress(_ word: String) -> Bool {
        let word = word.lowercased()
        return ["http://", "https://", "hxxp", "www."].contains { word.hasPrefix($0) }
    }

    /// Zero-width characters and marks of writing direction.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private func readWord(_ word: String) -> Result<Found, Failure> {
        var text = Draft(word)
        text.removeInvisible(Self.isInvisible)
        text.restoreDots()
        text.unwrap()
        text.foldWidth()
        text.removeLabel()
        text.unwrap()
        text.mendScheme()
        do {
            let (address, isGuess) = try parse(text.text)
            var found = Found(addresses: [(address, isGuess)])
            found.mends = text.mends(of: address)
            if let user = text.user {
                found.mends.append(FrontierMessages.userIgnored(user, address.host))
            }
            return .success(found)
        } catch {
            return .failure(error)
        }
    }

    private func parse(_ text: String) throws(Failure) -> (WebAddress, Bool) {
        let lower = text.lowercased()
        do {
            if lower.hasPrefix("http:") || lower.hasPrefix("https:") {
                return (try WebAddress(text, mapping: mapping), false)
            }
            return try guess(text)
        } catch {
            throw Failure(message: Self.message(error, text))
        }
    }

    /// Reads an address without a scheme.
    private func guess(_ text: String) throws(WebAddressError) -> (WebAddress, Bool) {
        if let scheme = Self.otherScheme(text) { throw .otherScheme(scheme) }
        let isBareIPv6 = IPAddress(text)?.isIPv6 == true
        let rest = isBareIPv6 ? "[\(text)]" : text
        var address = try WebAddress("https://" + rest, mapping: mapping)
        if address.hostAddress?.isIPv6 == false {
            // `3.5` and `2130706433` are addresses to a browser, but not on a list.
            let written = text.prefix { !"/\\?#:".contains($0) }
            guard IPAddress(String(written)) != nil else { throw .invalidHost(String(written)) }
        }
        guard address.host.contains(where: { $0 == "." || $0 == ":" }) else { throw .noHost }
        if address.port == 80 {
            address.scheme = .http
            return (address, false)
        }
        return (address, true)
    }

    /// The scheme of `text`, if it has one that is not of the web: `mailto`, not a host with a port.
    private static func otherScheme(_ text: String) -> String? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let name = text[..<colon]
        let isName =
            name.first?.isLetter == true
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2B || $0 == 0x2D
            }
        guard isName else { return nil }
        let after = text[text.index(after: colon)...]
        let port = after.prefix { $0.isASCII && $0.isNumber }
        let isPort =
            (1...5).contains(port.count)
            && (port.endIndex == after.endIndex || after[port.endIndex] == "/")
        return isPort && !["tel", "sms", "mailto"].contains(name.lowercased()) ? nil : String(name)
    }

    private static func message(_ error: WebAddressError, _ text: String) -> Message {
        switch error {
        case .empty: FrontierMessages.noAddress()
        case .otherScheme(let scheme): FrontierMessages.notWeb(scheme)
        case .noHost: FrontierMessages.noHost(String(text.prefix(200)))
        case .invalidHost(let host): FrontierMessages.badHost(String(host.prefix(200)))
        case .invalidPort(let port): FrontierMessages.badPort(String(port.prefix(20)))
        case .tooLong(let limit): FrontierMessages.tooLong(limit)
        }
    }
}
