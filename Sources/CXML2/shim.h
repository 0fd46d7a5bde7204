// libxml2's HTML parser as a stream of events over memory: made, asked where it is, and bounded.

#ifndef CXML2_SHIM_H
#define CXML2_SHIM_H

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

/// Makes a parser over a copy of `bytes`, which must be UTF-8 without NUL bytes.
///
/// It calls `handler` with `context`, builds no tree, opens no connection, prints no error, and
/// believes no encoding that the bytes declare.
static inline htmlParserCtxtPtr _Nullable cxml2_html_parser(
    const char *_Nonnull bytes, int count, const htmlSAXHandler *_Nonnull handler) {
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(bytes, count);
    if (parser == NULL) return NULL;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC |
                                   HTML_PARSE_NODEFDTD);
    *parser->sax = *handler;
    parser->charset = XML_CHAR_ENCODING_UTF8;
    return parser;
}

/// How many bytes of the input the parser has gone past.
static inline long cxml2_offset(htmlParserCtxtPtr _Nonnull parser) {
    return (long)parser->input->consumed + (long)(parser->input->cur - parser->input->base);
}

/// How many elements are open.
static inline int cxml2_depth(htmlParserCtxtPtr _Nonnull parser) { return parser->nameNr; }

/// Makes the parser forget the innermost open element, as if it had no content.
///
/// Every end tag is looked for among all open elements, so a deep page costs quadratic time unless
/// the depth is bounded here. The name belongs to the parser's dictionary: nothing is freed.
static inline void cxml2_forget_innermost(htmlParserCtxtPtr _Nonnull parser) {
    if (parser->nameNr <= 1) return;
    parser->nameNr -= 1;
    parser->name = parser->nameTab[parser->nameNr - 1];
    parser->nameTab[parser->nameNr] = NULL;
}

#endif
