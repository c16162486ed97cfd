// The base library of a sandboxed script.
#include "lb_library.h"

// What cannot run long by itself and lets nothing out is Lua's own.
static const char *const originals[] = {
    "assert", "error",  "getmetatable", "ipairs", "next",     "pairs",    "rawequal", "rawget", "warn",
    "rawlen", "rawset", "select",       "tonumber", "tostring", "type",   "_VERSION",
};

void lb_push_original_base(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_newtable(L);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lb_push_original(L, luaopen_base);
  lua_insert(L, -2);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

// Sets them in the table on the top.
static void copy_originals(lua_State *L) {
  lb_push_original_base(L);
  for (size_t i = 0; i < sizeof originals / sizeof *originals; i++) {
    lua_getfield(L, -1, originals[i]);
    lua_setfield(L, -3, originals[i]);
  }
  lua_pop(L, 1);
}

// setmetatable, but a finalizer is refused: Lua runs those where they cannot be interrupted. (One that is added to a
// metatable afterwards has no effect.) The upvalue is the string "__gc".
static int base_setmetatable(lua_State *L) {
  int type = lua_type(L, 2);
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return luaL_error(L, "cannot change a protected metatable");
  lua_settop(L, 2);
  if (type == LUA_TTABLE) {
    lua_pushvalue(L, lua_upvalueindex(1));
    luaL_argcheck(L, lua_rawget(L, 2) == LUA_TNIL, 2, "a sandboxed script cannot use '__gc'");
    lua_settop(L, 2);
  }
  lua_setmetatable(L, 1);
  return 1;
}

enum { COLLECT, COUNT, STEP, IS_RUNNING };

// collectgarbage, without the options that would change how the host collects: a step is a whole collection.
static int base_collectgarbage(lua_State *L) {
  static const char *const options[] = {
      "collect",     "count",        "step",     "isrunning",  "stop", "restart",
      "incremental", "generational", "setpause", "setstepmul", NULL,
  };
  int option = luaL_checkoption(L, 1, "collect", options);
  lb_poll(L);
  if (option > IS_RUNNING) {
    const char *message = lua_pushfstring(L, "a sandboxed script cannot use '%s'", options[option]);
    return luaL_argerror(L, 1, message);
  }
  if (option == STEP) luaL_optinteger(L, 2, 0);
  if (option == COUNT) {
    int kilobytes = lua_gc(L, LUA_GCCOUNT);
    lua_pushnumber(L, (lua_Number)kilobytes + (lua_Number)lua_gc(L, LUA_GCCOUNTB) / 1024);
  } else if (option != IS_RUNNING && lua_gc(L, LUA_GCCOLLECT) < 0) {
    lua_pushnil(L);  // inside the collector
  } else if (option == COLLECT) {
    lua_pushinteger(L, 0);
  } else {
    lua_pushboolean(L, 1);
  }
  lb_poll(L);
  return 1;
}

void lb_open_base(lua_State *L) {
  copy_originals(L);
  lb_guard_tonumber(L);
  lb_open_print(L);
  lb_open_protected(L);
  lb_open_load(L);
  lua_pushliteral(L, "__gc");
  lua_pushcclosure(L, base_setmetatable, 1);
  lua_setfield(L, -2, "setmetatable");
  lua_pushcfunction(L, base_collectgarbage);
  lua_setfield(L, -2, "collectgarbage");
  lb_name_library(L, LUA_GNAME);
}
