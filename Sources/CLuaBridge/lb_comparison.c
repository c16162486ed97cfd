// For tests: the replaced libraries and Lua's own side by side.
#include "lb_library.h"

// Sets a library of Lua's own in the table on the top.
static void set_original(lua_State *L, const char *name, lua_CFunction open) {
  lb_push_original(L, open);
  lua_setfield(L, -2, name);
}

static void push_originals(lua_State *L) {
  lb_push_original_base(L);
  set_original(L, "string", luaopen_string);
  set_original(L, "table", luaopen_table);
  set_original(L, "coroutine", luaopen_coroutine);
  set_original(L, "math", luaopen_math);
  set_original(L, "utf8", luaopen_utf8);
  set_original(L, "os", luaopen_os);
}

static void push_replacements(lua_State *L) {
  lua_newtable(L);
  lb_open_base(L);
  lb_open_string(L);
  lb_open_table(L);
  lb_open_coroutine(L);
  lb_open_math(L);
  lb_open_utf8(L);
  lb_open_os(L);
}

// Sets the metatable of strings, as it is now, in the table on the top.
static void set_metatable_of_strings(lua_State *L) {
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_setfield(L, -3, "strings");
  lua_pop(L, 1);
}

// Both string libraries set the metatable of strings, so the one that is in place is put back.
static int comparison_body(lua_State *L) {
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  push_replacements(L);
  set_metatable_of_strings(L);
  push_originals(L);
  set_metatable_of_strings(L);
  lua_pushvalue(L, 2);
  lua_setmetatable(L, 1);
  return 2;
}

int lb_push_comparison(lb_state *S, lua_State *L) {
  lua_pushcfunction(L, comparison_body);
  return lb_run_inner(S, L, 0, 2);
}
