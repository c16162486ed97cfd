// Functions and objects of the host in Lua's hands.
#include "lb_internal.h"

#include <stdlib.h>

static const char box_metatable;  // key in the registry

// MARK: Boxes

// Notes an object that Lua has now. Returns its place in the list, or -1 where there is no memory for it.
static int hold(lb_state *S, void *object) {
  int place = S->held_free;
  if (place >= 0) {
    S->held_free = S->held[place].next_free;
  } else {
    if (S->held_count == S->held_capacity) {
      int larger = S->held_capacity == 0 ? 64 : S->held_capacity * 2;
      void *moved = realloc(S->held, sizeof *S->held * (size_t)larger);
      if (moved == NULL) return -1;
      S->held = moved;
      S->held_capacity = larger;
    }
    place = S->held_count++;
  }
  S->held[place].object = object;
  return place;
}

// Takes the object out of its box.
static void *empty_box(lb_state *S, lb_box *box) {
  void *object = box->object;
  if (object == NULL) return NULL;
  box->object = NULL;
  S->held[box->held].object = NULL;
  S->held[box->held].next_free = S->held_free;
  S->held_free = box->held;
  return object;
}

void lb_release_held(lb_state *S) {
  for (int i = 0; i < S->held_count; i++) {
    if (S->held[i].object != NULL) S->callbacks.release(S->held[i].object);
  }
  S->held_count = 0;
}

int lb_release_box(lua_State *L) {
  lb_box *box = lua_touserdata(L, 1);
  if (box == NULL || box->magic != LB_MAGIC) return 0;
  void *object = empty_box(lb_of(L), box);
  if (object != NULL) lb_of(L)->callbacks.release(object);
  return 0;
}

void lb_open_boxes(lua_State *L) {
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, lb_release_box);
  lua_setfield(L, -2, "__gc");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &box_metatable);
}

// Pushes a box that takes over `*object`.
static lb_box *push_box(lua_State *L, void **object, int metatable) {
  lb_box *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = (lb_box){LB_MAGIC, NULL, metatable, hold(lb_of(L), *object)};
  if (box->held < 0) {
    lua_pushliteral(L, LB_MEMORY_MESSAGE);
    lua_error(L);
  }
  box->object = *object;
  *object = NULL;
  return box;
}

void lb_push_object(lua_State *L, void **object, int metatable) {
  push_box(L, object, metatable);
  lb_push_reference(lb_of(L), L, metatable);
  lua_setmetatable(L, -2);
}

static lb_box *box_at(lua_State *L, int index, int slot) {
  if (lua_type(L, index) != LUA_TUSERDATA || lua_rawlen(L, index) != sizeof(lb_box)) return NULL;
  lb_box *box = lua_touserdata(L, index);
  if (box->magic != LB_MAGIC || (slot != 0 && box->metatable != slot)) return NULL;
  return box;
}

void *lb_object(lb_state *S, lua_State *L, int index, int slot) {
  (void)S;
  lb_box *box = box_at(L, index, slot);
  return box == NULL ? NULL : box->object;
}

// MARK: Calls

// A frame of the C stack is deeper than another where its address is lower.
static bool is_deeper(const char *frame) { return (char *)__builtin_frame_address(0) < frame; }

lb_tape *lb_result(lb_state *S) {
  S->busy = __builtin_frame_address(0);
  lb_tape_reset(S, &S->result);
  return &S->result;
}

int lb_leave_message(lb_state *S, const char *text, size_t length) {
  lb_tape *tape = lb_result(S);
  if (!lb_tape_grow_arena(tape, length)) return LB_RETURN_MEMORY;
  if (length > 0) memcpy(tape->arena, text, length);
  tape->arena_count = length;
  return LB_RETURN_MESSAGE;
}

// Writes "chunk:line: " to `text`, which has room for any. Returns its length.
static size_t write_position(char *text, const lua_Debug *ar) {
  char digits[16];
  int first = sizeof digits;
  for (int line = ar->currentline; line > 0; line /= 10) digits[--first] = (char)('0' + line % 10);
  size_t name = strlen(ar->short_src), count = sizeof digits - (size_t)first;
  memcpy(text, ar->short_src, name);
  text[name] = ':';
  memcpy(text + name + 1, digits + first, count);
  memcpy(text + name + 1 + count, ": ", 2);
  return name + count + 3;
}

// Pushes the message on the result tape with the position of the call in front of it, as luaL_error does.
static void push_message(lua_State *L, lb_state *S) {
  enum { SHORT = 512 };
  lua_Debug ar;
  char text[LUA_IDSIZE + 20 + SHORT];
  size_t before = lb_find_position(L, &ar) ? write_position(text, &ar) : 0;
  const char *message = S->result.arena;
  size_t length = S->result.arena_count;
  if (length > SHORT) {
    lua_pushlstring(L, text, before);
    lua_pushlstring(L, message, length);
    lua_concat(L, 2);
  } else {
    if (length > 0) memcpy(text + before, message, length);
    lua_pushlstring(L, text, before + length);
  }
}

// Returns or raises what the host left on the result tape. Every frame of the host has returned: raising is allowed.
static int deliver(lua_State *L, lb_state *S, int code) {
  S->busy = __builtin_frame_address(0);
  int results = (int)S->result.values;
  if (code == LB_RETURN_MEMORY) {
    lua_pushliteral(L, LB_MEMORY_MESSAGE);
  } else if (code == LB_RETURN_MESSAGE) {
    push_message(L, S);
  } else {
    lb_push_nodes(L, &S->result);
  }
  lb_tape_reset(S, &S->result);
  S->busy = NULL;
  return code == LB_RETURN_TAPE ? results : lua_error(L);
}

// Calls the host function that is running again with a result tape of its own: it was called, by a finalizer or by what a
// value does to push itself, while the one before was being written or delivered.
static int call_apart(lua_State *L, lb_state *S, lua_CFunction entry) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushcclosure(L, entry, 1);
  lua_insert(L, 1);
  lb_tape set_aside = S->result;
  char *busy = S->busy;
  S->result = (lb_tape){0};
  S->busy = NULL;
  int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
  lb_tape_free(S, &S->result);
  S->result = set_aside;
  S->busy = busy;
  return status == LUA_OK ? lua_gettop(L) : lua_error(L);
}

// Whether the result tape is in use further out. A mark that an error left behind is not from further out.
static bool is_busy(lb_state *S) {
  if (S->busy == NULL) return false;
  if (is_deeper(S->busy)) return true;
  S->busy = NULL;
  return false;
}

// Calls the function in the first upvalue. While the state closes it may be gone already.
static int run_host(lua_State *L, lb_state *S) {
  const lb_box *box = lua_touserdata(L, lua_upvalueindex(1));
  if (box->object == NULL) return 0;
  lua_State *outer = S->face.stack;
  S->face.stack = L;
  int code = S->callbacks.call(box->object, S);
  S->face.stack = outer;
  return code;
}

// What is called while the state closes finds no host any more.
static int call_nobody(void *object, lb_state *S) {
  (void)object;
  (void)S;
  return 0;
}

void lb_leave_host(lb_state *S) {
  S->callbacks.call = call_nobody;
  S->face.host = NULL;
}

static int call_host(lua_State *L);

void *lb_running_function(lb_state *S) {
  lua_State *L = S->face.stack;
  lua_Debug ar;
  if (!lua_checkstack(L, 2) || !lua_getstack(L, 0, &ar) || !lua_getinfo(L, "f", &ar)) return NULL;
  lua_CFunction entry = lua_tocfunction(L, -1);
  const lb_box *box = NULL;
  if ((entry == call_host || entry == lb_call_waiting_host) && lua_getupvalue(L, -1, 1) != NULL) {
    box = lua_touserdata(L, -1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return box == NULL ? NULL : box->object;
}

bool lb_is_method_call(lb_state *S) {
  lua_State *L = S->face.stack;
  lua_Debug ar;
  if (!lua_getstack(L, 0, &ar) || !lua_getinfo(L, "n", &ar)) return false;
  return strcmp(ar.namewhat, "method") == 0;
}

static int call_host(lua_State *L) {
  lb_poll(L);
  lb_state *S = lb_of(L);
  if (is_busy(S)) return call_apart(L, S, call_host);
  int code = run_host(L, S);
  return code >= 0 ? code : deliver(L, S, code);
}

static int resume_host(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  lb_state *S = lb_of(L);
  S->waiting = false;
  lb_poll(L);
  return deliver(L, S, S->outcome);
}

int lb_call_waiting_host(lua_State *L) {
  lb_poll(L);
  lb_state *S = lb_of(L);
  if (!lb_can_wait(L)) {
    luaL_error(L, "attempt to wait where the script cannot be suspended"
                  " (inside a metamethod, an iterator or a callback of sort or gsub)");
  }
  if (is_busy(S)) return call_apart(L, S, lb_call_waiting_host);
  int code = run_host(L, S);
  if (code >= 0) return code;
  if (code != LB_RETURN_WAIT) return deliver(L, S, code);
  S->waiting = true;
  return lua_yieldk(L, 0, 0, resume_host);
}

void lb_push_host_function(lua_State *L, void **object, bool waits) {
  push_box(L, object, 0);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &box_metatable);
  lua_setmetatable(L, -2);
  lua_pushcclosure(L, waits ? lb_call_waiting_host : call_host, 1);
}
