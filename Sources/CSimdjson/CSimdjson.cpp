#include "CSimdjson.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include <simdjson.h>

// Only simdjson::dom::document and the abstract dom_parser_implementation cross into the shared library. Neither's layout
// depends on SIMDJSON_THREADS_ENABLED (dom::parser's and dom::document_stream's do), so it need not match here.
using simdjson::dom::document;
using simdjson::internal::dom_parser_implementation;

static_assert(CSIMDJSON_PADDING >= simdjson::SIMDJSON_PADDING, "padding promised is less than simdjson reads");

struct csimdjson_parser {
    std::unique_ptr<dom_parser_implementation> implementation{};
    document scratch{};
    std::unique_ptr<uint8_t[]> padded{};
    size_t padded_capacity{0};
    size_t max_depth{0};
};

namespace {

// Grows by powers of two, so that documents of slowly rising size do not each reallocate.
size_t rounded_capacity(size_t count) {
    size_t capacity = 256;
    while (capacity < count) { capacity *= 2; }
    return capacity;
}

simdjson::error_code ensure_capacity(csimdjson_parser &parser, size_t count) {
    if (count > simdjson::SIMDJSON_MAXSIZE_BYTES) { return simdjson::CAPACITY; }
    size_t capacity = rounded_capacity(count);
    if (capacity > simdjson::SIMDJSON_MAXSIZE_BYTES) { capacity = simdjson::SIMDJSON_MAXSIZE_BYTES; }
    if (!parser.implementation) {
        auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity, parser.max_depth, parser.implementation);
        if (error) { return error; }
    } else if (parser.implementation->capacity() < count) {
        auto error = parser.implementation->allocate(capacity, parser.max_depth);
        if (error) { return error; }
    }
    if (parser.scratch.capacity() < count || !parser.scratch.tape) { return parser.scratch.allocate(capacity); }
    return simdjson::SUCCESS;
}

bool copy_padded(csimdjson_parser &parser, const uint8_t *bytes, size_t count) {
    if (parser.padded_capacity < count || !parser.padded) {
        size_t capacity = rounded_capacity(count);
        parser.padded.reset(new (std::nothrow) uint8_t[capacity + CSIMDJSON_PADDING]);
        parser.padded_capacity = parser.padded ? capacity : 0;
        if (!parser.padded) { return false; }
    }
    if (count > 0) { std::memcpy(parser.padded.get(), bytes, count); }
    std::memset(parser.padded.get() + count, ' ', CSIMDJSON_PADDING);
    return true;
}

// The strings lie in the buffer in the order of the tape, so the last one on the tape says where the buffer ends.
size_t used_string_bytes(const document &doc, size_t tape_count) {
    constexpr uint64_t payload_mask = (uint64_t(1) << 56) - 1;
    size_t last = SIZE_MAX;
    for (size_t index = 0; index < tape_count; index++) {
        switch (uint8_t(doc.tape[index] >> 56)) {
        case '"': last = size_t(doc.tape[index] & payload_mask); break;
        case 'l': case 'u': case 'd': index++; break;
        default: break;
        }
    }
    if (last == SIZE_MAX) { return 0; }
    uint32_t length;
    std::memcpy(&length, doc.string_buf.get() + last, sizeof(length));
    return last + sizeof(length) + length + 1;
}

} // namespace

csimdjson_parser *csimdjson_parser_create(size_t max_depth) {
    auto *parser = new (std::nothrow) csimdjson_parser();
    // simdjson refuses a container when the depth it opens *reaches* the limit.
    if (parser) { parser->max_depth = max_depth + 1; }
    return parser;
}

void csimdjson_parser_free(csimdjson_parser *parser) { delete parser; }

size_t csimdjson_parser_memory(const csimdjson_parser *parser) {
    size_t indexes = parser->implementation ? parser->implementation->capacity() * sizeof(uint32_t) : 0;
    size_t document = parser->scratch.capacity() * sizeof(uint64_t) + parser->scratch.capacity() * 5 / 3;
    return indexes + document + parser->padded_capacity;
}

namespace {

simdjson::error_code parse_scratch(csimdjson_parser &parser, const uint8_t *bytes, size_t count, bool padded) {
    auto error = ensure_capacity(parser, count);
    if (error) { return error; }
    if (!padded) {
        if (!copy_padded(parser, bytes, count)) { return simdjson::MEMALLOC; }
        bytes = parser.padded.get();
    }
    return parser.implementation->parse(bytes, count, parser.scratch);
}

} // namespace

int csimdjson_parse(csimdjson_parser *parser, const uint8_t *bytes, size_t count, bool padded,
                    csimdjson_document *result) {
    auto error = parse_scratch(*parser, bytes, count, padded);
    if (error) { return error; }

    const document &doc = parser->scratch;
    size_t tape_count = size_t(doc.tape[0] & 0xFFFFFFFF);
    size_t strings_count = used_string_bytes(doc, tape_count);
    auto *tape = static_cast<uint64_t *>(std::malloc(tape_count * sizeof(uint64_t) + strings_count));
    if (!tape) { return simdjson::MEMALLOC; }
    auto *strings = reinterpret_cast<uint8_t *>(tape + tape_count);
    std::memcpy(tape, doc.tape.get(), tape_count * sizeof(uint64_t));
    if (strings_count > 0) { std::memcpy(strings, doc.string_buf.get(), strings_count); }
    *result = csimdjson_document{tape, tape_count, strings, strings_count};
    return CSIMDJSON_SUCCESS;
}

int csimdjson_parse_in_place(void *parser, const uint8_t *bytes, size_t count, const uint64_t **tape,
                             const uint8_t **strings) {
    auto &own = *static_cast<csimdjson_parser *>(parser);
    auto error = parse_scratch(own, bytes, count, true);
    if (error) { return error; }
    *tape = own.scratch.tape.get();
    *strings = own.scratch.string_buf.get();
    return CSIMDJSON_SUCCESS;
}

bool csimdjson_is_utf8(const uint8_t *bytes, size_t count) {
    return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}

const char *csimdjson_error_message(int code) {
    bool known = code >= 0 && code < simdjson::NUM_ERROR_CODES;
    return simdjson::error_message(known ? static_cast<simdjson::error_code>(code) : simdjson::UNEXPECTED_ERROR);
}
