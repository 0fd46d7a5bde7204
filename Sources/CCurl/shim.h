// Typed entry points for libcurl's variadic functions and OpenSSL's macros, which Swift cannot call.
//
// libcurl reads an option's argument with va_arg, so passing the wrong kind is undefined behaviour.
// Every function here first checks the kind that the option's number encodes (CURLOPTTYPE_* in
// curl.h) and answers CURLE_BAD_FUNCTION_ARGUMENT.

#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/socket.h>

static inline int ccurl_takes(CURLoption option, int kind) {
    return (int)option / 10000 * 10000 == kind;
}

/// Sets an option that takes a `long`: a number, a flag or a bit mask.
static inline CURLcode ccurl_easy_set_long(CURL *_Nonnull easy, CURLoption option, long value) {
    if (!ccurl_takes(option, CURLOPTTYPE_LONG)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_setopt(easy, option, value);
}

/// Sets an option that takes a string. libcurl copies it.
static inline CURLcode ccurl_easy_set_string(
    CURL *_Nonnull easy, CURLoption option, const char *_Nullable value
) {
    if (!ccurl_takes(option, CURLOPTTYPE_STRINGPOINT)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_setopt(easy, option, value);
}

/// Sets an option that takes a pointer. libcurl borrows it until the transfer ends.
static inline CURLcode ccurl_easy_set_pointer(
    CURL *_Nonnull easy, CURLoption option, void *_Nullable value
) {
    if (!ccurl_takes(option, CURLOPTTYPE_OBJECTPOINT)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_setopt(easy, option, value);
}

/// Sets an option that takes a list. libcurl borrows it until the transfer ends.
static inline CURLcode ccurl_easy_set_list(
    CURL *_Nonnull easy, CURLoption option, struct curl_slist *_Nullable value
) {
    if (!ccurl_takes(option, CURLOPTTYPE_SLISTPOINT)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_setopt(easy, option, value);
}

/// Sets the functions that a transfer calls, and the pointer that they, and
/// `ccurl_easy_context`, are given.
static inline CURLcode ccurl_easy_set_callbacks(
    CURL *_Nonnull easy,
    curl_write_callback _Nonnull header_function,
    curl_write_callback _Nonnull body_function,
    curl_prereq_callback _Nonnull request_function,
    curl_opensocket_callback _Nonnull socket_function,
    curl_ssl_ctx_callback _Nonnull tls_function,
    curl_debug_callback _Nonnull debug_function,
    void *_Nonnull context
) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PRIVATE, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header_function);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body_function);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, request_function);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, socket_function);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, tls_function);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_DEBUGDATA, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, debug_function);
    return code;
}

/// Sets the functions by which a transfer that is waited for sends and receives, and the pointer that
/// they are given.
static inline CURLcode ccurl_easy_set_exchange(
    CURL *_Nonnull easy,
    curl_read_callback _Nonnull read_function,
    curl_write_callback _Nonnull write_function,
    void *_Nonnull context
) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_READDATA, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_function);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, write_function);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, write_function);
    return code;
}

/// The pointer that `ccurl_easy_set_callbacks` gave.
static inline void *_Nullable ccurl_easy_context(CURL *_Nonnull easy) {
    char *context = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_PRIVATE, &context)) return NULL;
    return context;
}

/// Reads a `long` from a transfer.
static inline CURLcode ccurl_easy_get_long(
    CURL *_Nonnull easy, CURLINFO info, long *_Nonnull value
) {
    if ((info & CURLINFO_TYPEMASK) != CURLINFO_LONG) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_getinfo(easy, info, value);
}

/// Reads a count of bytes or microseconds from a transfer.
static inline CURLcode ccurl_easy_get_offset(
    CURL *_Nonnull easy, CURLINFO info, curl_off_t *_Nonnull value
) {
    if ((info & CURLINFO_TYPEMASK) != CURLINFO_OFF_T) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_getinfo(easy, info, value);
}

/// Reads a list from a transfer, which the caller frees.
static inline CURLcode ccurl_easy_get_list(
    CURL *_Nonnull easy, CURLINFO info, struct curl_slist *_Nullable *_Nonnull value
) {
    if ((info & CURLINFO_TYPEMASK) != CURLINFO_SLIST) return CURLE_BAD_FUNCTION_ARGUMENT;
    return curl_easy_getinfo(easy, info, value);
}

/// The TLS session of a running transfer's connection, or NULL.
static inline SSL *_Nullable ccurl_easy_tls(CURL *_Nonnull easy) {
    struct curl_tlssessioninfo *session = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) || !session) return NULL;
    return session->backend == CURLSSLBACKEND_OPENSSL ? (SSL *)session->internals : NULL;
}

/// Sets the two functions through which a multi handle asks its event loop for help.
static inline CURLMcode ccurl_multi_set_callbacks(
    CURLM *_Nonnull multi,
    curl_socket_callback _Nonnull socket_function,
    curl_multi_timer_callback _Nonnull timer_function,
    void *_Nullable context
) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket_function);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer_function);
    return code;
}

/// Sets an option of a multi handle that takes a `long`.
static inline CURLMcode ccurl_multi_set_long(
    CURLM *_Nonnull multi, CURLMoption option, long value
) {
    if ((int)option / 10000 * 10000 != CURLOPTTYPE_LONG) return CURLM_BAD_FUNCTION_ARGUMENT;
    return curl_multi_setopt(multi, option, value);
}

/// Puts an IP address of 4 or 16 bytes in the place of the one that libcurl would connect to.
/// Answers 0 if the address is of the other family, and leaves all as it is.
static inline int ccurl_sockaddr_set(
    struct curl_sockaddr *_Nonnull address, const unsigned char *_Nonnull bytes, long count
) {
    if (address->family == AF_INET && count == 4) {
        memcpy(&((struct sockaddr_in *)&address->addr)->sin_addr, bytes, 4);
        return 1;
    }
    if (address->family == AF_INET6 && count == 16) {
        struct sockaddr_in6 *inner = (struct sockaddr_in6 *)&address->addr;
        memcpy(&inner->sin6_addr, bytes, 16);
        inner->sin6_scope_id = 0;
        return 1;
    }
    return 0;
}

/// Opens the socket that libcurl asks for: not inherited by child processes, not blocking.
static inline curl_socket_t ccurl_socket_open(const struct curl_sockaddr *_Nonnull address) {
    int type = address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK;
    return socket(address->family, type, address->protocol);
}

/// Options that accept servers without secure renegotiation (RFC 5746), servers that renegotiate
/// without it, and servers that end a connection without saying so.
static inline uint64_t ccurl_tls_lenient_options(void) {
    return SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION
        | SSL_OP_IGNORE_UNEXPECTED_EOF;
}

/// How many certificates the server showed.
static inline int ccurl_tls_chain_count(const SSL *_Nonnull tls) {
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain(tls);
    return chain ? sk_X509_num(chain) : 0;
}

/// The certificate at `index`, leaf first. It stays the session's own.
static inline X509 *_Nullable ccurl_tls_chain_certificate(const SSL *_Nonnull tls, int index) {
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain(tls);
    return chain ? sk_X509_value(chain, index) : NULL;
}

#endif
