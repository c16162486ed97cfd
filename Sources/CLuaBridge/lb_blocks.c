// Small blocks are taken from lists by size; twice as fast as malloc, which has to find out the size and to lock.
#include "lb_blocks.h"

#include <stdlib.h>
#include <string.h>

// With a sanitizer every block is malloc's, so that it sees each of them.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define LB_BLOCKS_OFF 1
#endif
#endif

#define PIECE_BYTES 32768

static size_t index_of(size_t size) { return (size + LB_BLOCK_STEP - 1) / LB_BLOCK_STEP; }

static int is_small(size_t size) {
#ifdef LB_BLOCKS_OFF
  (void)size;
  return 0;
#else
  return size <= LB_MOST_BLOCK;
#endif
}

static void push_free(lb_blocks *blocks, void *block, size_t index) {
  *(void **)block = blocks->free[index];
  blocks->free[index] = block;
}

// Cuts a block from the piece at hand, or from a new one; what is left of the old one goes to the lists.
static void *cut(lb_blocks *blocks, size_t index) {
  size_t bytes = index * LB_BLOCK_STEP;
  if ((size_t)(blocks->end - blocks->rest) < bytes) {
    char *piece = malloc(PIECE_BYTES);
    if (piece == NULL) return NULL;
    size_t left = (size_t)(blocks->end - blocks->rest) / LB_BLOCK_STEP;
    if (left > 0) push_free(blocks, blocks->rest, left);
    *(void **)piece = blocks->pieces;
    blocks->pieces = piece;
    blocks->rest = piece + LB_BLOCK_STEP;
    blocks->end = piece + PIECE_BYTES;
  }
  void *block = blocks->rest;
  blocks->rest += bytes;
  return block;
}

static void *take(lb_blocks *blocks, size_t size) {
  if (!is_small(size)) return malloc(size);
  size_t index = index_of(size);
  void *block = blocks->free[index];
  if (block == NULL) return cut(blocks, index);
  blocks->free[index] = *(void **)block;
  return block;
}

void lb_block_free(lb_blocks *blocks, void *block, size_t size) {
  if (block == NULL) return;
  if (is_small(size)) {
    push_free(blocks, block, index_of(size));
  } else {
    free(block);
  }
}

void *lb_block_resize(lb_blocks *blocks, void *block, size_t old_size, size_t new_size) {
  if (block == NULL) return take(blocks, new_size);
  if (!is_small(old_size) && !is_small(new_size)) return realloc(block, new_size);
  if (is_small(old_size) && is_small(new_size) && index_of(old_size) == index_of(new_size)) return block;
  void *moved = take(blocks, new_size);
  if (moved == NULL) return NULL;
  memcpy(moved, block, old_size < new_size ? old_size : new_size);
  lb_block_free(blocks, block, old_size);
  return moved;
}

void lb_blocks_free_all(lb_blocks *blocks) {
  for (void *piece = blocks->pieces, *next; piece != NULL; piece = next) {
    next = *(void **)piece;
    free(piece);
  }
  *blocks = (lb_blocks){.pieces = NULL};
}
