// string.gsub.
#include "lb_match.h"

/// A replacement in progress.
typedef struct {
  lb_matcher matcher;
  luaL_Buffer result;
  const char *kept;         // the subject from here to the current position is still to be copied
  const char *replacement;  // where it is a string
  size_t length;
  int type;                 // of the replacement
  bool changed;
} substitution;

// Copies the subject up to `s`, so that a replacement can follow.
static void copy_kept(substitution *sub, const char *s) {
  luaL_addlstring(&sub->result, sub->kept, (size_t)(s - sub->kept));
  sub->kept = s;
}

// Adds what the character after a '%' of a replacement stands for.
static void add_escaped(substitution *sub, char c, const char *s, const char *e) {
  const char *text;
  size_t length;
  if (c == '%') {
    luaL_addchar(&sub->result, c);
  } else if (c == '0') {
    luaL_addlstring(&sub->result, s, (size_t)(e - s));
  } else if (c < '1' || c > '9') {
    luaL_error(sub->matcher.L, "invalid use of '%%' in replacement string");
  } else if (lb_capture_text(&sub->matcher, c - '1', s, e, &text, &length)) {
    luaL_addlstring(&sub->result, text, length);
  } else {
    luaL_addvalue(&sub->result);
  }
}

// Adds a replacement string for the match from `s` to `e`.
static void add_string(substitution *sub, const char *s, const char *e) {
  const char *text = sub->replacement, *end = text + sub->length;
  for (const char *escape; (escape = memchr(text, '%', (size_t)(end - text))) != NULL; text = escape + 2) {
    luaL_addlstring(&sub->result, text, (size_t)(escape - text));
    add_escaped(sub, escape[1], s, e);
    if (--sub->matcher.budget < 0) {
      sub->matcher.budget = LB_STRIDE;
      lb_poll(sub->matcher.L);
    }
  }
  luaL_addlstring(&sub->result, text, (size_t)(end - text));
  sub->changed = true;
  sub->kept = e;
}

// Adds what the function or table answers for the match; where that is false or nil the match stays.
static void add_answer(substitution *sub, const char *s, const char *e) {
  lua_State *L = sub->matcher.L;
  if (sub->type == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    lua_call(L, lb_push_captures(&sub->matcher, s, e), 1);
  } else {
    lb_push_capture(&sub->matcher, 0, s, e);
    lua_gettable(L, 3);
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    return;
  }
  if (!lua_isstring(L, -1)) luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  luaL_addvalue(&sub->result);
  sub->changed = true;
  sub->kept = e;
}

// Replaces up to `limit` matches of `p`. Returns how many there were.
static lua_Integer replace_all(substitution *sub, const char *p, lua_Integer limit) {
  const char *s = sub->matcher.start, *last = NULL;
  bool anchored = *p == '^';
  if (anchored) p++;
  lua_Integer count = 0;
  while (count < limit) {
    const char *e = lb_match(&sub->matcher, s, p);
    if (e != NULL && e != last) {
      lb_poll(sub->matcher.L);
      count++;
      copy_kept(sub, s);
      if (sub->type == LUA_TSTRING) add_string(sub, s, e);
      else add_answer(sub, s, e);
      s = last = e;
    } else if (s++ == sub->matcher.end) {
      break;
    }
    if (anchored) break;
  }
  return count;
}

int lb_string_gsub(lua_State *L) {
  size_t length, size;
  const char *s = luaL_checklstring(L, 1, &length);
  const char *p = luaL_checklstring(L, 2, &size);
  int type = lua_type(L, 3);
  lua_Integer limit = luaL_optinteger(L, 4, (lua_Integer)length + 1);
  bool is_string = type == LUA_TNUMBER || type == LUA_TSTRING;
  luaL_argexpected(L, is_string || type == LUA_TFUNCTION || type == LUA_TTABLE, 3, "string/function/table");
  substitution sub;
  sub.kept = s;
  sub.changed = false;
  sub.type = is_string ? LUA_TSTRING : type;
  if (is_string) sub.replacement = lua_tolstring(L, 3, &sub.length);
  lb_matcher_begin(&sub.matcher, L, s, length, p + size);
  luaL_buffinit(L, &sub.result);
  lua_Integer count = replace_all(&sub, p, limit);
  if (sub.changed) {
    copy_kept(&sub, s + length);
    luaL_pushresult(&sub.result);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, count);
  return 2;
}
