// Life and memory of a state.
#include "lb_library.h"

#include <stdlib.h>
#include <time.h>

// MARK: Allocation

// What a script that is being ended does not get any more: a function that makes one such text after the other never looks
// at anything else.
#define LARGE_BYTES ((size_t)256 << 10)

// Room above the limit that is still given, so that a script over its limit ends by the interrupt, at a safe point, and
// not by a refused allocation inside some operation of Lua.
static size_t hard_limit(size_t limit) { return limit == 0 ? 0 : limit + limit / 10; }

static bool is_chosen_to_fail(lb_state *S) {
  if (S->fail_at == 0) return false;
  S->allocations++;
  return S->fail_mode == LB_FAIL_ALL_AFTER ? S->allocations >= S->fail_at : S->allocations == S->fail_at;
}

// Whether `growth` more bytes are within the limit, or close above it.
static bool may_grow(lb_state *S, size_t growth) {
  if (S->limit == 0 || S->used + growth <= S->limit) return true;
  S->memory_check = true;
  lb_arm(S);
  return S->used + growth <= S->hard;
}

// Lua asks a second time for what it was refused, after an emergency collection. If the request was for a part of a
// table, that collection may have freed the table itself: one whose __newindex is a table, through a weak metatable, is
// held by nothing while it grows (Lua 5.4.4). Refused again, Lua does not touch it any more. Objects are no danger: Lua
// tells the kind of those in `old_size`. Making a block smaller may fail too since Lua 5.4.
static bool is_refused_again(lb_state *S, void *block, size_t old_size, size_t new_size) {
  bool is_same = S->refused.new_size == new_size && S->refused.block == block && S->refused.old_size == old_size;
  bool is_part = block != NULL || old_size == 0;
  S->refused.new_size = 0;
  return is_same && (is_part || S->fail_mode == LB_FAIL_ONE_FIRMLY);
}

static void note_refusal(lb_state *S, void *block, size_t old_size, size_t new_size) {
  S->refused.block = block;
  S->refused.old_size = old_size;
  S->refused.new_size = new_size;
}

static bool may_have(lb_state *S, void *block, size_t old_size, size_t new_size) {
  size_t held = block == NULL ? 0 : old_size;
  if (is_refused_again(S, block, old_size, new_size)) return false;
  if (new_size <= held) return true;
  bool is_to_fail = is_chosen_to_fail(S);
  if (is_to_fail && S->fail_mode == LB_FAIL_ONE) return false;
  bool is_stack = block == NULL && old_size == 0;  // or another part of something
  bool is_too_late = new_size > LARGE_BYTES && lb_is_killed(S);
  if (!is_to_fail && !is_too_late && may_grow(S, new_size - held)) {
    if (!is_stack || S->trusted || !lb_is_call_chain(S->current, new_size)) return true;
  }
  note_refusal(S, block, old_size, new_size);
  return false;
}

// How many bytes may be in use for a small block to be given at once: none where the request is to be looked at.
static void update_easy(lb_state *S) {
  bool is_watched = S->fail_at != 0 || S->refused.new_size != 0 || S->was_refused;
  S->easy = is_watched ? 0 : S->limit == 0 ? SIZE_MAX : S->limit;
}

static void count(lb_state *S, size_t used) {
  S->used = used;
  if (used > S->peak) S->peak = used;
}

static __attribute__((noinline)) void *allocate_apart(lb_state *S, void *block, size_t old_size, size_t new_size) {
  size_t held = block == NULL ? 0 : old_size;  // for a new block, old_size tells the kind of object
  void *moved = NULL;
  if (may_have(S, block, old_size, new_size)) {
    moved = lb_block_resize(&S->blocks, block, held, new_size);
    if (moved == NULL) note_refusal(S, block, old_size, new_size);
  }
  S->was_refused = moved == NULL;
  update_easy(S);
  if (moved != NULL) count(S, S->used + new_size - held);
  return moved;
}

static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
  lb_state *S = context;
  if (new_size == 0) {
    if (block == NULL) return NULL;
    S->used -= old_size;
    lb_block_free(&S->blocks, block, old_size);
    return NULL;
  }
  if (block == NULL && lb_is_small_block(new_size) && S->used + new_size <= S->easy) {
    void *given = lb_block_take(&S->blocks, new_size);
    if (given != NULL) {
      count(S, S->used + new_size);
      return given;
    }
  }
  return allocate_apart(S, block, old_size, new_size);
}

size_t lb_memory_used(const lb_state *S) { return S->used; }
size_t lb_memory_peak(const lb_state *S) { return S->peak; }
uint64_t lb_allocations(const lb_state *S) { return S->allocations; }

static void set_memory_limit(lb_state *S, size_t limit) {
  S->limit = limit;
  S->hard = hard_limit(limit);
  update_easy(S);
  S->stale_from = limit == 0 ? SIZE_MAX : limit / 2;
  S->blocks.most_bytes = 2 * limit;
}

void lb_fail_allocation(lb_state *S, uint64_t nth, int mode) {
  S->allocations = 0;
  S->fail_at = nth;
  S->fail_mode = mode;
  update_easy(S);
}

// Room on Lua's stack.

bool lb_was_refused(const lb_state *S) { return S->was_refused; }

int lb_fail_without_room(lb_state *S, lua_State *L) {
  // Lua keeps some slots above every stack for such a need.
  lua_pushlightuserdata(L, (void *)lb_stack_overflow);
  return S->was_refused ? LUA_ERRMEM : LUA_ERRRUN;
}

// MARK: Opening and closing

static void silent_warning(void *context, const char *message, int to_be_continued) {
  (void)context;
  (void)message;
  (void)to_be_continued;
}

// Unprotected calls are never made, so nothing can get here; but if Lua ever does, it must not return.
static int panic(lua_State *L) {
  (void)L;
  abort();
}

// Lua makes these strings where an error could not be caught, when it is short of memory or of stack. Strings of this
// length exist only once: kept here, they are found and never made.
static void keep_messages(lua_State *L) {
  static const char *const messages[] = {
      "error in error handling", "C stack overflow", "cannot resume dead coroutine",
      "cannot resume non-suspended coroutine",
  };
  lua_createtable(L, sizeof messages / sizeof *messages, 0);
  for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
    lua_pushstring(L, messages[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, messages);
}

static int open_protected(lua_State *L) {
  lb_state *S = lua_touserdata(L, 1);
  keep_messages(L);
  lb_open_references(L);
  lb_open_boxes(L);
  lb_open_chain(L);
  if (S->trusted) {
    lb_open_trusted(L);
  } else {
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lb_open_sandbox(L);
  }
  return 0;
}

// States that are closed. Their memory is for other states only, see lb_is_current.
static lb_state *spare_states;  // guarded by spare_lock
static pthread_mutex_t spare_lock = PTHREAD_MUTEX_INITIALIZER;

static lb_state *take_state(void) {
  pthread_mutex_lock(&spare_lock);
  lb_state *S = spare_states;
  if (S != NULL) spare_states = S->next_watched;
  pthread_mutex_unlock(&spare_lock);
  if (S == NULL) return calloc(1, sizeof *S);
  uint32_t serial = S->face.serial;
  memset(S, 0, sizeof *S);
  S->face.serial = serial;
  return S;
}

static void keep_state(lb_state *S) {
  S->face.serial++;
  pthread_mutex_lock(&spare_lock);
  S->next_watched = spare_states;
  spare_states = S;
  pthread_mutex_unlock(&spare_lock);
}

lb_state *lb_open(const lb_callbacks *callbacks, size_t limit, bool trusted, uint64_t failing) {
  lb_state *S = take_state();
  if (S == NULL) return NULL;
  lb_fail_allocation(S, failing, LB_FAIL_ONE_FIRMLY);
  S->callbacks = *callbacks;
  S->trusted = trusted;
  S->frozen_time = S->held_free = -1;
  atomic_init(&S->is_untidy, true);
  atomic_init(&S->life, 2 * LB_LIFE_STEP);  // `kill` names none yet
  pthread_mutex_init(&S->released_lock, NULL);
  lb_bind_thread(S);
  lua_State *L = lua_newstate(allocate, S);
  if (L == NULL) {
    lb_free(S);
    return NULL;
  }
  *lb_extra(L) = (uintptr_t)S;
  S->main = S->current = S->face.stack = L;
  lua_atpanic(L, panic);
  lua_setwarnf(L, silent_warning, NULL);
  lua_pushcfunction(L, open_protected);
  lua_pushlightuserdata(L, S);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK || !lb_open_base_frame(L)) {
    lb_close(S);
    lb_free(S);
    return NULL;
  }
  set_memory_limit(S, limit);
  lb_watch(S);
  return S;
}

void lb_close(lb_state *S) {
  lb_unwatch(S);
  S->fail_at = 0;
  set_memory_limit(S, 0);
  atomic_store(&S->closed, true);
  lua_close(S->main);
  lb_blocks_free_all(&S->blocks);
  S->main = S->scratch = S->current = NULL;
  lb_release_held(S);
  lb_tape_free(S, &S->result);
}

void lb_free(lb_state *S) {
  pthread_mutex_destroy(&S->released_lock);
  free(S->released);
  free(S->free_slots);
  free(S->held);
  free(S->traceback);
  free(S->names);
  keep_state(S);
}

lua_State *lb_main(const lb_state *S) { return S->main; }
void lb_set_outcome(lb_state *S, int code) { S->outcome = code; }
bool lb_is_waiting(const lb_state *S) { return S->waiting; }
void lb_freeze_time(lb_state *S, int64_t now) { S->frozen_time = now; }
