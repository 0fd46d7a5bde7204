// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Casework

/// One libcurl handle: owns a `CURL *` and the header list that libcurl borrows.
///
/// Noncopyable, so that one owner frees it once. Not thread safe: used on its shard's queue only.
struct EasyHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorBuffer: UnsafeMutablePointer<CChar>

    init() throws(FetchFailure) {
        guard let raw = curl_easy_init() else {
            throw .outOfResources("libcurl cannot make a transfer")
        }
        let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        buffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let code = ccurl_easy_set_pointer(raw, CURLOPT_ERRORBUFFER, buffer)
        guard code == CURLE_OK else {
            curl_easy_cleanup(raw)
            buffer.deallocate()
            throw .internalFault("libcurl: \(String(cString: curl_easy_strerror(code)))")
        }
        self.raw = raw
        self.headerList = nil
        self.errorBuffer = buffer
    }

    deinit {
        // The handle first: libcurl may use the list and the buffer until the handle is gone.
        curl_easy_cleanup(raw)
        curl_slist_free_all(headerList)
        errorBuffer.deallocate()
    }

    func set(_ option: CURLoption, to value: Int) throws(FetchFailure) {
        try check(ccurl_easy_set_long(raw, option, value), "option \(option.rawValue)")
    }

    func set(_ option: CURLoption, to value: String?) throws(FetchFailure) {
        try check(ccurl_easy_set_string(raw, option, value), "option \(option.rawValue)")
    }

    func set(
        _ option: CURLoption, to value: UnsafeMutablePointer<curl_slist>?
    ) throws(FetchFailure) {
        try check(ccurl_easy_set_list(raw, option, value), "option \(option.rawValue)")
    }

    mutating func setHeaders(_ fields: [HeaderField]) throws(FetchFailure) {
        var list: UnsafeMutablePointer<curl_slist>?
        for field in fields {
            // libcurl takes "Name:" for a field to leave out, and "Name;" for an empty one.
            let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw .outOfResources("libcurl cannot copy a header")
            }
            list = longer
        }
        let code = ccurl_easy_set_list(raw, CURLOPT_HTTPHEADER, list)
        guard code == CURLE_OK else {
            curl_slist_free_all(list)
            throw .internalFault("libcurl: headers: \(String(cString: curl_easy_strerror(code)))")
        }
        curl_slist_free_all(headerList)
        headerList = list
    }

    /// A number from the last transfer, or `0`.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_easy_get_long(raw, info, &value) == CURLE_OK ? value : 0
    }

    /// A time since the start of the last transfer; `nil` if it did not get so far.
    func milliseconds(_ info: CURLINFO) -> Double? {
        var value: curl_off_t = 0
        guard ccurl_easy_get_offset(raw, info, &value) == CURLE_OK, value > 0 else { return nil }
        return Double(value) / 1000
    }

    /// Every cookie that the handle knows, as lines of a Netscape cookie file.
    func cookies() throws(FetchFailure) -> [String] {
        var list: UnsafeMutablePointer<curl_slist>?
        try check(ccurl_easy_get_list(raw, CURLINFO_COOKIELIST, &list), "reading cookies")
        defer { curl_slist_free_all(list) }
        var lines: [String] = []
        var next = list
        while let item = next {
            if let data = item.pointee.data { lines.append(String(cString: data)) }
            next = item.pointee.next
        }
        return lines
    }

    /// What libcurl last said of an error; empty if nothing.
    var errorText: String { String(cString: errorBuffer) }

    func clearErrorText() { errorBuffer[0] = 0 }

    func check(
        _ code: CURLcode, _ what: @autoclosure () -> String
    ) throws(FetchFailure) {
        guard code == CURLE_OK else {
            throw .internalFault("libcurl: \(what()): \(String(cString: curl_easy_strerror(code)))")
        }
    }
}

/// Starts libcurl, once for the process.
enum Curl {
    static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
