// Records in, records out: the way of `map`, from bytes over a Lua function to bytes, without anything in between.
//
// A transform works on batches of records that the host has found the bounds of. For each it pushes a table, calls the
// function, and appends what that returns to its output: one protected call a record.
#ifndef CLUATRANSFORM_H
#define CLUATRANSFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lua_State lua_State;
typedef struct lb_state lb_state;
typedef struct lb_transform lb_transform;

enum {
  LB_FORMAT_NDJSON = 0,
  LB_FORMAT_JSON,    // items of an array, a comma and a line feed before each
  LB_FORMAT_CSV,     // rows without a header
  LB_FORMAT_FIELDS,  // as NDJSON, but only what CSV can hold: tables of named fields
};

/// What a transform is made of. The functions may be called on the thread of the state only; they must not raise.
typedef struct {
  /// Parses a JSON document: sets `tape` and `strings`, in the format that CSimdjson.h describes, valid until the next
  /// call. Returns 0, or anything else where it is no document.
  int (*parse)(void *parser, const uint8_t *bytes, size_t count, const uint64_t **tape, const uint8_t **strings);
  void *parser;
  /// Writes a finite number as JSON text of at most 32 bytes, without a zero at the end. Returns how many.
  size_t (*write_number)(double number, char *text);
  /// Slots of the function, of the value that is its third argument (0: nil), and of the metatable that empty arrays get.
  int function, argument, array_metatable;
  /// Whether the function looks at its second argument, a table of the record's number, line and source.
  bool wants_context;
  /// Whether cells of CSV with nothing in them are fields.
  bool keeps_empty_cells;
  int format;
  /// Between cells, where the output is CSV.
  char delimiter;
  /// More bytes than this for what one record becomes are an error.
  size_t record_limit;
  /// Not 0 once the batch at work is to end after the record at work; see lb_raise_flag.
  const int *stop;
} lb_transform_options;

typedef struct {
  const char *bytes;
  size_t length;
} lb_name;

/// Bytes that grow.
typedef struct {
  char *bytes;
  size_t count, capacity;
} lb_text_buffer;

/// Where in a batch a record is.
typedef struct {
  int64_t line;
  uint32_t start;  // its first byte, for CSV its first cell; LB_NO_RECORD where there is none
  uint32_t count;  // of bytes; where there is none, LB_PASSED_OVER for one that is somebody else's
} lb_record;
#define LB_NO_RECORD UINT32_MAX
enum { LB_PASSED_OVER = 1 };

typedef struct {
  uint32_t start, end;
} lb_cell;

/// Records that lie in one piece of memory, with 64 readable bytes behind.
typedef struct {
  const uint8_t *bytes;
  const lb_record *records;
  size_t count;
  const lb_cell *cells;  // NULL: the records are JSON
  int64_t first_number;  // of the record that is the first
} lb_batch;

/// NULL where memory is short.
lb_transform *lb_transform_open(lb_state *S, const lb_transform_options *options);
/// Before the state is closed.
void lb_transform_free(lb_transform *T);

/// Says where the records that follow come from. Protected.
int lb_transform_set_source(lb_transform *T, const char *name, size_t length);
/// Names the columns of the CSV that is read, or of the CSV that is written. Protected.
int lb_transform_set_columns(lb_transform *T, bool of_input, const lb_name *names, size_t count);
/// Names all fields of the record that the function uses, in the order of their bytes: what it returns is made by itself, or is
/// the record's table, which it hands to nobody. Then only these fields are handed to Lua. Once, before the first record.
/// Protected.
int lb_transform_set_fields(lb_transform *T, const lb_name *names, size_t count);
void lb_transform_set_format(lb_transform *T, int format);
/// Sets a flag that a transform looks at. From any thread.
void lb_raise_flag(int *flag);

enum {
  LB_TRANSFORM_DONE = 0,
  LB_TRANSFORM_STOPPED,
  LB_TRANSFORM_FAILED,      // the script failed on it: the error value is on the top of the main stack
  LB_TRANSFORM_UNPARSED,    // it is no document to `parse`, or none at all (LB_NO_RECORD)
  LB_TRANSFORM_NO_OBJECT,   // it is a document, and not an object
};

typedef struct {
  int ending;
  int status;           // of the record that failed
  size_t next;          // the record that is not done, or the number of them
  size_t skipped;       // records of which nothing was made
  size_t passed_over;   // records that are somebody else's
} lb_progress;

/// Transforms the records from `progress->next` on, until all are done or one needs the host. `budget` is in nanoseconds
/// a record, 0 for no limit.
void lb_transform_run(lb_transform *T, const lb_batch *batch, uint64_t budget, lb_progress *progress);
/// Transforms one record from a document that the host parsed.
void lb_transform_document(
    lb_transform *T, const lb_batch *batch, const uint64_t *tape, const uint8_t *strings, uint64_t budget,
    lb_progress *progress);

/// Exchanges what was written for a buffer that is written into next, over what it holds. Whoever has a buffer frees its bytes.
void lb_transform_swap_output(lb_transform *T, lb_text_buffer *buffer);

#ifdef __cplusplus
}
#endif
#endif
