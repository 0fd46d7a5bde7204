// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CPango
import FoundationEssentials

/// The paper, A4, and where on it the text stands, in points.
struct Sheet {
    let width: Double
    let height: Double
    let left = 62.0
    let right = 48.0
    let top = 62.0
    let bottom = 58.0

    init(isLandscape: Bool) {
        width = isLandscape ? 841.89 : 595.28
        height = isLandscape ? 595.28 : 841.89
    }

    var textWidth: Double { width - left - right }
    var textHeight: Double { height - top - bottom }
}

/// A PDF under construction in memory: owns a cairo surface and the context that draws on it.
final class PDFDrawing {
    /// What cairo has written so far; a class, because cairo keeps its address.
    private final class Sink {
        var bytes: [UInt8] = []
    }

    let context: OpaquePointer
    private let surface: OpaquePointer
    private let sink: Sink

    init(_ sheet: Sheet) throws(TypesetterError) {
        let sink = Sink()
        let surface = cairo_pdf_surface_create_for_stream(
            { closure, data, length in
                guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
                let sink = Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
                sink.bytes += UnsafeBufferPointer(start: data, count: Int(length))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(sink).toOpaque(), sheet.width, sheet.height)
        guard let surface, let context = cairo_create(surface) else {
            throw .library("no PDF surface")
        }
        self.sink = sink
        self.surface = surface
        self.context = context
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    func describe(title: String, at date: String) {
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Jianwei")
        // Else cairo reads the clock.
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date)
    }

    /// Ends the document and returns it.
    func finish() throws(TypesetterError) -> [UInt8] {
        cairo_surface_finish(surface)
        for status in [cairo_status(context), cairo_surface_status(surface)]
        where status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED {
            throw .library(String(cString: cairo_status_to_string(status)))
        }
        return sink.bytes
    }
}
