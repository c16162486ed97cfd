// Reading and writing values for the host.
#include "lb_internal.h"

typedef struct {
  lb_text key;
  int64_t number;
  bool flag;
} access;

static int get_body(lua_State *L) {  // table, key, context
  lua_settop(L, 2);
  lua_gettable(L, 1);
  return 1;
}

int lb_get(lb_state *S, lua_State *L, int table) {
  table = lua_absindex(L, table);
  lua_pushvalue(L, table);
  lua_insert(L, -2);
  return lb_protect(S, L, get_body, 2, NULL, 1);
}

static int get_field_body(lua_State *L) {  // table, context
  const access *field = lua_touserdata(L, 2);
  lua_pushlstring(L, field->key.bytes, field->key.length);
  if (field->flag) {
    lua_rawget(L, 1);
  } else {
    lua_gettable(L, 1);
  }
  return 1;
}

static int get_field(lb_state *S, lua_State *L, int table, const char *key, size_t length, bool raw) {
  access field = {.key = {key, length}, .flag = raw};
  lua_pushvalue(L, table);
  return lb_protect(S, L, get_field_body, 1, &field, 1);
}

int lb_get_field(lb_state *S, lua_State *L, int table, const char *key, size_t length) {
  return get_field(S, L, table, key, length, false);
}

int lb_rawget_field(lb_state *S, lua_State *L, int table, const char *key, size_t length) {
  return get_field(S, L, table, key, length, true);
}

static int set_body(lua_State *L) {  // table, key, value, context
  lua_settop(L, 3);
  lua_settable(L, 1);
  return 0;
}

int lb_set(lb_state *S, lua_State *L, int table) {
  table = lua_absindex(L, table);
  lua_pushvalue(L, table);
  lua_insert(L, -3);
  return lb_protect(S, L, set_body, 3, NULL, 0);
}

static int tostring_body(lua_State *L) {  // value, context
  luaL_tolstring(L, 1, NULL);
  return 1;
}

int lb_tostring(lb_state *S, lua_State *L, int index) {
  lua_pushvalue(L, index);
  return lb_protect(S, L, tostring_body, 1, NULL, 1);
}

static int collect_body(lua_State *L) {
  lua_gc(L, LUA_GCCOLLECT, 0);
  return 0;
}

int lb_collect(lb_state *S, lua_State *L) { return lb_protect(S, L, collect_body, 0, NULL, 0); }

static int next_body(lua_State *L) {  // table, key, context
  lua_settop(L, 2);
  return lua_next(L, 1) ? 2 : 0;
}

// lua_next raises an error only for a key that it does not find.
int lb_next(lb_state *S, lua_State *L, int table, uint64_t changes) {
  if (S->changes == changes) return lua_next(L, table);
  int base = lua_gettop(L) - 1;
  lua_pushvalue(L, table);
  lua_insert(L, -2);
  int status = lb_protect(S, L, next_body, 2, NULL, LUA_MULTRET);
  if (status == LUA_OK) return lua_gettop(L) - base == 2;
  lua_pop(L, 1);
  return -1;
}

uint64_t lb_changes(const lb_state *S) { return S->changes; }

int64_t lb_sequence_length(lb_state *S, lua_State *L, int index) {
  enum { LEAST_BYTES = 16 };  // of an item
  uint64_t length = lua_rawlen(L, index), most = S->used / LEAST_BYTES;
  return (int64_t)(length < most ? length : most);
}

void lb_pop(lua_State *L, int count) { lua_settop(L, -count - 1); }
void lb_insert(lua_State *L, int index) { lua_insert(L, index); }

bool lb_move(lua_State *from, lua_State *to, int count) {
  if (!lua_checkstack(to, count + 1)) return false;
  lua_xmove(from, to, count);
  return true;
}

static int seed_body(lua_State *L) {
  lua_getglobal(L, "math");
  lua_getfield(L, -1, "randomseed");
  lua_pushinteger(L, *(int64_t *)lua_touserdata(L, 1));
  lua_call(L, 1, 0);
  return 0;
}

int lb_seed_random(lb_state *S, lua_State *L, int64_t seed) { return lb_protect(S, L, seed_body, 0, &seed, 0); }
