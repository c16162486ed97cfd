// The os library of a sandboxed script: the clock and nothing else, and that one may stand still.
#include "lb_library.h"

#include <time.h>

#define LONG_FORMAT 4096  // bytes of a date format that are worked on at a time

static bool is_frozen(lua_State *L) { return lb_of(L)->frozen_time >= 0; }

static int os_time(lua_State *L) {
  if (!is_frozen(L) || !lua_isnoneornil(L, 1)) return lb_run_guarded(L);
  lua_pushinteger(L, lb_of(L)->frozen_time);
  return 1;
}

static int os_clock(lua_State *L) {
  if (!is_frozen(L)) return lb_run_guarded(L);
  lua_pushnumber(L, 0);
  return 1;
}

// How much of a date format to take, so that no conversion ("%Y", "%EY") is divided, and what follows does not begin with what
// means something at the beginning.
static size_t piece_length(const char *format, size_t length) {
  if (length <= LONG_FORMAT) return length;
  size_t i = 0;
  while (i < LONG_FORMAT) {
    if (format[i++] != '%') continue;
    if (format[i] == 'E' || format[i] == 'O') i++;
    i++;
  }
  while (i < length && (format[i] == '!' || format[i] == '*')) i++;
  return i < length ? i : length;
}

// os.date with a very long format, piece by piece, for it costs up to a microsecond a byte. The time is at index 2.
static int date_by_pieces(lua_State *L, const char *format, size_t length) {
  lua_pushvalue(L, 1);
  bool utc = *format == '!';
  luaL_Buffer result;
  luaL_buffinit(L, &result);
  for (size_t done = utc; done < length;) {
    size_t step = piece_length(format + done, length - done);
    lb_poll(L);
    lua_pushstring(L, utc ? "!" : "");
    lua_pushlstring(L, format + done, step);
    lua_concat(L, 2);
    lua_replace(L, 1);
    lb_run_guarded(L);
    luaL_addvalue(&result);
    done += step;
  }
  luaL_pushresult(&result);
  return 1;
}

static int os_date(lua_State *L) {
  size_t length;
  const char *format = luaL_optlstring(L, 1, "%c", &length);
  lua_settop(L, 2);
  if (lua_isnil(L, 2)) {
    lua_pushinteger(L, is_frozen(L) ? lb_of(L)->frozen_time : (lua_Integer)time(NULL));
    lua_replace(L, 2);
  }
  bool is_table = strcmp(format + (*format == '!'), "*t") == 0;  // as Lua sees it, whatever comes behind a zero
  return length > LONG_FORMAT && !is_table ? date_by_pieces(L, format, length) : lb_run_guarded(L);
}

void lb_open_os(lua_State *L) {
  lb_push_original(L, luaopen_os);
  lua_newtable(L);
  static const char *const names[] = {"time", "date", "clock", "difftime"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    lua_getfield(L, -2, names[i]);
    lua_setfield(L, -2, names[i]);
  }
  lua_remove(L, -2);
  lb_guard_function(L, "time", os_time);
  lb_guard_function(L, "date", os_date);
  lb_guard_function(L, "clock", os_clock);
  lb_name_library(L, "os");
  lua_setfield(L, -2, "os");
}
