// The cores of the machine that a thread may run on. glibc declares what this needs for C only.
#ifndef CCORES_H
#define CCORES_H

#include <stdbool.h>
#include <stddef.h>

/// Writes the numbers of the cores that the calling thread may run on, at most `capacity` of them, in rising order.
///
/// @return how many were written; 0 where the system does not say.
size_t cores_allowed(int *_Nonnull cores, size_t capacity);

/// The core that the calling thread runs on, which may be another at any time; -1 where the system does not say.
int cores_current(void);

/// Moves the calling thread to a core that it may run on, and lets it run on all that it might run on before.
///
/// @return whether it was moved.
bool cores_move_to(int core);

#endif
