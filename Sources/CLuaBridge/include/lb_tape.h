// Values in bulk: the host writes nodes, one protected call makes Lua values of them.
#ifndef LB_TAPE_H
#define LB_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lb_face.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma clang assume_nonnull begin

/// A value on its way between the host and Lua. A table is a node with its counts, followed by `count` values of its
/// array part and then `pairs` keys and values, each a value in turn.
enum {
  LB_NODE_NIL = 0,
  LB_NODE_BOOLEAN,
  LB_NODE_INTEGER,
  LB_NODE_NUMBER,
  LB_NODE_STRING,     // `bytes`, `count` long: must outlive the tape's use
  LB_NODE_TEXT,       // `integer` is an offset into the tape's arena, `count` long
  LB_NODE_TABLE,      // `count` array values, then `pairs` keys and values
  LB_NODE_REFERENCE,  // `count` is a slot of `lb_reference`, `object` what keeps it
  LB_NODE_FUNCTION,   // `object` is a host function; `count` != 0 for one that suspends its coroutine
  LB_NODE_OBJECT,     // `object` is a host object; `count` is the slot of its metatable
  LB_NODE_NULL,       // the null of `lb_push_null`: a light userdata
  LB_NODE_NAME,       // a string like LB_NODE_STRING whose bytes stay there for good: it is known by its address
};

typedef struct lb_node {
  uint32_t kind;
  uint32_t count;
  union {
    int64_t integer;
    double number;
    const char *_Null_unspecified bytes;
    void *_Nullable object;
    uint64_t pairs;
  };
} lb_node;

/// A growing list of nodes and the bytes they point into. Objects in it are owned by the tape until they are pushed.
typedef struct {
  lb_node *_Null_unspecified nodes;
  size_t count, capacity;
  char *_Null_unspecified arena;
  size_t arena_count, arena_capacity;
  size_t values;  // how many values stand at the top level
  size_t held;    // how many nodes hold an object
  void *_Nullable failure;  // an object of the host: why the tape cannot be used; NULL where it can
} lb_tape;

bool lb_tape_grow(lb_tape *tape, size_t nodes);
bool lb_tape_grow_arena(lb_tape *tape, size_t bytes);
/// Forgets all nodes and the failure; releases the objects that nobody took.
void lb_tape_reset(lb_state *S, lb_tape *tape);
void lb_tape_free(lb_state *S, lb_tape *tape);

/// The tape on which a host function leaves its results, empty. It is the caller's until it returns to Lua: a host
/// function that is called before that has another.
lb_tape *lb_result(lb_state *S);

#pragma clang assume_nonnull end
#ifdef __cplusplus
}
#endif
#endif
