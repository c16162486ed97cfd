// Stretches of Lua's own time: where they begin and end, and ending them from outside.
#define _GNU_SOURCE
#include "lb_stretch.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

_Thread_local lb_state *lb_running;
_Thread_local char *lb_stack_floor;

uint64_t lb_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

// MARK: Threads

// Reads the bounds of this thread's stack once.
static void find_stack_floor(void) {
  enum { RESERVE = 2 << 20 };
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void *lowest = NULL;
  size_t size = 0;
  if (pthread_attr_getstack(&attributes, &lowest, &size) == 0) {
    lb_stack_floor = (char *)lowest + (size > 2 * RESERVE ? RESERVE : size / 2);
  }
  pthread_attr_destroy(&attributes);
}

void lb_prepare_thread(const char *name) {
  char short_name[16];  // what Linux allows
  snprintf(short_name, sizeof short_name, "%s", name);
  pthread_setname_np(pthread_self(), short_name);
  find_stack_floor();
  lb_allow_signal();
}

// MARK: Beginning and ending

// The thread that opens a state keeps it. Another one may be where Lua's stack has no room, where no signal
// arrives, or beside the first: whatever brought it here, going on is worse than ending. (In Swift a closure inside of an
// actor's function may run elsewhere if it does not mention the actor.)
_Noreturn void lb_reject_thread(void) {
  fputs("Fatal error: a Lua state must be used on the thread of its executor\n", stderr);
  abort();
}

// The address of a variable of this thread tells it from others for less than asking who it is.
void lb_bind_thread(lb_state *S) {
  S->home = &lb_running;
  atomic_store(&S->thread, pthread_self());
}

void lb_forget_ending(lb_state *S) {
  S->ended = LB_ALIVE;
  S->is_noted = S->is_kill_noted = false;
  S->line = 0;
  S->source[0] = '\0';
}

lb_entry lb_enter(lb_state *S, uint64_t budget, uint64_t token) { return lb_begin_stretch(S, budget, token); }

uint64_t lb_leave(lb_state *S, lb_entry entry) { return lb_end_stretch(S, entry); }

void lb_renew(lb_state *S, uint64_t budget) {
  if (atomic_load_explicit(&S->budget, memory_order_relaxed) == 0) return;
  atomic_store_explicit(&S->is_untidy, true, memory_order_relaxed);
  atomic_store_explicit(&S->began, lb_now(), memory_order_relaxed);
  atomic_store_explicit(&S->budget, budget, memory_order_relaxed);
}

bool lb_is_outermost(const lb_state *S) { return lb_is_between(S); }

// MARK: Ending a run

// Whether the run that `life` was read of is one to be ended.
static bool is_meant(lb_state *S, uint64_t *life, uint64_t token) {
  uint64_t found;
  do {
    *life = atomic_load(&S->life);
    found = atomic_load(&S->token);
  } while (*life != atomic_load(&S->life));
  return lb_is_inside(*life) && (token == 0 || token == found);
}

void lb_interrupt(lb_state *S, int reason, uint64_t token) {
  uint64_t life;
  if (token == 0) atomic_fetch_add(&S->interrupts, 1);
  atomic_thread_fence(memory_order_seq_cst);
  if (!is_meant(S, &life, token)) return;
  lb_kill_run(S, reason, life);
  lb_signal(S);
}

uint64_t lb_interrupts(const lb_state *S) { return atomic_load(&S->interrupts); }

void lb_kill(lb_state *S, int reason) {
  lb_kill_run(S, reason, atomic_load(&S->life));
  lb_arm(S);
}

int lb_killed(const lb_state *S) { return lb_why_ended(S); }

void lb_revive(lb_state *S) {
  // Two steps: what was to end anything before has no effect any more.
  lb_count_up(S);
  lb_count_up(S);
  lb_forget_ending(S);
  S->memory_check = false;
  S->current = S->main;
  S->frames = NULL;
}
