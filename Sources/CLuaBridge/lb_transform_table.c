// Tables as JSON, their members in the order that they came in.
#include "lb_transform.h"

#include <stdlib.h>

// MARK: Lists

void lb_check_list(lua_State *L, int index, lua_Integer count, const lb_place *place) {
  lua_Integer found = 0;
  lua_pushnil(L);
  for (; lua_next(L, index); found++) {
    bool is_item = lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= count;
    if (!is_item) {
      const char *name = lb_key_name(L, -2);
      if (count == 1) lb_raise_at(L, place, "a table with %s beside its one item is neither an array nor an object", name);
      lb_raise_at(
          L, place, "a table with %s beside its %I items is neither an array nor an object", name, (LUAI_UACINT)count);
    }
    lua_pop(L, 1);
  }
  if (found != count) lb_raise_at(L, place, "an array cannot have a hole; a null can fill it");
}

static void write_list(lua_State *L, lb_transform *T, int index, lua_Integer count, lb_place *place, int depth) {
  lb_check_list(L, index, count, place);
  lb_put_byte(L, T, '[');
  for (lua_Integer i = 1; i <= count; i++) {
    if (i > 1) lb_put_byte(L, T, ',');
    lb_place item = {.outer = place, .length = (size_t)i};
    lua_rawgeti(L, index, i);
    lb_write_value(L, T, lua_gettop(L), &item, depth);
    lua_pop(L, 1);
  }
  lb_put_byte(L, T, ']');
}

// Asks no metamethod: a script must not run while its tables are being written.
bool lb_is_marked_array(lua_State *L, int index) {
  int top = lua_gettop(L);
  if (!lua_getmetatable(L, index)) return false;
  bool is_array = lua_rawequal(L, -1, lua_upvalueindex(LB_UP_ARRAY));
  if (!is_array) {
    lua_pushliteral(L, "__index");
    if (lua_rawget(L, -2) == LUA_TTABLE) {
      lua_pushliteral(L, "__jsontype");
      is_array = lua_rawget(L, -2) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "array") == 0;
    }
  }
  lua_settop(L, top);
  return is_array;
}

// MARK: Objects

lb_segment *lb_add_segment(lua_State *L, lb_transform *T) {
  if (T->segment_count == T->segment_capacity) {
    size_t larger = T->segment_capacity * 2 + 64;
    lb_segment *moved = realloc(T->segments, larger * sizeof *moved);
    if (moved == NULL) lb_raise_memory(L);
    T->segments = moved;
    T->segment_capacity = larger;
  }
  return &T->segments[T->segment_count++];
}

// By rank; those without one by the bytes of their keys.
static int compare(const void *one, const void *other) {
  const lb_segment *a = one, *b = other;
  if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
  size_t shorter = a->key_length < b->key_length ? a->key_length : b->key_length;
  int order = memcmp(a->key, b->key, shorter);
  if (order != 0) return order;
  return a->key_length < b->key_length ? -1 : a->key_length > b->key_length;
}

// Fills `order` with the segments in the order of their ranks, which are below `ranks`; returns false where some have none
// or share one, or where they stand in this order.
static bool order_by_rank(const lb_segment *segments, size_t count, uint32_t ranks, uint16_t *order) {
  bool is_sorted = true;
  uint16_t places[LB_MOST_MEMBERS] = {0};
  for (size_t i = 0; i < count; i++) {
    uint32_t rank = segments[i].rank;
    if (rank >= ranks || places[rank] != 0) return false;
    places[rank] = (uint16_t)(i + 1);
    is_sorted = is_sorted && (i == 0 || rank > segments[i - 1].rank);
  }
  if (is_sorted) return false;
  for (uint32_t rank = 0, found = 0; found < count; rank++) {
    if (places[rank] != 0) order[found++] = (uint16_t)(places[rank] - 1);
  }
  return true;
}

// Brings the members written since `start` into their order. With a shape, ranks are below `ranks` or there is none.
static void arrange(lua_State *L, lb_transform *T, size_t start, size_t first, uint32_t ranks) {
  lb_segment *segments = T->segments + first;
  size_t count = T->segment_count - first, length = T->output.count - start;
  uint16_t order[LB_MOST_MEMBERS];
  bool is_by_rank = ranks <= LB_MOST_MEMBERS && count <= ranks && order_by_rank(segments, count, ranks, order);
  if (!is_by_rank) {
    bool is_sorted = true;
    for (size_t i = 1; i < count && is_sorted; i++) is_sorted = compare(&segments[i - 1], &segments[i]) < 0;
    if (is_sorted) return;
    qsort(segments, count, sizeof *segments, compare);
  }
  if (T->scratch.capacity < length) lb_reserve_more(L, T, &T->scratch, length);
  char *to = T->output.bytes + start, *from = T->scratch.bytes;
  memcpy(from, to, length);
  for (size_t i = 0; i < count; i++) {
    const lb_segment *segment = &segments[is_by_rank ? order[i] : i];
    size_t size = segment->end - segment->start;
    memcpy(to, from + (segment->start - start), size);
    to += size;
  }
}

// The place of each name of an object with too many members for a shape; a name that comes twice has its first place.
// Pushes it.
static void push_ranks(lua_State *L, lb_transform *T, uint32_t position) {
  uint32_t end = (uint32_t)T->tape[position] - 1;
  lua_createtable(L, 0, (int)(T->tape[position] >> 32 & 0xFFFFFF));
  lua_Integer rank = 0;
  for (uint32_t at = position + 1; at < end; at = lb_after(T->tape, at + 1), rank++) {
    size_t length;
    const char *bytes = lb_tape_string(T, T->tape[at], &length);
    lua_pushlstring(L, bytes, length);
    lua_pushvalue(L, -1);
    bool is_known = lua_rawget(L, -3) != LUA_TNIL;
    lua_pop(L, 1);
    if (is_known) {
      lua_pop(L, 1);
      continue;
    }
    lua_pushinteger(L, rank);
    lua_rawset(L, -3);
  }
}

static uint32_t rank_of(lua_State *L, const lb_shape *shape, int ranks, uint32_t id) {
  if (shape != NULL) return id < shape->rank_count && shape->ranks[id] != LB_NO_RANK ? shape->ranks[id] : UINT32_MAX;
  if (ranks == 0) return UINT32_MAX;
  lua_pushvalue(L, -2);
  uint32_t rank = lua_rawget(L, ranks) == LUA_TNIL ? UINT32_MAX : (uint32_t)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return rank;
}

// Keeps the key below the top, which nobody else may keep: a table with weak values loses its member when it is written.
static void pin_key(lua_State *L, const lb_transform *T) {
  lua_pushvalue(L, -2);
  lua_rawseti(L, lua_upvalueindex(LB_UP_KEYS), -1 - (lua_Integer)T->segment_count);
}

void lb_drop_segments(lua_State *L, lb_transform *T, size_t first) {
  for (; T->segment_count > first; T->segment_count--) {
    if (!T->segments[T->segment_count - 1].is_pinned) continue;
    lua_pushnil(L);
    lua_rawseti(L, lua_upvalueindex(LB_UP_KEYS), -(lua_Integer)T->segment_count);
  }
}

// Writes the member that lua_next left on the top.
static void write_member(
    lua_State *L, lb_transform *T, const lb_shape *shape, int ranks, lb_place *place, int depth) {
  if (lua_type(L, -2) != LUA_TSTRING) {
    lb_raise_at(L, place, "a table with %s is neither an array (1, 2, …) nor an object", lb_key_name(L, -2));
  }
  lb_segment segment = {.start = T->output.count};
  segment.key = lua_tolstring(L, -2, &segment.key_length);
  uint32_t id = lb_key_of_string(L, T, -2, segment.key, segment.key_length);
  if (id != 0) {
    segment.key = T->keys[id].string;  // which is kept
    lb_put(L, T, T->keys[id].quoted, T->keys[id].quoted_length);
  } else {
    if (!lb_put_string(L, T, segment.key, segment.key_length)) lb_raise_at(L, place, "a key is not valid UTF-8");
    lb_put_byte(L, T, ':');
  }
  segment.rank = rank_of(L, shape, ranks, id);
  lb_place member = {.outer = place, .key = segment.key, .length = segment.key_length};
  lb_write_value(L, T, lua_gettop(L), &member, depth);
  lb_put_byte(L, T, ',');
  segment.end = T->output.count;
  segment.is_pinned = id == 0;
  if (segment.is_pinned) pin_key(L, T);
  *lb_add_segment(L, T) = segment;
}

static void write_object(lua_State *L, lb_transform *T, int index, lb_place *place, int depth) {
  uint32_t position = 0;
  const lb_shape *shape = lb_order_of(L, T, index, place, &position);
  int ranks = 0;
  if (shape == NULL && position != 0) {
    push_ranks(L, T, position);
    ranks = lua_gettop(L);
  }
  lb_put_byte(L, T, '{');
  size_t start = T->output.count, first = T->segment_count;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    write_member(L, T, shape, ranks, place, depth);
    lua_pop(L, 1);
  }
  if (T->segment_count == first) {
    if (lb_is_marked_array(L, index)) {
      T->output.bytes[T->output.count - 1] = '[';
      lb_put_byte(L, T, ']');
    } else {
      lb_put_byte(L, T, '}');
    }
  } else {
    arrange(L, T, start, first, shape == NULL ? UINT32_MAX : shape->count);
    T->output.bytes[T->output.count - 1] = '}';
    lb_drop_segments(L, T, first);
  }
  if (ranks != 0) lua_remove(L, ranks);
}

void lb_write_table(lua_State *L, lb_transform *T, int index, lb_place *place, int depth) {
  lb_poll(L);
  if (depth > LB_MOST_DEPTH) {
    lb_raise_at(L, place, "tables nested deeper than %d, or one that contains itself", LB_MOST_DEPTH);
  }
  luaL_checkstack(L, 10, NULL);
  if (lb_is_named(L, T, index)) {
    lb_write_named(L, T, index, place, depth);
    return;
  }
  lua_Integer count = lb_sequence_length(T->S, L, index);
  if (count > 0) {
    write_list(L, T, index, count, place, depth);
  } else {
    write_object(L, T, index, place, depth);
  }
}
