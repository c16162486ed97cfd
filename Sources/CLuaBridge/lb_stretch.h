// How a stretch of Lua's own time begins and ends: with every call from the host, so without a call of its own.
#ifndef LB_STRETCH_H
#define LB_STRETCH_H

#include "lb_internal.h"

/// Forgets why and where the last run was ended.
void lb_forget_ending(lb_state *S);
/// Ends the process: the state runs on a thread that is not its own.
_Noreturn void lb_reject_thread(void);

static inline bool lb_is_between(const lb_state *S) {
  return !lb_is_inside(atomic_load_explicit(&S->life, memory_order_relaxed));
}

/// Why the run in progress is being ended, or why the last one was.
static inline int lb_why_ended(const lb_state *S) {
  uint64_t reason = lb_reason(S);
  return reason <= LB_REASONS ? (int)reason : S->ended;
}

static inline void lb_count_up(lb_state *S) {
  uint64_t life = atomic_load_explicit(&S->life, memory_order_relaxed);
  atomic_store_explicit(&S->life, life + LB_LIFE_STEP, memory_order_release);
}

/// Says that a run begins, all that is known of it having been written down.
static inline void lb_begin_run(lb_state *S) {
  lb_count_up(S);
  // The watchdog, before it sleeps, has every thread pass a barrier: then either it sees the run, or this that it sleeps.
  atomic_signal_fence(memory_order_seq_cst);
  if (atomic_load_explicit(&lb_watchdog_sleeps, memory_order_relaxed)) lb_wake_watchdog();
}

/// Says that the run is over. Returns why it was ended; whoever has not said so by now is too late.
static inline int lb_end_run(lb_state *S) {
  uint64_t reason = lb_reason(S);
  lb_count_up(S);
  if (reason > LB_REASONS) return LB_ALIVE;
  atomic_store_explicit(&S->is_untidy, true, memory_order_relaxed);
  return S->ended = (int)reason;
}

/// See lb_enter.
static inline lb_entry lb_begin_stretch(lb_state *S, uint64_t budget, uint64_t token) {
  lb_entry entry = {.outer = lb_running, .began = 0, .outermost = lb_is_between(S)};
  lb_running = S;
  if (!entry.outermost) return entry;
  if (S->home != &lb_running) lb_reject_thread();
  atomic_exchange(&S->is_untidy, token != 0 || budget != S->face.budget);
  S->outer = entry.outer;
  S->busy = NULL;
  lb_drain_released(S);
  lb_forget_ending(S);
  if (token != 0) entry.began = lb_now();
  atomic_store_explicit(&S->token, token, memory_order_relaxed);
  atomic_store_explicit(&S->budget, budget, memory_order_relaxed);
  atomic_store_explicit(&S->began, entry.began, memory_order_relaxed);
  lb_begin_run(S);
  // Whoever ends a run by its token, or all that wait, looks for it after saying so: one of both sees the other.
  if (token != 0) atomic_thread_fence(memory_order_seq_cst);
  return entry;
}

/// See lb_leave.
static inline uint64_t lb_end_stretch(lb_state *S, lb_entry entry) {
  lb_running = entry.outer;
  if (!entry.outermost) return 0;
  if (entry.outer != NULL) S->outer = NULL;
  // A reason stays, for the host to read; whoever has not set one by now is too late.
  if (lb_is_killed(S)) S->ended = (int)lb_reason(S);
  lb_count_up(S);
  return entry.began == 0 ? 0 : lb_now() - entry.began;
}

#endif
