// What the host tells a transform between batches: sources and columns.
#include "lb_transform.h"

#include <stdlib.h>

// Runs the closure that does records with a request instead: it has the keys.
static int ask(lb_transform *T, lb_request *request) {
  lua_State *L = T->S->main;
  if (!lua_checkstack(L, 4)) return lb_fail_without_room(T->S, L);
  T->S->changes++;
  lb_push_reference(T->S, L, T->body);
  lua_pushlightuserdata(L, request);
  return lb_run_inner(T->S, L, 1, 0);
}

int lb_transform_set_source(lb_transform *T, const char *name, size_t length) {
  lb_name source = {name, length};
  lb_request request = {LB_SET_SOURCE, &source, 1};
  return ask(T, &request);
}

int lb_transform_set_columns(lb_transform *T, bool of_input, const lb_name *names, size_t count) {
  lb_request request = {of_input ? LB_SET_INPUT_COLUMNS : LB_SET_OUTPUT_COLUMNS, names, count};
  return ask(T, &request);
}

int lb_transform_set_fields(lb_transform *T, const lb_name *names, size_t count) {
  lb_request request = {LB_SET_FIELDS, names, count};
  return ask(T, &request);
}

static lb_columns make_columns(lua_State *L, lb_transform *T, const lb_request *request) {
  uint32_t count = (uint32_t)request->count;
  uint32_t *ids = lua_newuserdatauv(L, (count + 1) * sizeof *ids, 0);
  for (uint32_t i = 0; i < count; i++) {
    ids[i] = lb_key_of_bytes(L, T, request->names[i].bytes, request->names[i].length);
    if (ids[i] == 0) luaL_error(L, "more than %d names of fields, or one that is too long", LB_MOST_KEYS);
  }
  lb_columns columns = {.count = count, .shape = lb_make_shape(ids, count, 0)};
  columns.places = malloc((count + 1) * sizeof *columns.places);
  if (columns.shape == NULL || columns.places == NULL) {
    lb_free_columns(&columns);
    lb_raise_memory(L);
  }
  return columns;
}

void lb_free_columns(lb_columns *columns) {
  lb_free_shape(columns->shape);
  free(columns->places);
  *columns = (lb_columns){0};
}

int lb_set_up(lua_State *L, lb_transform *T, const lb_request *request) {
  if (request->kind == LB_SET_SOURCE) {
    lua_pushlstring(L, request->names[0].bytes, request->names[0].length);
    lua_replace(L, lua_upvalueindex(LB_UP_SOURCE));
    return 0;
  }
  lb_columns columns = make_columns(L, T, request);
  if (request->kind == LB_SET_FIELDS) {
    T->fields = columns.places;
    T->field_count = columns.count;
    for (uint32_t i = 0; i < columns.count; i++) {
      T->fields[i] = columns.shape->ids[i];
      T->keys[T->fields[i]].is_named = true;
    }
    T->knows_fields = true;
    lb_free_shape(columns.shape);
    return 0;
  }
  lb_columns *place = request->kind == LB_SET_INPUT_COLUMNS ? &T->input_columns : &T->output_columns;
  lb_free_columns(place);
  *place = columns;
  return 0;
}
