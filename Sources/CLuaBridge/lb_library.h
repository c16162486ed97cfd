// What the replaced standard functions share.
#ifndef LB_LIBRARY_H
#define LB_LIBRARY_H

#include <limits.h>

#include "lb_internal.h"

/// How many steps a loop in C takes at most between two looks at the kill flag.
enum { LB_STRIDE = 65536 };

static inline unsigned char lb_byte(char c) { return (unsigned char)c; }

/// A start position as string functions take it, counted from the end where negative: 1 or more, or past the end.
static inline size_t lb_start_position(lua_Integer position, size_t length) {
  if (position > 0) return (size_t)position;
  if (position == 0 || position < -(lua_Integer)length) return 1;
  return length + (size_t)position + 1;
}

/// Makes room on Lua's stack, or raises a memory error where there is no memory for it. False: Lua's limit is reached.
static inline bool lb_has_room(lua_State *L, int slots) {
  lb_state *S = lb_of(L);
  S->was_refused = false;
  if (lua_checkstack(L, slots)) return true;
  if (!S->was_refused) return false;
  lua_pushliteral(L, LB_MEMORY_MESSAGE);
  return lua_error(L);
}

/// Pushes a new table with what Lua's own `open` makes, and sets nothing else but, for luaopen_string, the metatable of
/// strings.
static inline void lb_push_original(lua_State *L, lua_CFunction open) {
  lua_pushcfunction(L, open);
  lua_call(L, 0, 1);
}

/// Pushes a new table with Lua's own base library. That opens into the globals, so it is given others for the time.
void lb_push_original_base(lua_State *L);

/// Lets Lua's messages name the functions of the table on the top, "bad argument #1 to 'NAME.function'", unless the
/// state has a library of that name already.
void lb_name_library(lua_State *L, const char *name);

/// Replaces the function `name` of the table on the top by a closure of `guard` over it.
void lb_guard_function(lua_State *L, const char *name, lua_CFunction guard);

/// Runs the function that a guard stands before, with the guard's own stack: errors name the same arguments.
static inline int lb_run_guarded(lua_State *L) { return lua_tocfunction(L, lua_upvalueindex(1))(L); }

/// A guard for functions that may convert or scan each argument: refuses a call whose arguments, all being the same few
/// huge strings, would take long.
int lb_guarded_arguments(lua_State *L);

/// Replace `tonumber` of the table on the top, and the arithmetic of the metatable of strings on the top, by the same faster.
void lb_guard_tonumber(lua_State *L);
void lb_guard_arithmetic(lua_State *L);

/// Lets `warn` write to standard error once "@on" has been said, as `lua` does.
void lb_open_warnings(lua_State *L);

/// Set "math" and "utf8" in the table on the top: Lua's own but for what may compare or convert many long strings.
void lb_open_math(lua_State *L);
void lb_open_utf8(lua_State *L);

/// Prepares the registry for lb_is_call_chain.
void lb_open_chain(lua_State *L);

/// For the allocator, when Lua asks for a new block that is no object (which the stack of a growing state is): whether
/// `L`, which is running, should be refused it, since it follows an endless chain of __call. Never raises.
bool lb_is_call_chain(lua_State *L, size_t new_size);

/// The fields of the base library that need a table of their own: pcall, xpcall and load, set in the table on the top.
void lb_open_protected(lua_State *L);
void lb_open_load(lua_State *L);

/// The functions of the string library that need the matcher, set in the table on the top.
void lb_open_search(lua_State *L);
int lb_string_gsub(lua_State *L);
/// The length of the value at `index`, which must be a table or have the metamethods of one that is read and written.
lua_Integer lb_table_length(lua_State *L, int index);
int lb_table_sort(lua_State *L);


/// For tests, in a trusted state: pushes a table with what sandboxed scripts get and one with Lua's own libraries.
int lb_push_comparison(lb_state *S, lua_State *L);

#endif
