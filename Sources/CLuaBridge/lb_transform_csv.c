// Records as rows of CSV: RFC 4180 with LF, quotes only where they must be.
#include "lb_transform.h"

// Not 0 where one of eight bytes is `byte`; the answer may be wrong the safe way.
static inline uint64_t has_byte(uint64_t word, char byte) {
  uint64_t others = word ^ (LB_ONES * (unsigned char)byte);
  return (others - LB_ONES) & ~others & LB_HIGHS;
}

// Not 0 where one of eight bytes may keep the cell from standing in a row as it is.
static inline uint64_t is_special(uint64_t word, char delimiter) {
  return has_byte(word, '"') | has_byte(word, '\n') | has_byte(word, '\r') | has_byte(word, delimiter);
}

// A few bytes as a word; where it has room for more, some stand in it twice or the rest is 0.
static inline uint64_t few_bytes(const char *bytes, size_t length) {
  const unsigned char *at = (const unsigned char *)bytes;
  if (length < 4) return length == 0 ? 0 : at[0] | (uint64_t)at[length / 2] << 8 | (uint64_t)at[length - 1] << 16;
  uint32_t head, tail;
  memcpy(&head, bytes, 4);
  memcpy(&tail, bytes + length - 4, 4);
  return head | (uint64_t)tail << 32;
}

// Whether a cell is ASCII and needs no quotes; the answer may be wrong the safe way.
static inline bool is_plain(const char *cell, size_t length, char delimiter) {
  uint64_t word, found = 0;
  if (length < 8) {
    word = few_bytes(cell, length);
    return ((is_special(word, delimiter) | word) & LB_HIGHS) == 0;
  }
  for (size_t i = 0; length - i > 8; i += 8) {
    memcpy(&word, cell + i, 8);
    found |= is_special(word, delimiter) | word;
  }
  memcpy(&word, cell + length - 8, 8);
  return ((found | is_special(word, delimiter) | word) & LB_HIGHS) == 0;
}

static bool needs_quotes(const char *cell, size_t length, char delimiter) {
  // A byte order mark is removed from the start of a file, so one that is data must not stand there.
  if (length >= 3 && memcmp(cell, "\xEF\xBB\xBF", 3) == 0) return true;
  for (size_t i = 0; i < length; i++) {
    if (cell[i] == '"' || cell[i] == '\n' || cell[i] == '\r' || cell[i] == delimiter) return true;
  }
  return false;
}

// Puts the cell that was written since `start` into quotes if it needs them.
static void quote(lua_State *L, lb_transform *T, size_t start) {
  size_t length = T->output.count - start;
  if (!needs_quotes(T->output.bytes + start, length, T->options.delimiter)) return;
  if (T->scratch.capacity < length) lb_reserve_more(L, T, &T->scratch, length);
  memcpy(T->scratch.bytes, T->output.bytes + start, length);
  T->output.count = start;
  char *to = lb_reserve(L, T, 2 * length + 2);
  *to++ = '"';
  for (size_t i = 0; i < length; i++) {
    *to = T->scratch.bytes[i];
    if (*to++ == '"') *to++ = '"';
  }
  *to++ = '"';
  T->output.count = (size_t)(to - T->output.bytes);
}

bool lb_put_cell(lua_State *L, lb_transform *T, const char *bytes, size_t length) {
  bool plain = is_plain(bytes, length, T->options.delimiter);
  if (!plain && !lb_is_text(bytes, length)) return false;
  size_t start = T->output.count;
  lb_put(L, T, bytes, length);
  if (!plain) quote(L, T, start);
  return true;
}

void lb_write_cell(lua_State *L, lb_transform *T, int index, lb_place *place) {
  size_t start = T->output.count, length;
  if (lua_type(L, index) == LUA_TSTRING) {
    const char *bytes = lua_tolstring(L, index, &length);
    if (!lb_put_cell(L, T, bytes, length)) lb_raise_at(L, place, "string is not valid UTF-8");
  } else if (!lb_is_null(L, index)) {
    lb_write_value(L, T, index, place, 1);
    if (lua_type(L, index) == LUA_TTABLE) quote(L, T, start);
  }
}

_Noreturn void lb_raise_no_column(lua_State *L, const lb_transform *T, const char *name, const lb_place *place) {
  luaL_Buffer list;
  luaL_checkstack(L, 8, NULL);
  luaL_buffinit(L, &list);
  const lb_shape *columns = T->output_columns.shape;
  for (uint32_t i = 0; i < columns->count; i++) {
    if (i > 0) luaL_addstring(&list, ", ");
    luaL_addlstring(&list, T->keys[columns->ids[i]].string, T->keys[columns->ids[i]].length);
  }
  luaL_pushresult(&list);
  lb_raise_at(
      L, place, "\"%s\" is no column: %s (give every record the same fields, or name all with --columns)",
      name, lua_tostring(L, -1));
}

// Writes the cells of the table's members, each where it is found.
static void write_cells(lua_State *L, lb_transform *T, int index, lb_place *place) {
  const lb_shape *columns = T->output_columns.shape;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    int value = lua_gettop(L), key = value - 1;
    if (lua_type(L, key) != LUA_TSTRING) lb_raise_at(L, place, "a table with %s is no row", lb_key_name(L, key));
    lb_segment segment = {.start = T->output.count};
    segment.key = lua_tolstring(L, key, &segment.key_length);
    uint32_t id = lb_key_of_string(L, T, key, segment.key, segment.key_length);
    if (id >= columns->rank_count || columns->ranks[id] == LB_NO_RANK) lb_raise_no_column(L, T, segment.key, place);
    segment.rank = columns->ranks[id];
    lb_place member = {.outer = place, .key = segment.key, .length = segment.key_length};
    lb_write_cell(L, T, value, &member);
    segment.end = T->output.count;
    *lb_add_segment(L, T) = segment;
    lua_pop(L, 1);
  }
}

void lb_end_row(lua_State *L, lb_transform *T, size_t start) {
  // A line with nothing on it would be skipped as blank.
  if (T->output.count == start) lb_put(L, T, "\"\"", 2);
  lb_put_byte(L, T, '\n');
}

// Puts the cells written since `start` into the order of their columns, delimiters between them.
static void arrange(lua_State *L, lb_transform *T, size_t start, size_t first) {
  size_t length = T->output.count - start;
  if (T->scratch.capacity < length) lb_reserve_more(L, T, &T->scratch, length);
  memcpy(T->scratch.bytes, T->output.bytes + start, length);
  T->output.count = start;
  char *to = lb_reserve(L, T, length + T->output_columns.count);
  uint32_t *places = T->output_columns.places;
  memset(places, 0, T->output_columns.count * sizeof *places);
  for (size_t i = first; i < T->segment_count; i++) places[T->segments[i].rank] = (uint32_t)i + 1;
  for (uint32_t column = 0; column < T->output_columns.count; column++) {
    if (column > 0) *to++ = T->options.delimiter;
    if (places[column] == 0) continue;
    const lb_segment *segment = &T->segments[places[column] - 1];
    memcpy(to, T->scratch.bytes + (segment->start - start), segment->end - segment->start);
    to += segment->end - segment->start;
  }
  T->output.count = (size_t)(to - T->output.bytes);
  lb_end_row(L, T, start);
}

void lb_check_row(lua_State *L, lb_transform *T, int index, const lb_place *place) {
  bool is_table = lua_type(L, index) == LUA_TTABLE;
  if (is_table && lb_sequence_length(T->S, L, index) == 0) return;
  lb_raise_at(L, place, "a row of CSV is a table of named fields, got a %s", is_table ? "list" : luaL_typename(L, index));
}

void lb_write_row(lua_State *L, lb_transform *T, int index, lb_place *place) {
  lb_poll(L);
  lb_check_row(L, T, index, place);
  if (T->output_columns.shape == NULL) luaL_error(L, "the columns of the output are not known");
  if (lb_is_named(L, T, index)) {
    lb_write_named_row(L, T, index, place);
    return;
  }
  size_t start = T->output.count, first = T->segment_count;
  write_cells(L, T, index, place);
  arrange(L, T, start, first);
  lb_drop_segments(L, T, first);
}
