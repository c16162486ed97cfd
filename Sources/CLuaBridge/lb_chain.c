// A call of a table whose __call is a table whose __call is … in the end itself: Lua 5.4.4 puts each on the stack below
// the arguments, moving all that are there, within one instruction. So the time grows with the square of their number,
// minutes for a stack of the size Lua allows, and nothing can interrupt it. What shows from outside is that the stack
// must grow while one frame is full of callable values. (Not seen is a chain on a stack that was made large before.)
#include "lb_library.h"

#define SLOT_BYTES 16
#define CHAIN_SLOTS 16384  // some 0.05 s
#define EXAMINED 32

static const char name_key;  // of "__call" in the registry

void lb_open_chain(lua_State *L) {
  lua_pushliteral(L, "__call");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &name_key);
}

// Whether the value may be one of the chain. Allocates nothing, and pushes at most two values, for which Lua keeps room above
// every stack.
static bool may_have_call(lua_State *L, int index) {
  int type = lua_type(L, index);
  if ((type != LUA_TTABLE && type != LUA_TUSERDATA) || !lua_getmetatable(L, index)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &name_key);
  bool has_call = lua_rawget(L, -2) != LUA_TNIL;
  lua_pop(L, 2);
  return has_call;
}

static bool are_callable(lua_State *L, int first) {
  for (int i = first; i < first + EXAMINED; i++) {
    if (!may_have_call(L, i)) return false;
  }
  return true;
}

// The chain begins above the registers of the calling function, of which there are at most 255, and ends below the
// arguments.
bool lb_is_call_chain(lua_State *L, size_t new_size) {
  if (L == NULL || new_size < (size_t)CHAIN_SLOTS * 2 * SLOT_BYTES) return false;
  int top = lua_gettop(L);
  return top >= CHAIN_SLOTS && (are_callable(L, 260) || are_callable(L, top / 2));
}
