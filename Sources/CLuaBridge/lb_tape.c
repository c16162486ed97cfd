// Values in bulk: the host writes nodes, one protected call makes Lua values of them.
#include "lb_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_DEPTH 200  // of tables in tables

// MARK: Building

static bool grow(void **block, size_t *capacity, size_t needed, size_t size) {
  if (needed <= *capacity) return true;
  size_t larger = *capacity * 2 > needed ? *capacity * 2 : needed + 64;
  void *moved = realloc(*block, larger * size);
  if (moved == NULL) return false;
  *block = moved;
  *capacity = larger;
  return true;
}

bool lb_tape_grow(lb_tape *tape, size_t nodes) {
  return grow((void **)&tape->nodes, &tape->capacity, tape->count + nodes, sizeof(lb_node));
}

bool lb_tape_grow_arena(lb_tape *tape, size_t bytes) {
  return grow((void **)&tape->arena, &tape->arena_capacity, tape->arena_count + bytes, 1);
}

static void release_objects(lb_state *S, lb_tape *tape) {
  for (size_t i = 0; i < tape->count; i++) {
    lb_node *node = &tape->nodes[i];
    bool owning = node->kind == LB_NODE_FUNCTION || node->kind == LB_NODE_OBJECT || node->kind == LB_NODE_REFERENCE;
    if (owning && node->object != NULL) S->callbacks.release(node->object);
  }
  if (tape->failure != NULL) S->callbacks.release(tape->failure);
  tape->failure = NULL;
  tape->held = 0;
}

void lb_tape_reset(lb_state *S, lb_tape *tape) {
  if (tape->held != 0 || tape->failure != NULL) release_objects(S, tape);
  tape->count = tape->arena_count = tape->values = 0;
}

void lb_tape_free(lb_state *S, lb_tape *tape) {
  lb_tape_reset(S, tape);
  free(tape->nodes);
  free(tape->arena);
  *tape = (lb_tape){0};
}

// MARK: Pushing

// Tables lie on the stack with a key and a value each, so this many fit into what every C function has to itself.
enum { LEVELS_AT_ONCE = 5, ROOM = LUA_MINSTACK };

static lb_node *push_table(lua_State *L, lb_tape *tape, lb_node *node, int depth);

// Pushes the value that `node` begins; returns the node after it. Inlined: a call takes as long as most of the nodes do.
static inline __attribute__((always_inline)) lb_node *push_node(lua_State *L, lb_tape *tape, lb_node *node, int depth) {
  if (node == tape->nodes + tape->count) luaL_error(L, "a table was pushed with fewer values than announced");
  switch (node->kind) {
    case LB_NODE_BOOLEAN: lua_pushboolean(L, node->integer != 0); break;
    case LB_NODE_INTEGER: lua_pushinteger(L, node->integer); break;
    case LB_NODE_NUMBER: lua_pushnumber(L, node->number); break;
    case LB_NODE_STRING: lua_pushlstring(L, node->bytes, node->count); break;
    case LB_NODE_NAME: lb_push_name(L, lb_of(L), node->bytes, node->count); break;
    case LB_NODE_TEXT: lua_pushlstring(L, tape->arena + node->integer, node->count); break;
    case LB_NODE_REFERENCE: lb_push_reference(lb_of(L), L, (int)node->count); break;
    case LB_NODE_FUNCTION: lb_push_host_function(L, &node->object, node->count != 0); break;
    case LB_NODE_OBJECT: lb_push_object(L, &node->object, (int)node->count); break;
    case LB_NODE_NULL: lb_push_null(L); break;
    case LB_NODE_TABLE: return push_table(L, tape, node, depth + 1);
    default: lua_pushnil(L); break;
  }
  return node + 1;
}

static __attribute__((noinline)) lb_node *push_table(lua_State *L, lb_tape *tape, lb_node *node, int depth) {
  if (depth > MAX_DEPTH) luaL_error(L, "value is nested too deeply");
  if (depth % LEVELS_AT_ONCE == 0) luaL_checkstack(L, ROOM, NULL);
  uint32_t items = node->count;
  uint64_t pairs = node->pairs;
  if (pairs > INT32_MAX || items > INT32_MAX) luaL_error(L, "table is too large");
  lua_createtable(L, (int)items, (int)pairs);
  node++;
  for (uint32_t i = 1; i <= items; i++) {
    node = push_node(L, tape, node, depth);
    lua_rawseti(L, -2, i);
  }
  for (uint64_t i = 0; i < pairs; i++) {
    if (node->kind == LB_NODE_NAME && node < tape->nodes + tape->count) {
      lb_push_name(L, lb_of(L), node->bytes, node->count);
      node++;
    } else {
      node = push_node(L, tape, node, depth);
    }
    node = push_node(L, tape, node, depth);
    lua_rawset(L, -3);
  }
  return node;
}

void lb_push_nodes(lua_State *L, lb_tape *tape) {
  if (tape->values > 1) {
    if (tape->values > INT_MAX - ROOM) luaL_error(L, "too many results");
    luaL_checkstack(L, (int)tape->values + ROOM, "too many results");
  }
  lb_node *node = tape->nodes, *end = node + tape->count;
  for (size_t i = 0; i < tape->values; i++) {
    if (node == end) luaL_error(L, "a value pushed nothing");
    node = push_node(L, tape, node, 0);
  }
  if (node < end) luaL_error(L, "a value pushed more than itself");
}

// MARK: Null

static const char null_address;

void lb_push_null(lua_State *L) { lua_pushlightuserdata(L, (void *)&null_address); }
bool lb_is_null(lua_State *L, int index) { return lua_touserdata(L, index) == &null_address; }

// MARK: Numerals

void lb_number_text(double number, char *text, size_t size) {
  int length = snprintf(text, size, "%.14g", number);
  if (length > 0 && text[strspn(text, "-0123456789")] == '\0') snprintf(text + length, size - (size_t)length, ".0");
}
