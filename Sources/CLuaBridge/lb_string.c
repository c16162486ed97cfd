// The string library of a sandboxed script.
#include "lb_library.h"

// Repeats the first `unit` bytes until there are `total`.
static void repeat(lua_State *L, char *bytes, size_t unit, size_t total) {
  for (size_t done = unit; done < total;) {
    size_t step = done < total - done ? done : total - done;
    memcpy(bytes + done, bytes, step);
    done += step;
    lb_poll(L);
  }
}

// string.rep; as in Lua the result must fit in an int.
static int string_rep(lua_State *L) {
  size_t length, separator_length;
  const char *s = luaL_checklstring(L, 1, &length);
  lua_Integer count = luaL_checkinteger(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &separator_length);
  size_t unit = length + separator_length;
  if (count <= 0 || unit == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (unit < length || unit > (size_t)INT_MAX / (size_t)count) return luaL_error(L, "resulting string too large");
  if (count == 1) {
    lua_pushvalue(L, 1);
    return 1;
  }
  size_t total = unit * (size_t)count - separator_length;
  luaL_Buffer result;
  char *bytes = luaL_buffinitsize(L, &result, total);
  memcpy(bytes, s, length);
  memcpy(bytes + length, separator, separator_length);
  repeat(L, bytes, unit, total);
  luaL_pushresultsize(&result, total);
  return 1;
}

void lb_open_string(lua_State *L) {
  lb_push_original(L, luaopen_string);
  lua_pushnil(L);
  lua_setfield(L, -2, "dump");
  lua_pushcfunction(L, string_rep);
  lua_setfield(L, -2, "rep");
  lb_open_search(L);
  lb_guard_function(L, "format", lb_guarded_arguments);
  lb_guard_function(L, "pack", lb_guarded_arguments);
  lb_guard_function(L, "char", lb_guarded_arguments);
  lb_name_library(L, "string");
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lb_guard_arithmetic(L);
  lua_pop(L, 2);
  lua_setfield(L, -2, "string");
}
