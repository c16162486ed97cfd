// Records of which the script names all fields that it uses. Only these are handed to Lua, and what is nested; the others go
// from the input to the output as they are. What comes out is the same as if all had been handed over.
#include "lb_transform.h"

// Whether the table has the record's field of this rank.
static inline bool is_handed(const lb_transform *T, uint32_t rank) {
  if (T->keys[T->shape->ids[rank]].is_named) return true;
  if (T->tape == NULL) return false;
  char tag = lb_tag_of(T->tape[T->positions[rank]]);
  return tag == '{' || tag == '[';
}

static const lb_cell *row(const lb_transform *T) { return T->batch->cells + T->batch->records[T->record].start; }

// Whether the record has a value of this rank: an empty cell may be none.
static inline bool is_there(const lb_transform *T, uint32_t rank) {
  return T->tape != NULL || T->options.keeps_empty_cells || row(T)[rank].start < row(T)[rank].end;
}

// MARK: Reading

// Finds out the shape of the object at work, and where its values are.
static bool survey(lua_State *L, lb_transform *T) {
  uint32_t end = (uint32_t)T->tape[1] - 1, ids[LB_MOST_MEMBERS], count = 0;
  lb_shape *expected = T->last_shape;
  bool is_expected = expected != NULL;
  for (uint32_t at = 2; at < end; at = lb_after(T->tape, at + 1), count++) {
    if (count == LB_MOST_MEMBERS) return false;
    size_t length;
    const char *bytes = lb_tape_string(T, T->tape[at], &length);
    uint32_t id = lb_key_on_tape(L, T, bytes, length, is_expected ? expected : NULL, count);
    if (id == 0) return false;
    is_expected = is_expected && count < expected->count && expected->ids[count] == id;
    ids[count] = id;
    T->positions[count] = at + 1;
  }
  if (!is_expected || count != expected->count) T->last_shape = lb_shape_of(L, T, ids, count);
  T->shape = T->last_shape;
  return T->shape != NULL;
}

bool lb_push_named(lua_State *L, lb_transform *T) {
  if (T->tape == NULL) {
    T->shape = T->input_columns.shape;
  } else if (!survey(L, T)) {
    return false;
  }
  // Of a name that comes twice the last value counts.
  if (T->shape->has_twins) return false;
  lua_createtable(L, 0, (int)T->field_count);
  for (uint32_t rank = 0; rank < T->shape->count; rank++) {
    if (!is_handed(T, rank) || !is_there(T, rank)) continue;
    lua_rawgeti(L, lua_upvalueindex(LB_UP_KEYS), T->shape->ids[rank]);
    if (T->tape != NULL) {
      lb_push_value(L, T, T->positions[rank], &T->shape->inside[rank], 1);
    } else {
      const lb_cell *cell = &row(T)[rank];
      lua_pushlstring(L, (const char *)T->batch->bytes + cell->start, cell->end - cell->start);
    }
    lua_rawset(L, -3);
  }
  return true;
}

// MARK: Writing

static void put_scalar(lua_State *L, lb_transform *T, uint32_t position) {
  uint64_t word = T->tape[position];
  switch (lb_tag_of(word)) {
    case '"': {
      size_t length;
      const char *bytes = lb_tape_string(T, word, &length);
      lb_put_string(L, T, bytes, length);  // the parser has seen to it that it is UTF-8
      return;
    }
    case 'l': lb_put_integer(L, T, (lua_Integer)T->tape[position + 1]); return;
    case 'u': case 'i': lb_put_large(L, T, position); return;
    case 'd': lb_put_number(L, T, lb_tape_double(T, position)); return;
    case 't': lb_put(L, T, "true", 4); return;
    case 'f': lb_put(L, T, "false", 5); return;
    default: lb_put(L, T, "null", 4);
  }
}

static lb_place place_of(lb_place *record, const lb_key *key) {
  return (lb_place){.outer = record, .key = key->string, .length = key->length};
}

_Noreturn static void raise_no_text(lua_State *L, const lb_key *key, lb_place *record) {
  lb_place member = place_of(record, key);
  lb_raise_at(L, &member, "string is not valid UTF-8");
}

// Writes a field that Lua has not seen.
static void put_original(lua_State *L, lb_transform *T, uint32_t rank, lb_place *record) {
  const lb_key *key = &T->keys[T->shape->ids[rank]];
  if (T->tape != NULL) {
    put_scalar(L, T, T->positions[rank]);
    return;
  }
  const lb_cell *cell = &row(T)[rank];
  if (!lb_put_string(L, T, (const char *)T->batch->bytes + cell->start, cell->end - cell->start)) {
    raise_no_text(L, key, record);
  }
}

// The same as a cell of CSV.
static void put_original_cell(lua_State *L, lb_transform *T, uint32_t rank, lb_place *record) {
  if (T->tape == NULL) {
    const lb_cell *cell = &row(T)[rank];
    if (!lb_put_cell(L, T, (const char *)T->batch->bytes + cell->start, cell->end - cell->start)) {
      raise_no_text(L, &T->keys[T->shape->ids[rank]], record);
    }
    return;
  }
  uint64_t word = T->tape[T->positions[rank]];
  if (lb_tag_of(word) == '"') {
    size_t length;
    const char *bytes = lb_tape_string(T, word, &length);
    lb_put_cell(L, T, bytes, length);
  } else if (lb_tag_of(word) != 'n') {
    put_scalar(L, T, T->positions[rank]);
  }
}

// Pushes the table's value of a key; returns false, with nothing pushed, where it has none.
static bool push_field(lua_State *L, int index, uint32_t id) {
  lua_rawgeti(L, lua_upvalueindex(LB_UP_KEYS), id);
  if (lua_rawget(L, index) != LUA_TNIL) return true;
  lua_pop(L, 1);
  return false;
}

static inline bool has_rank(const lb_shape *shape, uint32_t id) {
  return id < shape->rank_count && shape->ranks[id] != LB_NO_RANK;
}

static void write_handed(lua_State *L, lb_transform *T, int index, uint32_t id, lb_place *record, int depth) {
  if (!push_field(L, index, id)) return;
  lb_place member = place_of(record, &T->keys[id]);
  lb_put(L, T, T->keys[id].quoted, T->keys[id].quoted_length);
  lb_write_value(L, T, lua_gettop(L), &member, depth);
  lb_put_byte(L, T, ',');
  lua_pop(L, 1);
}

void lb_write_named(lua_State *L, lb_transform *T, int index, lb_place *place, int depth) {
  lb_put_byte(L, T, '{');
  size_t start = T->output.count;
  for (uint32_t rank = 0; rank < T->shape->count; rank++) {
    uint32_t id = T->shape->ids[rank];
    if (is_handed(T, rank)) {
      write_handed(L, T, index, id, place, depth);
    } else if (is_there(T, rank)) {
      lb_put(L, T, T->keys[id].quoted, T->keys[id].quoted_length);
      put_original(L, T, rank, place);
      lb_put_byte(L, T, ',');
    }
  }
  for (uint32_t i = 0; i < T->field_count; i++) {
    if (!has_rank(T->shape, T->fields[i])) write_handed(L, T, index, T->fields[i], place, depth);
  }
  if (T->output.count == start) {
    lb_put_byte(L, T, '}');
  } else {
    T->output.bytes[T->output.count - 1] = '}';
  }
}

// Raises where the record has a field for which there is no column.
static void check_columns(lua_State *L, lb_transform *T, int index, const lb_place *place) {
  const lb_shape *columns = T->output_columns.shape;
  for (uint32_t rank = 0; rank < T->shape->count; rank++) {
    uint32_t id = T->shape->ids[rank];
    if (has_rank(columns, id)) continue;
    if (is_handed(T, rank) ? push_field(L, index, id) : is_there(T, rank)) {
      lb_raise_no_column(L, T, T->keys[id].string, place);
    }
  }
  for (uint32_t i = 0; i < T->field_count; i++) {
    uint32_t id = T->fields[i];
    if (!has_rank(columns, id) && push_field(L, index, id)) lb_raise_no_column(L, T, T->keys[id].string, place);
  }
}

void lb_write_named_row(lua_State *L, lb_transform *T, int index, lb_place *place) {
  check_columns(L, T, index, place);
  const lb_shape *columns = T->output_columns.shape;
  size_t start = T->output.count;
  for (uint32_t column = 0; column < columns->count; column++) {
    if (column > 0) lb_put_byte(L, T, T->options.delimiter);
    uint32_t id = columns->ids[column];
    if (columns->ranks[id] != column) continue;
    bool is_original = has_rank(T->shape, id) && !is_handed(T, T->shape->ranks[id]);
    if (is_original) {
      put_original_cell(L, T, T->shape->ranks[id], place);
    } else if (push_field(L, index, id)) {
      lb_place member = place_of(place, &T->keys[id]);
      lb_write_cell(L, T, lua_gettop(L), &member);
      lua_pop(L, 1);
    }
  }
  lb_end_row(L, T, start);
}
