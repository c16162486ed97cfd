// The coroutine library: transparent for host functions that wait, and closed without the unbounded recursion of Lua
// 5.4.4.
#include "lb_library.h"

#define MAX_NESTED_CLOSE 100

enum { FAILED = -1, WAITING = -2 };

// MARK: Creating and closing

static int create_body(lua_State *L) {  // function
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  return 1;
}

int lb_push_coroutine(lb_state *S, lua_State *L) {
  lua_pushcfunction(L, create_body);
  lua_insert(L, -2);
  int status = lb_run_inner(S, L, 1, 1);
  if (status == LUA_OK) *lb_extra(lua_tothread(L, -1)) |= 1;
  return status;
}

// Whether `co` was ended by a limit or by the host. Then what it has to close is left to the collector: it may be made to
// run forever, in a thread whose hook is off.
static bool was_killed(lua_State *co) {
  int status = lua_status(co);
  return status != LUA_OK && status != LUA_YIELD && lua_islightuserdata(co, -1) &&
         lb_is_kill_message(lua_touserdata(co, -1));
}

// Refuses to close one coroutine inside another without end: Lua 5.4.4 does not count these calls as C calls, and each
// begins to count anew.
static void check_close(lua_State *L) {
  if (lb_of(L)->close_depth >= MAX_NESTED_CLOSE || lb_is_stack_short()) luaL_error(L, "C stack overflow");
}

// Runs what is to be closed in `co`.
static int close_tracked(lb_state *S, lua_State *co) {
  lua_State *outer = S->current;
  S->current = co;
  S->close_depth++;
  int status = lua_resetthread(co);
  S->close_depth--;
  S->current = outer;
  return status;
}

int lb_close_coroutine(lb_state *S, lua_State *coroutine) {
  if (lb_is_killed(S) || was_killed(coroutine) || lb_is_stack_short()) return LUA_OK;
  return close_tracked(S, coroutine);
}

// MARK: The coroutine library

static lua_State *coroutine_argument(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "thread");
  return co;
}

static int co_resume(lua_State *L);
static int wrap_call(lua_State *L);

// Whether `co` is suspended by a host function that waits, its own or a nested coroutine's, and not by a yield.
static bool is_waiting(lua_State *co) {
  lua_Debug ar;
  if (lua_status(co) != LUA_YIELD || !lua_getstack(co, 0, &ar)) return false;
  if (!lua_checkstack(co, 1) || !lua_getinfo(co, "f", &ar)) return false;
  lua_CFunction top = lua_tocfunction(co, -1);
  lua_pop(co, 1);
  return top == lb_call_waiting_host || top == co_resume || top == wrap_call;
}

typedef enum { RUNNING, DEAD, SUSPENDED, NORMAL } co_state;
static const char *const state_names[] = {"running", "dead", "suspended", "normal"};

static co_state state_of(lua_State *L, lua_State *co) {
  if (L == co) return RUNNING;
  switch (lua_status(co)) {
    case LUA_YIELD: return is_waiting(co) ? NORMAL : SUSPENDED;
    case LUA_OK: {
      lua_Debug ar;
      if (lua_getstack(co, 0, &ar)) return NORMAL;
      return lua_gettop(co) == 0 ? DEAD : SUSPENDED;
    }
    default: return DEAD;
  }
}

// Hands on what a resume came to: the count of results moved to L, or FAILED with the error on L's top, or WAITING.
static int take_results(lua_State *L, lua_State *co, int status, int results) {
  lb_poll(L);
  if (status == LUA_YIELD && lb_of(L)->waiting) return WAITING;
  if (status > LUA_YIELD) {
    lua_xmove(co, L, 1);
    return FAILED;
  }
  if (!lua_checkstack(L, results + 1)) {
    lua_pop(co, results);
    lua_pushliteral(L, "too many results to resume");
    return FAILED;
  }
  lua_xmove(co, L, results);
  return results;
}

static int resume_with(lua_State *L, lua_State *co, int arguments) {
  if (!lua_checkstack(co, arguments)) {
    lua_pushliteral(L, "too many arguments to resume");
    return FAILED;
  }
  if (is_waiting(co)) {
    lua_pushliteral(L, "cannot resume non-suspended coroutine");
    return FAILED;
  }
  if (lb_is_stack_short()) {
    lua_pushliteral(L, "C stack overflow");
    return FAILED;
  }
  lua_xmove(L, co, arguments);
  int results = 0;
  int status = lb_resume_from(L, co, arguments, &results);
  return take_results(L, co, status, results);
}

// Resumes `co` after the host function in it has what it waited for.
static int resume_waiting(lua_State *L, lua_State *co) {
  int results = 0;
  int status = lb_resume_from(L, co, 0, &results);
  return take_results(L, co, status, results);
}

static int resume_again(lua_State *L, int status, lua_KContext context);

static int finish_resume(lua_State *L, int count) {
  if (count == WAITING) return lua_yieldk(L, 0, 0, resume_again);
  lua_pushboolean(L, count != FAILED);
  int given = count == FAILED ? 1 : count;
  lua_insert(L, -(given + 1));
  return given + 1;
}

static int resume_again(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  return finish_resume(L, resume_waiting(L, lua_tothread(L, 1)));
}

static int co_resume(lua_State *L) {
  lb_poll(L);
  lua_State *co = coroutine_argument(L);
  return finish_resume(L, resume_with(L, co, lua_gettop(L) - 1));
}

static int wrap_again(lua_State *L, int status, lua_KContext context);

// Like Lua's own: closes a coroutine that failed, puts the caller's position before a message, raises.
static int wrap_failed(lua_State *L, lua_State *co) {
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) {
    check_close(L);
    status = close_tracked(lb_of(L), co);
    lb_poll(L);
    lua_xmove(co, L, 1);
  }
  if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int finish_wrap(lua_State *L, lua_State *co, int count) {
  if (count == WAITING) return lua_yieldk(L, 0, 0, wrap_again);
  return count == FAILED ? wrap_failed(L, co) : count;
}

static int wrap_again(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  return finish_wrap(L, co, resume_waiting(L, co));
}

static int wrap_call(lua_State *L) {
  lb_poll(L);
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  return finish_wrap(L, co, resume_with(L, co, lua_gettop(L)));
}

static int co_create(lua_State *L) {
  lb_poll(L);
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  return create_body(L);
}

static int co_wrap(lua_State *L) {
  co_create(L);
  lua_pushcclosure(L, wrap_call, 1);
  return 1;
}

static int co_status(lua_State *L) {
  lua_pushstring(L, state_names[state_of(L, coroutine_argument(L))]);
  return 1;
}

static int co_close(lua_State *L) {
  lb_poll(L);
  lua_State *co = coroutine_argument(L);
  co_state state = state_of(L, co);
  if (state != DEAD && state != SUSPENDED) return luaL_error(L, "cannot close a %s coroutine", state_names[state]);
  if (was_killed(co)) {
    lua_pushboolean(L, 0);
    lua_pushliteral(L, "the script that ran in the coroutine was ended");
    return 2;
  }
  check_close(L);
  int status = close_tracked(lb_of(L), co);
  lb_poll(L);
  lua_pushboolean(L, status == LUA_OK);
  if (status == LUA_OK) return 1;
  lua_xmove(co, L, 1);
  return 2;
}

static int co_yield(lua_State *L) {
  if (!lb_is_root(L)) return lua_yield(L, lua_gettop(L));
  lua_pushliteral(L, "attempt to yield from outside a coroutine");
  return lua_error(L);
}

static int co_running(lua_State *L) {
  lua_pushboolean(L, lua_pushthread(L) || lb_is_root(L));
  return 2;
}

static int co_isyieldable(lua_State *L) {
  lua_State *co = lua_isnone(L, 1) ? L : coroutine_argument(L);
  lua_pushboolean(L, lua_isyieldable(co) && !lb_is_root(co));
  return 1;
}

void lb_open_coroutine(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"create", co_create}, {"resume", co_resume}, {"running", co_running},       {"status", co_status},
      {"wrap", co_wrap},     {"yield", co_yield},   {"isyieldable", co_isyieldable}, {"close", co_close},
      {NULL, NULL},
  };
  luaL_newlib(L, functions);
  lb_name_library(L, "coroutine");
  lua_setfield(L, -2, "coroutine");
}
