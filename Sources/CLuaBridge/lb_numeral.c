// Numbers in text, as the cells of a table are: a numeral of the most common form is read here, several times as fast as by
// strtod, and all else by Lua's own functions.
#include "lb_library.h"

enum { MOST_DIGITS = 15 };  // any such number, and 10 to such a power, is exact as a double: so is what is made of both

// Pushes the number that a text of decimal digits, with at most one point, stands for; false where it is another text.
static bool push_decimal(lua_State *L, const char *text, size_t length) {
  static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (length > MOST_DIGITS + 2) return false;
  const char *end = text + length, *point = NULL;
  bool is_negative = length > 0 && *text == '-';
  if (is_negative) text++;
  lua_Integer digits = 0;
  for (const char *at = text; at < end; at++) {
    unsigned digit = (unsigned)(unsigned char)*at - '0';
    if (digit < 10) {
      digits = digits * 10 + digit;
    } else if (*at == '.' && point == NULL) {
      point = at;
    } else {
      return false;
    }
  }
  ptrdiff_t count = end - text - (point != NULL);
  if (count == 0 || count > MOST_DIGITS) return false;
  if (point == NULL) {
    lua_pushinteger(L, is_negative ? -digits : digits);
  } else {
    double number = (double)digits / powers[end - point - 1];
    lua_pushnumber(L, is_negative ? -number : number);
  }
  return true;
}

static bool push_decimal_at(lua_State *L, int index) {
  size_t length;
  const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tolstring(L, index, &length) : NULL;
  return text != NULL && push_decimal(L, text, length);
}

// tonumber. The upvalue is Lua's own.
static int base_tonumber(lua_State *L) {
  if (lua_gettop(L) == 1 && push_decimal_at(L, 1)) return 1;
  return lb_run_guarded(L);
}

void lb_guard_tonumber(lua_State *L) { lb_guard_function(L, "tonumber", base_tonumber); }

static bool push_operand(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TNUMBER) return push_decimal_at(L, index);
  lua_pushvalue(L, index);
  return true;
}

// What a string does in arithmetic. The upvalues are Lua's own metamethod and the operator.
static int string_arithmetic(lua_State *L) {
  int count = lua_gettop(L);
  if (push_operand(L, 1) && push_operand(L, 2)) {
    lua_arith(L, (int)lua_tointeger(L, lua_upvalueindex(2)));
    return 1;
  }
  lua_settop(L, count);
  return lb_run_guarded(L);
}

void lb_guard_arithmetic(lua_State *L) {
  static const struct {
    const char *name;
    int operator;
  } operators[] = {
      {"__add", LUA_OPADD}, {"__sub", LUA_OPSUB}, {"__mul", LUA_OPMUL},   {"__mod", LUA_OPMOD},
      {"__pow", LUA_OPPOW}, {"__div", LUA_OPDIV}, {"__idiv", LUA_OPIDIV},
  };
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
    lua_getfield(L, -1, operators[i].name);
    lua_pushinteger(L, operators[i].operator);
    lua_pushcclosure(L, string_arithmetic, 2);
    lua_setfield(L, -2, operators[i].name);
  }
}
