// What is read of Lua's stack all the time, for Swift to inline.
#ifndef LB_SCALARS_H
#define LB_SCALARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lb_face.h"

#ifdef __cplusplus
extern "C" {
#endif

int lua_type(lua_State *L, int index);
long long lua_tointegerx(lua_State *L, int index, int *isnum);
double lua_tonumberx(lua_State *L, int index, int *isnum);
const char *lua_tolstring(lua_State *L, int index, size_t *length);  // on a string only: it converts (and allocates) others

typedef struct {
  const void *start;
  size_t count;
} lb_bytes;

typedef struct {
  int64_t value;
  bool exists;
} lb_integer;

typedef struct {
  double value;
  bool exists;
} lb_number;

/// The bytes of a string where they are in Lua; NULL for every other type.
static inline lb_bytes lb_bytes_at(lua_State *L, int index) {
  const int string_type = 4;
  lb_bytes bytes = {NULL, 0};
  if (lua_type(L, index) == string_type) bytes.start = lua_tolstring(L, index, &bytes.count);
  return bytes;
}

/// The integer that Lua converts the value to: of an integer, a float or a numeral without fraction.
static inline lb_integer lb_integer_at(lua_State *L, int index) {
  int exists = 0;
  int64_t value = lua_tointegerx(L, index, &exists);
  return (lb_integer){value, exists != 0};
}

/// The float that Lua converts the value to.
static inline lb_number lb_number_at(lua_State *L, int index) {
  int exists = 0;
  double value = lua_tonumberx(L, index, &exists);
  return (lb_number){value, exists != 0};
}

#ifdef __cplusplus
}
#endif
#endif
