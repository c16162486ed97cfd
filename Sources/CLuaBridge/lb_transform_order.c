// Finds for a table that is written the object of the record that it was, or whose place it takes.
#include "lb_transform.h"

#include <stdlib.h>

// MARK: By the table

static inline uint32_t hash_table(const void *table) {
  return (uint32_t)((uintptr_t)table * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

static void index_origins(lua_State *L, lb_transform *T) {
  uint32_t places = T->table_places == 0 ? 64 : T->table_places;
  while (places < T->origin_count * 2) places *= 2;
  if (places > T->table_places) {
    uint32_t *moved = realloc(T->by_table, places * sizeof *moved);
    if (moved == NULL) lb_raise_memory(L);
    T->by_table = moved;
    T->table_places = places;
  }
  memset(T->by_table, 0, places * sizeof *T->by_table);
  for (size_t i = 0; i < T->origin_count; i++) {
    uint32_t place = hash_table(T->origins[i].table) & (places - 1);
    while (T->by_table[place] != 0) place = (place + 1) & (places - 1);
    T->by_table[place] = (uint32_t)i + 1;
  }
  T->is_indexed = true;
}

// NULL where the table is one of the script's own.
static const lb_origin *find_table(lua_State *L, lb_transform *T, const void *table) {
  enum { FEW = 8 };
  if (T->origin_count <= FEW) {
    for (size_t i = 0; i < T->origin_count; i++) {
      if (T->origins[i].table == table) return &T->origins[i];
    }
    return NULL;
  }
  if (!T->is_indexed) index_origins(L, T);
  uint32_t mask = T->table_places - 1;
  for (uint32_t place = hash_table(table) & mask; T->by_table[place] != 0; place = (place + 1) & mask) {
    const lb_origin *origin = &T->origins[T->by_table[place] - 1];
    if (origin->table == table) return origin;
  }
  return NULL;
}

// MARK: By the place

static int compare_position(const void *position, const void *origin) {
  uint32_t wanted = *(const uint32_t *)position, found = ((const lb_origin *)origin)->position;
  return wanted < found ? -1 : wanted > found;
}

// Of a name that comes twice the last value counts.
static uint32_t member_position(const lb_transform *T, uint32_t object, const char *key, size_t length) {
  if ((char)(T->tape[object] >> 56) != '{') return 0;
  uint32_t end = (uint32_t)T->tape[object] - 1, position = 0;
  for (uint32_t at = object + 1; at < end; at = lb_after(T->tape, at + 1)) {
    size_t found;
    const char *bytes = lb_tape_string(T, T->tape[at], &found);
    if (found == length && memcmp(bytes, key, length) == 0) position = at + 1;
  }
  return position;
}

// Goes on from the item that was looked for last: lists are written from the front.
static uint32_t item_position(const lb_transform *T, lb_place *list, uint32_t position, size_t item) {
  if ((char)(T->tape[position] >> 56) != '[') return 0;
  uint32_t end = (uint32_t)T->tape[position] - 1;
  if (list->item == 0 || list->item > item) {
    list->item = 1;
    list->item_position = position + 1;
  }
  while (list->item < item && list->item_position < end) {
    list->item_position = lb_after(T->tape, list->item_position);
    list->item++;
  }
  return list->item_position < end ? list->item_position : 0;
}

uint32_t lb_position_of(const lb_transform *T, lb_place *place) {
  if (place->is_found || place->outer == NULL) return place->position;
  place->is_found = true;
  uint32_t outer = lb_position_of(T, place->outer);
  if (outer == 0) return 0;
  place->position = place->key == NULL ? item_position(T, place->outer, outer, place->length)
                                       : member_position(T, outer, place->key, place->length);
  return place->position;
}

const lb_shape *lb_order_of(lua_State *L, lb_transform *T, int index, lb_place *place, uint32_t *position) {
  const void *table = lua_topointer(L, index);
  const lb_origin *origin = table == T->root || T->origin_count == 0 ? NULL : find_table(L, T, table);
  if (origin == NULL && (table == T->root || place->is_record)) {
    *position = T->tape == NULL ? 0 : 1;
    return T->shape;
  }
  *position = 0;
  if (origin == NULL && T->origin_count > 0) {
    uint32_t wanted = lb_position_of(T, place);
    if (wanted != 0) origin = bsearch(&wanted, T->origins, T->origin_count, sizeof *origin, compare_position);
  }
  if (origin == NULL) return NULL;
  *position = origin->position;
  return origin->shape;
}
