// Numbers as JSON text.
#include "CSimdjson.h"

#include <charconv>
#include <cmath>
#include <cstring>

namespace {

char *put_digits(uint64_t value, char *to) {
    char text[20], *start = text + sizeof text;
    do {
        *--start = char('0' + value % 10);
        value /= 10;
    } while (value > 0);
    size_t count = size_t(text + sizeof text - start);
    std::memcpy(to, start, count);
    return to + count;
}

// Amounts of money and the like: at most two decimals, so few digits that no shorter ones read back the same.
char *put_hundredths(double magnitude, char *to) {
    constexpr double most = 1e13;
    if (!(magnitude < most)) { return nullptr; }
    auto hundredths = uint64_t(magnitude * 100 + 0.5);
    if (double(hundredths) / 100 != magnitude) { return nullptr; }
    to = put_digits(hundredths / 100, to);
    unsigned rest = unsigned(hundredths % 100);
    *to++ = '.';
    *to++ = char('0' + rest / 10);
    if (rest % 10 > 0) { *to++ = char('0' + rest % 10); }
    return to;
}

// Makes "digits" with a decimal point of "d.ddde+XX", whose exponent is small.
char *put_decimal(const char *digits, size_t count, int exponent, char *to) {
    if (exponent < 0) {
        std::memcpy(to, "0.000", size_t(1 - exponent));
        to += 1 - exponent;
        std::memcpy(to, digits, count);
        return to + count;
    }
    auto whole = size_t(exponent) + 1;
    for (size_t i = 0; i < whole; i++) { *to++ = i < count ? digits[i] : '0'; }
    *to++ = '.';
    if (count <= whole) {
        *to++ = '0';
        return to;
    }
    std::memcpy(to, digits + whole, count - whole);
    return to + (count - whole);
}

char *put_shortest(double magnitude, char *to) {
    constexpr double most_decimal = 0x1p53;
    char text[40];
    auto end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific).ptr;
    auto *mark = static_cast<char *>(std::memchr(text, 'e', size_t(end - text)));
    int exponent = 0;
    for (const char *digit = mark + 2; digit < end; digit++) { exponent = exponent * 10 + (*digit - '0'); }
    if (mark[1] == '-') { exponent = -exponent; }
    if (exponent < -4 || magnitude > most_decimal) {
        std::memcpy(to, text, size_t(end - text));
        return to + (end - text);
    }
    size_t count = 1;
    if (mark - text > 1) {
        count = size_t(mark - text) - 1;
        std::memmove(text + 1, text + 2, count - 1);
    }
    return put_decimal(text, count, exponent, to);
}

} // namespace

size_t csimdjson_write_number(double number, char *text) {
    char *to = text;
    if (std::signbit(number)) { *to++ = '-'; }
    double magnitude = std::fabs(number);
    char *end = put_hundredths(magnitude, to);
    if (end == nullptr) { end = put_shortest(magnitude, to); }
    return size_t(end - text);
}
