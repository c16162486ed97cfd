// What the files of the transform share.
#ifndef LB_TRANSFORM_H
#define LB_TRANSFORM_H

#include "lb_internal.h"

#include <stdlib.h>

/// A field's name, known by the place of its Lua string, which is kept for good.
typedef struct {
  const char *string;
  uint32_t length, hash;
  bool is_named;  // by the script; see lb_transform_named.c
  char *quoted;  // as a member of an object begins: "name":
  uint32_t quoted_length;
} lb_key;

/// The names of an object's members in their order.
typedef struct lb_shape {
  struct lb_shape *next;     // of the same place in the list of shapes
  struct lb_shape **inside;  // what the object under each name looked like last
  uint32_t hash, count, rank_count;
  bool has_twins;            // whether a name comes twice
  const uint16_t *ranks;     // the place in the order, by the number of the key
  uint32_t ids[];            // numbers of keys
} lb_shape;
enum { LB_NO_RANK = UINT16_MAX };

/// The columns of CSV.
typedef struct {
  uint32_t count;
  lb_shape *shape;
  uint32_t *places;  // of each column of a row that is written, the segment that goes there
} lb_columns;

/// What the host tells a transform between batches.
typedef struct {
  enum { LB_SET_SOURCE, LB_SET_INPUT_COLUMNS, LB_SET_OUTPUT_COLUMNS, LB_SET_FIELDS } kind;
  const lb_name *names;
  size_t count;
} lb_request;

/// An object of the record at work, to be known again in what the script returns.
typedef struct {
  const void *table;
  const lb_shape *shape;  // NULL where it has too many members for one
  uint32_t position;      // on the tape
} lb_origin;

/// One member on its way to the output.
typedef struct {
  const char *key;
  size_t key_length, start, end;
  uint32_t rank;
  bool is_pinned;  // whether the key is kept for it
} lb_segment;

/// Where in the returned value writing is: for messages, and to find what stood there in the record.
typedef struct lb_place {
  struct lb_place *outer;
  const char *key;  // NULL for an item of a list
  size_t length;    // of the key, or the position of the item, from 1
  bool is_record;     // a value that is written by itself
  bool is_found;      // whether `position` was looked for
  uint32_t position;  // on the tape; 0 where nothing stood there
  uint32_t item, item_position;  // of a list: the item that was looked for last
} lb_place;

enum {
  LB_MOST_KEYS = 32768,  // twice as many as a spreadsheet has columns
  LB_MOST_SHAPES = 512,
  LB_MOST_MEMBERS = 256,  // of an object with a shape
  LB_MOST_DEPTH = 200,    // of tables in tables
};

struct lb_transform {
  lb_state *S;
  lb_transform_options options;
  int body;  // slot of the closure that does a record
  int pause;  // of the collector, as it was set last

  lb_key *keys;  // by number, from 1
  uint32_t key_count, key_capacity;
  uint16_t *by_bytes, *by_string;  // open addressing: numbers of keys, 0 for none
  uint32_t places;                 // of either, a power of two
  lb_shape *shapes[LB_MOST_SHAPES];
  uint32_t shape_count;
  lb_shape *last_shape;  // of a record

  lb_columns input_columns, output_columns;  // of CSV
  uint32_t *fields, field_count;  // keys of all fields that the script uses, by their bytes
  bool knows_fields;

  // The record at work.
  const lb_batch *batch;
  size_t record;
  const uint64_t *tape;  // NULL: it is a row
  const uint8_t *strings;
  const void *root;        // its table
  const lb_shape *shape;   // of that
  lb_origin *origins;      // of the objects in it, as they come on the tape
  size_t origin_count, origin_capacity;
  uint32_t *by_table, table_places;  // open addressing: numbers of origins, from 1
  bool is_indexed;                   // whether `by_table` holds those of this record
  lb_segment *segments;
  size_t segment_count, segment_capacity;
  size_t written;
  bool is_named;                         // whether the table has only what the script names, and what is nested
  uint32_t positions[LB_MOST_MEMBERS];   // of the record's values on the tape, then

  lb_text_buffer output, scratch;
  size_t record_start;  // in the output
};

/// Upvalues of the closure that does a record.
enum { LB_UP_TRANSFORM = 1, LB_UP_KEYS, LB_UP_FUNCTION, LB_UP_ARGUMENT, LB_UP_ARRAY, LB_UP_SOURCE, LB_UP_COUNT = LB_UP_SOURCE };

/// Carries out a request.
int lb_set_up(lua_State *L, lb_transform *T, const lb_request *request);
void lb_free_columns(lb_columns *columns);

// MARK: Keys and shapes

/// The number of the key, which is noted where it is new; 0 where it is too many. Pushes nothing.
uint32_t lb_key_of_bytes(lua_State *L, lb_transform *T, const char *bytes, size_t length);
/// The same for the string at `index`, whose bytes these are.
uint32_t lb_key_of_string(lua_State *L, lb_transform *T, int index, const char *bytes, size_t length);
/// The shape of these keys; NULL where there are too many.
lb_shape *lb_shape_of(lua_State *L, lb_transform *T, const uint32_t *ids, uint32_t count);
/// A shape that belongs to the caller; NULL where memory is short.
lb_shape *lb_make_shape(const uint32_t *ids, uint32_t count, uint32_t hash);
void lb_free_shape(lb_shape *shape);

/// The number of a member's key on the tape, expected at this rank of `guess`; 0 where there are too many keys.
static inline uint32_t lb_key_on_tape(
    lua_State *L, lb_transform *T, const char *bytes, size_t length, const lb_shape *guess, uint32_t rank) {
  if (guess != NULL && rank < guess->count) {
    const lb_key *key = &T->keys[guess->ids[rank]];
    if (key->length == length && memcmp(key->string, bytes, length) == 0) return guess->ids[rank];
  }
  return lb_key_of_bytes(L, T, bytes, length);
}

// MARK: Reading

/// Pushes the record at work.
void lb_push_record(lua_State *L, lb_transform *T);
/// Pushes the value at `position`, in which the keys of `guess` are expected; returns the position after it.
uint32_t lb_push_value(lua_State *L, lb_transform *T, uint32_t position, lb_shape **guess, int depth);
/// Pushes the record at work without what the script does not name. Returns false where that cannot be; then nothing is
/// pushed.
bool lb_push_named(lua_State *L, lb_transform *T);
static inline char lb_tag_of(uint64_t word) { return (char)(word >> 56); }
/// The position on the tape after the value at `position`.
uint32_t lb_after(const uint64_t *tape, uint32_t position);
static inline const char *lb_tape_string(const lb_transform *T, uint64_t word, size_t *length) {
  const uint8_t *start = T->strings + (word & UINT64_C(0x00FFFFFFFFFFFFFF));
  uint32_t count;
  memcpy(&count, start, sizeof count);
  *length = count;
  return (const char *)start + sizeof count;
}

/// Whether the word begins an integer beyond those of Lua.
static inline bool lb_is_large(uint64_t word) { return lb_tag_of(word) == 'u' || lb_tag_of(word) == 'i'; }
/// The value of the number at `position`, where it is not a Lua integer.
static inline double lb_tape_double(const lb_transform *T, uint32_t position) {
  uint64_t word = T->tape[position];
  size_t length;
  if (lb_tag_of(word) == 'i') return strtod(lb_tape_string(T, word, &length), NULL);
  if (lb_tag_of(word) == 'u') return (double)T->tape[position + 1];
  double number;
  memcpy(&number, &T->tape[position + 1], sizeof number);
  return number;
}

// MARK: Writing

/// Writes what the function returned, the value on the top.
void lb_write_result(lua_State *L, lb_transform *T);
void lb_write_value(lua_State *L, lb_transform *T, int index, lb_place *place, int depth);
void lb_write_table(lua_State *L, lb_transform *T, int index, lb_place *place, int depth);
/// Writes the record's table, where that has only what the script names, with all that the record had: as JSON, as CSV.
void lb_write_named(lua_State *L, lb_transform *T, int index, lb_place *place, int depth);
void lb_write_named_row(lua_State *L, lb_transform *T, int index, lb_place *place);
static inline bool lb_is_named(lua_State *L, const lb_transform *T, int index) {
  return T->is_named && lua_topointer(L, index) == T->root;
}
/// Raises where CSV cannot hold the value.
void lb_check_row(lua_State *L, lb_transform *T, int index, const lb_place *place);
/// Writes a table's members as cells; see lb_transform_csv.c.
void lb_write_row(lua_State *L, lb_transform *T, int index, lb_place *place);
void lb_write_cell(lua_State *L, lb_transform *T, int index, lb_place *place);
/// Writes text as a cell, in quotes where it needs them. Returns false where it is not UTF-8.
bool lb_put_cell(lua_State *L, lb_transform *T, const char *bytes, size_t length);
/// The end of a row that begins at `start`.
void lb_end_row(lua_State *L, lb_transform *T, size_t start);
_Noreturn void lb_raise_no_column(lua_State *L, const lb_transform *T, const char *name, const lb_place *place);
/// Raises unless the table at `index` has the keys 1, 2, … `count` and no others.
void lb_check_list(lua_State *L, int index, lua_Integer count, const lb_place *place);
bool lb_is_marked_array(lua_State *L, int index);
/// The order for the members of the table at `index`: its own if it came with the record, else that of the object that
/// stood at its place in the record. NULL where there is none; or, where `position` is set, it is to be read there.
const lb_shape *lb_order_of(lua_State *L, lb_transform *T, int index, lb_place *place, uint32_t *position);
/// Where on the tape a value stands at the same place of the record; 0 for none.
uint32_t lb_position_of(const lb_transform *T, lb_place *place);
/// Notes a member that stands in the output from `start` to its end.
lb_segment *lb_add_segment(lua_State *L, lb_transform *T);
/// Forgets the members from the one at `first` on, and lets go of their keys.
void lb_drop_segments(lua_State *L, lb_transform *T, size_t first);
_Noreturn void lb_raise_at(lua_State *L, const lb_place *place, const char *format, ...);
_Noreturn void lb_raise_memory(lua_State *L);
/// What messages call a key that is none of a list's or an object's; pushes it.
const char *lb_key_name(lua_State *L, int index);

// For looking at eight bytes at once.
#define LB_ONES UINT64_C(0x0101010101010101)
#define LB_HIGHS UINT64_C(0x8080808080808080)

/// Makes room for `bytes` more; raises where there is none.
void lb_reserve_more(lua_State *L, lb_transform *T, lb_text_buffer *buffer, size_t bytes);
static inline char *lb_reserve(lua_State *L, lb_transform *T, size_t bytes) {
  if (T->output.capacity - T->output.count < bytes) lb_reserve_more(L, T, &T->output, bytes);
  return T->output.bytes + T->output.count;
}
static inline void lb_put(lua_State *L, lb_transform *T, const char *bytes, size_t count) {
  memcpy(lb_reserve(L, T, count), bytes, count);
  T->output.count += count;
}
static inline void lb_put_byte(lua_State *L, lb_transform *T, char byte) {
  *lb_reserve(L, T, 1) = byte;
  T->output.count++;
}
/// Writes a JSON string. Returns false where the bytes are not UTF-8.
bool lb_put_string(lua_State *L, lb_transform *T, const char *bytes, size_t length);
void lb_put_number(lua_State *L, lb_transform *T, double number);
void lb_put_integer(lua_State *L, lb_transform *T, lua_Integer integer);
/// Writes all digits of the integer beyond those of Lua at `position` of the tape.
void lb_put_large(lua_State *L, lb_transform *T, uint32_t position);
bool lb_is_text(const char *bytes, size_t length);

#endif
