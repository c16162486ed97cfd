// Only under thread sanitizer: how it learns of Lua's jumps.
//
// It follows longjmp to know which functions were left, but not the checked variant that Debian builds Lua with. Told nothing
// of some ten thousand jumps it runs out of room for functions that it takes to be running.
#include "lb_internal.h"

#include <setjmp.h>

#if LB_THREAD_SANITIZER

_Noreturn void __longjmp_chk(jmp_buf environment, int value);

_Noreturn void __longjmp_chk(jmp_buf environment, int value) { longjmp(environment, value); }

#endif
