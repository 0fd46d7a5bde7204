// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// The small answers of an RFC 6962 log, read as they are; nothing is verified here.
package enum LogAnswers {
    /// What `get-sth` answers (section 4.3); `nil` if it is no tree head.
    package static func head(_ answer: [UInt8]) -> SignedTreeHead? {
        let text = answer.span
        var size: UInt64?
        var time: UInt64?
        var root: TreeHash?
        var signature: [UInt8]?
        var walker = JSONWalker(count: text.count)
        let isWhole = walker.members(text) { walker, name in
            if text.holds("tree_size", name) {
                size = walker.number(text)
                return size != nil
            }
            if text.holds("timestamp", name) {
                time = walker.number(text)
                return time != nil
            }
            if text.holds("sha256_root_hash", name) {
                root = walker.string(text).flatMap { bytes(text, $0) }.flatMap { TreeHash($0) }
                return root != nil
            }
            guard text.holds("tree_head_signature", name) else { return walker.skipValue(text) }
            signature = walker.string(text).flatMap { bytes(text, $0) }
            return signature != nil
        }
        guard isWhole, walker.isAtEnd(text), let size = size.flatMap(Int64.init(exactly:)),
            let time, let root, let signature
        else { return nil }
        return SignedTreeHead(
            size: size, milliseconds: time, root: root, signature: signature,
            text: String(decoding: answer, as: UTF8.self))
    }

    /// What `get-sth-consistency` answers (section 4.4); `nil` if it is no list of hashes.
    package static func consistency(_ answer: [UInt8]) -> [TreeHash]? {
        hashes("consistency", in: answer)
    }

    /// The audit path that `get-proof-by-hash` answers (section 4.5).
    package static func auditPath(_ answer: [UInt8]) -> [TreeHash]? {
        hashes("audit_path", in: answer)
    }

    private static func hashes(_ key: StaticString, in answer: [UInt8]) -> [TreeHash]? {
        let text = answer.span
        var hashes: [TreeHash]?
        var walker = JSONWalker(count: text.count)
        let isWhole = walker.members(text) { walker, name in
            guard text.holds(key, name), hashes == nil else { return walker.skipValue(text) }
            var found: [TreeHash] = []
            let isList = walker.elements(text) { walker in
                guard found.count < MerkleProof.maximumHashes,
                    let hash = walker.string(text).flatMap({ bytes(text, $0) })
                        .flatMap({ TreeHash($0) })
                else { return false }
                found.append(hash)
                return true
            }
            hashes = found
            return isList
        }
        return isWhole && walker.isAtEnd(text) ? hashes : nil
    }

    private static func bytes(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        var bytes: [UInt8] = []
        return Base64.decode(text, range, onto: &bytes) ? bytes : nil
    }
}

extension SignedTreeHead {
    /// The signature itself, if RFC 6962's fields before it say that it is over SHA-256.
    package var signatureBytes: [UInt8]? {
        let bytes = [UInt8](signature)
        // SHA-256 with ECDSA or RSA.
        guard bytes.count > 4, bytes[0] == 4, bytes[1] == 3 || bytes[1] == 1,
            bytes.count == 4 + Int(bytes[2]) << 8 + Int(bytes[3])
        else { return nil }
        return Array(bytes[4...])
    }
}
