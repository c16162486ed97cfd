// Small blocks are taken from lists by size; twice as fast as malloc, which has to find out the size and to lock.
#include "lb_blocks.h"

#include <stdlib.h>
#include <string.h>

#define PIECE_BYTES 32768

// Cuts a block from the piece at hand, or from a new one; what is left of the old one goes to the lists.
static void *cut(lb_blocks *blocks, size_t index) {
  size_t bytes = index * LB_BLOCK_STEP;
  if ((size_t)(blocks->end - blocks->rest) < bytes) {
    if (blocks->most_bytes != 0 && blocks->piece_bytes + PIECE_BYTES > blocks->most_bytes) return NULL;
    char *piece = malloc(PIECE_BYTES);
    if (piece == NULL) return NULL;
    blocks->piece_bytes += PIECE_BYTES;
    size_t left = (size_t)(blocks->end - blocks->rest) / LB_BLOCK_STEP;
    if (left > 0) lb_block_give(blocks, blocks->rest, left * LB_BLOCK_STEP);
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
  if (!lb_is_small_block(size)) return malloc(size);
  void *block = lb_block_take(blocks, size);
  return block == NULL ? cut(blocks, lb_block_index(size)) : block;
}

void *lb_block_resize(lb_blocks *blocks, void *block, size_t old_size, size_t new_size) {
  if (block == NULL) return take(blocks, new_size);
  bool was_small = lb_is_small_block(old_size), is_small = lb_is_small_block(new_size);
  if (!was_small && !is_small) return realloc(block, new_size);
  if (was_small && is_small && lb_block_index(old_size) == lb_block_index(new_size)) return block;
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
