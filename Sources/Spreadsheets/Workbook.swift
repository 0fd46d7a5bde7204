// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CXlsxWriter
package import FoundationEssentials
package import Packet

/// Writes tables as an Excel workbook (XLSX, ECMA-376): a sheet for each.
///
/// Texts are written as strings only, never as formulas or links, and rows go to disk as they come.
package enum Workbook {
    /// libxlsxwriter with its version: `libxlsxwriter/1.1.4`.
    package static var library: String { "libxlsxwriter/" + String(cString: lxw_version()) }

    /// Writes `tables` to a new file at `path`; the same tables and time give the same bytes.
    ///
    /// What waits for its turn lies in nameless files of `folder` meanwhile. libxlsxwriter does not
    /// notice when those do not reach a full disk, so look at the file afterwards: ``cells(in:)``.
    package static func write(
        _ tables: [OfficerTable], titled title: String, at date: Date, to path: String,
        passing folder: String
    ) throws(SpreadsheetError) {
        let status: lxw_error = folder.withCString { folder in
            var options = lxw_workbook_options()
            options.constant_memory = 1
            options.tmpdir = UnsafeMutablePointer(mutating: folder)
            guard let book = workbook_new_opt(path, &options) else {
                return LXW_ERROR_MEMORY_MALLOC_FAILED
            }
            var failure = describe(book, title, date)
            for table in tables where failure == LXW_NO_ERROR { failure = add(table, to: book) }
            let closing = workbook_close(book)
            return failure == LXW_NO_ERROR ? closing : failure
        }
        guard status == LXW_NO_ERROR else {
            throw .library(path, String(cString: lxw_strerror(status)))
        }
    }

    /// How many cells the sheet of `table` has, its heading among them.
    package static func cells(in table: OfficerTable) -> Int {
        table.rows.reduce(table.columns.count) { $0 + $1.count }
    }

    private static func describe(
        _ book: UnsafeMutablePointer<lxw_workbook>, _ title: String, _ date: Date
    ) -> lxw_error {
        title.withCString { title in
            "Jianwei".withCString { author in
                var properties = lxw_doc_properties()
                properties.title = UnsafeMutablePointer(mutating: title)
                properties.author = UnsafeMutablePointer(mutating: author)
                // Else the library reads the clock, as it does for 0.
                properties.created = max(1, time_t(date.timeIntervalSince1970))
                return workbook_set_properties(book, &properties)
            }
        }
    }

    private static func add(
        _ table: OfficerTable, to book: UnsafeMutablePointer<lxw_workbook>
    ) -> lxw_error {
        guard let sheet = workbook_add_worksheet(book, table.name),
            let heading = workbook_add_format(book), let words = workbook_add_format(book)
        else { return LXW_ERROR_CREATING_TMPFILE }
        format_set_bold(heading)
        for format in [heading, words] {
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        }
        for (index, column) in table.columns.enumerated() {
            let place = lxw_col_t(index)
            worksheet_set_column(sheet, place, place, column.width, words)
        }
        worksheet_freeze_panes(sheet, 1, 1)
        worksheet_autofilter(
            sheet, 0, 0, lxw_row_t(table.rows.count), lxw_col_t(max(0, table.columns.count - 1)))
        for (index, column) in table.columns.enumerated() {
            let status = write(column.title, sheet, 0, index, heading)
            guard status == LXW_NO_ERROR else { return status }
        }
        for (row, cells) in table.rows.enumerated() {
            for (index, cell) in cells.enumerated() {
                let status: lxw_error =
                    switch cell {
                    case .text(let text): write(text.plain, sheet, row + 1, index, words)
                    case .number(let value):
                        worksheet_write_number(
                            sheet, lxw_row_t(row + 1), lxw_col_t(index), value, words)
                    }
                guard status == LXW_NO_ERROR else { return status }
            }
        }
        return LXW_NO_ERROR
    }

    /// An empty string is written as nothing, so no caller gives one.
    private static func write(
        _ text: String, _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: Int, _ column: Int,
        _ format: UnsafeMutablePointer<lxw_format>
    ) -> lxw_error {
        worksheet_write_string(
            sheet, lxw_row_t(row), lxw_col_t(column), literal(text.isEmpty ? "—" : text), format)
    }

    /// `text` with each `_x202E_` in it told from the code that spreadsheets read such as.
    ///
    /// Source: ECMA-376, part 1, section 22.9.2.19 (ST_Xstring).
    static func literal(_ text: String) -> String {
        text.replacing(#/_(?=x[0-9A-Fa-f]{4}_)/#, with: "_x005F_")
    }
}
