// From what was parsed to Lua's stack.
#include "lb_transform.h"

#include <stdlib.h>

uint32_t lb_after(const uint64_t *tape, uint32_t position) {
  switch (lb_tag_of(tape[position])) {
    case '{': case '[': return (uint32_t)tape[position];
    case 'l': case 'u': case 'd': return position + 2;
    default: return position + 1;
  }
}

// Notes the object whose table is on the top. Returns its number.
static size_t add_origin(lua_State *L, lb_transform *T, uint32_t position) {
  if (T->origin_count == T->origin_capacity) {
    size_t larger = T->origin_capacity * 2 + 16;
    lb_origin *moved = realloc(T->origins, larger * sizeof *moved);
    if (moved == NULL) lb_raise_memory(L);
    T->origins = moved;
    T->origin_capacity = larger;
  }
  T->origins[T->origin_count] = (lb_origin){lua_topointer(L, -1), NULL, position};
  return T->origin_count++;
}

// Pushes a member's key. Returns its number, 0 where it has none.
static inline uint32_t push_key(lua_State *L, lb_transform *T, uint64_t word, const lb_shape *guess, uint32_t rank) {
  size_t length;
  const char *bytes = lb_tape_string(T, word, &length);
  uint32_t id = lb_key_on_tape(L, T, bytes, length, guess, rank);
  if (id == 0) {
    lua_pushlstring(L, bytes, length);
  } else {
    lua_rawgeti(L, lua_upvalueindex(LB_UP_KEYS), id);
  }
  return id;
}

// Pushes the object at `position`, in which the keys of `guess` are expected; that becomes its shape.
static uint32_t push_object(lua_State *L, lb_transform *T, uint32_t position, lb_shape **guess, int depth) {
  uint64_t word = T->tape[position];
  uint32_t end = (uint32_t)word - 1, announced = (uint32_t)(word >> 32) & 0xFFFFFF;
  uint32_t ids[LB_MOST_MEMBERS], count = 0;
  lb_shape *expected = *guess;
  bool is_expected = expected != NULL, has_numbers = announced <= LB_MOST_MEMBERS;
  lua_createtable(L, 0, (int)announced);
  size_t origin = depth > 1 ? add_origin(L, T, position) : 0;
  for (uint32_t at = position + 1; at < end; count++) {
    uint32_t id = push_key(L, T, T->tape[at], is_expected ? expected : NULL, count);
    is_expected = is_expected && count < expected->count && expected->ids[count] == id;
    if (id == 0) has_numbers = false;
    if (has_numbers) ids[count] = id;
    lb_shape *none = NULL;
    at = lb_push_value(L, T, at + 1, is_expected ? &expected->inside[count] : &none, depth);
    lua_rawset(L, -3);
  }
  if (!is_expected || count != expected->count) *guess = has_numbers ? lb_shape_of(L, T, ids, count) : NULL;
  if (depth > 1) T->origins[origin].shape = *guess;
  return end + 1;
}

static uint32_t push_array(lua_State *L, lb_transform *T, uint32_t position, lb_shape **guess, int depth) {
  uint64_t word = T->tape[position];
  uint32_t end = (uint32_t)word - 1;
  lua_createtable(L, (int)(word >> 32 & 0xFFFFFF), 0);
  lua_Integer count = 0;
  for (uint32_t at = position + 1; at < end;) {
    at = lb_push_value(L, T, at, guess, depth);
    lua_rawseti(L, -2, ++count);
  }
  if (count == 0) {
    lua_pushvalue(L, lua_upvalueindex(LB_UP_ARRAY));
    lua_setmetatable(L, -2);
  }
  return end + 1;
}

uint32_t lb_push_value(lua_State *L, lb_transform *T, uint32_t position, lb_shape **guess, int depth) {
  uint64_t word = T->tape[position];
  switch (lb_tag_of(word)) {
    case '"': {
      size_t length;
      const char *bytes = lb_tape_string(T, word, &length);
      lua_pushlstring(L, bytes, length);
      return position + 1;
    }
    case 'l': lua_pushinteger(L, (lua_Integer)T->tape[position + 1]); return position + 2;
    case 'u': case 'd': case 'i': lua_pushnumber(L, lb_tape_double(T, position)); return lb_after(T->tape, position);
    case 't': lua_pushboolean(L, 1); return position + 1;
    case 'f': lua_pushboolean(L, 0); return position + 1;
    case '{': case '[':
      if (depth >= LB_MOST_DEPTH) luaL_error(L, "value is nested too deeply");
      luaL_checkstack(L, 8, NULL);
      return lb_tag_of(word) == '{' ? push_object(L, T, position, guess, depth + 1)
                                 : push_array(L, T, position, guess, depth + 1);
    default: lb_push_null(L); return position + 1;
  }
}

// Pushes a row of CSV: cells with nothing in them are absent, unless they are kept.
static void push_row(lua_State *L, lb_transform *T) {
  const lb_batch *batch = T->batch;
  const lb_cell *cells = batch->cells + batch->records[T->record].start;
  bool keeps_empty = T->options.keeps_empty_cells;
  int fields = 0;
  const lb_shape *columns = T->input_columns.shape;
  for (uint32_t i = 0; i < columns->count; i++) fields += keeps_empty || cells[i].start < cells[i].end;
  lua_createtable(L, 0, fields);
  for (uint32_t i = 0; i < columns->count; i++) {
    size_t length = cells[i].end - cells[i].start;
    if (length == 0 && !keeps_empty) continue;
    lua_rawgeti(L, lua_upvalueindex(LB_UP_KEYS), columns->ids[i]);
    lua_pushlstring(L, (const char *)batch->bytes + cells[i].start, length);
    lua_rawset(L, -3);
  }
  T->shape = columns;
}

void lb_push_record(lua_State *L, lb_transform *T) {
  T->origin_count = 0;
  T->is_indexed = false;
  T->is_named = T->knows_fields && lb_push_named(L, T);
  if (T->is_named) {
    T->root = lua_topointer(L, -1);
    return;
  }
  if (T->tape == NULL) {
    push_row(L, T);
  } else {
    lb_push_value(L, T, 1, &T->last_shape, 0);
    T->shape = T->last_shape;
  }
  T->root = lua_topointer(L, -1);
}
