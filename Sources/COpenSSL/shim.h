// OpenSSL's functions, and the macros among them as functions that Swift can call.

#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/ct.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/// The bytes that a memory BIO holds, which stay its own, and how many.
static inline long copenssl_bio_bytes(BIO *_Nonnull bio, char *_Nullable *_Nonnull bytes) {
    return BIO_get_mem_data(bio, bytes);
}

/// How a name is printed: RFC 2253, but letters beyond ASCII as UTF-8, not as escapes.
static inline unsigned long copenssl_readable_name_flags(void) {
    return XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
}

/// A certificate's subject alternative names, to be freed, or NULL if it has none.
static inline void *_Nullable copenssl_alternative_names(const X509 *_Nonnull certificate) {
    return X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}

static inline int copenssl_name_count(const void *_Nonnull names) {
    return sk_GENERAL_NAME_num((const GENERAL_NAMES *)names);
}

/// A host, mail address or URI; the bytes of an address; anything else.
#define COPENSSL_NAME_TEXT 1
#define COPENSSL_NAME_ADDRESS 2
#define COPENSSL_NAME_OTHER 0

/// What name `index` is, and its bytes, which stay the list's own.
static inline int copenssl_name(
    const void *_Nonnull names, int index, const unsigned char *_Nullable *_Nonnull bytes,
    int *_Nonnull length
) {
    int type = 0;
    const GENERAL_NAME *name = sk_GENERAL_NAME_value((const GENERAL_NAMES *)names, index);
    const ASN1_STRING *value = name == NULL ? NULL : GENERAL_NAME_get0_value(name, &type);
    if (value == NULL) return COPENSSL_NAME_OTHER;
    if (type != GEN_DNS && type != GEN_EMAIL && type != GEN_URI && type != GEN_IPADD)
        return COPENSSL_NAME_OTHER;
    *bytes = ASN1_STRING_get0_data(value);
    *length = ASN1_STRING_length(value);
    return type == GEN_IPADD ? COPENSSL_NAME_ADDRESS : COPENSSL_NAME_TEXT;
}

static inline void copenssl_free_names(void *_Nonnull names) {
    GENERAL_NAMES_free((GENERAL_NAMES *)names);
}

/// The certificate timestamps (RFC 6962) inside a certificate, to be freed, or NULL.
static inline void *_Nullable copenssl_timestamps(const X509 *_Nonnull certificate) {
    return X509_get_ext_d2i(certificate, NID_ct_precert_scts, NULL, NULL);
}

static inline int copenssl_timestamp_count(const void *_Nonnull timestamps) {
    return sk_SCT_num((const STACK_OF(SCT) *)timestamps);
}

static inline SCT *_Nullable copenssl_timestamp(const void *_Nonnull timestamps, int index) {
    return sk_SCT_value((const STACK_OF(SCT) *)timestamps, index);
}

static inline void copenssl_free_timestamps(void *_Nonnull timestamps) {
    SCT_LIST_free((STACK_OF(SCT) *)timestamps);
}

/// Writes out what a BIO holds back; 1 if that went well.
static inline int copenssl_flush(BIO *_Nonnull bio) { return BIO_flush(bio); }

/// A list of certificates, which the list holds a reference to each of.
static inline STACK_OF(X509) *_Nullable copenssl_certificates(void) { return sk_X509_new_null(); }

static inline int copenssl_certificates_add(
    STACK_OF(X509) *_Nonnull list, X509 *_Nonnull certificate
) {
    return X509_add_cert(list, certificate, X509_ADD_FLAG_UP_REF);
}

static inline int copenssl_certificate_count(const STACK_OF(X509) *_Nonnull list) {
    return sk_X509_num(list);
}

static inline X509 *_Nullable copenssl_certificate(const STACK_OF(X509) *_Nonnull list, int index) {
    return sk_X509_value(list, index);
}

/// Frees the list and gives back its references.
static inline void copenssl_free_certificates(STACK_OF(X509) *_Nullable list) {
    sk_X509_pop_free(list, X509_free);
}

/// Frees a list whose certificates belong to another.
static inline void copenssl_free_list(STACK_OF(X509) *_Nullable list) { sk_X509_free(list); }

/// The certificates inside a timestamp token, which stay its own, or NULL.
static inline STACK_OF(X509) *_Nullable copenssl_token_certificates(const PKCS7 *_Nonnull token) {
    return PKCS7_type_is_signed(token) ? token->d.sign->cert : NULL;
}

/// SHA-256 as a timestamp request names it, to be freed.
static inline X509_ALGOR *_Nullable copenssl_sha256_algorithm(void) {
    X509_ALGOR *algorithm = X509_ALGOR_new();
    if (algorithm == NULL) return NULL;
    if (X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1)
        return algorithm;
    X509_ALGOR_free(algorithm);
    return NULL;
}

#endif
