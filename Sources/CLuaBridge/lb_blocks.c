// Small blocks are taken from lists by size; twice as fast as malloc, which has to find out the size and to lock.
#include "lb_blocks.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PIECE_BYTES 32768
#define USED_BYTES (PIECE_BYTES - LB_BLOCK_STEP)  // of a piece: its head leads to the next one

// MARK: Pieces that are not in use

// How many bytes of a piece are free. A window of as many bytes of memory as a piece has is where one begins, at most.
typedef struct {
  char *piece;
  size_t free;
} piece_count;

typedef struct {
  piece_count *counts;  // open addressing, by the window
  size_t mask;
} piece_table;

static piece_count *find_window(piece_table table, uintptr_t window) {
  size_t place = window & table.mask;
  while (table.counts[place].piece != NULL && (uintptr_t)table.counts[place].piece / PIECE_BYTES != window) {
    place = (place + 1) & table.mask;
  }
  return &table.counts[place];
}

// The piece that a block is in begins in its window, or in the one before.
static piece_count *find_piece(piece_table table, const char *block) {
  uintptr_t window = (uintptr_t)block / PIECE_BYTES;
  piece_count *count = find_window(table, window);
  return count->piece != NULL && count->piece <= block ? count : find_window(table, window - 1);
}

static bool is_unused(const piece_count *count) { return count->free == USED_BYTES; }

static bool count_pieces(const lb_blocks *blocks, piece_table *table) {
  size_t places = 2;
  while (places < 2 * (blocks->piece_bytes / PIECE_BYTES)) places *= 2;
  *table = (piece_table){calloc(places, sizeof *table->counts), places - 1};
  if (table->counts == NULL) return false;
  for (char *piece = blocks->pieces; piece != NULL; piece = *(void **)piece) {
    find_window(*table, (uintptr_t)piece / PIECE_BYTES)->piece = piece;
  }
  for (size_t index = 1; index <= LB_BLOCK_SIZES; index++) {
    for (void *block = blocks->free[index]; block != NULL; block = *(void **)block) {
      find_piece(*table, block)->free += index * LB_BLOCK_STEP;
    }
  }
  return true;
}

// Gives back to the system the pieces of which nothing is in use; what was left of the one at hand is in the lists by now.
// Goes through all free blocks: for when there is no other way.
static void give_back(lb_blocks *blocks) {
  piece_table table;
  if (!count_pieces(blocks, &table)) return;
  for (size_t index = 1; index <= LB_BLOCK_SIZES; index++) {
    void **link = &blocks->free[index];
    while (*link != NULL) {
      if (is_unused(find_piece(table, *link))) {
        *link = *(void **)*link;
      } else {
        link = *link;
      }
    }
  }
  void **link = &blocks->pieces;
  while (*link != NULL) {
    void *piece = *link;
    if (is_unused(find_piece(table, piece))) {
      *link = *(void **)piece;
      blocks->piece_bytes -= PIECE_BYTES;
      free(piece);
    } else {
      link = piece;
    }
  }
  free(table.counts);
}

static bool has_room(const lb_blocks *blocks) {
  return blocks->most_bytes == 0 || blocks->piece_bytes + PIECE_BYTES <= blocks->most_bytes;
}

// MARK: Blocks

// Cuts a block from the piece at hand, or from a new one; what is left of the old one goes to the lists.
static void *cut(lb_blocks *blocks, size_t index) {
  size_t bytes = index * LB_BLOCK_STEP;
  if ((size_t)(blocks->end - blocks->rest) < bytes) {
    size_t left = (size_t)(blocks->end - blocks->rest) / LB_BLOCK_STEP;
    if (left > 0) lb_block_give(blocks, blocks->rest, left * LB_BLOCK_STEP);
    blocks->rest = blocks->end = NULL;
    if (!has_room(blocks)) give_back(blocks);
    if (!has_room(blocks)) return NULL;
    char *piece = malloc(PIECE_BYTES);
    if (piece == NULL) return NULL;
    blocks->piece_bytes += PIECE_BYTES;
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
