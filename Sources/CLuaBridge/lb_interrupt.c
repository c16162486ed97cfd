// Ending a script that runs too long or takes too much, wherever it is.
//
// While nothing is wrong there is no hook, so limits cost nothing. A thread of the process, the watchdog, compares
// deadlines; past one it sets the kill flag and signals the thread that runs the state. The handler, on that thread, arms a
// count hook on the running coroutine, which raises at the next instruction. The flag stays set: pcall, resume and every
// loop in C raise again until the host has its control back.
#define _GNU_SOURCE
#include "lb_internal.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TICK_NANOSECONDS 4000000ull  // how late a deadline may be noticed, and how often a signal is repeated
#define IDLE_TICKS 50                // then the watchdog sleeps until a script runs
#define STUCK_NANOSECONDS 400000000ull  // of its thread's time that a script may use after its end

// Ignored by default, used by no library here, and what Go's runtime took for the same purpose.
#define INTERRUPT_SIGNAL SIGURG

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
  if (!S->is_kill_noted) lb_note_position(L, 0);
  S->is_kill_noted = true;
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

static void kill_all_inner(lb_state *innermost);

static void hook(lua_State *L, lua_Debug *ar) {
  (void)ar;
  lb_state *S = lb_of(L);
  if (LB_THREAD_SANITIZER) kill_all_inner(lb_running);
  if (!lb_is_killed(S) && S->memory_check) check_memory(L, S);
  if (lb_is_killed(S)) lb_raise_kill(L);
  lua_sethook(L, NULL, 0, 0);
}

// Setting a hook visits every frame of the script. Done at each signal, that would leave a deep recursion no time between two.
static bool is_armed(lua_State *L) { return lua_gethook(L) == hook && lua_gethookmask(L) == LUA_MASKCOUNT; }

void lb_arm(lb_state *S) {
  lua_State *L = S->current;
  if (L != NULL && !is_armed(L)) lua_sethook(L, hook, LUA_MASKCOUNT, 1);
}

void lb_kill_run(lb_state *S, int reason, uint64_t life) {
  uint64_t known = atomic_load(&S->kill);
  // The first reason counts.
  while (known >> LB_REASON_BITS < life >> LB_REASON_BITS) {
    if (atomic_compare_exchange_weak(&S->kill, &known, life | (unsigned)reason)) return;
  }
}

// A state whose host function runs another one on this thread cannot end before that one has.
static void kill_inner(lb_state *innermost, const lb_state *outer) {
  for (lb_state *S = innermost; S != outer; S = S->outer) lb_kill_run(S, LB_KILL_INTERRUPT, atomic_load(&S->life));
}

static void kill_all_inner(lb_state *innermost) {
  for (lb_state *S = innermost; S != NULL; S = S->outer) {
    if (lb_is_killed(S)) kill_inner(innermost, S);
  }
}

#if LB_THREAD_SANITIZER

// Thread sanitizer keeps signals back until the thread calls something that it knows, which a loop in Lua never does. So
// this goes past it, and must not be seen by it: all else is left to the hook.
int __sigaction(int number, const struct sigaction *action, struct sigaction *old);
#define set_action __sigaction

__attribute__((disable_sanitizer_instrumentation)) static void on_signal(int number) {
  (void)number;
  lua_State *L = lb_running == NULL ? NULL : lb_running->current;
  if (L != NULL && lua_gethook(L) != hook) lua_sethook(L, hook, LUA_MASKCOUNT, 1);
}

#else

#define set_action sigaction

static void on_signal(int number) {
  (void)number;
  int saved = errno;
  lb_state *innermost = lb_running;
  kill_all_inner(innermost);
  if (innermost != NULL && lb_is_killed(innermost)) lb_arm(innermost);
  errno = saved;
}

#endif

// MARK: The watchdog

static pthread_mutex_t watch_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t watch_wake = PTHREAD_COND_INITIALIZER;
static lb_state *watched;        // guarded by watch_lock
atomic_bool lb_watchdog_sleeps;
static pthread_once_t watch_once = PTHREAD_ONCE_INIT;

static void (*_Atomic when_stuck)(void);

void lb_when_stuck(void (*handler)(void)) { atomic_store(&when_stuck, handler); }

// The time of the processor that a thread has used, in nanoseconds; 0 where that is not to be had.
static uint64_t time_used(pthread_t thread) {
  clockid_t clock;
  struct timespec used;
  if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &used) != 0) return 0;
  return (uint64_t)used.tv_sec * 1000000000 + (uint64_t)used.tv_nsec;
}

// A few single steps of Lua take minutes where a script wants them to, and look at nothing meanwhile.
static void look_whether_stuck(lb_state *S, uint64_t life) {
  void (*handler)(void) = atomic_load(&when_stuck);
  if (handler == NULL) return;
  uint64_t used = time_used(atomic_load(&S->thread));
  if (S->killed_life != life) {
    S->killed_life = life;
    S->killed_at = used;
  } else if (used > S->killed_at + STUCK_NANOSECONDS) {
    handler();
  }
}

// Ends `S` if its time is up; signals again as long as it has not let go. Returns whether it is running. A run whose
// beginning nobody took the time of begins here, at most a tick late. What is read after `life` may be of a later run,
// which then is no worse off: only the run that was read can be ended.
static bool inspect(lb_state *S, uint64_t now) {
  uint64_t life = atomic_load(&S->life);
  if (!lb_is_inside(life)) return false;
  if (S->seen_life != life) {
    S->seen_life = life;
    S->seen_at = now;
  }
  uint64_t budget = atomic_load(&S->budget), began = atomic_load(&S->began);
  if (began == 0) began = S->seen_at;
  if (budget != 0 && now >= began && now - began >= budget) lb_kill_run(S, LB_KILL_TIMEOUT, life);
  if (lb_is_killed(S)) {
    pthread_kill(atomic_load(&S->thread), INTERRUPT_SIGNAL);
    look_whether_stuck(S, life);
  }
  return true;
}

// Beginning a run must cost next to nothing, so it has no barrier between saying so and looking whether the watchdog
// sleeps. This one makes up for it: it has every thread pass a barrier. Without it the watchdog does not sleep.
static bool pass_barriers(void) {
  static bool is_registered;
  if (!is_registered) is_registered = syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
  return is_registered && syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
}

static void sleep_until_needed(void) {
  atomic_store(&lb_watchdog_sleeps, true);
  bool busy = !pass_barriers();
  for (lb_state *S = watched; S != NULL; S = S->next_watched) busy = busy || lb_is_inside(atomic_load(&S->life));
  while (!busy && atomic_load(&lb_watchdog_sleeps)) pthread_cond_wait(&watch_wake, &watch_lock);
  atomic_store(&lb_watchdog_sleeps, false);
}

void lb_wake_watchdog(void) {
  pthread_mutex_lock(&watch_lock);
  atomic_store(&lb_watchdog_sleeps, false);
  pthread_cond_signal(&watch_wake);
  pthread_mutex_unlock(&watch_lock);
}

void lb_signal(lb_state *S) {
  // Under this lock a state that is watched cannot be closed, so its thread is there.
  pthread_mutex_lock(&watch_lock);
  if (lb_is_inside(atomic_load(&S->life))) pthread_kill(atomic_load(&S->thread), INTERRUPT_SIGNAL);
  pthread_mutex_unlock(&watch_lock);
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
  set_action(INTERRUPT_SIGNAL, &action, NULL);
  sigset_t all, before;  // signals of the process are for other threads
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  if (pthread_create(&thread, NULL, watchdog, NULL) == 0) pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void lb_allow_signal(void) {
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, INTERRUPT_SIGNAL);
  pthread_sigmask(SIG_UNBLOCK, &interrupt, NULL);
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
