// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Foundation
import PacketExport
import Sealing
import Sweep
import Wording

/// The options that say how a packet is signed and stamped.
struct SealOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say(SealMessages.keyOption), valueName: "file.pem"))
    var signKey: String?

    @Option(help: ArgumentHelp(say(SealMessages.certificateOption), valueName: "file.pem"))
    var signCert: String?

    @Option(help: ArgumentHelp(say(SealMessages.passwordOption), valueName: "file"))
    var signPasswordFile: String?

    @Option(
        name: .customLong("sm2-key"),
        help: ArgumentHelp(say(SealMessages.nationalKeyOption), valueName: "file.pem"))
    var nationalKey: String?

    @OptionGroup var authorities: AuthorityOptions

    @Flag(help: ArgumentHelp(say(SealMessages.goesOnFlag)))
    var exportUnsealed = false

    @Option(help: ArgumentHelp(say(SealMessages.encryptOption), valueName: "file.pem"))
    var encryptTo: String?

    @Option(help: ArgumentHelp(say(SealMessages.cipherOption), valueName: "gcm|cbc"))
    var cipher = Envelope.Cipher.gcm

    @Option(help: ArgumentHelp(say(SealMessages.zipPasswordOption), valueName: "file|ask|-"))
    var zipPassword: String?

    /// How the packet is hidden on its way.
    func transport() throws -> PacketTransport {
        if let encryptTo {
            return .envelope(certificates: try Self.read(encryptTo), named: encryptTo, cipher)
        }
        guard let zipPassword else { return .open }
        let password =
            switch zipPassword {
            case "-": Self.environment("JIANWEI_ZIP_PASSWORD")
            case "ask":
                try SecretPrompt.twice(SealMessages.zipPasswordPrompt, SealMessages.againPrompt)
            default: try Self.firstLine(of: zipPassword)
            }
        guard let password, !password.isEmpty else {
            throw ValidationError(say(SealMessages.noZipPassword))
        }
        return .password(String(decoding: password, as: UTF8.self))
    }

    func validate() throws {
        guard encryptTo == nil || zipPassword == nil else {
            throw ValidationError(say(SealMessages.encryptionNeedsFile))
        }
        guard (signKey == nil) == (signCert == nil) else {
            throw ValidationError(say(SealMessages.bothFiles))
        }
    }

    func plan() throws -> SealPlan {
        var plan = SealPlan(
            authorities: try authorities.addresses(), roots: try authorities.roots(),
            goesOnWithout: exportUnsealed)
        if let signKey, let signCert {
            plan.identity = try SigningIdentity(
                key: Self.read(signKey), certificates: Self.read(signCert), password: password(),
                names: (signKey, signCert), at: Date())
        }
        if let nationalKey {
            plan.nationalKey = try NationalSignature.Key(
                Self.read(nationalKey), password: password(), name: nationalKey)
        }
        return plan
    }

    /// From the file or the environment, never from the command line, which others can see.
    private func password() throws -> [UInt8]? {
        try signPasswordFile.map(Self.firstLine) ?? Self.environment("JIANWEI_SIGN_PASSWORD")
    }

    private static func environment(_ name: String) -> [UInt8]? {
        ProcessInfo.processInfo.environment[name].map { Array($0.utf8) }
    }

    private static func firstLine(of path: String) throws -> [UInt8] {
        Array(try read(path).prefix { $0 != 0x0A && $0 != 0x0D })
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else {
            throw SealError.unreadable(path)
        }
        return [UInt8](data)
    }
}

/// Whom to ask for timestamps.
struct AuthorityOptions: ParsableArguments {
    @Option(
        parsing: .singleValue, help: ArgumentHelp(say(SealMessages.tsaOption), valueName: "url"))
    var tsa: [String] = []

    @Option(help: ArgumentHelp(say(SealMessages.tsaRootsOption), valueName: "file|dir"))
    var tsaRoots: String?

    func addresses() throws -> [WebAddress] {
        try tsa.map { text in
            guard let address = try? WebAddress(text), text.contains("://") else {
                throw SealError.address(text)
            }
            return address
        }
    }

    func roots() throws -> TrustRoots {
        try tsaRoots.map(TrustRoots.load) ?? .system
    }
}

extension PacketCommand {
    /// `jianwei packet stamp`: adds a timestamp to a packet that was exported without.
    struct Stamp: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "stamp",
            abstract: say(SealMessages.stamp),
            discussion: say(SealMessages.stampExamples)
        )

        @Argument(help: ArgumentHelp(say(CommandMessages.verifyPath), valueName: "dir|file.zip"))
        var path: String

        @OptionGroup var authorities: AuthorityOptions
        @OptionGroup var casebook: CasebookOptions

        @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
        var json = false

        func validate() throws {
            guard !authorities.tsa.isEmpty else {
                throw ValidationError(say(SealMessages.tsaNeeded))
            }
        }

        func run() async throws {
            let roots = try authorities.roots()
            let book = try casebook.openIfThere()
            defer { try? book?.close() }
            for authority in try authorities.addresses() {
                let stamper = try PacketStamper(path)
                let answer = try await TimestampDesk.stamp(
                    stamper.content, at: authority, roots: roots)
                try stamper.add(answer)
                try await book?.noteStamp(
                    "\(path) \(stamper.name)", onPacket: stamper.bagDigest)
                if json {
                    try Terminal.json(["path": path, "timestamp": stamper.name])
                } else {
                    Terminal.line(say(SealMessages.wasStamped(path, stamper.name)))
                }
            }
        }
    }
}

extension Envelope.Cipher: ExpressibleByArgument {}
