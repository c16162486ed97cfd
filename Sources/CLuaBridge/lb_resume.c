// Resuming coroutines: tracked, so that an interrupt finds the running one.
#include "lb_internal.h"

// Resumes `co` as a child of `from`, in the innermost frame.
static int resume_tracked(lb_state *S, lua_State *from, lua_State *co, int arguments, int *results) {
  lua_State *outer = S->current;
  S->current = co;
  S->changes++;
  S->waiting = false;
  if (lb_is_killed(S)) lb_arm(S);
  int status = lua_resume(co, from, arguments, results);
  S->current = outer;
  return status;
}

int lb_resume_from(lua_State *L, lua_State *co, int arguments, int *results) {
  lb_state *S = lb_of(L);
  lb_frame frame = {S->frames, L};
  S->frames = &frame;
  int status = resume_tracked(S, L, co, arguments, results);
  S->frames = frame.outer;
  return status;
}

// For a coroutine that ended in an error, notes where.
static int note_body(lua_State *L) {
  lb_note_error(L, lua_touserdata(L, 1), 0);
  return 0;
}

static void note_failure(lb_state *S, lua_State *coroutine) {
  lua_State *L = S->main;
  if (!lua_checkstack(L, 2)) return;
  lua_pushcfunction(L, note_body);
  lua_pushlightuserdata(L, coroutine);
  if (lb_run_inner(S, L, 1, 0) != LUA_OK) lua_pop(L, 1);
}

int lb_resume(lb_state *S, lua_State *coroutine, int arguments, int *results) {
  if (lb_is_stack_short()) {
    S->was_refused = false;
    return lb_fail_without_room(S, coroutine);
  }
  lb_frame *outer = S->frames;
  S->frames = NULL;  // the host stands between: nobody outside of it is suspended with this coroutine
  int status = resume_tracked(S, S->current, coroutine, arguments, results);
  S->frames = outer;
  if (status > LUA_YIELD && !lb_is_killed(S)) note_failure(S, coroutine);
  return status;
}

bool lb_can_wait(lua_State *L) {
  if (!lua_isyieldable(L)) return false;
  for (const lb_frame *frame = lb_of(L)->frames; frame != NULL; frame = frame->outer) {
    if (!lua_isyieldable(frame->from)) return false;
  }
  return true;
}
