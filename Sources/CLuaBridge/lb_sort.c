// table.sort: a quicksort that compares and moves in the same order as Lua's own, so that a script sees the same calls
// of its metamethods and comparison, and the same error for a comparison that is no order. Polls at every comparison.
//
// The table is at index 1, the comparison or nil at index 2.
#include "lb_library.h"

#define LARGE_INTERVAL 100u  // elements; up to here the pivot is the one in the middle

typedef unsigned int element;  // the index of one

// Whether the value at `a` must come before the one at `b`; both count from the top.
static bool comes_before(lua_State *L, int a, int b) {
  lb_poll(L);
  if (lua_isnil(L, 2)) return lua_compare(L, a, b, LUA_OPLT);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, a - 1);
  lua_pushvalue(L, b - 2);
  lua_call(L, 2, 1);
  bool before = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return before;
}

// Stores the value on the top at `i` and the one below it at `j`.
static void store_two(lua_State *L, element i, element j) {
  lua_seti(L, 1, i);
  lua_seti(L, 1, j);
}

// Exchanges the elements at `first` and `second` if they are in the wrong order.
static void order_two(lua_State *L, element first, element second) {
  lua_geti(L, 1, first);
  lua_geti(L, 1, second);
  if (comes_before(L, -1, -2)) store_two(L, first, second);
  else lua_pop(L, 2);
}

// Puts the pivot at `middle` in order with both ends, which are in order already.
static void order_middle(lua_State *L, element low, element middle, element high) {
  lua_geti(L, 1, middle);
  lua_geti(L, 1, low);
  if (comes_before(L, -2, -1)) {
    store_two(L, middle, low);
    return;
  }
  lua_pop(L, 1);
  lua_geti(L, 1, high);
  if (comes_before(L, -1, -2)) store_two(L, middle, high);
  else lua_pop(L, 2);
}

static _Noreturn void raise_invalid_order(lua_State *L) {
  luaL_error(L, "invalid order function for sorting");
  __builtin_unreachable();
}

// Divides the elements between `low` and `high` around the pivot, which is on the top and at `high - 1`. Pops it and
// returns its place.
static element divide(lua_State *L, element low, element high) {
  element i = low, j = high - 1;
  for (;;) {
    while (lua_geti(L, 1, ++i), comes_before(L, -1, -2)) {
      if (i == high - 1) raise_invalid_order(L);
      lua_pop(L, 1);
    }
    while (lua_geti(L, 1, --j), comes_before(L, -3, -1)) {
      if (j < i) raise_invalid_order(L);
      lua_pop(L, 1);
    }
    if (j < i) break;
    store_two(L, i, j);
  }
  lua_pop(L, 1);
  store_two(L, high - 1, i);
  return i;
}

// Where to take the pivot: in the middle, or after a bad division of a large interval somewhere in its middle half.
static element pivot_place(element low, element high, unsigned int shift) {
  if (high - low < LARGE_INTERVAL || shift == 0) return low + (high - low) / 2;
  element quarter = (high - low) / 4;
  return shift % (quarter * 2) + (low + quarter);
}

// Takes the pivot out and divides around it. Returns its place.
static element divide_around(lua_State *L, element low, element middle, element high) {
  lua_geti(L, 1, middle);
  lua_pushvalue(L, -1);
  lua_geti(L, 1, high - 1);
  store_two(L, middle, high - 1);
  return divide(L, low, high);
}

// Sorts the elements from `low` to `high`: the smaller part by recursion, the larger by going on.
static void sort_interval(lua_State *L, element low, element high, unsigned int shift) {
  while (low < high) {
    order_two(L, low, high);
    if (high - low == 1) break;
    element middle = pivot_place(low, high, shift), smaller;
    order_middle(L, low, middle, high);
    if (high - low == 2) break;
    middle = divide_around(L, low, middle, high);
    if (middle - low < high - middle) {
      sort_interval(L, low, middle - 1, shift);
      smaller = middle - low;
      low = middle + 1;
    } else {
      sort_interval(L, middle + 1, high, shift);
      smaller = high - middle;
      high = middle - 1;
    }
    if ((high - low) / 128 > smaller) shift = (high - low) * 2654435769u | 1u;
  }
}

int lb_table_sort(lua_State *L) {
  lua_Integer length = lb_table_length(L, 1);
  if (length > 1) {
    luaL_argcheck(L, length < INT_MAX, 1, "array too big");
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    sort_interval(L, 1, (element)length, 0);
  }
  return 0;
}
