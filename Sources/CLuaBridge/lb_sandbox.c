// What a sandboxed script finds around it. Everything here is either harmless or replaced by a version that polls.
#include "lb_library.h"

void lb_open_sandbox(lua_State *L) {
  lb_open_base(L);
  lb_open_string(L);
  lb_open_table(L);
  lb_open_coroutine(L);
  lb_open_os(L);
  lb_open_math(L);
  lb_open_utf8(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, "_G");
}

// MARK: Environments

// Copies every field of the table at `from` into the one at `to`.
static void copy_fields(lua_State *L, int from, int to) {
  lua_pushnil(L);
  while (lua_next(L, from)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, to);
  }
}

// Replaces the library tables in the environment at `environment` by copies, so that a script changes its own only.
static void copy_libraries(lua_State *L, int environment) {
  static const char *const libraries[] = {"string", "table", "math", "utf8", "coroutine", "os"};
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    if (lua_getfield(L, environment, libraries[i]) == LUA_TTABLE) {
      lua_newtable(L);
      copy_fields(L, lua_gettop(L) - 1, lua_gettop(L));
      lua_pushvalue(L, -1);
      lua_setfield(L, environment, libraries[i]);
      lb_set_loaded(L, environment, libraries[i]);
    }
    lua_pop(L, 1);
  }
}

static int environment_body(lua_State *L) {
  lua_settop(L, 0);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_newtable(L);
  copy_fields(L, 1, 2);
  lb_set_load_environment(L, 2);
  lb_set_require_environment(L, 2);
  copy_libraries(L, 2);
  lua_pushvalue(L, 2);
  lua_setfield(L, 2, "_G");
  lua_pushvalue(L, 2);
  lb_set_loaded(L, 2, "_G");
  return 1;
}

int lb_push_environment(lb_state *S, lua_State *L) {
  lua_State *outer = S->current;
  S->current = L;
  lua_pushcfunction(L, environment_body);
  int status = lb_run_inner(S, L, 0, 1);
  S->current = outer;
  return status;
}

// MARK: Trusted states

static int trust_body(lua_State *L) {
  luaL_openlibs(L);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lb_open_coroutine(L);  // tracked, so that waiting and interrupting work there too
  lb_open_print(L);
  lb_open_warnings(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -2, "coroutine");
  lua_setfield(L, -2, "coroutine");
  return 0;
}

void lb_open_trusted(lua_State *L) {
  lua_pushcfunction(L, trust_body);
  lua_call(L, 0, 0);
}
