// The part of a state that Swift reads and writes itself, without a call.
#ifndef LB_FACE_H
#define LB_FACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct lua_State lua_State;
typedef struct lb_state lb_state;

/// What every state begins with.
typedef struct {
  lua_State *stack;          // that operations use: the main one, or that of the coroutine whose host function is running
  void *_Nullable host;      // whom the state belongs to; NULL while it is being closed
  uint64_t budget;           // nanoseconds that a call from the host may take, 0 for no limit
  uint32_t serial;           // see lb_is_current
  bool has_failed_reading;   // a table could not be read to its end; the host knows why
} lb_face;

static inline lb_face *lb_face_of(const lb_state *S) { return (lb_face *)S; }

/// Whether `serial` is that of the state that is at this address. The memory of states is only ever used for other states,
/// each of which gets another serial: so what outlives its state can be told.
static inline bool lb_is_current(const lb_state *S, uint32_t serial) { return lb_face_of(S)->serial == serial; }

/// Where on the stack of operations a call of a Lua function by the host stands.
typedef struct {
  int height;    // of the stack before the call; negative where there is no room
  int handler;   // the message handler
  int function;  // the function, then its first result
} lb_outgoing;

/// What the host gives to C.
typedef struct {
  /// Calls the host function `object` with the arguments on the state's stack (see lb_face). Returns the number of results
  /// it pushed, or a code like LB_RETURN_TAPE.
  int (*call)(void *object, lb_state *S);
  /// Drops the reference that a function, an object, an error or a tape holds.
  void (*release)(void *object);
  /// Takes a line that `print` was called with on L, without its newline.
  void (*print)(const char *line, size_t length, lua_State *L, lb_state *S);
} lb_callbacks;

#pragma clang assume_nonnull end

#endif
