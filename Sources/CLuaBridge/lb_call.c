// Compiling for the host, and what is noted of errors.
#include "lb_internal.h"

#include <stdlib.h>

const char lb_stack_overflow[] = "stack overflow";

const char *lb_static_message(lua_State *L, int index) {
  const void *pointer = lua_type(L, index) == LUA_TLIGHTUSERDATA ? lua_touserdata(L, index) : NULL;
  if (pointer == lb_stack_overflow) return lb_stack_overflow;
  return lb_is_kill_message(pointer) ? pointer : NULL;
}

// MARK: What is noted of an error

void lb_note_position(lua_State *L1, int level) {
  lb_state *S = lb_of(L1);
  lua_Debug ar;
  S->is_noted = true;
  atomic_store_explicit(&S->is_untidy, true, memory_order_relaxed);
  S->line = 0;
  S->source[0] = 0;
  for (; lua_getstack(L1, level, &ar); level++) {
    lua_getinfo(L1, "Sl", &ar);
    if (ar.currentline <= 0) continue;
    S->line = ar.currentline;
    memcpy(S->source, ar.short_src, LUA_IDSIZE);
    return;
  }
}

void lb_note_error(lua_State *L, lua_State *L1, int level) {
  lb_state *S = lb_of(L);
  lb_note_position(L1, level);
  free(S->traceback);
  S->traceback = NULL;
  luaL_traceback(L, L1, NULL, level);
  S->traceback = strdup(lua_tostring(L, -1));
  lua_pop(L, 1);
}

const char *lb_traceback(const lb_state *S) { return S->traceback; }
const char *lb_error_source(const lb_state *S) { return S->source; }
int lb_error_line(const lb_state *S) { return S->line; }

// Message handler of the outermost protected call: notes where the error came from and leaves its value alone.
int lb_note_handler(lua_State *L) {
  if (lb_killed(lb_of(L)) == LB_ALIVE) lb_note_error(L, L, 1);
  return 1;
}

// MARK: Protected bodies

// Runs `body` under lua_pcall with `context` as its only extra argument, above the `arguments` values on the top.
int lb_protect(lb_state *S, lua_State *L, lua_CFunction body, int arguments, void *context, int results) {
  if (!lua_checkstack(L, 3)) {
    lua_settop(L, -arguments - 1);
    return lb_fail_without_room(S, L);
  }
  S->changes++;
  lua_State *outer = S->current;
  S->current = L;
  lua_pushcfunction(L, body);
  lua_insert(L, -arguments - 1);
  lua_pushlightuserdata(L, context);
  int status = lb_run_inner(S, L, arguments + 1, results);
  S->current = outer;
  return status;
}

static int push_table_body(lua_State *L) {
  const int *sizes = lua_touserdata(L, 1);
  lua_createtable(L, sizes[0], sizes[1]);
  return 1;
}

int lb_push_table(lb_state *S, lua_State *L, int array, int pairs) {
  int sizes[2] = {array, pairs};
  return lb_protect(S, L, push_table_body, 0, sizes, 1);
}

static int push_tape_body(lua_State *L) {
  lb_tape *tape = lua_touserdata(L, 1);
  lua_settop(L, 0);
  lb_push_nodes(L, tape);
  return lua_gettop(L);
}

int lb_push_tape(lb_state *S, lua_State *L, lb_tape *tape) {
  int status = lb_protect(S, L, push_tape_body, 0, tape, LUA_MULTRET);
  lb_tape_reset(S, tape);
  return status;
}

int lb_push_globals(lb_state *S, lua_State *L) {
  (void)S;
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  return LUA_OK;
}

// MARK: Compiling

typedef struct {
  lb_text source;
  const char *name;
  int environment;
} chunk;

#define PIECE 256  // the compiler's search for labels is quadratic in what it gets at once

// Hands out the source in pieces, so that compiling a huge chunk can be interrupted.
static const char *read_piece(lua_State *L, void *context, size_t *size) {
  lb_text *source = context;
  lb_poll(L);
  *size = source->length < PIECE ? source->length : PIECE;
  const char *piece = source->bytes;
  source->bytes += *size;
  source->length -= *size;
  return *size == 0 ? NULL : piece;
}

int lb_load_text(lua_State *L, lb_text source, const char *name) {
  return lua_load(L, read_piece, &source, name, "t");
}

static int load_body(lua_State *L) {
  const chunk *request = lua_touserdata(L, 1);
  if (lb_load_text(L, request->source, request->name) != LUA_OK) return lua_error(L);
  if (request->environment != 0) {
    lb_push_reference(lb_of(L), L, request->environment);
    lua_setupvalue(L, -2, 1);
  }
  return 1;
}

int lb_load(lb_state *S, lua_State *L, const char *bytes, size_t length, const char *name, int environment) {
  chunk request = {{bytes, length}, name, environment};
  S->line = 0;
  int status = lb_protect(S, L, load_body, 0, &request, 1);
  // lua_error makes a runtime error of what the compiler found.
  return status == LUA_ERRRUN && lb_killed(S) == LB_ALIVE ? LUA_ERRSYNTAX : status;
}
