// From Lua's stack to JSON.
#include "lb_transform.h"

#include <stdarg.h>
#include <stdio.h>

// MARK: Complaints

static bool is_name(const char *key, size_t length) {
  if (length == 0) return false;
  for (size_t i = 0; i < length; i++) {
    unsigned char byte = (unsigned char)key[i];
    bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
    if (!is_letter && (i == 0 || byte < '0' || byte > '9')) return false;
  }
  return true;
}

// Adds the way to the place as Lua would write it: `tags`, `[2]`, `["first name"]`; all of it, or its first parts.
static void add_path(luaL_Buffer *text, const lb_place *place, int depth, int *part) {
  if (place == NULL || place->outer == NULL) return;
  add_path(text, place->outer, depth, part);
  if (depth >= LB_MOST_DEPTH && *part >= 3) return;
  char number[32];
  if (place->key == NULL) {
    luaL_addlstring(text, number, (size_t)snprintf(number, sizeof number, "[%zu]", place->length));
  } else if (is_name(place->key, place->length)) {
    if (*part > 0) luaL_addchar(text, '.');
    luaL_addlstring(text, place->key, place->length);
  } else {
    luaL_addstring(text, "[\"");
    luaL_addlstring(text, place->key, place->length);
    luaL_addstring(text, "\"]");
  }
  ++*part;
}

_Noreturn void lb_raise_at(lua_State *L, const lb_place *place, const char *format, ...) {
  luaL_checkstack(L, 8, NULL);
  va_list arguments;
  va_start(arguments, format);
  lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  int depth = 0, part = 0;
  for (const lb_place *at = place; at != NULL; at = at->outer) depth++;
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  add_path(&text, place, depth, &part);
  if (part > 0) luaL_addstring(&text, ": ");
  luaL_pushresult(&text);
  lua_pushvalue(L, -2);
  lua_concat(L, 2);
  lua_error(L);
  __builtin_unreachable();
}

static void number_name(lua_State *L, int index, char *text, size_t size) {
  if (lua_isinteger(L, index)) {
    snprintf(text, size, LUA_INTEGER_FMT, (LUAI_UACINT)lua_tointeger(L, index));
  } else {
    lb_number_text(lua_tonumber(L, index), text, size);
  }
}

const char *lb_key_name(lua_State *L, int index) {
  char text[48];
  switch (lua_type(L, index)) {
    case LUA_TSTRING: return lua_pushfstring(L, "the key \"%s\"", lua_tostring(L, index));
    case LUA_TNUMBER: number_name(L, index, text, sizeof text); return lua_pushfstring(L, "the key %s", text);
    default: return lua_pushfstring(L, "a %s as a key", luaL_typename(L, index));
  }
}

// MARK: Values

// An integer beyond those of Lua is a float to the script. Where that has left it alone, it goes out with all of its digits.
static bool put_large(lua_State *L, lb_transform *T, double number, lb_place *place) {
  if (T->tape == NULL) return false;
  uint32_t position = lb_position_of(T, place);
  if (position == 0 || !lb_is_large(T->tape[position]) || lb_tape_double(T, position) != number) return false;
  lb_put_large(L, T, position);
  return true;
}

static void put_number(lua_State *L, lb_transform *T, int index, lb_place *place) {
  if (lua_isinteger(L, index)) {
    lb_put_integer(L, T, lua_tointeger(L, index));
    return;
  }
  double number = lua_tonumber(L, index);
  if (!__builtin_isfinite(number)) {
    char text[48];
    number_name(L, index, text, sizeof text);
    lb_raise_at(L, place, "JSON has no %s", text);
  }
  if (__builtin_fabs(number) >= 0x1p63 && put_large(L, T, number, place)) return;
  lb_put_number(L, T, number);
}

void lb_write_value(lua_State *L, lb_transform *T, int index, lb_place *place, int depth) {
  switch (lua_type(L, index)) {
    case LUA_TSTRING: {
      size_t length;
      const char *bytes = lua_tolstring(L, index, &length);
      if (!lb_put_string(L, T, bytes, length)) lb_raise_at(L, place, "string is not valid UTF-8");
      return;
    }
    case LUA_TNUMBER: put_number(L, T, index, place); return;
    case LUA_TBOOLEAN:
      if (lua_toboolean(L, index)) {
        lb_put(L, T, "true", 4);
      } else {
        lb_put(L, T, "false", 5);
      }
      return;
    case LUA_TTABLE: lb_write_table(L, T, index, place, depth + 1); return;
    case LUA_TLIGHTUSERDATA:
      if (lb_is_null(L, index)) {
        lb_put(L, T, "null", 4);
        return;
      }
      // fall through
    default: lb_raise_at(L, place, "a %s cannot be written as JSON", luaL_typename(L, index));
  }
}

// MARK: Results

// Writes one record, the value at `index`.
static void write_record(lua_State *L, lb_transform *T, int index, lb_place *place) {
  place->is_record = place->is_found = true;
  place->position = T->tape == NULL ? 0 : 1;
  switch (T->options.format) {
    case LB_FORMAT_CSV: lb_write_row(L, T, index, place); break;
    case LB_FORMAT_JSON:
      lb_put(L, T, ",\n", 2);
      lb_write_value(L, T, index, place, 0);
      break;
    case LB_FORMAT_FIELDS:
      lb_check_row(L, T, index, place);
      // fall through
    default:
      lb_write_value(L, T, index, place, 0);
      lb_put_byte(L, T, '\n');
  }
  T->written++;
}

static void write_list(lua_State *L, lb_transform *T, int index, lua_Integer count) {
  lb_place whole = {.is_found = true, .position = 0};
  lb_check_list(L, index, count, &whole);
  for (lua_Integer i = 1; i <= count; i++) {
    lb_place item = {.outer = &whole, .length = (size_t)i};
    lua_rawgeti(L, index, i);
    write_record(L, T, lua_gettop(L), &item);
    lua_pop(L, 1);
  }
}

void lb_write_result(lua_State *L, lb_transform *T) {
  int index = lua_gettop(L);
  int type = lua_type(L, index);
  if (type == LUA_TNIL || (type == LUA_TLIGHTUSERDATA && lb_is_null(L, index))) return;
  luaL_checkstack(L, 8, NULL);
  lua_Integer count = type == LUA_TTABLE ? lb_sequence_length(T->S, L, index) : 0;
  if (count > 0) {
    write_list(L, T, index, count);
    return;
  }
  if (type == LUA_TTABLE && lb_is_marked_array(L, index)) return;
  lb_place place = {0};
  write_record(L, T, index, &place);
}
