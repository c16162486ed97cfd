// A plain C door to simdjson's DOM parser (libsimdjson-dev 3.0.1).
//
// One call parses one document into a tape that Swift then walks by itself, so no value costs a call into C++.
//
// The tape is an array of 64-bit words. The top 8 bits of a word are its tag, an ASCII letter; the low 56 bits are its
// payload (https://github.com/simdjson/simdjson/blob/v3.0.1/doc/tape.md):
//
//   'r'  root. The first word, whose payload is the number of words; and the last word, whose payload is 0.
//   '{'  start of an object; payload bits 0-31: index of the word after the matching '}';
//        bits 32-55: number of members, saturated at 0xFFFFFF. Members follow as key (a '"' word), value.
//   '}'  end of an object; payload: index of the matching '{'.
//   '['  start of an array, ']' its end; payloads as for objects.
//   '"'  string; payload: offset in the string buffer of a 32-bit length in the machine's byte order, the bytes (UTF-8,
//        unescaped, may hold zero bytes) and one zero byte.
//   'l'  integer; the whole next word is an int64.
//   'u'  integer above INT64_MAX; the whole next word is a uint64.
//   'd'  floating-point number; the whole next word is a double.
//   'i'  integer beyond 64 bits, none of simdjson's tags: a string of its digits, which the target JSON marks so.
//   't' 'f' 'n'  true, false, null.
//
// No function raises a C++ exception or keeps a pointer to the caller's bytes.

#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How many bytes past the end of a document must be readable (whatever they hold) to parse it where it lies.
enum { CSIMDJSON_PADDING = 64 };

/// The error codes the caller tells apart; every other value is explained by `csimdjson_error_message`.
enum { CSIMDJSON_SUCCESS = 0 };

/// A parser with its buffers. Reusable for any number of documents; used by one thread at a time.
typedef struct csimdjson_parser csimdjson_parser;

/// A parsed document: one block of memory from malloc that starts at `tape`; `free(tape)` releases all of it.
typedef struct {
    uint64_t *tape;
    size_t tape_count;
    const uint8_t *strings;
    size_t strings_count;
} csimdjson_document;

/// Makes a parser that accepts at most `max_depth` nested arrays and objects, an empty one innermost not counted.
/// NULL when out of memory.
csimdjson_parser *csimdjson_parser_create(size_t max_depth);

void csimdjson_parser_free(csimdjson_parser *parser);

/// Bytes the parser's buffers take; they grow with the largest document and stay.
size_t csimdjson_parser_memory(const csimdjson_parser *parser);

/// Parses the one JSON document in `bytes[0 ..< count]` and hands it over in `*document` for the caller to free.
///
/// `padded` promises that CSIMDJSON_PADDING bytes past the end are readable; otherwise the document is copied first.
/// Returns CSIMDJSON_SUCCESS, or simdjson's error code with `*document` untouched.
int csimdjson_parse(csimdjson_parser *parser, const uint8_t *bytes, size_t count, bool padded,
                    csimdjson_document *document);

/// The same without a copy: `*tape` and `*strings` are the parser's own until its next document. The document must be
/// padded. `parser` is a csimdjson_parser; the function can be handed on to who knows nothing of those.
int csimdjson_parse_in_place(void *parser, const uint8_t *bytes, size_t count, const uint64_t **tape,
                             const uint8_t **strings);

/// Writes the shortest digits that read back as the same finite number, with a '.' or an exponent, as Swift does: `1.0`,
/// `0.1`, `1e+16`. At most 32 bytes, no zero at the end. Returns how many.
size_t csimdjson_write_number(double number, char *text);

/// True when `bytes[0 ..< count]` is valid UTF-8. Reads no byte beyond it.
bool csimdjson_is_utf8(const uint8_t *bytes, size_t count);

/// simdjson's own sentence for an error code; never NULL, never to be freed.
const char *csimdjson_error_message(int code);

#ifdef __cplusplus
}
#endif

#endif
