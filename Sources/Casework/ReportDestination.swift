// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Whom a watch tells what changed: a mailbox, or a program of the bureau's own.
package struct ReportDestination: Sendable, Hashable {
    package enum Way: Sendable, Hashable {
        case mail(Mail)
        case webhook(Webhook)
    }

    /// A mail server of the bureau's own, and who gets mail through it.
    package struct Mail: Sendable, Hashable {
        package enum Security: String, Sendable, Hashable, CaseIterable {
            /// Plain until STARTTLS (RFC 3207), which must succeed before anything is said.
            case starttls
            /// TLS from the first byte (RFC 8314).
            case tls
            /// Nothing; then no password is sent either.
            case none
        }

        package var host: String
        package var port: UInt16
        package var security: Security
        package var from: MailAddress
        package var to: [MailAddress]
        /// The environment's variables that hold the account and its password.
        package var user: String?
        package var password: String?

        package init(
            host: String, port: UInt16, security: Security, from: MailAddress, to: [MailAddress],
            user: String? = nil, password: String? = nil
        ) {
            self.host = host
            self.port = port
            self.security = security
            self.from = from
            self.to = to
            self.user = user
            self.password = password
        }
    }

    /// A program that takes the report as JSON by POST.
    package struct Webhook: Sendable, Hashable {
        package var address: WebAddress
        /// The environment's variable that holds the key of the signature.
        package var secret: String

        package init(address: WebAddress, secret: String) {
            self.address = address
            self.secret = secret
        }
    }

    /// Unique among destinations.
    package var id: String
    package var way: Way
    /// Whether a run without changes is told too.
    package var tellsAlways: Bool
    /// Ranges that this destination, and nothing else, may lie in although they are private.
    package var allowed: [AddressRange]
    /// A file of root certificates, in PEM, in place of the system's.
    package var trustStore: String?
    /// The longest that handing over may take: 30 seconds.
    package var seconds: Double

    package init(
        id: String, way: Way, tellsAlways: Bool = false, allowed: [AddressRange] = [],
        trustStore: String? = nil, seconds: Double = 30
    ) {
        self.id = id
        self.way = way
        self.tellsAlways = tellsAlways
        self.allowed = allowed
        self.trustStore = trustStore
        self.seconds = seconds
    }

    /// The environment's variables that it needs.
    package var secrets: [String] {
        switch way {
        case .mail(let mail): [mail.user, mail.password].compactMap { $0 }
        case .webhook(let webhook): [webhook.secret]
        }
    }

    /// Where it lies, as it is shown: without secrets.
    package var place: String {
        switch way {
        case .mail(let mail):
            "\(mail.host):\(mail.port) → \(mail.to.map(\.address).joined(separator: ", "))"
        case .webhook(let webhook): webhook.address.description
        }
    }
}

/// A mailbox, and the name of whom it belongs to.
package struct MailAddress: Sendable, Hashable {
    /// The mailbox alone: `duty@bureau.example`.
    package let address: String
    /// Empty if none was given.
    package let name: String

    /// Reads `duty@bureau.example` or `值班室 <duty@bureau.example>`.
    ///
    /// - Returns: `nil` for what is none, or holds what could end a line or an address early.
    package init?(_ text: String) {
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }),
            text.utf8.count <= 500
        else { return nil }
        var (name, address) = ("", text[...])
        if let open = text.lastIndex(of: "<"), text.hasSuffix(">") {
            name = text[..<open].split(separator: " ").joined(separator: " ")
            address = text[text.index(after: open)...].dropLast()
        }
        if name.hasPrefix("\""), name.hasSuffix("\""), name.count > 1 {
            name = String(name.dropFirst().dropLast())
        }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        func isPlain(_ text: Substring, _ extra: String) -> Bool {
            (1...128).contains(text.utf8.count)
                && text.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                        || (0x61...0x7A).contains(byte) || extra.utf8.contains(byte)
                }
        }
        guard parts.count == 2, isPlain(parts[0], "!#$%&'*+-/=?^_`{|}~."), isPlain(parts[1], "-."),
            !name.contains("<"), !name.contains(">")
        else { return nil }
        self.address = String(address)
        self.name = name
    }
}
