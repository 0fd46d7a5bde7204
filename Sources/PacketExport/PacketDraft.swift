// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import FoundationEssentials
import Glibc
import Packet
import Sealing
import WebArchive

/// What is made over the files of a packet.
package struct PacketSeal: Sendable, Hashable {
    /// In CMS, detached.
    package var signature: [UInt8]?
    /// By SM2, in DER.
    package var nationalSignature: [UInt8]?
    /// The answers of authorities (RFC 3161), over the signature if there is one.
    package var timestamps: [[UInt8]] = []

    package init() {}
}

/// A packet that is written, but not yet in its place: what seals it can still be added.
///
/// If it is released before ``finish()``, nothing of it stays.
package final class PacketDraft {
    private let target: Target
    private let temporary: String
    private let number: String
    private let transport: PacketTransport
    private var bag: BagFolder
    private let partial: PartialPacket
    private var packed: String { temporary + ".zip" }
    // In the folder, whose files are in the zip file by then, so that it goes with it.
    private var enveloped: String { temporary + "/.envelope" }

    /// Writes all files of the packet, under a hidden name.
    package init(_ request: PacketRequest, to path: String) throws(PacketError) {
        let target = Target(path)
        guard !target.isTaken else { throw .exists(target.path) }
        guard target.suits(request.transport) else { throw .needsFile }
        let number = request.name
        let custody = CustodyLog.slice(request.custody, leads: request.leads)
        if let problem = CustodyLog.problems(in: custody, hash: { Digest.hex($0) }).first {
            throw .custody(caseNumber: number, problem)
        }

        PartialPacket.removeAbandoned(of: target.name, in: target.parent)
        let temporary = target.temporary
        do throws(PacketError) {
            bag = try BagFolder(creating: temporary)
            partial = try PartialPacket(temporary)
        } catch {
            rmdir(temporary)
            throw error
        }
        self.target = target
        self.temporary = temporary
        self.number = number
        transport = request.transport
        try PacketFiles.write(request, custody, to: &bag)
    }

    deinit {
        // Gone already if all went well; if not, nothing may stay but the message.
        try? FileManager.default.removeItem(atPath: temporary)
        unlink(packed)
        partial.release()
    }

    /// What a signature is made over: the list that covers every other file.
    package var toSign: [UInt8] { bag.tagManifest }

    /// Adds what was made over the other files.
    package func seal(_ seal: PacketSeal) throws(PacketError) {
        guard seal != PacketSeal() else { return }
        try bag.makeFolder(Bag.sealFolder)
        if let signature = seal.signature {
            try bag.add(Bag.signatureName, kind: "数字签名", format: "CMS (DER)", bytes: signature)
        }
        if let signature = seal.nationalSignature {
            try bag.add(
                Bag.nationalSignatureName, kind: "国密签名", format: "SM2 (DER)", bytes: signature)
        }
        for (index, answer) in seal.timestamps.enumerated() {
            try bag.add(
                Bag.timestampName(index + 1), kind: "时间戳", format: "RFC 3161 (DER)", bytes: answer)
        }
    }

    /// Moves the packet into its place, whole.
    package func finish() throws(PacketError) -> PacketSummary {
        try bag.syncFolders()
        if target.isZip { try pack() }
        try target.take(target.isZip ? (isEnveloped ? enveloped : packed) : temporary)
        return PacketSummary(
            path: target.path, files: bag.files.count, bytes: bag.bytes,
            bagDigest: bag.files.last { $0.path == Bag.tagManifestName }?.sha256 ?? "")
    }

    private var isEnveloped: Bool {
        if case .envelope = transport { true } else { false }
    }

    private func pack() throws(PacketError) {
        let entries = bag.files.map { file in
            ZipWriter.Entry(
                name: number + "/" + file.path, path: bag.path + "/" + file.path,
                isStored: PacketFiles.isPacked(file.path))
        }
        var password: String?
        if case .password(let text) = transport { password = text }
        do throws(ArchiveError) {
            try ZipWriter.write(entries, to: OutputFile(creating: packed), password: password)
        } catch {
            throw .archive(error)
        }
        guard case .envelope(let certificates, let name, let cipher) = transport else { return }
        do throws(SealError) {
            try Envelope.seal(packed, to: enveloped, for: certificates, named: name, with: cipher)
        } catch {
            throw .seal(error)
        }
    }
}
