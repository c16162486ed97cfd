// Lua's own functions behind a check.
#include "lb_library.h"

#define FREE_BYTES ((size_t)64 << 20)  // of strings among the arguments of one call, before they are looked at
#define MOST_BYTES ((size_t)8 << 30)   // of strings in all, some 0.5 s to scan
#define LONG_NUMERAL 4096

void lb_name_library(lua_State *L, const char *name) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  if (lua_getfield(L, -1, name) == LUA_TNIL) {
    lua_pushvalue(L, -3);
    lua_setfield(L, -3, name);
  }
  lua_pop(L, 2);
}

void lb_guard_function(lua_State *L, const char *name, lua_CFunction guard) {
  lua_getfield(L, -1, name);
  lua_pushcclosure(L, guard, 1);
  lua_setfield(L, -2, name);
}

// A string that is used as a number is converted, in time proportional to its length, each time. So the same few huge
// numerals given many times over would keep Lua busy; ordinary calls have no numeral of such a length.
static void check_strings(lua_State *L, size_t total) {
  size_t numerals = 0;
  for (int i = lua_gettop(L); i > 0; i--) {
    if (lua_type(L, i) != LUA_TSTRING || lua_rawlen(L, i) < LONG_NUMERAL) continue;
    lb_poll(L);
    if (lua_isnumber(L, i)) numerals += (size_t)lua_rawlen(L, i);
    if (numerals > FREE_BYTES) luaL_error(L, "numerals too long");
  }
  if (total > MOST_BYTES) luaL_error(L, "arguments too long");
}

int lb_guarded_arguments(lua_State *L) {
  size_t total = 0;
  for (int i = lua_gettop(L); i > 0; i--) {
    if (lua_type(L, i) == LUA_TSTRING) total += (size_t)lua_rawlen(L, i);
  }
  if (total > FREE_BYTES) check_strings(L, total);
  return lb_run_guarded(L);
}

// MARK: Libraries that are Lua's own but for such functions

// The largest (or smallest) argument as Lua's comparison finds it, which may compare strings of any length.
static int extreme(lua_State *L, bool largest) {
  int count = lua_gettop(L), found = 1;
  luaL_argcheck(L, count >= 1, 1, "value expected");
  for (int i = 2; i <= count; i++) {
    lb_poll(L);
    if (largest ? lua_compare(L, found, i, LUA_OPLT) : lua_compare(L, i, found, LUA_OPLT)) found = i;
  }
  lua_pushvalue(L, found);
  return 1;
}

static int math_max(lua_State *L) { return extreme(L, true); }
static int math_min(lua_State *L) { return extreme(L, false); }

void lb_open_math(lua_State *L) {
  static const luaL_Reg functions[] = {{"max", math_max}, {"min", math_min}, {NULL, NULL}};
  lb_push_original(L, luaopen_math);
  luaL_setfuncs(L, functions, 0);
  lb_name_library(L, "math");
  lua_setfield(L, -2, "math");
}

void lb_open_utf8(lua_State *L) {
  lb_push_original(L, luaopen_utf8);
  lb_guard_function(L, "char", lb_guarded_arguments);
  lb_name_library(L, "utf8");
  lua_setfield(L, -2, "utf8");
}
