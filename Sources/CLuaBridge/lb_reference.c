// Values of Lua that the host holds.
//
// They stand in the registry under integers, whose slots are made beforehand: writing into a slot that exists allocates
// nothing and cannot raise, and reading it is one call. A slot that is free holds false, for nil would not keep it.
#include "lb_internal.h"

#include <stdlib.h>

#define FIRST_SLOT (LUA_RIDX_LAST + 2)  // before it is where luaL_ref, for libraries of trusted states, keeps its own list

void lb_open_references(lua_State *L) {
  lb_state *S = lb_of(L);
  S->scratch = lua_newthread(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &S->scratch);
  lua_pushinteger(L, 0);
  lua_rawseti(L, LUA_REGISTRYINDEX, FIRST_SLOT - 1);
  S->next_slot = FIRST_SLOT;
}

static bool append(int **list, int *count, int *capacity, int value) {
  if (*count == *capacity) {
    int larger = *capacity == 0 ? 64 : *capacity * 2;
    int *moved = realloc(*list, sizeof(int) * (size_t)larger);
    if (moved == NULL) return false;
    *list = moved;
    *capacity = larger;
  }
  (*list)[(*count)++] = value;
  return true;
}

// Makes more free slots, some at once. Those that luaL_ref took are passed over. The lowest are taken first, which the
// registry soon has in its array.
static int make_slots(lua_State *L) {
  enum { AT_ONCE = 32 };
  lb_state *S = lb_of(L);
  int first = S->free_count;
  for (int made = 0; made < AT_ONCE; S->next_slot++) {
    bool is_taken = lua_rawgeti(L, LUA_REGISTRYINDEX, S->next_slot) != LUA_TNIL;
    lua_pop(L, 1);
    if (is_taken) continue;
    lua_pushboolean(L, 0);
    lua_rawseti(L, LUA_REGISTRYINDEX, S->next_slot);
    if (!append(&S->free_slots, &S->free_count, &S->free_capacity, S->next_slot)) break;
    made++;
  }
  for (int low = first, high = S->free_count - 1; low < high; low++, high--) {
    int slot = S->free_slots[low];
    S->free_slots[low] = S->free_slots[high];
    S->free_slots[high] = slot;
  }
  return 0;
}

// What is free by now may be more than was made: making some may collect, and that release what was held.
static bool have_free_slot(lb_state *S) {
  if (S->free_count > 0) return true;
  lua_State *L = S->scratch;
  if (S->next_slot < INT_MAX / 2 && lua_checkstack(L, 2)) {
    lua_pushcfunction(L, make_slots);
    if (lb_run_inner(S, L, 0, 0) != LUA_OK) lua_pop(L, 1);
  }
  return S->free_count > 0;
}

static void free_slot(lb_state *S, int slot) {
  lua_pushboolean(S->scratch, 0);
  lua_rawseti(S->scratch, LUA_REGISTRYINDEX, slot);
  append(&S->free_slots, &S->free_count, &S->free_capacity, slot);
}

void lb_drain_released(lb_state *S) {
  if (atomic_load_explicit(&S->released_count, memory_order_acquire) == 0) return;
  pthread_mutex_lock(&S->released_lock);
  int count = atomic_load(&S->released_count);
  for (int i = 0; i < count; i++) free_slot(S, S->released[i]);
  atomic_store(&S->released_count, 0);
  pthread_mutex_unlock(&S->released_lock);
}

int lb_reference(lb_state *S, lua_State *L) {
  lb_drain_released(S);
  if (!have_free_slot(S)) return 0;
  int slot = S->free_slots[--S->free_count];
  lua_rawseti(L, LUA_REGISTRYINDEX, slot);
  return slot;
}

void lb_push_reference(lb_state *S, lua_State *L, int slot) {
  (void)S;
  lua_rawgeti(L, LUA_REGISTRYINDEX, slot);
}

// MARK: Names

void lb_learn_name(lua_State *L, lb_state *S, const char *bytes, uint32_t length) {
  lua_pushlstring(L, bytes, length);
  if (S->names == NULL) S->names = calloc(LB_NAMES, sizeof *S->names);
  if (S->names == NULL || !have_free_slot(S)) return;
  lb_known *name = lb_name_at(S, bytes);
  if (name->slot == 0) name->slot = S->free_slots[--S->free_count];
  lua_pushvalue(L, -1);
  lua_rawseti(L, LUA_REGISTRYINDEX, name->slot);
  name->bytes = bytes;
  name->length = length;
}

static int learn_body(lua_State *L) {
  const lb_text *name = lua_touserdata(L, 1);
  lb_learn_name(L, lb_of(L), name->bytes, (uint32_t)name->length);
  return 1;
}

int lb_push_field(lb_state *S, lua_State *L, int table, const char *bytes, uint32_t length) {
  if (lb_push_known_name(L, S, bytes, length)) return lua_rawget(L, table);
  lb_text name = {bytes, length};
  if (lb_protect(S, L, learn_body, 0, &name, 1) == LUA_OK) return lua_rawget(L, table);
  lua_pop(L, 1);
  return LB_TYPE_NONE;
}

// MARK: Threads

void lb_release_reference(lb_state *S, int slot) {
  if (slot == 0 || atomic_load_explicit(&S->closed, memory_order_relaxed)) return;
  if (pthread_equal(atomic_load_explicit(&S->thread, memory_order_relaxed), pthread_self())) {
    free_slot(S, slot);
    return;
  }
  pthread_mutex_lock(&S->released_lock);
  int count = atomic_load(&S->released_count);
  if (append(&S->released, &count, &S->released_capacity, slot)) atomic_store(&S->released_count, count);
  atomic_store(&S->is_untidy, true);
  pthread_mutex_unlock(&S->released_lock);
}
