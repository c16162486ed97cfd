// Small blocks of memory: Lua asks for one for every string and table and gives most back soon.
#ifndef LB_BLOCKS_H
#define LB_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

enum {
  LB_BLOCK_STEP = 16,   // sizes are rounded up to multiples of this, which is what malloc aligns to
  LB_MOST_BLOCK = 512,  // larger ones are malloc's
  LB_BLOCK_SIZES = LB_MOST_BLOCK / LB_BLOCK_STEP,
};

/// Blocks that were given back, by their size, and the piece of memory that new ones are cut from. Pieces go back to the
/// system all together, with the state, or before that those that are not in use, where their number is at its limit.
typedef struct {
  void *free[LB_BLOCK_SIZES + 1];
  char *rest, *end;
  void *pieces;
  size_t piece_bytes;  // of all pieces
  size_t most_bytes;   // that they may take, 0 for no limit: as long as there is room no block is used for another size
} lb_blocks;

// With a sanitizer every block is malloc's, so that it sees each of them.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define LB_BLOCKS_OFF 1
#endif
#endif

static inline bool lb_is_small_block(size_t size) {
#ifdef LB_BLOCKS_OFF
  (void)size;
  return false;
#else
  return size <= LB_MOST_BLOCK;
#endif
}

static inline size_t lb_block_index(size_t size) { return (size + LB_BLOCK_STEP - 1) / LB_BLOCK_STEP; }

/// A small block from the lists, NULL where there is none.
static inline void *lb_block_take(lb_blocks *blocks, size_t size) {
  void **list = &blocks->free[lb_block_index(size)], *block = *list;
  if (block != NULL) *list = *(void **)block;
  return block;
}

/// Gives a small block back to the lists.
static inline void lb_block_give(lb_blocks *blocks, void *block, size_t size) {
  void **list = &blocks->free[lb_block_index(size)];
  *(void **)block = *list;
  *list = block;
}

static inline void lb_block_free(lb_blocks *blocks, void *block, size_t size) {
  if (lb_is_small_block(size)) {
    lb_block_give(blocks, block, size);
  } else {
    free(block);
  }
}

/// As realloc, for a block of `old_size` bytes, or NULL with any size. NULL where memory is short, for a smaller block too.
void *lb_block_resize(lb_blocks *blocks, void *block, size_t old_size, size_t new_size);
void lb_blocks_free_all(lb_blocks *blocks);

#endif
