// The only view that Swift has of Lua.
//
// Lua reports errors by longjmp, which must never cross a Swift frame. So this header declares two kinds of functions
// and no others:
//   - the functions of Lua's own API that cannot raise, with the conditions under which that holds;
//   - `lb_…` functions, whose raising work runs under lua_pcall inside C and which return a status.
// lua.h is not included, so nothing else of Lua's API can be reached from Swift.
#ifndef CLUABRIDGE_H
#define CLUABRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CLuaTransform.h"
#include "lb_face.h"
#include "lb_scalars.h"
#include "lb_tape.h"

#ifdef __cplusplus
extern "C" {
#endif

// MARK: Lua's own functions that never raise

int lua_gettop(lua_State *L);
void lua_settop(lua_State *L, int index);  // only downwards, and never past a to-be-closed variable
int lua_absindex(lua_State *L, int index);
int lua_checkstack(lua_State *L, int extra);  // returns 0 where there is no room
int lua_isinteger(lua_State *L, int index);
int lua_toboolean(lua_State *L, int index);
const void *lua_topointer(lua_State *L, int index);
void *lua_touserdata(lua_State *L, int index);
lua_State *lua_tothread(lua_State *L, int index);
unsigned long long lua_rawlen(lua_State *L, int index);
int lua_rawequal(lua_State *L, int index1, int index2);
void lua_pushnil(lua_State *L);
void lua_pushboolean(lua_State *L, int b);
void lua_pushinteger(lua_State *L, long long n);
void lua_pushnumber(lua_State *L, double n);
void lua_pushvalue(lua_State *L, int index);
int lua_rawgeti(lua_State *L, int index, long long n);  // on a table only
int lua_getmetatable(lua_State *L, int index);
int lua_status(lua_State *L);

/// Lua's type tags, as `lua_type` returns them.
enum {
  LB_TYPE_NONE = -1,
  LB_TYPE_NIL = 0,
  LB_TYPE_BOOLEAN = 1,
  LB_TYPE_LIGHTUSERDATA = 2,
  LB_TYPE_NUMBER = 3,
  LB_TYPE_STRING = 4,
  LB_TYPE_TABLE = 5,
  LB_TYPE_FUNCTION = 6,
  LB_TYPE_USERDATA = 7,
  LB_TYPE_THREAD = 8,
};

/// What a protected call came to; the values of Lua's own status codes.
enum { LB_OK = 0, LB_YIELD = 1, LB_ERROR_RUN = 2, LB_ERROR_SYNTAX = 3, LB_ERROR_MEMORY = 4, LB_ERROR_HANDLER = 5 };
enum { LB_ENDED = 6, LB_ALL = -1 };

/// Why a running script is being ended. Sticky until `lb_revive`.
enum { LB_ALIVE = 0, LB_KILL_TIMEOUT = 1, LB_KILL_MEMORY = 2, LB_KILL_INTERRUPT = 3, LB_KILL_OUTPUT = 4 };

// MARK: States

enum {
  LB_RETURN_TAPE = -1,   // the results are on `lb_result(S)`
  LB_RETURN_ERROR = -2,  // raise the value on `lb_result(S)`
  LB_RETURN_MESSAGE = -3,  // raise the text of lb_leave_message, with the caller's position in front of it
  LB_RETURN_WAIT = -4,   // suspend the coroutine; resumed, it returns or raises what `lb_result(S)` then holds
  LB_RETURN_MEMORY = -5,  // raise a memory error
};

/// `limit` bytes of memory (0: none), sandboxed or with the full standard libraries. NULL where memory is short, or where
/// the allocation numbered `failing` (0: none) is made to fail, for tests. From then on the state is this thread's: entering
/// it on another ends the process.
lb_state *lb_open(const lb_callbacks *callbacks, size_t limit, bool trusted, uint64_t failing);
/// Ends the state's ties with its host, before it is closed.
void lb_leave_host(lb_state *S);
/// Closes the state on its own thread; what `lb_release_reference` needs stays until `lb_free`.
void lb_close(lb_state *S);
void lb_free(lb_state *S);
lua_State *lb_main(const lb_state *S);
/// Leaves the message of an error on that tape. Returns LB_RETURN_MESSAGE, or LB_RETURN_MEMORY where there is no room for it.
int lb_leave_message(lb_state *S, const char *text, size_t length);
/// After a wait: whether `lb_result` holds the values to return (`LB_RETURN_TAPE`) or what to raise.
void lb_set_outcome(lb_state *S, int code);

/// Calls `handler`, on a thread of its own, each time a script is found to have gone on for 0.4 s of its thread's time after its
/// end. A program that does not return from it ends that way what cannot be ended otherwise.
void lb_when_stuck(void (*handler)(void));

size_t lb_memory_used(const lb_state *S);
size_t lb_memory_peak(const lb_state *S);
/// How an allocation is made to fail, for tests.
enum {
  LB_FAIL_ONE = 0,     // Lua collects garbage and tries again, which succeeds
  LB_FAIL_ONE_FIRMLY,  // that fails too
  LB_FAIL_ALL_AFTER,   // and all that follow
};
/// The Nth allocation from now fails; 0 ends that.
void lb_fail_allocation(lb_state *S, uint64_t nth, int mode);
/// How many there were since then.
uint64_t lb_allocations(const lb_state *S);
/// Whether the last request for memory was refused: then a stack without room is short of memory, not too deep.
bool lb_was_refused(const lb_state *S);

// MARK: Limits

/// What `lb_leave` needs to undo an `lb_enter`.
typedef struct {
  lb_state *outer;
  uint64_t began;
  bool outermost;
} lb_entry;

/// Names this thread and lets it be interrupted. Once, before it runs a state.
void lb_prepare_thread(const char *name);
/// Begins a stretch of Lua's own time on this thread, of `budget` nanoseconds at most (0: no limit). `token` names the
/// run to `lb_interrupt`. Nests; only the outermost counts.
lb_entry lb_enter(lb_state *S, uint64_t budget, uint64_t token);
/// Ends it and returns the nanoseconds it took.
uint64_t lb_leave(lb_state *S, lb_entry entry);
/// Lets the stretch in progress on this thread, if it has a limit, end `budget` nanoseconds from now.
void lb_renew(lb_state *S, uint64_t budget);
/// Whether no stretch of Lua's time is in progress.
bool lb_is_outermost(const lb_state *S);
/// Ends the script that runs with `token` (0: whichever runs). Does nothing where none does. From any thread.
void lb_interrupt(lb_state *S, int reason, uint64_t token);
/// How often `lb_interrupt` was called with token 0: a script that is suspended learns by it that it was meant too.
uint64_t lb_interrupts(const lb_state *S);
/// Ends the script that is running, from its own thread, for instance from a host function.
void lb_kill(lb_state *S, int reason);
int lb_killed(const lb_state *S);
/// Makes the state usable again after a script was ended.
void lb_revive(lb_state *S);

// MARK: References

/// Pops the value on L's top into a slot. Returns 0 where there is no room for another.
int lb_reference(lb_state *S, lua_State *L);
void lb_push_reference(lb_state *S, lua_State *L, int slot);
/// Frees the slot, on the Lua thread at once, on another at its next reference. From any thread.
void lb_release_reference(lb_state *S, int slot);

// MARK: Protected operations. Each returns a status; on an error the error value is on L's top.

/// Pushes the values of the tape, in order.
int lb_push_tape(lb_state *S, lua_State *L, lb_tape *tape);
int lb_push_table(lb_state *S, lua_State *L, int array, int pairs);
int lb_push_globals(lb_state *S, lua_State *L);
/// Pushes a new environment: the globals with library tables of its own, so that what a script changes there is its own.
int lb_push_environment(lb_state *S, lua_State *L);
/// Gives sandboxed scripts a `require`. Pops a function from a name to a module's text and file, or nil and a message.
int lb_install_require(lb_state *S, lua_State *L);
/// Pops the value that `require` of the name gives wherever no module of that name was loaded before.
int lb_provide(lb_state *S, lua_State *L, const char *name, size_t length);
void lb_push_null(lua_State *L);
bool lb_is_null(lua_State *L, int index);

/// Compiles a text chunk and pushes it as a function. `environment` is a slot, or 0 for the globals.
int lb_load(lb_state *S, lua_State *L, const char *bytes, size_t length, const char *name, int environment);
/// Pushes the function in `slot` onto the stack of operations, ready for its arguments.
lb_outgoing lb_prepare_call(lb_state *S, int slot);
/// Calls the function below the `arguments` values on the top of that stack, as a stretch of Lua's own time, and leaves
/// `results` values of it, all where that is LB_ALL. LB_ENDED: the script was ended.
int lb_call(lb_state *S, int handler, int arguments, int results);

/// Pops the function on L's top and pushes a coroutine that runs it for the host: to scripts it is the main one.
int lb_push_coroutine(lb_state *S, lua_State *L);
/// Resumes with the topmost `arguments` values. LB_YIELD: it waits or yielded `results` values; LB_OK: it ended with
/// `results` values; else the error is on its top.
int lb_resume(lb_state *S, lua_State *coroutine, int arguments, int *results);
/// Whether the last `lb_resume` stopped in a host function that waits, rather than in coroutine.yield.
bool lb_is_waiting(const lb_state *S);
/// Runs the pending to-be-closed variables of a coroutine that ended in an error or is given up.
int lb_close_coroutine(lb_state *S, lua_State *coroutine);
/// Moves values between stacks of one state. Returns false where the target has no room.
bool lb_move(lua_State *from, lua_State *to, int count);

int lb_get(lb_state *S, lua_State *L, int table);  // key on top is replaced by the value; metamethods apply
int lb_get_field(lb_state *S, lua_State *L, int table, const char *key, size_t length);
int lb_set(lb_state *S, lua_State *L, int table);  // pops key and value
/// Pushes what `tostring` gives.
int lb_tostring(lb_state *S, lua_State *L, int index);
/// Pops a key, pushes the next key and value. Returns 1, 0 at the end, -1 where the key is no longer one of the table.
/// `changes` is what `lb_changes` was when the key was taken from the table.
int lb_next(lb_state *S, lua_State *L, int table, uint64_t changes);
/// Counts whatever may have run Lua or written to a table.
uint64_t lb_changes(const lb_state *S);
/// The length of a table without metamethods, but never more than there can be items in it: with some keys in the right
/// places a table's border is any number.
int64_t lb_sequence_length(lb_state *S, lua_State *L, int index);
/// Pushes the field `name` of a table, without metamethods. The bytes of the name must stay where they are for good. Returns
/// the type of the value, LB_TYPE_NONE where there was no memory; then nothing is pushed.
int lb_push_field(lb_state *S, lua_State *L, int table, const char *name, uint32_t length);
/// Raw access with a string key: no metamethod. Pushes the value.
int lb_rawget_field(lb_state *S, lua_State *L, int table, const char *key, size_t length);
/// Writes a float as Lua's tostring does.
void lb_number_text(double number, char *text, size_t size);
int lb_collect(lb_state *S, lua_State *L);
void lb_pop(lua_State *L, int count);
void lb_insert(lua_State *L, int index);

// MARK: Host objects

/// The host function that is running, which holds the reference; NULL where none is.
void *lb_running_function(lb_state *S);

/// Whether that was called as `object:name(…)`, which Lua's messages do not count the object for.
bool lb_is_method_call(lb_state *S);

/// Takes a metatable and the tables of its class's methods, getters and setters off the top, and completes it: objects with
/// it are released when they are collected, two userdata of one object are equal, and they have those methods and
/// properties before what `__index` and `__newindex` say.
int lb_finish_metatable(lb_state *S, lua_State *L);
/// The host object in a userdata of this library whose metatable is in `slot` (0: any), or NULL.
void *lb_object(lb_state *S, lua_State *L, int index, int slot);

// MARK: Errors

/// The traceback and position that the last failing `lb_call` or `lb_resume` noted; valid until the next.
const char *lb_traceback(const lb_state *S);
const char *lb_error_source(const lb_state *S);
int lb_error_line(const lb_state *S);
/// The text of an error value that stands for one of the bridge's own messages, or NULL.
const char *lb_static_message(lua_State *L, int index);

// MARK: Determinism, for tests and rehearsals

/// Pushes a table of the sandbox's standard functions beside Lua's own, for a test that compares them.
int lb_push_comparison(lb_state *S, lua_State *L);
/// math.random is seeded with `seed`.
int lb_seed_random(lb_state *S, lua_State *L, int64_t seed);
/// os.time and os.clock answer from `now` on; negative: the machine's clock.
void lb_freeze_time(lb_state *S, int64_t now);

#ifdef __cplusplus
}
#endif
#endif
