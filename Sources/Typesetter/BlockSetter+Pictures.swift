// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CPango
import Packet

extension BlockSetter {
    /// A picture as wide as the text at most, and its caption below it on the same page.
    mutating func set(_ picture: EvidenceForm.Picture) throws(TypesetterError) {
        let caption = picture.caption
        guard let surface = PictureSurface(picture.bytes, type: picture.type) else {
            return try lines(
                FormText("图片无法排入本文书，请打开原文件：") + caption, as: .cell, gap: 6)
        }
        let scale = min(
            sheet.textWidth / surface.width, sheet.textHeight * 0.6 / surface.height, 0.75)
        strips.append(
            Strip(
                piece: Piece(
                    height: surface.height * scale, gap: 8, lines: 6, keepsWithNext: true)
            ) { drawing, x, y, _ in
                cairo_save(drawing)
                cairo_translate(drawing, x, y)
                cairo_scale(drawing, scale, scale)
                cairo_set_source_surface(drawing, surface.raw, 0, 0)
                cairo_paint(drawing)
                cairo_restore(drawing)
                cairo_set_source_rgb(drawing, 0.4, 0.4, 0.4)
                cairo_set_line_width(drawing, 0.5)
                cairo_rectangle(drawing, x, y, surface.width * scale, surface.height * scale)
                cairo_stroke(drawing)
                cairo_set_source_rgb(drawing, 0, 0, 0)
            })
        try lines(caption, as: .cell, gap: 3)
    }
}

/// A picture as cairo takes it: owns a `cairo_surface_t *`.
///
/// The size is read from the file's own header before anything is decoded, and bounds the work.
private final class PictureSurface {
    /// The most pixels of a picture: 24 million.
    static let pixels = 24_000_000

    let raw: OpaquePointer
    let width: Double
    let height: Double

    init?(_ bytes: [UInt8], type: String) {
        guard let size = type == "image/png" ? Self.sizeOfPNG(bytes) : Self.sizeOfJPEG(bytes),
            (1...20_000).contains(size.width), (1...20_000).contains(size.height),
            size.width * size.height <= Self.pixels
        else { return nil }
        let surface =
            type == "image/png" ? Self.png(bytes) : Self.jpeg(bytes, size.width, size.height)
        guard let surface else { return nil }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
            cairo_surface_destroy(surface)
            return nil
        }
        raw = surface
        width = Double(size.width)
        height = Double(size.height)
    }

    deinit { cairo_surface_destroy(raw) }

    private static func png(_ bytes: [UInt8]) -> OpaquePointer? {
        struct Reader {
            var bytes: UnsafeRawBufferPointer
            var place = 0
        }
        return bytes.withUnsafeBytes { buffer in
            var reader = Reader(bytes: buffer)
            return withUnsafeMutablePointer(to: &reader) { pointer in
                cairo_image_surface_create_from_png_stream(
                    { closure, data, length in
                        guard let reader = closure?.assumingMemoryBound(to: Reader.self),
                            let data, reader.pointee.bytes.count - reader.pointee.place >= length
                        else { return CAIRO_STATUS_READ_ERROR }
                        let start = reader.pointee.place
                        let piece = UnsafeRawBufferPointer(
                            rebasing: reader.pointee.bytes[start..<(start + Int(length))])
                        UnsafeMutableRawPointer(data).copyMemory(
                            from: piece.baseAddress ?? UnsafeRawPointer(data),
                            byteCount: Int(length))
                        reader.pointee.place += Int(length)
                        return CAIRO_STATUS_SUCCESS
                    }, pointer)
            }
        }
    }

    /// The JPEG itself goes into the PDF; no pixel of it is decoded here.
    private static func jpeg(_ bytes: [UInt8], _ width: Int, _ height: Int) -> OpaquePointer? {
        guard
            let surface = cairo_image_surface_create(
                CAIRO_FORMAT_RGB24, Int32(width), Int32(height)),
            let copy = malloc(bytes.count)
        else { return nil }
        bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            copy.copyMemory(from: start, byteCount: buffer.count)
        }
        let status = cairo_surface_set_mime_data(
            surface, CAIRO_MIME_TYPE_JPEG, copy.assumingMemoryBound(to: UInt8.self),
            UInt(bytes.count), { free($0) }, copy)
        if status != CAIRO_STATUS_SUCCESS { free(copy) }
        return surface
    }

    private static func sizeOfPNG(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
        guard bytes.count > 24 else { return nil }
        func number(_ start: Int) -> Int {
            bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
        }
        return (number(16), number(20))
    }

    /// From the frame header (ITU T.81, B.2.2).
    private static func sizeOfJPEG(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
        var place = 2
        while place + 9 < bytes.count {
            guard bytes[place] == 0xFF else { return nil }
            let marker = bytes[place + 1]
            if marker == 0xFF {
                place += 1
                continue
            }
            let isFrame = (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
            if isFrame {
                return (
                    Int(bytes[place + 7]) << 8 | Int(bytes[place + 8]),
                    Int(bytes[place + 5]) << 8 | Int(bytes[place + 6])
                )
            }
            place += 2 + (Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]))
        }
        return nil
    }
}
