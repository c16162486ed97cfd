// The table library of a sandboxed script, but for sort. Every loop polls: a table's length and elements may come from
// metamethods, and are then whatever a script says.
#include "lb_library.h"

enum { READS = 1, WRITES = 2, HAS_LENGTH = 4 };

// Whether the metatable at `metatable` has the field.
static bool has_field(lua_State *L, int metatable, const char *name) {
  lua_pushstring(L, name);
  bool found = lua_rawget(L, metatable) != LUA_TNIL;
  lua_pop(L, 1);
  return found;
}

// Accepts what is not a table where it has the metamethods for `uses`.
static void check_table(lua_State *L, int index, int uses) {
  if (lua_type(L, index) == LUA_TTABLE) return;
  if (lua_getmetatable(L, index)) {
    int metatable = lua_gettop(L);
    bool complete = (!(uses & READS) || has_field(L, metatable, "__index")) &&
                    (!(uses & WRITES) || has_field(L, metatable, "__newindex")) &&
                    (!(uses & HAS_LENGTH) || has_field(L, metatable, "__len"));
    lua_pop(L, 1);
    if (complete) return;
  }
  luaL_checktype(L, index, LUA_TTABLE);
}

static lua_Integer checked_length(lua_State *L, int index, int uses) {
  check_table(L, index, uses | HAS_LENGTH);
  return luaL_len(L, index);
}

lua_Integer lb_table_length(lua_State *L, int index) { return checked_length(L, index, READS | WRITES); }

// Moves the element at `from` of the table at index 1 to `to` of the one at `table`.
static void move_element(lua_State *L, lua_Integer from, int table, lua_Integer to) {
  lb_poll(L);
  lua_geti(L, 1, from);
  lua_seti(L, table, to);
}

static int table_insert(lua_State *L) {
  lua_Unsigned end = (lua_Unsigned)checked_length(L, 1, READS | WRITES) + 1;
  lua_Integer position = (lua_Integer)end;
  switch (lua_gettop(L)) {
    case 2:
      break;
    case 3:
      position = luaL_checkinteger(L, 2);
      luaL_argcheck(L, (lua_Unsigned)position - 1u < end, 2, "position out of bounds");
      for (lua_Integer i = (lua_Integer)end; i > position; i--) move_element(L, i - 1, 1, i);
      break;
    default:
      return luaL_error(L, "wrong number of arguments to 'insert'");
  }
  lua_seti(L, 1, position);
  return 0;
}

static int table_remove(lua_State *L) {
  lua_Integer length = checked_length(L, 1, READS | WRITES);
  lua_Integer position = luaL_optinteger(L, 2, length);
  if (position != length) {
    luaL_argcheck(L, (lua_Unsigned)position - 1u <= (lua_Unsigned)length, 1, "position out of bounds");
  }
  lua_geti(L, 1, position);
  for (; position < length; position++) move_element(L, position + 1, 1, position);
  lua_pushnil(L);
  lua_seti(L, 1, position);
  return 1;
}

static int table_move(lua_State *L) {
  lua_Integer from = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
  int target = lua_isnoneornil(L, 5) ? 1 : 5;
  check_table(L, 1, READS);
  check_table(L, target, WRITES);
  if (last >= from) {
    luaL_argcheck(L, from > 0 || last < LUA_MAXINTEGER + from, 3, "too many elements to move");
    lua_Integer count = last - from + 1;
    luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
    if (to > last || to <= from || (target != 1 && !lua_compare(L, 1, target, LUA_OPEQ))) {
      for (lua_Integer i = 0; i < count; i++) move_element(L, from + i, target, to + i);
    } else {
      for (lua_Integer i = count - 1; i >= 0; i--) move_element(L, from + i, target, to + i);
    }
  }
  lua_pushvalue(L, target);
  return 1;
}

// Adds element `i` of the table at index 1 to the buffer.
static void add_element(lua_State *L, luaL_Buffer *result, lua_Integer i) {
  lb_poll(L);
  lua_geti(L, 1, i);
  if (!lua_isstring(L, -1)) {
    luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1), (LUAI_UACINT)i);
  }
  luaL_addvalue(result);
}

static int table_concat(lua_State *L) {
  size_t length;
  lua_Integer last = checked_length(L, 1, READS);
  const char *separator = luaL_optlstring(L, 2, "", &length);
  lua_Integer i = luaL_optinteger(L, 3, 1);
  last = luaL_optinteger(L, 4, last);
  luaL_Buffer result;
  luaL_buffinit(L, &result);
  for (; i < last; i++) {
    add_element(L, &result, i);
    luaL_addlstring(&result, separator, length);
  }
  if (i == last) add_element(L, &result, i);
  luaL_pushresult(&result);
  return 1;
}

static int table_unpack(lua_State *L) {
  lua_Integer i = luaL_optinteger(L, 2, 1);
  lua_Integer last = luaL_opt(L, luaL_checkinteger, 3, luaL_len(L, 1));
  if (i > last) return 0;
  lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)i;
  if (count >= (unsigned int)INT_MAX || !lb_has_room(L, (int)++count)) {
    return luaL_error(L, "too many results to unpack");
  }
  for (; i < last; i++) {
    lb_poll(L);
    lua_geti(L, 1, i);
  }
  lua_geti(L, 1, last);
  return (int)count;
}

void lb_open_table(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"concat", table_concat}, {"insert", table_insert}, {"remove", table_remove}, {"move", table_move},
      {"sort", lb_table_sort},  {"unpack", table_unpack}, {NULL, NULL},
  };
  lb_push_original(L, luaopen_table);  // what remains of it is pack, which cannot loop longer than the stack is
  luaL_setfuncs(L, functions, 0);
  lb_name_library(L, "table");
  lua_setfield(L, -2, "table");
}
