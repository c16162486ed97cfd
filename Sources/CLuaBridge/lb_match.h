// The pattern matcher behind string.find, match, gmatch and gsub.
#ifndef LB_MATCH_H
#define LB_MATCH_H

#include "lb_library.h"

enum { LB_MAX_CAPTURES = 32 };  // as in Lua

/// A capture: where it begins and how long it is, or what it is instead.
typedef struct {
  const char *start;
  ptrdiff_t length;  // or LB_OPEN, LB_POSITION
} lb_capture;

enum {
  LB_OPEN = -1,      // its end is not reached yet
  LB_POSITION = -2,  // it captures the position only
};

/// A subject and a pattern, and what the last attempt captured.
typedef struct {
  lua_State *L;
  const char *start, *end;  // the subject
  const char *pattern_end;
  ptrdiff_t budget;         // steps until the next look at the kill flag
  int depth;                // nested matches still allowed
  int level;                // captures begun
  lb_capture captures[LB_MAX_CAPTURES];
} lb_matcher;

/// Prepares for a subject and a pattern, both zero-terminated as Lua's strings are.
void lb_matcher_begin(lb_matcher *m, lua_State *L, const char *subject, size_t length, const char *pattern_end);

/// Matches the pattern from `p` on at `s` exactly. Returns the end of the match or NULL. Raises Lua's errors for a
/// malformed pattern, and the reason why the script is being ended.
const char *lb_match(lb_matcher *m, const char *s, const char *p);

/// The text of capture `index`, or of the whole match `s` to `e` for index 0 without captures. For a position capture
/// pushes the position instead and returns false.
bool lb_capture_text(lb_matcher *m, int index, const char *s, const char *e, const char **text, size_t *length);
/// Pushes that text or position.
void lb_push_capture(lb_matcher *m, int index, const char *s, const char *e);
/// Pushes all captures, or the whole match if there are none (and `s` is not NULL). Returns how many.
int lb_push_captures(lb_matcher *m, const char *s, const char *e);

#endif
