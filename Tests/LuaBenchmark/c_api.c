// The C API, measured as the table of `scripts/bench lua` needs it: what any host language is compared with.
// Arguments: the path of rows.lua, milliseconds a row, and the name of a single row if only that is wanted. Prints lines of a
// row's name, a tab, nanoseconds.
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double budget;     // nanoseconds a row
static const char *only;  // the only row to measure, NULL for all
static lua_State *L;

// Processor time of this thread: what others do on the machine does not count.
static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// MARK: Host functions

static int nothing(lua_State *L1) {
  (void)L1;
  return 0;
}

static int increment(lua_State *L1) {
  lua_pushinteger(L1, luaL_checkinteger(L1, 1) + 1);
  return 1;
}

static int look(lua_State *L1) {
  size_t length;
  luaL_checklstring(L1, 1, &length);
  if (length == 0) exit(1);
  return 0;
}

static int echo(lua_State *L1) {
  size_t length;
  const char *text = luaL_checklstring(L1, 1, &length);
  lua_pushlstring(L1, text, length);
  return 1;
}

static int fail(lua_State *L1) { return luaL_error(L1, "no seat is left for %s", "ada"); }

// A host's own record. Its texts are copies, since it outlives the table that it came from.
typedef struct {
  char name[64], email[64];
  lua_Integer seats;
  int active;
} person;

static person last;

static int push_record(lua_State *L1) {
  lua_createtable(L1, 0, 4);
  lua_pushlstring(L1, last.name, strlen(last.name));
  lua_setfield(L1, -2, "name");
  lua_pushlstring(L1, last.email, strlen(last.email));
  lua_setfield(L1, -2, "email");
  lua_pushinteger(L1, last.seats);
  lua_setfield(L1, -2, "seats");
  lua_pushboolean(L1, last.active);
  lua_setfield(L1, -2, "active");
  return 1;
}

static void read_text(lua_State *L1, const char *field, char *copy, size_t room) {
  size_t length;
  lua_getfield(L1, 1, field);
  const char *text = luaL_checklstring(L1, -1, &length);
  if (length >= room) luaL_error(L1, "%s is too long", field);
  memcpy(copy, text, length + 1);
}

static int read_record(lua_State *L1) {
  luaL_checktype(L1, 1, LUA_TTABLE);
  read_text(L1, "name", last.name, sizeof last.name);
  read_text(L1, "email", last.email, sizeof last.email);
  lua_getfield(L1, 1, "seats");
  last.seats = luaL_checkinteger(L1, -1);
  lua_getfield(L1, 1, "active");
  last.active = lua_toboolean(L1, -1);
  return 0;
}

static int resume_ready(lua_State *L1, int status, lua_KContext context) {
  (void)status, (void)context;
  lua_pushinteger(L1, 1);
  return 1;
}

static int wait_ready(lua_State *L1) { return lua_yieldk(L1, 0, 0, resume_ready); }

// MARK: Rows

static int is_wanted(const char *name) { return only == NULL || strcmp(only, name) == 0; }

// How often to do what took `spent` for `count` times, so that it fills the time of a row.
static long scaled(long count, double spent) { return spent > budget / 50 ? (long)(count * budget / spent) : count * 10; }

// Runs a function of rows.lua with `function` as what it calls.
static double run_row(const char *row, lua_CFunction function, long count) {
  lua_getfield(L, 1, row);
  lua_pushinteger(L, count);
  if (function != NULL) lua_pushcfunction(L, function);
  double began = now();
  if (lua_pcall(L, function == NULL ? 1 : 2, 0, 0) != LUA_OK) {
    fprintf(stderr, "%s: %s\n", row, lua_tostring(L, -1));
    exit(1);
  }
  return now() - began;
}

static void measure_row(const char *name, const char *row, lua_CFunction function) {
  if (!is_wanted(name)) return;
  long count = 100;
  double spent = run_row(row, function, count);
  while (spent < budget / 50) spent = run_row(row, function, count = scaled(count, spent));
  count = scaled(count, spent);
  printf("%s\t%.2f\n", name, run_row(row, function, count) / (double)count);
}

static double call_lua(long count, int reference) {
  lua_Integer sum = 0;
  double began = now();
  for (long i = 0; i < count; i++) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, reference);
    lua_pushinteger(L, i);
    if (lua_pcall(L, 1, 1, 0) != LUA_OK) exit(1);
    sum += lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  double spent = now() - began;
  return sum < 0 ? 0 : spent;
}

static void measure_call_of_lua(void) {
  if (!is_wanted("call of Lua")) return;
  lua_getfield(L, 1, "callee");
  int reference = luaL_ref(L, LUA_REGISTRYINDEX);
  long count = scaled(1000, call_lua(1000, reference));
  printf("call of Lua\t%.2f\n", call_lua(count, reference) / (double)count);
}

// A function that suspends the coroutine of its caller, and is resumed at once.
static double run_waits(long count) {
  lua_State *co = lua_newthread(L);
  lua_getfield(L, 1, "no_argument");
  lua_pushinteger(L, count);
  lua_pushcfunction(L, wait_ready);
  lua_xmove(L, co, 3);
  int results = 0, status;
  double began = now();
  for (status = lua_resume(co, L, 2, &results); status == LUA_YIELD; status = lua_resume(co, L, 0, &results)) {}
  double spent = now() - began;
  lua_pop(L, 1);
  return status == LUA_OK ? spent : 0;
}

static void measure_waits(void) {
  if (!is_wanted("async call, ready")) return;
  long count = scaled(1000, run_waits(1000));
  printf("async call, ready\t%.2f\n", run_waits(count) / (double)count);
}

static void measure_opening(void) {
  if (!is_wanted("new state with libraries")) return;
  int count = 0;
  double began = now(), spent = 0;
  while (spent < budget) {
    lua_State *other = luaL_newstate();
    luaL_openlibs(other);
    lua_close(other);
    count++;
    spent = now() - began;
  }
  printf("new state with libraries\t%.2f\n", spent / count);
}

int main(int argc, char **argv) {
  if (argc < 3 || argc > 4) return 64;
  budget = atof(argv[2]) * 1e6;
  only = argv[3];
  last = (person){"Ada Lovelace", "ada@example.com", 12, 1};
  L = luaL_newstate();
  luaL_openlibs(L);
  if (luaL_dofile(L, argv[1]) != LUA_OK) return 1;
  measure_row("call without arguments", "no_argument", nothing);
  measure_row("integer to integer", "integer", increment);
  measure_row("string argument", "text", look);
  measure_row("string to string", "echo", echo);
  measure_row("failing call under pcall", "failure", fail);
  measure_row("push a record of 4 fields", "push_record", push_record);
  measure_row("read a record of 4 fields", "read_record", read_record);
  measure_call_of_lua();
  measure_row("coroutine resume and yield", "coroutine", NULL);
  measure_waits();
  measure_opening();
  lua_close(L);
  return 0;
}
