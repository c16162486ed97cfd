// What the metatables of the host's classes do besides what their class says.
#include "lb_internal.h"

// MARK: Methods and properties

static int give_back(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  return 1;
}

// Calls the function below the `arguments` values on the top, and returns its first result.
static int call_on(lua_State *L, int arguments) {
  lua_callk(L, arguments, 1, 0, give_back);
  return 1;
}

// Pushes what the table in an upvalue has for the key in the second slot. Returns false, and pushes nothing, for nil.
static bool push_known(lua_State *L, int upvalue) {
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(upvalue)) != LUA_TNIL) return true;
  lua_pop(L, 1);
  return false;
}

// __index: object, key. Upvalues: the methods, the getters, and the class's own __index or nil.
static int index_object(lua_State *L) {
  lua_settop(L, 2);
  if (push_known(L, 1)) return 1;
  if (push_known(L, 2)) {
    lua_pushvalue(L, 1);
    return call_on(L, 1);
  }
  if (lua_isnil(L, lua_upvalueindex(3))) return 0;
  lua_pushvalue(L, lua_upvalueindex(3));
  lua_insert(L, 1);
  return call_on(L, 2);
}

// __newindex: object, key, value. Upvalues: the setters, and the class's own __newindex or nil.
static int set_on_object(lua_State *L) {
  lua_settop(L, 3);
  if (push_known(L, 1)) {
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 3);
    return call_on(L, 2);
  }
  if (lua_isnil(L, lua_upvalueindex(2))) {
    const char *name = luaL_getmetafield(L, 1, "__name") == LUA_TSTRING ? lua_tostring(L, -1) : "userdata";
    return luaL_error(L, "%s has no property '%s' that can be set", name, luaL_tolstring(L, 2, NULL));
  }
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_insert(L, 1);
  return call_on(L, 3);
}

bool lb_find_position(lua_State *L, lua_Debug *ar) {
  for (int level = 1; lua_getstack(L, level, ar); level++) {
    if (lua_getinfo(L, "Sl", ar), ar->currentline > 0) return true;
    lua_getinfo(L, "f", ar);
    lua_CFunction caller = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    if (caller != index_object && caller != set_on_object) return false;
  }
  return false;
}

// MARK: Equality

// __eq: two userdata of the same object are equal.
static int equal_objects(lua_State *L) {
  lb_state *S = lb_of(L);
  const void *one = lb_object(S, L, 1, 0), *other = lb_object(S, L, 2, 0);
  lua_pushboolean(L, one != NULL && one == other);
  return 1;
}

// MARK: Completing

static bool is_empty(lua_State *L, int table) {
  lua_pushnil(L);
  if (!lua_next(L, table)) return true;
  lua_pop(L, 2);
  return false;
}

static int finish_body(lua_State *L) {  // metatable, methods, getters, setters, context
  enum { METATABLE = 1, METHODS, GETTERS, SETTERS };
  lua_settop(L, SETTERS);
  lua_pushcfunction(L, lb_release_box);
  lua_setfield(L, METATABLE, "__gc");
  if (lua_getfield(L, METATABLE, "__eq") == LUA_TNIL) {
    lua_pushcfunction(L, equal_objects);
    lua_setfield(L, METATABLE, "__eq");
  }
  lua_settop(L, SETTERS);
  bool has_getters = !is_empty(L, GETTERS);
  bool has_index = lua_getfield(L, METATABLE, "__index") != LUA_TNIL;
  if (has_getters || !is_empty(L, METHODS)) {
    lua_pushvalue(L, METHODS);
    if (has_getters || has_index) {
      lua_pushvalue(L, GETTERS);
      lua_pushvalue(L, SETTERS + 1);
      lua_pushcclosure(L, index_object, 3);
    }
    lua_setfield(L, METATABLE, "__index");
  }
  lua_settop(L, SETTERS);
  if (!has_getters && is_empty(L, SETTERS)) return 0;
  lua_getfield(L, METATABLE, "__newindex");
  lua_pushcclosure(L, set_on_object, 2);
  lua_setfield(L, METATABLE, "__newindex");
  return 0;
}

int lb_finish_metatable(lb_state *S, lua_State *L) { return lb_protect(S, L, finish_body, 4, NULL, 0); }
