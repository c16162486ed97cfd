// Calls of Lua functions by the host.
#include "lb_stretch.h"

void lb_clear_registers(lua_State *L) {
  enum { REGISTERS = 255 };  // of one function at most
  if (!lua_checkstack(L, REGISTERS)) return;
  int top = lua_gettop(L);
  lua_settop(L, top + REGISTERS);
  lua_settop(L, top);
}

// Where no call is in progress, the bottom of the main stack has a message handler for good, and room.
enum { HANDLER = 1, ROOM = 24, BASE_ROOM = 64 };

bool lb_open_base_frame(lua_State *L) {
  if (!lua_checkstack(L, BASE_ROOM + 1)) return false;
  lua_pushcfunction(L, lb_note_handler);
  return true;
}

// Where a call is in progress, or something else than Lua's main stack is at hand, the handler goes below the function.
static __attribute__((noinline)) lb_outgoing prepare_apart(lua_State *L, int height, int slot) {
  if (!lua_checkstack(L, ROOM)) return (lb_outgoing){.height = -1};
  lua_pushcfunction(L, lb_note_handler);
  lua_rawgeti(L, LUA_REGISTRYINDEX, slot);
  return (lb_outgoing){height, height + 1, height + 2};
}

lb_outgoing lb_prepare_call(lb_state *S, int slot) {
  lua_State *L = S->face.stack;
  int height = lua_gettop(L);
  bool is_at_bottom = L == S->main && S->inner == 0 && lb_is_between(S) && height <= BASE_ROOM - ROOM;
  if (!is_at_bottom) return prepare_apart(L, height, slot);
  lua_rawgeti(L, LUA_REGISTRYINDEX, slot);
  return (lb_outgoing){height, HANDLER, height + 1};
}

static __attribute__((noinline)) int refuse_depth(lb_state *S, lua_State *L, int arguments) {
  lua_settop(L, -arguments - 1);
  S->was_refused = false;
  return lb_fail_without_room(S, L);
}

// A call inside of another, of another state, or after something other than such calls.
static __attribute__((noinline)) int call_apart(lb_state *S, lua_State *L, int handler, int arguments, int results) {
  if (lb_is_stack_short()) return refuse_depth(S, L, arguments);
  lb_entry entry = lb_begin_stretch(S, S->face.budget, 0);
  S->changes++;
  lua_State *outer = S->current;
  S->current = L;
  if (lb_is_killed(S)) lb_arm(S);
  int status = lua_pcall(L, arguments, results, handler);
  S->current = outer;
  lb_clear_stale(S, L);
  lb_end_stretch(S, entry);
  return lb_why_ended(S) == LB_ALIVE ? status : LB_ENDED;
}

// Whether nothing runs on this thread, and the last run of this state was another such call.
static inline bool is_plain(const lb_state *S, const lua_State *L) {
  return L == S->current && lb_running == NULL && S->home == &lb_running && !lb_is_stack_short() &&
         !atomic_load_explicit(&S->is_untidy, memory_order_relaxed);
}

int lb_call(lb_state *S, int handler, int arguments, int results) {
  lua_State *L = S->face.stack;
  if (!is_plain(S, L)) return call_apart(S, L, handler, arguments, results);
  lb_running = S;
  S->busy = NULL;
  S->changes++;
  lb_begin_run(S);
  int status = lua_pcall(L, arguments, results, handler);
  lb_running = NULL;
  lb_clear_stale(S, L);
  return lb_end_run(S) == LB_ALIVE ? status : LB_ENDED;
}
