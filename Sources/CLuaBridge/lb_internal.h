// What the C files of the bridge share. Not visible to Swift.
#ifndef LB_INTERNAL_H
#define LB_INTERNAL_H

#include <lauxlib.h>
#include <limits.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "include/CLuaBridge.h"
#include "lb_blocks.h"

/// A host object in Lua's hands: the upvalue of a host function, or a userdata of its own.
typedef struct {
  uint64_t magic;
  void *object;
  int metatable;  // slot of its metatable, 0 for a function's upvalue
  int held;       // where in the state's list of such objects it stands
} lb_box;
#define LB_MAGIC UINT64_C(0x6c75615f626f7821)

/// One coroutine.resume in progress: who resumed, so that the chain can be walked outwards.
typedef struct lb_frame {
  struct lb_frame *outer;
  lua_State *from;
} lb_frame;

/// A string of Lua's known by where its bytes are in the host.
typedef struct {
  const char *bytes;
  uint32_t length;
  int slot;  // of the reference, 0 for none
} lb_known;

enum { LB_NAME_BITS = 8, LB_NAMES = 1 << LB_NAME_BITS };

struct lb_state {
  lb_face face;                  // must be first
  lua_State *main;
  lua_State *scratch;            // a stack that nothing else uses, for what any thread of Lua could do
  lua_State *volatile current;   // whom the signal handler arms
  lb_frame *frames;              // resumes in progress, innermost first
  lb_callbacks callbacks;

  // What ends one run cannot hit the next: `life` is the number of the run, counted up where a stretch of Lua's time
  // begins and again where it ends, and `kill` names the run that is being ended. Only the state's thread writes `life`.
  atomic_uint_least64_t life;    // the number, shifted by LB_REASON_BITS: odd while Lua may be running
  atomic_uint_least64_t kill;    // the number likewise, and why that run is being ended
  int ended;                     // why the last run was, once it is over
  atomic_uint_least64_t budget;  // nanoseconds for the run, 0 for no limit
  atomic_uint_least64_t began;   // CLOCK_MONOTONIC nanoseconds, 0: when the watchdog first sees it
  uint64_t seen_life, seen_at;   // the watchdog's: the run that it saw, and when first
  uint64_t killed_life, killed_at;  // and the one that is being ended, and when its thread had used so much time
  atomic_uint_least64_t token;   // of the run in progress, 0 for none
  atomic_uint_least64_t interrupts;  // of whichever run there was
  atomic_bool is_untidy;         // a run cannot begin before lb_begin_stretch has put in order what earlier ones left
  _Atomic(pthread_t) thread;
  const void *home;              // names the thread; see lb_bind_thread
  atomic_bool closed;
  lb_state *next_watched;        // list of the watchdog
  lb_state *volatile outer;      // the state whose host function entered this one

  lb_blocks blocks;
  size_t used, peak, limit, hard;
  size_t easy;                   // see update_easy
  size_t stale_from;             // from so many bytes on, what calls leave behind is cleared
  bool memory_check;             // the limit was crossed: collect at the next hook
  bool was_refused;              // the last request for memory was
  struct {
    void *block;
    size_t old_size, new_size;
  } refused;                     // what was refused; new_size 0: nothing
  uint64_t allocations, fail_at;
  int fail_mode;
  int inner;                     // protected operations in progress, see lb_run_inner
  uint64_t changes;              // counts what may have run Lua or changed a table
  uint64_t protected_calls;      // pcalls and xpcalls that were begun

  // Every object in a box. When memory is so short that Lua cannot call its finalizer, a box goes without; then this
  // is how its object is found when the state is closed.
  struct {
    void *object;   // NULL where the place is free
    int next_free;  // -1 for none
  } *held;
  int held_count, held_capacity, held_free;

  lb_known *names;                // LB_NAMES of them, NULL until one is used

  int *free_slots;
  int free_count, free_capacity, next_slot;
  pthread_mutex_t released_lock;  // guards `released`
  int *released;
  atomic_int released_count;
  int released_capacity;

  lb_tape result;
  char *busy;                    // where on the C stack `result` is being written or delivered, or NULL
  int outcome;                   // of a wait
  bool waiting;                  // the yield in progress is a host function's
  int close_depth;               // nested coroutine.close

  char *traceback;
  char source[LUA_IDSIZE];
  int line;
  bool is_noted;                 // `source` and `line` say where the run was when it failed
  bool is_kill_noted;            // or when it was ended

  bool trusted;
  int64_t frozen_time;           // negative: not frozen
};

/// What Lua keeps for us with every thread: the state, and whether the host runs it, in the lowest bit. New threads get
/// that of the main one.
static inline uintptr_t *lb_extra(lua_State *L) { return (uintptr_t *)lua_getextraspace(L); }
static inline lb_state *lb_of(lua_State *L) { return (lb_state *)(*lb_extra(L) & ~(uintptr_t)1); }

/// Whether L is a coroutine that the host runs, which scripts must take for the main one.
static inline bool lb_is_root(lua_State *L) { return *lb_extra(L) & 1; }

enum { LB_REASON_BITS = 8, LB_REASONS = (1 << LB_REASON_BITS) - 1, LB_LIFE_STEP = LB_REASONS + 1 };

static inline bool lb_is_inside(uint64_t life) { return (life & LB_LIFE_STEP) != 0; }

/// Why the run in progress is being ended, more than LB_REASONS where it is not.
static inline uint64_t lb_reason(const lb_state *S) {
  return atomic_load_explicit(&S->kill, memory_order_relaxed) ^ atomic_load_explicit(&S->life, memory_order_relaxed);
}

static inline bool lb_is_killed(const lb_state *S) { return lb_reason(S) <= LB_REASONS; }

/// Ends the run of which `life` was read, and no other.
void lb_kill_run(lb_state *S, int reason, uint64_t life);

/// The innermost state that runs on this thread.
extern _Thread_local lb_state *lb_running __attribute__((visibility("hidden")));

/// Raises the reason why the script is being ended. Never allocates.
_Noreturn void lb_raise_kill(lua_State *L);

bool lb_is_kill_message(const void *pointer);

/// The error value of a host operation that found no room on Lua's stack.
extern const char lb_stack_overflow[];
/// The text of a memory error, which is how Lua knows one: raising it again makes one. Lua keeps that string for good.
#define LB_MEMORY_MESSAGE "not enough memory"

/// Below it this thread's C stack is short; NULL where nobody looked.
extern _Thread_local char *lb_stack_floor __attribute__((visibility("hidden")));

/// Whether little of the thread's C stack is left: less than what Lua's own limit of 200 nested C calls may take.
static inline bool lb_is_stack_short(void) { return (char *)__builtin_frame_address(0) < lb_stack_floor; }

/// To be called by every loop in C whose length a script decides, at least once in some tens of thousands of steps.
static inline void lb_poll(lua_State *L) {
  if (lb_is_killed(lb_of(L))) lb_raise_kill(L);
}

/// Whether the bridge is built with thread sanitizer, which must be told of what Lua does.
#if defined(__has_feature)
#define LB_THREAD_SANITIZER __has_feature(thread_sanitizer)
#else
#define LB_THREAD_SANITIZER 0
#endif

/// Arms the hook that ends or checks the running script. Safe in a signal handler.
void lb_arm(lb_state *S);
void lb_watch(lb_state *S);
void lb_unwatch(lb_state *S);
/// Whether the watchdog sleeps, or is about to.
extern atomic_bool lb_watchdog_sleeps __attribute__((visibility("hidden")));
void lb_wake_watchdog(void);
/// Sends the thread of `S` the signal that makes it look at the kill flag, where it runs.
void lb_signal(lb_state *S);
/// Lets this thread receive that signal.
void lb_allow_signal(void);
uint64_t lb_now(void);

static inline lb_known *lb_name_at(const lb_state *S, const char *bytes) {
  uint64_t hash = (uint64_t)(uintptr_t)bytes * UINT64_C(0x9E3779B97F4A7C15);
  return &S->names[hash >> (64 - LB_NAME_BITS)];
}

/// Pushes the string that stands at this address in the host for good, where it is known; else returns false.
static inline bool lb_push_known_name(lua_State *L, const lb_state *S, const char *bytes, uint32_t length) {
  if (S->names == NULL) return false;
  const lb_known *name = lb_name_at(S, bytes);
  if (name->bytes != bytes || name->length != length) return false;
  lua_rawgeti(L, LUA_REGISTRYINDEX, name->slot);
  return true;
}

/// Makes that string and leaves it on L's top, known from now on where there is memory for that. Raises where there is none
/// for the string.
void lb_learn_name(lua_State *L, lb_state *S, const char *bytes, uint32_t length);

static inline void lb_push_name(lua_State *L, lb_state *S, const char *bytes, uint32_t length) {
  if (!lb_push_known_name(L, S, bytes, length)) lb_learn_name(L, S, bytes, length);
}

/// Makes this thread the only one that may run the state.
void lb_bind_thread(lb_state *S);

/// Prepares the registry for references.
void lb_open_references(lua_State *L);
/// Frees the references that other threads have released.
void lb_drain_released(lb_state *S);
/// For a stack that could not be made larger: pushes an error value and returns its status.
int lb_fail_without_room(lb_state *S, lua_State *L);

/// Bytes that the host hands over.
typedef struct {
  const char *bytes;
  size_t length;
} lb_text;

/// Runs `body` under lua_pcall with `context` as its only extra argument, above the `arguments` values on the top.
int lb_protect(lb_state *S, lua_State *L, lua_CFunction body, int arguments, void *context, int results);

/// lua_pcall for what is no stretch of Lua's time. Whoever gets to run inside of it, a finalizer of the host's for instance,
/// is not at the bottom of a stack.
static inline int lb_run_inner(lb_state *S, lua_State *L, int arguments, int results) {
  S->inner++;
  int status = lua_pcall(L, arguments, results, 0);
  S->inner--;
  return status;
}

/// Notes the position of the first function from `level` outwards that has a line. Never allocates.
void lb_note_position(lua_State *L1, int level);
/// Notes traceback and position of an error in `L1`. May raise a memory error.
void lb_note_error(lua_State *L, lua_State *L1, int level);

/// The message handler of calls from the host: notes where the error came from and leaves its value alone.
int lb_note_handler(lua_State *L);
/// Clears what an earlier call left in the registers above L's top.
void lb_clear_registers(lua_State *L);

/// A collection inside a hook takes every register of the running function for live, also those that still hold values of
/// an earlier call. When memory is getting short, they are cleared.
static inline void lb_clear_stale(const lb_state *S, lua_State *L) {
  if (S->used >= S->stale_from) lb_clear_registers(L);
}
/// Puts the message handler of calls from the host at the bottom of the main stack. False where memory is short.
bool lb_open_base_frame(lua_State *L);

/// Resumes `co` from `L`, tracked and polled. For C only: raises when the script is being ended.
int lb_resume_from(lua_State *L, lua_State *co, int arguments, int *results);
/// Whether L and everyone who resumed it can yield.
bool lb_can_wait(lua_State *L);

/// Pushes the tape's values; raises.
void lb_push_nodes(lua_State *L, lb_tape *tape);
void lb_push_host_function(lua_State *L, void **object, bool waits);
void lb_push_object(lua_State *L, void **object, int metatable);
void lb_open_boxes(lua_State *L);
/// The __gc of a box: gives up the object in it.
int lb_release_box(lua_State *L);
/// Finds the line from which the C function that is running was called, or an object asked for it. False: there is none.
bool lb_find_position(lua_State *L, lua_Debug *ar);
/// Releases the objects of boxes that Lua did not finalize. After the state was closed.
void lb_release_held(lb_state *S);
/// The entry of every host function that may wait: what a coroutine that waits has on its top.
int lb_call_waiting_host(lua_State *L);

/// Fill the table on L's top with the safe versions of the standard functions, each polling.
void lb_open_sandbox(lua_State *L);
/// Gives the environment at `index` a `load` whose chunks see that environment.
void lb_set_load_environment(lua_State *L, int index);
/// Gives the environment at `index`, if it has the `require` of sandboxed scripts, one whose modules see that environment
/// and are its own.
void lb_set_require_environment(lua_State *L, int index);
/// Takes the value off the top, as what `require(name)` gives in the environment at `index`.
void lb_set_loaded(lua_State *L, int index, const char *name);
/// Compiles a text chunk in small pieces and pushes it as a function, or what is wrong with it. Returns lua_load's status.
int lb_load_text(lua_State *L, lb_text source, const char *name);
/// The full standard libraries.
void lb_open_trusted(lua_State *L);
/// Sets a `print` that hands its lines to the host in the table on the top.
void lb_open_print(lua_State *L);
void lb_open_base(lua_State *L);
void lb_open_string(lua_State *L);
void lb_open_table(lua_State *L);
void lb_open_coroutine(lua_State *L);
void lb_open_os(lua_State *L);

#endif
