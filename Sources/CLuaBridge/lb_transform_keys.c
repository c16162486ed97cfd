// Names of fields and the orders in which they come. Each name is one Lua string, made once and kept: pushing it is a
// look into a table, and recognizing it a comparison of addresses.
#include "lb_transform.h"

#include <stdlib.h>

enum { FIRST_PLACES = 256 };

static uint32_t hash_bytes(const char *bytes, size_t length) {
  uint64_t hash = length * UINT64_C(0x9E3779B97F4A7C15), word;
  for (; length >= 8; bytes += 8, length -= 8) {
    memcpy(&word, bytes, 8);
    hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
    hash ^= hash >> 32;
  }
  word = 0;
  memcpy(&word, bytes, length);
  hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
  return (uint32_t)(hash ^ hash >> 32);
}

static inline uint32_t hash_address(const char *address) {
  return (uint32_t)((uintptr_t)address * UINT64_C(0x9E3779B97F4A7C15) >> 40);
}

// MARK: Keys

static void insert(lb_transform *T, uint32_t id) {
  uint32_t mask = T->places - 1, place = T->keys[id].hash & mask;
  while (T->by_bytes[place] != 0) place = (place + 1) & mask;
  T->by_bytes[place] = (uint16_t)id;
  place = hash_address(T->keys[id].string) & mask;
  while (T->by_string[place] != 0) place = (place + 1) & mask;
  T->by_string[place] = (uint16_t)id;
}

// Makes room for one more key, with at least three of four places free.
static void grow(lua_State *L, lb_transform *T) {
  if (T->key_count + 1 >= T->key_capacity) {
    uint32_t larger = T->key_capacity == 0 ? 64 : T->key_capacity * 2;
    lb_key *moved = realloc(T->keys, larger * sizeof *moved);
    if (moved == NULL) lb_raise_memory(L);
    T->keys = moved;
    T->key_capacity = larger;
  }
  if ((T->key_count + 1) * 4 <= T->places) return;
  uint32_t larger = T->places == 0 ? FIRST_PLACES : T->places * 2;
  uint16_t *fresh = calloc((size_t)larger * 2, sizeof *fresh);
  if (fresh == NULL) lb_raise_memory(L);
  free(T->by_bytes);
  T->by_bytes = fresh;
  T->by_string = fresh + larger;
  T->places = larger;
  for (uint32_t id = 1; id <= T->key_count; id++) insert(T, id);
}

static uint32_t find_bytes(const lb_transform *T, const char *bytes, size_t length, uint32_t hash) {
  if (T->places == 0) return 0;
  uint32_t mask = T->places - 1;
  for (uint32_t place = hash & mask; T->by_bytes[place] != 0; place = (place + 1) & mask) {
    const lb_key *key = &T->keys[T->by_bytes[place]];
    if (key->hash == hash && key->length == length && memcmp(key->string, bytes, length) == 0) return T->by_bytes[place];
  }
  return 0;
}

// Notes the string on the top, which it pops, as a key.
static uint32_t add(lua_State *L, lb_transform *T, uint32_t hash) {
  size_t length;
  const char *bytes = lua_tolstring(L, -1, &length);
  size_t start = T->output.count;
  if (T->key_count == LB_MOST_KEYS || length > UINT16_MAX || !lb_put_string(L, T, bytes, length)) {
    lua_pop(L, 1);
    return 0;
  }
  lb_put_byte(L, T, ':');
  size_t quoted_length = T->output.count - start;
  T->output.count = start;
  grow(L, T);
  lua_rawseti(L, lua_upvalueindex(LB_UP_KEYS), T->key_count + 1);
  char *quoted = malloc(quoted_length);
  if (quoted == NULL) lb_raise_memory(L);
  memcpy(quoted, T->output.bytes + start, quoted_length);
  uint32_t id = ++T->key_count;
  T->keys[id] = (lb_key){
      .string = bytes, .length = (uint32_t)length, .hash = hash, .quoted = quoted, .quoted_length = (uint32_t)quoted_length};
  insert(T, id);
  return id;
}

uint32_t lb_key_of_bytes(lua_State *L, lb_transform *T, const char *bytes, size_t length) {
  uint32_t hash = hash_bytes(bytes, length), id = find_bytes(T, bytes, length, hash);
  if (id != 0) return id;
  lua_pushlstring(L, bytes, length);
  return add(L, T, hash);
}

uint32_t lb_key_of_string(lua_State *L, lb_transform *T, int index, const char *bytes, size_t length) {
  if (T->places != 0) {
    uint32_t mask = T->places - 1;
    for (uint32_t place = hash_address(bytes) & mask; T->by_string[place] != 0; place = (place + 1) & mask) {
      if (T->keys[T->by_string[place]].string == bytes) return T->by_string[place];
    }
  }
  // Long strings are not made once only.
  uint32_t hash = hash_bytes(bytes, length), id = find_bytes(T, bytes, length, hash);
  if (id != 0) return id;
  lua_pushvalue(L, index);
  return add(L, T, hash);
}

// MARK: Shapes

static uint32_t hash_ids(const uint32_t *ids, uint32_t count) {
  uint64_t hash = count;
  for (uint32_t i = 0; i < count; i++) hash = (hash ^ ids[i]) * UINT64_C(0x9E3779B97F4A7C15) >> 3;
  return (uint32_t)(hash ^ hash >> 32);
}

// A key that comes twice has the place of its first.
lb_shape *lb_make_shape(const uint32_t *ids, uint32_t count, uint32_t hash) {
  uint32_t rank_count = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (ids[i] >= rank_count) rank_count = ids[i] + 1;
  }
  lb_shape *shape = malloc(sizeof *shape + count * sizeof *ids);
  struct lb_shape **inside = calloc(count + 1, sizeof *inside);
  uint16_t *ranks = malloc((rank_count + 1) * sizeof *ranks);
  if (shape == NULL || inside == NULL || ranks == NULL) {
    free(shape);
    free(inside);
    free(ranks);
    return NULL;
  }
  *shape = (lb_shape){.inside = inside, .hash = hash, .count = count, .rank_count = rank_count, .ranks = ranks};
  memcpy(shape->ids, ids, count * sizeof *ids);
  for (uint32_t id = 0; id < rank_count; id++) ranks[id] = LB_NO_RANK;
  for (uint32_t i = count; i > 0; i--) {
    if (ranks[ids[i - 1]] != LB_NO_RANK) shape->has_twins = true;
    ranks[ids[i - 1]] = (uint16_t)(i - 1);
  }
  return shape;
}

void lb_free_shape(lb_shape *shape) {
  if (shape == NULL) return;
  free(shape->inside);
  free((void *)shape->ranks);
  free(shape);
}

lb_shape *lb_shape_of(lua_State *L, lb_transform *T, const uint32_t *ids, uint32_t count) {
  if (count > LB_MOST_MEMBERS) return NULL;
  uint32_t hash = hash_ids(ids, count), place = hash % LB_MOST_SHAPES;
  for (lb_shape *shape = T->shapes[place]; shape != NULL; shape = shape->next) {
    if (shape->hash == hash && shape->count == count && memcmp(shape->ids, ids, count * sizeof *ids) == 0) return shape;
  }
  if (T->shape_count == LB_MOST_SHAPES) return NULL;
  lb_shape *shape = lb_make_shape(ids, count, hash);
  if (shape == NULL) lb_raise_memory(L);
  shape->next = T->shapes[place];
  T->shapes[place] = shape;
  T->shape_count++;
  return shape;
}
