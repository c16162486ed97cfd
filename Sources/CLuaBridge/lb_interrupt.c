// Ending a script that runs too long or takes too much, wherever it is.
//
// While nothing is wrong there is no hook, so limits cost nothing. A thread of the process, the watchdog, compares
// deadlines; past one it sets the kill flag and signals the thread that runs the state. The handler, on that thread, arms a
// count hook on the running coroutine, which raises at the next instruction. The flag stays set: pcall, resume and every
// loop in C raise again until the host has its control back.
#define _GNU_SOURCE
#include "lb_internal.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

#define TICK_NANOSECONDS 4000000ull  // how late a deadline may be noticed, and how often a signal is repeated
#define IDLE_TICKS 50                // then the watchdog sleeps until a script runs

// Ignored by default, used by no library here, and what Go's runtime took for the same purpose.
#define INTERRUPT_SIGNAL SIGURG

static _Thread_local lb_state *running;   // the innermost state on this thread
static _Thread_local char *stack_floor;  // below it the C stack is short; NULL where nobody looked

uint64_t lb_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

// MARK: Raising

static const char *const kill_messages[] = {
    [LB_KILL_TIMEOUT] = "script timed out",
    [LB_KILL_MEMORY] = "not enough memory",
    [LB_KILL_INTERRUPT] = "interrupted",
    [LB_KILL_OUTPUT] = "too much output",
};

bool lb_is_kill_message(const void *pointer) {
  for (int reason = LB_KILL_TIMEOUT; reason <= LB_KILL_OUTPUT; reason++) {
    if (pointer == kill_messages[reason]) return true;
  }
  return false;
}

// The value is a light userdata, for it needs no allocation; the host reads the reason from the flag.
_Noreturn void lb_raise_kill(lua_State *L) {
  // A hook always finds room; a C function that has used up its own gives up a value.
  if (!lua_checkstack(L, 1)) lua_settop(L, -2);
  lb_state *S = lb_of(L);
  if (!S->noted_kill) lb_note_position(L, 0);
  S->noted_kill = true;
  lua_pushlightuserdata(L, (void *)kill_messages[lb_killed(S)]);
  lua_error(L);
  __builtin_unreachable();
}

// Over the memory limit: what is garbage goes first. A script whose live data is near the limit is ended, since it would
// otherwise collect again at every step.
static void check_memory(lua_State *L, lb_state *S) {
  S->memory_check = false;
  lua_gc(L, LUA_GCCOLLECT, 0);
  if (S->limit != 0 && S->used > S->limit - S->limit / 20) lb_kill(S, LB_KILL_MEMORY);
}

static void hook(lua_State *L, lua_Debug *ar) {
  (void)ar;
  lb_state *S = lb_of(L);
  if (!lb_is_killed(S) && S->memory_check) check_memory(L, S);
  if (lb_is_killed(S)) lb_raise_kill(L);
  lua_sethook(L, NULL, 0, 0);
}

void lb_arm(lb_state *S) {
  lua_State *L = S->current;
  if (L != NULL) lua_sethook(L, hook, LUA_MASKCOUNT, 1);
}

// Sets the reason in the run of which `life` was read; not in a later one.
static void kill_run(lb_state *S, int reason, uint64_t life) {
  uint64_t alive = life & ~(uint64_t)LB_REASONS;
  atomic_compare_exchange_strong(&S->life, &alive, alive | (unsigned)reason);
}

// A state whose host function runs another one on this thread cannot end before that one has.
static void kill_inner(lb_state *innermost, const lb_state *outer) {
  for (lb_state *S = innermost; S != outer; S = S->outer) kill_run(S, LB_KILL_INTERRUPT, atomic_load(&S->life));
}

static void on_signal(int number) {
  (void)number;
  int saved = errno;
  lb_state *innermost = running;
  for (lb_state *S = innermost; S != NULL; S = S->outer) {
    if (lb_is_killed(S)) kill_inner(innermost, S);
  }
  if (innermost != NULL && lb_is_killed(innermost)) lb_arm(innermost);
  errno = saved;
}

// MARK: The watchdog

static pthread_mutex_t watch_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t watch_wake = PTHREAD_COND_INITIALIZER;
static lb_state *watched;        // guarded by watch_lock
static atomic_bool watch_asleep;
static pthread_once_t watch_once = PTHREAD_ONCE_INIT;

// Ends `S` if its time is up; signals again as long as it has not let go. Returns whether it is running. The order of
// reading is the reverse of how lb_enter and lb_leave write.
static bool inspect(lb_state *S, uint64_t now) {
  if (!atomic_load(&S->inside)) return false;
  uint64_t life = atomic_load(&S->life), deadline = atomic_load(&S->deadline);
  if (deadline != 0 && now >= deadline) kill_run(S, LB_KILL_TIMEOUT, life);
  if (lb_is_killed(S)) pthread_kill(atomic_load(&S->thread), INTERRUPT_SIGNAL);
  return true;
}

static void sleep_until_needed(void) {
  atomic_store(&watch_asleep, true);
  bool busy = false;
  for (lb_state *S = watched; S != NULL; S = S->next_watched) busy = busy || atomic_load(&S->inside);
  while (!busy && atomic_load(&watch_asleep)) pthread_cond_wait(&watch_wake, &watch_lock);
  atomic_store(&watch_asleep, false);
}

static void *watchdog(void *unused) {
  (void)unused;
  struct timespec tick = {0, TICK_NANOSECONDS};
  for (int idle = 0;;) {
    nanosleep(&tick, NULL);
    uint64_t now = lb_now();
    bool busy = false;
    pthread_mutex_lock(&watch_lock);
    for (lb_state *S = watched; S != NULL; S = S->next_watched) busy = inspect(S, now) || busy;
    idle = busy ? 0 : idle + 1;
    if (idle >= IDLE_TICKS) {
      sleep_until_needed();
      idle = 0;
    }
    pthread_mutex_unlock(&watch_lock);
  }
  return NULL;
}

static void start_watchdog(void) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(INTERRUPT_SIGNAL, &action, NULL);
  sigset_t all, before;  // signals of the process are for other threads
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  if (pthread_create(&thread, NULL, watchdog, NULL) == 0) pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void lb_watch(lb_state *S) {
  pthread_once(&watch_once, start_watchdog);
  pthread_mutex_lock(&watch_lock);
  S->next_watched = watched;
  watched = S;
  pthread_mutex_unlock(&watch_lock);
}

void lb_unwatch(lb_state *S) {
  pthread_mutex_lock(&watch_lock);
  for (lb_state **link = &watched; *link != NULL; link = &(*link)->next_watched) {
    if (*link != S) continue;
    *link = S->next_watched;
    break;
  }
  pthread_mutex_unlock(&watch_lock);
}

// MARK: Stretches of Lua's time

// A number of its own for what comes now: nothing that was to end what came before can end it.
static void begin_run(lb_state *S) {
  uint64_t life = atomic_load_explicit(&S->life, memory_order_relaxed);
  atomic_store_explicit(&S->life, (life | LB_REASONS) + 1, memory_order_release);
  S->noted_kill = false;
  S->line = 0;
  S->source[0] = '\0';
}

// Reads the bounds of this thread's stack once.
static void find_stack_floor(void) {
  enum { RESERVE = 2 << 20 };
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void *lowest = NULL;
  size_t size = 0;
  if (pthread_attr_getstack(&attributes, &lowest, &size) == 0) {
    stack_floor = (char *)lowest + (size > 2 * RESERVE ? RESERVE : size / 2);
  }
  pthread_attr_destroy(&attributes);
}

bool lb_is_stack_short(void) { return (char *)__builtin_frame_address(0) < stack_floor; }

void lb_prepare_thread(const char *name) {
  char short_name[16];  // what Linux allows
  snprintf(short_name, sizeof short_name, "%s", name);
  pthread_setname_np(pthread_self(), short_name);
  find_stack_floor();
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, INTERRUPT_SIGNAL);
  pthread_sigmask(SIG_UNBLOCK, &interrupt, NULL);
}

lb_entry lb_enter(lb_state *S, uint64_t budget, uint64_t token) {
  lb_entry entry = {.outer = running, .began = 0, .outermost = !atomic_load_explicit(&S->inside, memory_order_relaxed)};
  if (!entry.outermost) {
    running = S;
    return entry;
  }
  S->outer = running;
  S->busy = NULL;
  lb_drain_released(S);
  entry.began = lb_now();
  atomic_store_explicit(&S->thread, pthread_self(), memory_order_relaxed);
  atomic_store_explicit(&S->token, token, memory_order_relaxed);
  atomic_store_explicit(&S->deadline, budget == 0 ? 0 : entry.began + budget, memory_order_relaxed);
  begin_run(S);
  atomic_store(&S->inside, true);
  running = S;
  if (atomic_load(&watch_asleep)) {
    pthread_mutex_lock(&watch_lock);
    atomic_store(&watch_asleep, false);
    pthread_cond_signal(&watch_wake);
    pthread_mutex_unlock(&watch_lock);
  }
  return entry;
}

uint64_t lb_leave(lb_state *S, lb_entry entry) {
  running = entry.outer;
  if (!entry.outermost) return 0;
  S->outer = NULL;
  atomic_store_explicit(&S->deadline, 0, memory_order_relaxed);
  atomic_store_explicit(&S->token, 0, memory_order_relaxed);
  atomic_store(&S->inside, false);
  // A reason stays, for the host to read; whoever has not set one by now is too late.
  uint64_t life = atomic_load(&S->life);
  if ((life & LB_REASONS) == LB_ALIVE) atomic_compare_exchange_strong(&S->life, &life, life + LB_REASONS + 1);
  return lb_now() - entry.began;
}

void lb_renew(lb_state *S, uint64_t budget) {
  if (atomic_load_explicit(&S->deadline, memory_order_relaxed) == 0) return;
  atomic_store_explicit(&S->deadline, lb_now() + budget, memory_order_relaxed);
}

bool lb_is_outermost(const lb_state *S) { return !atomic_load(&((lb_state *)S)->inside); }

void lb_interrupt(lb_state *S, int reason, uint64_t token) {
  uint64_t life = atomic_load(&S->life);
  if (token == 0) atomic_fetch_add(&S->interrupts, 1);
  if (token == 0 ? !atomic_load(&S->inside) : atomic_load(&S->token) != token) return;
  kill_run(S, reason, life);
  // Under this lock a state that is watched cannot be closed, so its thread is there.
  pthread_mutex_lock(&watch_lock);
  if (atomic_load(&S->inside)) pthread_kill(atomic_load(&S->thread), INTERRUPT_SIGNAL);
  pthread_mutex_unlock(&watch_lock);
}

uint64_t lb_interrupts(const lb_state *S) { return atomic_load(&((lb_state *)S)->interrupts); }

void lb_kill(lb_state *S, int reason) {
  kill_run(S, reason, atomic_load(&S->life));
  lb_arm(S);
}

int lb_killed(const lb_state *S) { return (int)(atomic_load(&((lb_state *)S)->life) & LB_REASONS); }

void lb_revive(lb_state *S) {
  begin_run(S);
  S->memory_check = false;
  S->current = S->main;
  S->frames = NULL;
}
