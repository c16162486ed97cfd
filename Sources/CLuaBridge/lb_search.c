// string.find, string.match and string.gmatch.
#include "lb_match.h"

// Whether the pattern is more than plain text. It may contain zeros.
static bool has_specials(const char *p, size_t length) {
  for (const char *end = p + length; p <= end; p += strlen(p) + 1) {
    if (strpbrk(p, "^$*+?.([%-") != NULL) return true;
  }
  return false;
}

// Where `needle` stands in `text`, or NULL. A needle that nearly matches everywhere makes this quadratic, so it polls.
static const char *find_plain(lua_State *L, const char *text, size_t length, const char *needle, size_t size) {
  if (size == 0) return text;
  ptrdiff_t budget = LB_STRIDE;
  for (const char *end = text + length; (size_t)(end - text) >= size; text++) {
    text = memchr(text, *needle, (size_t)(end - text) - size + 1);
    if (text == NULL || memcmp(text, needle, size) == 0) return text;
    budget -= 1 + (ptrdiff_t)(size / 16);
    if (budget < 0) {
      budget = LB_STRIDE;
      lb_poll(L);
    }
  }
  return NULL;
}

// Pushes the results of a match from `s` to `e`: for find the positions before the captures.
static int push_match(lb_matcher *m, const char *s, const char *e, bool find) {
  if (!find) return lb_push_captures(m, s, e);
  lua_pushinteger(m->L, s - m->start + 1);
  lua_pushinteger(m->L, e - m->start);
  return lb_push_captures(m, NULL, NULL) + 2;
}

// Tries the pattern at `s` and, unless it is anchored, at every later position. Returns the number of results.
static int search_pattern(lb_matcher *m, const char *s, const char *p, bool find) {
  bool anchored = *p == '^';
  if (anchored) p++;
  do {
    const char *e = lb_match(m, s, p);
    if (e != NULL) return push_match(m, s, e, find);
  } while (s++ < m->end && !anchored);
  lua_pushnil(m->L);
  return 1;
}

static int search(lua_State *L, bool find) {
  size_t length, size;
  const char *s = luaL_checklstring(L, 1, &length);
  const char *p = luaL_checklstring(L, 2, &size);
  size_t from = lb_start_position(luaL_optinteger(L, 3, 1), length) - 1;
  if (from > length) {
    lua_pushnil(L);
    return 1;
  }
  if (!find || !(lua_toboolean(L, 4) || !has_specials(p, size))) {
    lb_matcher m;
    lb_matcher_begin(&m, L, s, length, p + size);
    return search_pattern(&m, s + from, p, find);
  }
  const char *found = find_plain(L, s + from, length - from, p, size);
  if (found == NULL) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, found - s + 1);
  lua_pushinteger(L, found - s + (lua_Integer)size);
  return 2;
}

static int string_find(lua_State *L) { return search(L, true); }
static int string_match(lua_State *L) { return search(L, false); }

// MARK: gmatch

// The userdata of an iterator.
typedef struct {
  const char *at;       // where to go on
  const char *pattern;
  const char *last;     // the end of the last match, where an empty one does not count again
  lb_matcher matcher;
} iteration;

// The iterator; its upvalues are the subject, the pattern (both to be kept) and the iteration.
static int next_match(lua_State *L) {
  iteration *it = lua_touserdata(L, lua_upvalueindex(3));
  it->matcher.L = L;
  for (const char *s = it->at; s <= it->matcher.end; s++) {
    const char *e = lb_match(&it->matcher, s, it->pattern);
    if (e == NULL || e == it->last) continue;
    it->at = it->last = e;
    return lb_push_captures(&it->matcher, s, e);
  }
  return 0;
}

static int string_gmatch(lua_State *L) {
  size_t length, size;
  const char *s = luaL_checklstring(L, 1, &length);
  const char *p = luaL_checklstring(L, 2, &size);
  size_t from = lb_start_position(luaL_optinteger(L, 3, 1), length) - 1;
  lua_settop(L, 2);
  iteration *it = lua_newuserdatauv(L, sizeof *it, 0);
  if (from > length) from = length + 1;
  lb_matcher_begin(&it->matcher, L, s, length, p + size);
  it->at = s + from;
  it->pattern = p;
  it->last = NULL;
  lua_pushcclosure(L, next_match, 3);
  return 1;
}

void lb_open_search(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch}, {"gsub", lb_string_gsub}, {NULL, NULL},
  };
  luaL_setfuncs(L, functions, 0);
}
