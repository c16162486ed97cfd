// libFuzzer: the pattern matching of the sandbox against Lua's own; any difference in results or messages is a crash.
//
// An input is one byte of choices, one for the start position, then subject, pattern and replacement, divided by 0xFF
// bytes. Inputs whose repetitions multiply to too many steps are passed over, since both matchers backtrack.
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CLuaBridge.h"

int lb_push_comparison(lb_state *S, lua_State *L);

static int no_host_call(void *object, lb_state *S) {
  (void)object, (void)S;
  return 0;
}

static void no_release(void *object) { (void)object; }

static void no_print(const char *line, size_t length, lua_State *L, lb_state *S) {
  (void)line, (void)length, (void)L, (void)S;
}

static lb_state *state;

// Compares one call. Gets both functions under names that Lua's messages repeat, so they are the same.
static const char script[] =
    "local ours, original = ...\n"
    "local pack, pcall, format = table.pack, pcall, string.format\n"
    "local function invoke(f, ...) return pack(f(...)) end\n"
    "local function iterate(f, ...)\n"
    "  local it, all = f(...), {}\n"
    "  for i = 1, 40 do all[i] = pack(it()) if all[i][1] == nil then break end end\n"
    "  return all\n"
    "end\n"
    "local function describe(value)\n"
    "  if type(value) ~= 'table' then return math.type(value) and tostring(value) or format('%q', value) end\n"
    "  local parts = {}\n"
    "  for i = 1, value.n or #value do parts[i] = describe(value[i]) end\n"
    "  return '{' .. table.concat(parts, ',') .. '}'\n"
    "end\n"
    "local function compare(name, call, ...)\n"
    "  local ok1, a = pcall(call, ours.string[name], ...)\n"
    "  local ok2, b = pcall(call, original.string[name], ...)\n"
    "  a, b = describe(a), describe(b)\n"
    "  if ok1 ~= ok2 or a ~= b then error(name .. '\\nours  ' .. a .. '\\nLua\\'s ' .. b, 0) end\n"
    "end\n"
    "return function(choice, start, subject, pattern, replacement)\n"
    "  if choice == 0 then compare('find', invoke, subject, pattern, start)\n"
    "  elseif choice == 1 then compare('match', invoke, subject, pattern, start)\n"
    "  elseif choice == 2 then compare('gmatch', iterate, subject, pattern, start)\n"
    "  elseif choice == 3 then compare('gsub', invoke, subject, pattern, replacement)\n"
    "  elseif choice == 4 then compare('gsub', invoke, subject, pattern, function(...) return replacement, ... end, start)\n"
    "  elseif choice == 5 then compare('gsub', invoke, subject, pattern, {[subject:sub(1, 1)] = replacement})\n"
    "  else compare('find', invoke, subject, pattern, start, true) end\n"
    "end\n";

// The functions stay in the registry under the address of this.
static const char comparison_key;

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count, (void)arguments;
  static const lb_callbacks callbacks = {no_host_call, no_release, no_print};
  state = lb_open(&callbacks, 0, true, 0);
  if (state == NULL) abort();
  lua_State *L = lb_main(state);
  if (luaL_loadbufferx(L, script, sizeof script - 1, "=compare", "t") != LUA_OK) abort();
  if (lb_push_comparison(state, L) != LUA_OK) abort();
  lua_call(L, 2, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &comparison_key);
  return 0;
}

// Pushes what stands before the next 0xFF and moves past it.
static void push_field(lua_State *L, const uint8_t **data, size_t *size) {
  const uint8_t *end = memchr(*data, 0xFF, *size);
  size_t length = end == NULL ? *size : (size_t)(end - *data);
  lua_pushlstring(L, (const char *)*data, length);
  size_t taken = end == NULL ? length : length + 1;
  *data += taken;
  *size -= taken;
}

// Whether matching might take longer than an input is worth: each repetition of the pattern may be tried at as many places
// as the subject has, and each '?' in two ways.
static bool is_explosive(const uint8_t *subject, size_t size) {
  enum { MOST_STEPS = 1 << 20 };
  const uint8_t *end = memchr(subject, 0xFF, size);
  if (end == NULL) return false;
  size_t places = (size_t)(end - subject) + 1, steps = places;
  for (const uint8_t *p = end + 1; p < subject + size && *p != 0xFF; p++) {
    bool repeats = *p == '*' || *p == '+' || *p == '-' || (*p == 'b' && p[-1] == '%');
    if (repeats) steps *= places;
    if (*p == '?') steps *= 2;
    if (steps > MOST_STEPS) return true;
  }
  return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2 || size > 80 || is_explosive(data + 2, size - 2)) return 0;
  lua_State *L = lb_main(state);
  lua_settop(L, 0);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &comparison_key);
  lua_pushinteger(L, data[0] % 7);
  lua_pushinteger(L, (int8_t)data[1] % 16);
  data += 2, size -= 2;
  push_field(L, &data, &size);
  push_field(L, &data, &size);
  push_field(L, &data, &size);
  if (lua_pcall(L, 5, 0, 0) != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    abort();
  }
  return 0;
}
