// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials

/// A mail with a text and attached files (RFC 5322, RFC 2045 to 2047).
///
/// Everything in it is made safe here: no text can end a header or a part, because header values are
/// encoded where they are not plain, and every part is Base64.
package struct MailMessage: Sendable, Hashable {
    package struct Attachment: Sendable, Hashable {
        /// An ASCII file name.
        package var name: String
        /// Its media type: `text/html; charset=utf-8`.
        package var type: String
        package var bytes: [UInt8]

        package init(name: String, type: String, bytes: [UInt8]) {
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }

    package var from: MailAddress
    package var to: [MailAddress]
    package var subject: String
    package var text: String
    package var attachments: [Attachment]
    package var date: Date
    /// Unique in the world, of ASCII letters, digits, `.` and `-`; the same when it is sent again.
    package var id: String

    package init(
        from: MailAddress, to: [MailAddress], subject: String, text: String,
        attachments: [Attachment] = [], date: Date, id: String
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.attachments = attachments
        self.date = date
        self.id = id
    }

    /// The mail as it is sent, with CR and LF at the end of each line.
    package var bytes: [UInt8] {
        // Base64 has neither `=` nor `_` at the start of a line.
        let boundary = "=_jianwei_\(HostileText.fileName(id))"
        let domain = from.address.drop { $0 != "@" }.dropFirst()
        var lines = [
            "From: \(Self.mailbox(from))",
            "To: \(to.map(Self.mailbox).joined(separator: ",\r\n "))",
            "Subject: \(Self.words(HostileText.line(subject)))",
            "Date: \(Self.date(date))",
            "Message-ID: <\(HostileText.fileName(id))@\(domain)>",
            "MIME-Version: 1.0",
            // RFC 3834: nobody's vacation answers this.
            "Auto-Submitted: auto-generated",
            "Content-Type: multipart/mixed; boundary=\"\(boundary)\"",
            "",
            "--\(boundary)",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
        ]
        lines += Self.base64(Array(text.utf8))
        for attachment in attachments {
            let name = HostileText.fileName(attachment.name)
            lines += [
                "--\(boundary)",
                "Content-Type: \(attachment.type); name=\"\(name)\"",
                "Content-Disposition: attachment; filename=\"\(name)\"",
                "Content-Transfer-Encoding: base64",
                "",
            ]
            lines += Self.base64(attachment.bytes)
        }
        lines += ["--\(boundary)--", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private static func base64(_ bytes: [UInt8]) -> [String] {
        let digits = Array(Data(bytes).base64EncodedString().utf8)
        return stride(from: 0, to: digits.count, by: 76).map {
            String(decoding: digits[$0..<min($0 + 76, digits.count)], as: UTF8.self)
        }
    }

    private static func mailbox(_ address: MailAddress) -> String {
        address.name.isEmpty
            ? address.address : "\(words(HostileText.line(address.name))) <\(address.address)>"
    }

    /// A text as encoded words of at most 75 characters (RFC 2047).
    private static func words(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || " -.:/".utf8.contains($0)
        }
        if isPlain, text.utf8.count <= 60 { return text }
        var words: [String] = []
        var piece: [UInt8] = []
        func end() {
            words.append("=?utf-8?B?\(Data(piece).base64EncodedString())?=")
            piece = []
        }
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if piece.count + bytes.count > 42 { end() }
            piece += bytes
        }
        if !piece.isEmpty { end() }
        return words.joined(separator: "\r\n ")
    }

    /// `Wed, 25 Nov 2026 16:00:00 +0800`, in Beijing time.
    private static func date(_ date: Date) -> String {
        let local = Int(date.timeIntervalSince1970.rounded(.down)) + 8 * 3600
        let number = Int((Double(local) / 86_400).rounded(.down))
        let day = CalendarDay(number: number)
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let time = Timestamp.beijing(date).suffix(8)
        return
            "\(weekdays[day.weekday]), \(day.day) \(months[day.month - 1]) \(day.year) \(time) +0800"
    }
}
