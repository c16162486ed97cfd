#define _GNU_SOURCE
#include "CCores.h"

#include <sched.h>

size_t cores_allowed(int *cores, size_t capacity) {
  cpu_set_t allowed;
  size_t count = 0;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 0;
  for (int core = 0; core < CPU_SETSIZE && count < capacity; core++) {
    if (CPU_ISSET(core, &allowed)) cores[count++] = core;
  }
  return count;
}

int cores_current(void) { return sched_getcpu(); }

bool cores_move_to(int core) {
  cpu_set_t allowed, one;
  if (core < 0 || core >= CPU_SETSIZE || sched_getaffinity(0, sizeof allowed, &allowed) != 0) return false;
  if (!CPU_ISSET(core, &allowed)) return false;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  if (sched_setaffinity(0, sizeof one, &one) != 0) return false;
  return sched_setaffinity(0, sizeof allowed, &allowed) == 0;
}
