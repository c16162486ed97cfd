// A transform's life, and its way through a batch.
#include "lb_transform.h"

#include <stdlib.h>

// MARK: A record

// The record's number, line and source.
static void push_context(lua_State *L, lb_transform *T) {
  const lb_batch *batch = T->batch;
  lua_createtable(L, 0, 3);
  lua_pushinteger(L, batch->first_number + (int64_t)T->record);
  lua_setfield(L, -2, "index");
  lua_pushinteger(L, batch->records[T->record].line);
  lua_setfield(L, -2, "line");
  lua_pushvalue(L, lua_upvalueindex(LB_UP_SOURCE));
  lua_setfield(L, -2, "source");
}

// Pushes the record, calls the function and writes what it returns. With an argument: does what the host asks for.
static int record_body(lua_State *L) {
  lb_transform *T = lua_touserdata(L, lua_upvalueindex(LB_UP_TRANSFORM));
  if (lua_gettop(L) > 0) return lb_set_up(L, T, lua_touserdata(L, 1));
  lb_drop_segments(L, T, 0);  // of a record that failed
  lua_pushvalue(L, lua_upvalueindex(LB_UP_FUNCTION));
  lb_push_record(L, T);
  int arguments = 1;
  if (T->options.wants_context) {
    push_context(L, T);
    lua_pushvalue(L, lua_upvalueindex(LB_UP_ARGUMENT));
    arguments = 3;
  }
  lua_call(L, arguments, 1);
  lb_write_result(L, T);
  return 0;
}

// Runs the closure on the top of the stack, below it the handler, for the record at work. Returns whether it went well;
// else the error value is on the top.
static bool run_record(lb_transform *T, lua_State *L, uint64_t budget, lb_progress *progress) {
  lb_state *S = T->S;
  T->record_start = T->output.count;
  T->written = 0;
  S->changes++;
  lb_entry entry = lb_enter(S, budget, 0);
  lua_pushvalue(L, -1);
  int status = lua_pcall(L, 0, 0, lua_gettop(L) - 2);
  lb_leave(S, entry);
  if (status != LUA_OK || lb_killed(S) != LB_ALIVE) {
    T->output.count = T->record_start;
    progress->status = status;
    progress->ending = LB_TRANSFORM_FAILED;
    return false;
  }
  lb_clear_stale(S, L);
  if (T->written == 0) progress->skipped++;
  return true;
}

// MARK: A batch

// Parses the record at work. Returns LB_TRANSFORM_DONE where it is an object.
static int parse(lb_transform *T) {
  const lb_batch *batch = T->batch;
  const lb_record *record = &batch->records[T->record];
  if (record->start == LB_NO_RECORD) return LB_TRANSFORM_UNPARSED;
  if (batch->cells != NULL) return LB_TRANSFORM_DONE;
  const uint8_t *bytes = batch->bytes + record->start;
  if (T->options.parse(T->options.parser, bytes, record->count, &T->tape, &T->strings) != 0) return LB_TRANSFORM_UNPARSED;
  return (char)(T->tape[1] >> 56) == '{' ? LB_TRANSFORM_DONE : LB_TRANSFORM_NO_OBJECT;
}

// Pushes what records are run with. Returns false where there is no room, with the error value on the top.
static bool prepare(lb_transform *T, lua_State *L, lb_progress *progress) {
  if (lb_is_stack_short()) T->S->was_refused = false;
  if (lb_is_stack_short() || !lua_checkstack(L, 4)) {
    progress->status = lb_fail_without_room(T->S, L);
    progress->ending = LB_TRANSFORM_FAILED;
    return false;
  }
  lua_pushcfunction(L, lb_note_handler);
  lb_push_reference(T->S, L, T->body);
  return true;
}

// Takes what records are run with from under the error value of one that failed.
static void clean_up(lua_State *L, int base, const lb_progress *progress) {
  if (progress->ending == LB_TRANSFORM_FAILED && progress->status != LUA_OK) {
    lua_replace(L, base + 1);
    lua_settop(L, base + 1);
  } else {
    lua_settop(L, base);
  }
}

// Records are garbage soon. As long as little else lives, collecting them less often costs a few hundred KB of memory, and
// saves looking through what lives each time.
static void tune_collector(lb_transform *T, lua_State *L) {
  enum { LITTLE = 1 << 20, USUAL_PAUSE = 200, LONG_PAUSE = 1000 };
  int pause = T->S->used < LITTLE * (T->pause == LONG_PAUSE ? LONG_PAUSE / 100 : 1) ? LONG_PAUSE : USUAL_PAUSE;
  if (pause == T->pause) return;
  T->pause = pause;
  lua_gc(L, LUA_GCINC, pause, 0, 0);
}

void lb_transform_run(lb_transform *T, const lb_batch *batch, uint64_t budget, lb_progress *progress) {
  lb_state *S = T->S;
  lua_State *L = S->main, *outer = S->current;
  int base = lua_gettop(L);
  T->batch = batch;
  T->tape = NULL;
  if (!prepare(T, L, progress)) return;
  S->current = L;
  tune_collector(T, L);
  progress->ending = LB_TRANSFORM_DONE;
  for (; progress->next < batch->count; progress->next++) {
    if (__atomic_load_n(T->options.stop, __ATOMIC_RELAXED) != 0) {
      progress->ending = LB_TRANSFORM_STOPPED;
      break;
    }
    T->record = progress->next;
    const lb_record *record = &batch->records[T->record];
    if (record->start == LB_NO_RECORD && record->count == LB_PASSED_OVER) {
      progress->passed_over++;
      continue;
    }
    progress->ending = parse(T);
    if (progress->ending != LB_TRANSFORM_DONE || !run_record(T, L, budget, progress)) break;
  }
  S->current = outer;
  clean_up(L, base, progress);
}

void lb_transform_document(
    lb_transform *T, const lb_batch *batch, const uint64_t *tape, const uint8_t *strings, uint64_t budget,
    lb_progress *progress) {
  lb_state *S = T->S;
  lua_State *L = S->main, *outer = S->current;
  int base = lua_gettop(L);
  T->batch = batch;
  T->record = progress->next;
  T->tape = tape;
  T->strings = strings;
  if (!prepare(T, L, progress)) return;
  S->current = L;
  progress->ending = LB_TRANSFORM_DONE;
  if (run_record(T, L, budget, progress)) progress->next++;
  S->current = outer;
  clean_up(L, base, progress);
}

void lb_transform_set_format(lb_transform *T, int format) { T->options.format = format; }
void lb_raise_flag(int *flag) { __atomic_store_n(flag, 1, __ATOMIC_RELAXED); }

void lb_transform_swap_output(lb_transform *T, lb_text_buffer *buffer) {
  lb_text_buffer written = T->output;
  T->output = *buffer;
  T->output.count = 0;
  *buffer = written;
}

// MARK: Life

static int make_body(lua_State *L) {
  lb_transform *T = lua_touserdata(L, 1);
  const lb_transform_options *options = &T->options;
  lua_pushlightuserdata(L, T);
  lua_createtable(L, 64, 0);
  lb_push_reference(T->S, L, options->function);
  if (options->argument == 0) {
    lua_pushnil(L);
  } else {
    lb_push_reference(T->S, L, options->argument);
  }
  lb_push_reference(T->S, L, options->array_metatable);
  lua_pushliteral(L, "");
  lua_pushcclosure(L, record_body, LB_UP_COUNT);
  return 1;
}

lb_transform *lb_transform_open(lb_state *S, const lb_transform_options *options) {
  lb_transform *T = calloc(1, sizeof *T);
  if (T == NULL) return NULL;
  T->S = S;
  T->options = *options;
  lua_State *L = S->main;
  if (lb_protect(S, L, make_body, 0, T, 1) == LUA_OK && (T->body = lb_reference(S, L)) != 0) return T;
  lua_pop(L, 1);
  free(T);
  return NULL;
}

void lb_transform_free(lb_transform *T) {
  if (T == NULL) return;
  lb_release_reference(T->S, T->body);
  for (uint32_t id = 1; id <= T->key_count; id++) free(T->keys[id].quoted);
  for (int place = 0; place < LB_MOST_SHAPES; place++) {
    for (lb_shape *shape = T->shapes[place], *next; shape != NULL; shape = next) {
      next = shape->next;
      lb_free_shape(shape);
    }
  }
  lb_free_columns(&T->input_columns);
  lb_free_columns(&T->output_columns);
  void *blocks[] = {T->fields, T->keys,     T->by_bytes,     T->origins,      T->by_table,
                    T->segments, T->output.bytes, T->scratch.bytes};
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) free(blocks[i]);
  free(T);
}
