// load: text only, and read in small pieces, since the compiler can take long over each (it compares every label with
// all others of its function).
#include "lb_library.h"

#define PIECE 256
#define SOURCE_SLOT 5  // keeps the string that the reader function gave last

// What is still to be compiled of a string, or of what the function at index 1 gave last.
typedef struct {
  const char *rest;
  size_t length;
  bool from_function;
  bool begun;
} source;

// Refuses a precompiled chunk whatever mode the script named, by its first byte.
static void check_first(lua_State *L, source *from) {
  if (from->length == 0 || *from->rest != LUA_SIGNATURE[0]) return;
  lua_pushliteral(L, "attempt to load a binary chunk (mode is 't')");
  lua_error(L);
}

// Asks the script's reader function for more. Leaves nothing on the stack.
static void ask_reader(lua_State *L, source *from) {
  if (!lb_has_room(L, 2)) luaL_error(L, "stack overflow (too many nested functions)");
  lua_pushvalue(L, 1);
  lua_call(L, 0, 1);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    from->length = 0;
    return;
  }
  if (!lua_isstring(L, -1)) luaL_error(L, "reader function must return a string");
  lua_replace(L, SOURCE_SLOT);
  from->rest = lua_tolstring(L, SOURCE_SLOT, &from->length);
}

static const char *read_piece(lua_State *L, void *context, size_t *size) {
  source *from = context;
  lb_poll(L);
  if (from->length == 0 && from->from_function) ask_reader(L, from);
  if (!from->begun) check_first(L, from);
  from->begun = true;
  const char *piece = from->rest;
  *size = from->length < PIECE ? from->length : PIECE;
  from->rest += *size;
  from->length -= *size;
  return *size == 0 ? NULL : piece;
}

// Gives the function on the top its environment: the value at `given`, or else what `load` is bound to, if anything.
static void set_environment(lua_State *L, int given) {
  if (given != 0) {
    lua_pushvalue(L, given);
  } else if (lua_isnoneornil(L, lua_upvalueindex(1))) {
    return;
  } else {
    lua_pushvalue(L, lua_upvalueindex(1));
  }
  if (lua_setupvalue(L, -2, 1) == NULL) lua_pop(L, 1);
}

static int base_load(lua_State *L) {
  source from = {.begun = false};
  from.rest = lua_tolstring(L, 1, &from.length);
  from.from_function = from.rest == NULL;
  const char *mode = luaL_optstring(L, 3, "bt");
  int environment = lua_isnone(L, 4) ? 0 : 4;
  const char *name = luaL_optstring(L, 2, from.from_function ? "=(load)" : from.rest);
  if (from.from_function) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, SOURCE_SLOT);
  }
  // A mode that allows text becomes "t", so that Lua itself refuses the rest.
  int status = lua_load(L, read_piece, &from, name, strchr(mode, 't') != NULL ? "t" : mode);
  lb_poll(L);
  if (status == LUA_OK) {
    set_environment(L, environment);
    return 1;
  }
  lua_pushnil(L);
  lua_insert(L, -2);
  return 2;
}

void lb_open_load(lua_State *L) {
  lua_pushcfunction(L, base_load);
  lua_setfield(L, -2, "load");
}

void lb_set_load_environment(lua_State *L, int index) {
  index = lua_absindex(L, index);
  lua_pushvalue(L, index);
  lua_pushcclosure(L, base_load, 1);
  lua_setfield(L, index, "load");
}
