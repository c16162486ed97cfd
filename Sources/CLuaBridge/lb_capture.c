// What a match captured.
#include "lb_match.h"

bool lb_capture_text(lb_matcher *m, int index, const char *s, const char *e, const char **text, size_t *length) {
  if (index >= m->level) {
    if (index != 0) luaL_error(m->L, "invalid capture index %%%d", index + 1);
    *text = s;
    *length = (size_t)(e - s);
    return true;
  }
  const lb_capture *capture = &m->captures[index];
  if (capture->length == LB_OPEN) luaL_error(m->L, "unfinished capture");
  if (capture->length == LB_POSITION) {
    lua_pushinteger(m->L, capture->start - m->start + 1);
    return false;
  }
  *text = capture->start;
  *length = (size_t)capture->length;
  return true;
}

void lb_push_capture(lb_matcher *m, int index, const char *s, const char *e) {
  const char *text;
  size_t length;
  if (lb_capture_text(m, index, s, e, &text, &length)) lua_pushlstring(m->L, text, length);
}

int lb_push_captures(lb_matcher *m, const char *s, const char *e) {
  int count = m->level == 0 && s != NULL ? 1 : m->level;
  if (!lb_has_room(m->L, count)) luaL_error(m->L, "stack overflow (too many captures)");
  for (int index = 0; index < count; index++) lb_push_capture(m, index, s, e);
  return count;
}
