// Small blocks of memory: Lua asks for one for every string and table and gives most back soon.
#ifndef LB_BLOCKS_H
#define LB_BLOCKS_H

#include <stddef.h>

enum {
  LB_BLOCK_STEP = 16,   // sizes are rounded up to multiples of this, which is what malloc aligns to
  LB_MOST_BLOCK = 512,  // larger ones are malloc's
  LB_BLOCK_SIZES = LB_MOST_BLOCK / LB_BLOCK_STEP,
};

/// Blocks that were given back, by their size, and the piece of memory that new ones are cut from. They go back to the
/// system all together, with the state.
typedef struct {
  void *free[LB_BLOCK_SIZES + 1];
  char *rest, *end;
  void *pieces;
} lb_blocks;

/// As realloc, for a block of `old_size` bytes, or NULL with any size. NULL where memory is short.
void *lb_block_resize(lb_blocks *blocks, void *block, size_t old_size, size_t new_size);
void lb_block_free(lb_blocks *blocks, void *block, size_t size);
void lb_blocks_free_all(lb_blocks *blocks);

#endif
