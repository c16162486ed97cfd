// Text of the transform's output: strings with their escapes, integers, room.
#include "lb_transform.h"

#include <stdlib.h>

// MARK: Room

_Noreturn void lb_raise_memory(lua_State *L) {
  lua_pushliteral(L, LB_MEMORY_MESSAGE);
  lua_error(L);
  __builtin_unreachable();
}

void lb_reserve_more(lua_State *L, lb_transform *T, lb_text_buffer *buffer, size_t bytes) {
  size_t needed = buffer->count + bytes;
  if (buffer == &T->output && needed - T->record_start > T->options.record_limit) {
    luaL_error(L, "more than %d MB of data at once", (int)(T->options.record_limit >> 20));
  }
  size_t larger = buffer->capacity * 2 > needed ? buffer->capacity * 2 : needed + (64 << 10);
  char *moved = realloc(buffer->bytes, larger);
  if (moved == NULL) lb_raise_memory(L);
  buffer->bytes = moved;
  buffer->capacity = larger;
}

// MARK: UTF-8

// Whether the bytes are UTF-8 as Unicode has it: shortest forms, no surrogates, nothing beyond U+10FFFF.
bool lb_is_text(const char *bytes, size_t length) {
  const unsigned char *at = (const unsigned char *)bytes, *end = at + length;
  while (at < end) {
    uint64_t word;
    if (end - at >= 8 && (memcpy(&word, at, 8), (word & LB_HIGHS) == 0)) {
      at += 8;
      continue;
    }
    unsigned char first = *at++;
    if (first < 0x80) continue;
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC2 || first > 0xF4 || end - at < more) return false;
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (*at < low || *at > high) return false;
    for (at++; more > 1; more--, at++) {
      if ((*at & 0xC0) != 0x80) return false;
    }
  }
  return true;
}

// MARK: Strings

// Not 0 where one of eight bytes of ASCII needs an escape: a quote, a backslash, a control character. Where there are
// other bytes too, the answer may be wrong the safe way.
static inline uint64_t may_need_escape(uint64_t word) {
  uint64_t quotes = word ^ (LB_ONES * '"'), slashes = word ^ (LB_ONES * '\\');
  return ((word - LB_ONES * 0x20) | (quotes - LB_ONES) | (slashes - LB_ONES)) & ~word & LB_HIGHS;
}

static char *put_escape(char *to, unsigned char byte) {
  static const char digits[] = "0123456789abcdef";
  *to++ = '\\';
  switch (byte) {
    case '"': case '\\': *to++ = (char)byte; break;
    case '\b': *to++ = 'b'; break;
    case '\t': *to++ = 't'; break;
    case '\n': *to++ = 'n'; break;
    case '\f': *to++ = 'f'; break;
    case '\r': *to++ = 'r'; break;
    default:
      memcpy(to, "u00", 3);
      to[3] = digits[byte >> 4];
      to[4] = digits[byte & 15];
      to += 5;
  }
  return to;
}

// Copies with escapes to where there is room for six times the length. Returns the end.
static char *put_escaped(char *to, const char *from, size_t length) {
  const char *end = from + length;
  while (from < end) {
    uint64_t word;
    if (end - from >= 8 && (memcpy(&word, from, 8), may_need_escape(word) == 0)) {
      memcpy(to, &word, 8);
      from += 8;
      to += 8;
      continue;
    }
    unsigned char byte = (unsigned char)*from++;
    if (byte >= 0x20 && byte != '"' && byte != '\\') {
      *to++ = (char)byte;
    } else {
      to = put_escape(to, byte);
    }
  }
  return to;
}

// Copies as much as is ASCII without escapes, in eights. Returns how much.
static size_t put_plain(char *to, const char *from, size_t length) {
  size_t done = 0;
  uint64_t word;
  for (; length - done >= 8; done += 8) {
    memcpy(&word, from + done, 8);
    if (((word & LB_HIGHS) | may_need_escape(word)) != 0) return done;
    memcpy(to + done, &word, 8);
  }
  for (; done < length; done++) {
    unsigned char byte = (unsigned char)from[done];
    if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') return done;
    to[done] = (char)byte;
  }
  return done;
}

bool lb_put_string(lua_State *L, lb_transform *T, const char *bytes, size_t length) {
  char *to = lb_reserve(L, T, length + 16);
  *to++ = '"';
  size_t done = put_plain(to, bytes, length);
  to += done;
  if (done < length) {
    if (!lb_is_text(bytes + done, length - done)) return false;
    to = lb_reserve(L, T, 1 + done + 6 * (length - done) + 1) + 1 + done;
    to = put_escaped(to, bytes + done, length - done);
  }
  *to++ = '"';
  T->output.count = (size_t)(to - T->output.bytes);
  return true;
}

// MARK: Numbers

void lb_put_number(lua_State *L, lb_transform *T, double number) {
  char *to = lb_reserve(L, T, 32);
  T->output.count += T->options.write_number(number, to);
}

static const char pairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

static void put_digits(lua_State *L, lb_transform *T, uint64_t rest, bool is_negative) {
  char text[24], *start = text + sizeof text;
  while (rest >= 100) {
    start -= 2;
    memcpy(start, pairs + 2 * (rest % 100), 2);
    rest /= 100;
  }
  if (rest >= 10) {
    start -= 2;
    memcpy(start, pairs + 2 * rest, 2);
  } else {
    *--start = (char)('0' + rest);
  }
  if (is_negative) *--start = '-';
  lb_put(L, T, start, (size_t)(text + sizeof text - start));
}

void lb_put_integer(lua_State *L, lb_transform *T, lua_Integer integer) {
  put_digits(L, T, integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer, integer < 0);
}

void lb_put_large(lua_State *L, lb_transform *T, uint32_t position) {
  uint64_t word = T->tape[position];
  if (lb_tag_of(word) == 'u') {
    put_digits(L, T, T->tape[position + 1], false);
    return;
  }
  size_t length;
  const char *digits = lb_tape_string(T, word, &length);
  lb_put(L, T, digits, length);
}
