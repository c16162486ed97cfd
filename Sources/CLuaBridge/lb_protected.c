// pcall and xpcall, across which a script can yield, but which never keep the end of a script from it.
#include "lb_library.h"

// Whether the script is being ended.
static int is_killed(lua_State *L) {
  lua_pushboolean(L, lb_is_killed(lb_of(L)));
  return 1;
}

// Returns what a protected call came to, `skipped` values up from the bottom; raises the end of the script again.
static int finish_call(lua_State *L, int status, lua_KContext skipped) {
  lb_poll(L);
  if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)skipped;
  lua_pushboolean(L, 0);
  lua_pushvalue(L, -2);
  return 2;
}

// MARK: Depth

static int base_pcall(lua_State *L);
static int base_xpcall(lua_State *L);

// Protected calls whose functions still run can be nested some 200 deep, as all C functions. But in a coroutine those that
// end with an error are done with only when the variables to be closed are, and a function that closes one can begin the next:
// without end, in a time that grows with the square of their number.
enum {
  LOOK_EVERY = 8192,  // calls, so many can have come on top of what was looked at: some 0.3 s to be undone
  DEEP = 4096,        // levels that are looked at
  MOST_NESTED = 250,
};

static bool is_protected_call(lua_State *L, lua_Debug *ar) {
  lua_getinfo(L, "f", ar);
  lua_CFunction function = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  return function == base_pcall || function == base_xpcall;
}

static void check_depth(lua_State *L) {
  lb_state *S = lb_of(L);
  if (++S->protected_calls % LOOK_EVERY != 0) return;
  lua_Debug ar;
  if (!lua_getstack(L, DEEP, &ar)) return;
  luaL_checkstack(L, 1, NULL);
  int nested = 0;
  for (int level = 0; level < DEEP && nested <= MOST_NESTED && lua_getstack(L, level, &ar); level++) {
    if (is_protected_call(L, &ar)) nested++;
  }
  if (nested > MOST_NESTED) luaL_error(L, "stack overflow (too many protected calls within each other)");
}

// MARK: Calls

static int base_pcall(lua_State *L) {
  check_depth(L);
  luaL_checkany(L, 1);
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  return finish_call(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_call), 0);
}

// The handler that stands before a script's own is a Lua function which calls that in tail position: a handler that
// fails is called again, nested, and this way as often as without.
static const char handler_source[] =
    "local is_killed = ...\n"
    "return function(handler)\n"
    "  return function(message)\n"
    "    if is_killed() then return message end\n"
    "    return handler(message)\n"
    "  end\n"
    "end\n";

// Replaces the handler at `index` by one that a script's end never calls.
static void wrap_handler(lua_State *L, int index) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushvalue(L, index);
  lua_call(L, 1, 1);
  lua_replace(L, index);
}

static int base_xpcall(lua_State *L) {
  check_depth(L);
  int count = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  wrap_handler(L, 2);
  lua_pushboolean(L, 1);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2);  // the result and the function go below the function's arguments
  return finish_call(L, lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, finish_call), 2);
}

void lb_open_protected(lua_State *L) {
  lua_pushcfunction(L, base_pcall);
  lua_setfield(L, -2, "pcall");
  if (luaL_loadbufferx(L, handler_source, sizeof handler_source - 1, "=xpcall", "t") != LUA_OK) lua_error(L);
  lua_pushcfunction(L, is_killed);
  lua_call(L, 1, 1);
  lua_pushcclosure(L, base_xpcall, 1);
  lua_setfield(L, -2, "xpcall");
}
