// What scripts say: print, and in trusted states warn.
#include "lb_library.h"

#include <stdio.h>

static int base_print(lua_State *L) {
  lb_state *S = lb_of(L);
  lb_poll(L);
  int count = lua_gettop(L);
  luaL_Buffer line;
  luaL_buffinit(L, &line);
  for (int i = 1; i <= count; i++) {
    if (i > 1) luaL_addchar(&line, '\t');
    luaL_tolstring(L, i, NULL);
    luaL_addvalue(&line);
  }
  luaL_pushresult(&line);
  size_t length;
  const char *text = lua_tolstring(L, -1, &length);
  S->changes++;
  // What io.write has written comes first.
  if (S->trusted) fflush(stdout);
  S->callbacks.print(text, length, L, S);
  lb_poll(L);
  return 0;
}

void lb_open_print(lua_State *L) {
  lua_pushcfunction(L, base_print);
  lua_setfield(L, -2, "print");
}

// MARK: Warnings

static void warn_on(void *context, const char *message, int is_continued);
static void warn_off(void *context, const char *message, int is_continued);

// Whether the message is one that concerns warnings themselves; obeys those it knows.
static bool is_control(lua_State *L, const char *message, int is_continued) {
  if (is_continued || message[0] != '@') return false;
  if (strcmp(message, "@on") == 0) lua_setwarnf(L, warn_on, L);
  if (strcmp(message, "@off") == 0) lua_setwarnf(L, warn_off, L);
  return true;
}

static void warn_off(void *context, const char *message, int is_continued) {
  is_control(context, message, is_continued);
}

// Goes on with a warning.
static void warn_more(void *context, const char *message, int is_continued) {
  fprintf(stderr, is_continued ? "%s" : "%s\n", message);
  lua_setwarnf(context, is_continued ? warn_more : warn_on, context);
}

static void warn_on(void *context, const char *message, int is_continued) {
  if (is_control(context, message, is_continued)) return;
  fputs("Lua warning: ", stderr);
  warn_more(context, message, is_continued);
}

void lb_open_warnings(lua_State *L) {
  lua_setwarnf(L, warn_off, lb_of(L)->main);
}
