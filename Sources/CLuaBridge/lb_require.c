// require of a sandboxed script: what the host provides, the standard libraries, and the text files that the host finds.
#include "lb_library.h"

// The upvalues of require.
enum { LOADED = 1, ENVIRONMENT, FIND };

static const char find_key;  // in the registry: the host function that finds modules

// Pushes what the module is known as: one loaded with this environment, or one of the host. Pushes nil where it is not.
static bool push_known(lua_State *L, int name) {
  lua_pushvalue(L, name);
  if (lua_rawget(L, lua_upvalueindex(LOADED)) != LUA_TNIL) return true;
  lua_pop(L, 1);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_pushvalue(L, name);
  lua_rawget(L, -2);
  lua_remove(L, -2);
  return !lua_isnil(L, -1);
}

// Stack: name, source, path, and what the module returned.
static int finish_require(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  lb_poll(L);
  lua_pushvalue(L, 1);
  if (lua_isnil(L, 4)) {
    lua_rawget(L, lua_upvalueindex(LOADED));  // unless it has required itself
    if (lua_isnil(L, -1)) lua_pushboolean(L, 1);
    lua_replace(L, 4);
    lua_settop(L, 4);
    lua_pushvalue(L, 1);
  }
  lua_pushvalue(L, 4);
  lua_rawset(L, lua_upvalueindex(LOADED));
  lua_pushvalue(L, 3);
  return 2;
}

// Pushes the module's text and its file, or raises why there is none.
static void find_module(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(FIND));
  lua_pushvalue(L, 1);
  lua_call(L, 1, 2);
  if (lua_isnil(L, 2)) luaL_error(L, "%s", lua_tostring(L, 3));
}

static int base_require(lua_State *L) {
  lb_poll(L);
  const char *name = luaL_checkstring(L, 1);
  lua_settop(L, 1);
  if (push_known(L, 1)) return 1;
  lua_settop(L, 1);
  find_module(L);
  lb_text source;
  source.bytes = lua_tolstring(L, 2, &source.length);
  const char *path = lua_tostring(L, 3);
  int status = lb_load_text(L, source, lua_pushfstring(L, "@%s", path));
  if (status == LUA_ERRSYNTAX) {
    return luaL_error(L, "error loading module '%s' from file '%s':\n\t%s", name, path, lua_tostring(L, -1));
  }
  if (status != LUA_OK) return lua_error(L);
  if (!lua_isnil(L, lua_upvalueindex(ENVIRONMENT))) {
    lua_pushvalue(L, lua_upvalueindex(ENVIRONMENT));
    if (lua_setupvalue(L, -2, 1) == NULL) lua_pop(L, 1);
  }
  lua_replace(L, 4);
  lua_settop(L, 4);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 3);
  lua_callk(L, 2, 1, 0, finish_require);
  return finish_require(L, LUA_OK, 0);
}

// Sets a require in the table at `index`; the environment of its modules and the function that finds them are on the top,
// and are taken off.
static void set_require(lua_State *L, int index) {
  lua_newtable(L);
  lua_insert(L, -3);
  lua_pushcclosure(L, base_require, 3);
  lua_setfield(L, index, "require");
}

// Environments that are made later get one of their own, see lb_set_require_environment.
static int install_body(lua_State *L) {  // function, context
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &find_key);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_pushnil(L);
  lua_pushvalue(L, 1);
  set_require(L, 2);
  return 0;
}

int lb_install_require(lb_state *S, lua_State *L) { return lb_protect(S, L, install_body, 1, NULL, 0); }

void lb_set_require_environment(lua_State *L, int index) {
  index = lua_absindex(L, index);
  bool is_ours = lua_getfield(L, index, "require") == LUA_TFUNCTION && lua_tocfunction(L, -1) == base_require;
  lua_pop(L, 1);
  if (!is_ours) return;
  lua_pushvalue(L, index);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &find_key);
  set_require(L, index);
}

void lb_set_loaded(lua_State *L, int index, const char *name) {
  index = lua_absindex(L, index);
  if (lua_getfield(L, index, "require") == LUA_TFUNCTION && lua_tocfunction(L, -1) == base_require) {
    lua_getupvalue(L, -1, LOADED);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
}

static int provide_body(lua_State *L) {  // value, context
  const lb_text *name = lua_touserdata(L, 2);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_pushlstring(L, name->bytes, name->length);
  lua_pushvalue(L, 1);
  lua_rawset(L, -3);
  return 0;
}

int lb_provide(lb_state *S, lua_State *L, const char *name, size_t length) {
  lb_text text = {name, length};
  return lb_protect(S, L, provide_body, 1, &text, 0);
}
