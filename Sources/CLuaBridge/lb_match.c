// Lua's patterns, by backtracking as the reference manual describes them, with the same limits and messages. Unlike
// Lua's own this can be interrupted: every step is counted.
#include "lb_match.h"

#include <ctype.h>

#define MAX_DEPTH 200  // nested matches, as in Lua
#define ALWAYS_INLINE static inline __attribute__((always_inline))  // these are the loop of match()

static void look_up(lb_matcher *m) {
  m->budget = LB_STRIDE;
  lb_poll(m->L);
}

static inline void spend(lb_matcher *m, ptrdiff_t steps) {
  m->budget -= steps;
  if (m->budget < 0) look_up(m);
}

// MARK: Single characters

// Whether `c` is in the class of the letter after a '%'; an upper case letter is the complement, another character
// stands for itself.
static bool in_class(int c, int letter) {
  int found;
  switch (tolower(letter)) {
    case 'a': found = isalpha(c); break;
    case 'c': found = iscntrl(c); break;
    case 'd': found = isdigit(c); break;
    case 'g': found = isgraph(c); break;
    case 'l': found = islower(c); break;
    case 'p': found = ispunct(c); break;
    case 's': found = isspace(c); break;
    case 'u': found = isupper(c); break;
    case 'w': found = isalnum(c); break;
    case 'x': found = isxdigit(c); break;
    case 'z': found = c == 0; break;  // of Lua 5.1, still understood
    default: return letter == c;
  }
  return isupper(letter) ? !found : found != 0;
}

// Whether `c` is in the set from `p`, its '[', to `last`, its ']'.
static bool in_set(int c, const char *p, const char *last) {
  bool positive = p[1] != '^';
  if (!positive) p++;
  while (++p < last) {
    if (*p == '%') {
      p++;
      if (in_class(c, lb_byte(*p))) return positive;
    } else if (p[1] == '-' && p + 2 < last) {
      if (lb_byte(*p) <= c && c <= lb_byte(p[2])) return positive;
      p += 2;
    } else if (lb_byte(*p) == c) {
      return positive;
    }
  }
  return !positive;
}

// The end of the set whose '[' stands before `p`.
static const char *set_end(lb_matcher *m, const char *p) {
  if (*p == '^') p++;
  do {  // a ']' at the very beginning is an ordinary character
    if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
    if (*p++ == '%' && p < m->pattern_end) p++;
  } while (*p != ']');
  return p + 1;
}

// The end of the item for a single character that begins at `p`.
ALWAYS_INLINE const char *item_end(lb_matcher *m, const char *p) {
  char first = *p++;
  if (first == '[') return set_end(m, p);
  if (first != '%') return p;
  if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
  return p + 1;
}

// Whether the character at `s` matches the item from `p` to `ep`.
ALWAYS_INLINE bool matches_one(lb_matcher *m, const char *s, const char *p, const char *ep) {
  if (s >= m->end) return false;
  int c = lb_byte(*s);
  switch (*p) {
    case '.': return true;
    case '%': return in_class(c, lb_byte(p[1]));
    case '[': spend(m, ep - p); return in_set(c, p, ep - 1);
    default: return lb_byte(*p) == c;
  }
}

// MARK: Repetitions

static const char *match(lb_matcher *m, const char *s, const char *p);

// The end of the longest run of characters from `s` on that match the item from `p` to `ep`.
static const char *run_end(lb_matcher *m, const char *s, const char *p, const char *ep) {
  const char *start = s, *end = m->end;
  switch (*p) {
    case '.':
      return end;
    case '%':
      for (int letter = lb_byte(p[1]); s < end && in_class(lb_byte(*s), letter);) s++;
      break;
    case '[':
      for (; s < end && in_set(lb_byte(*s), p, ep - 1); s++) spend(m, ep - p);
      break;
    default:
      while (s < end && *s == *p) s++;
  }
  spend(m, s - start);
  return s;
}

// The rest of the pattern after as many repetitions as possible.
static const char *match_longest(lb_matcher *m, const char *s, const char *p, const char *ep) {
  for (const char *last = run_end(m, s, p, ep); last >= s; last--) {
    const char *end = match(m, last, ep + 1);
    if (end != NULL) return end;
  }
  return NULL;
}

// The rest of the pattern after as few repetitions as possible.
static const char *match_shortest(lb_matcher *m, const char *s, const char *p, const char *ep) {
  for (;; s++) {
    const char *end = match(m, s, ep + 1);
    if (end != NULL) return end;
    if (!matches_one(m, s, p, ep)) return NULL;
  }
}

// MARK: Captures

// Begins a capture that is LB_OPEN or a LB_POSITION, and goes on at `p`.
static const char *begin_capture(lb_matcher *m, const char *s, const char *p, ptrdiff_t kind) {
  if (m->level >= LB_MAX_CAPTURES) luaL_error(m->L, "too many captures");
  m->captures[m->level] = (lb_capture){s, kind};
  m->level++;
  const char *end = match(m, s, p);
  if (end == NULL) m->level--;
  return end;
}

// Ends the innermost open capture and goes on at `p`.
static const char *end_capture(lb_matcher *m, const char *s, const char *p) {
  int index = m->level - 1;
  while (index >= 0 && m->captures[index].length != LB_OPEN) index--;
  if (index < 0) luaL_error(m->L, "invalid pattern capture");
  m->captures[index].length = s - m->captures[index].start;
  const char *end = match(m, s, p);
  if (end == NULL) m->captures[index].length = LB_OPEN;
  return end;
}

// What the captured text that `digit` names matches at `s`: its end there, or NULL.
static const char *match_again(lb_matcher *m, const char *s, char digit) {
  int index = digit - '1';
  if (index < 0 || index >= m->level || m->captures[index].length == LB_OPEN) {
    luaL_error(m->L, "invalid capture index %%%d", index + 1);
  }
  size_t length = (size_t)m->captures[index].length;  // a position is longer than any subject
  if ((size_t)(m->end - s) < length) return NULL;
  spend(m, (ptrdiff_t)(length / 16));
  return memcmp(m->captures[index].start, s, length) == 0 ? s + length : NULL;
}

// MARK: Items that start with a '%'

// The end of the balanced text at `s` for the two characters at `p`.
static const char *match_balance(lb_matcher *m, const char *s, const char *p) {
  if (p >= m->pattern_end - 1) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (*s != *p) return NULL;
  const char *start = s;
  ptrdiff_t depth = 1;
  while (++s < m->end) {
    if (*s == p[1]) {
      if (--depth == 0) break;
    } else if (*s == *p) {
      depth++;
    }
  }
  spend(m, s - start);
  return s < m->end ? s + 1 : NULL;
}

// The pattern after the frontier whose set is at `p`, or NULL where `s` is no such frontier.
static const char *match_frontier(lb_matcher *m, const char *s, const char *p) {
  if (*p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
  const char *ep = item_end(m, p);
  int before = s == m->start ? 0 : lb_byte(s[-1]);
  spend(m, ep - p);
  return !in_set(before, p, ep - 1) && in_set(lb_byte(*s), p, ep - 1) ? ep : NULL;
}

// MARK: Matching

// The items below move `*s` over what they match and return the pattern that remains; or NULL when the whole match is
// decided, with its end, NULL for none, in `*s`.

// A character and its suffix.
ALWAYS_INLINE const char *match_item(lb_matcher *m, const char **s, const char *p) {
  const char *ep = item_end(m, p), *end;
  if (!matches_one(m, *s, p, ep)) {
    if (*ep == '*' || *ep == '?' || *ep == '-') return ep + 1;
    *s = NULL;
    return NULL;
  }
  switch (*ep) {
    case '?':
      if ((end = match(m, *s + 1, ep + 1)) == NULL) return ep + 1;
      *s = end;
      return NULL;
    case '+': *s = match_longest(m, *s + 1, p, ep); return NULL;
    case '*': *s = match_longest(m, *s, p, ep); return NULL;
    case '-': *s = match_shortest(m, *s, p, ep); return NULL;
    default: ++*s; return ep;
  }
}

ALWAYS_INLINE const char *match_escaped(lb_matcher *m, const char **s, const char *p) {
  switch (p[1]) {
    case 'b':
      *s = match_balance(m, *s, p + 2);
      return *s == NULL ? NULL : p + 4;
    case 'f':
      p = match_frontier(m, *s, p + 2);
      if (p == NULL) *s = NULL;
      return p;
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
      *s = match_again(m, *s, p[1]);
      return *s == NULL ? NULL : p + 2;
    default:
      return match_item(m, s, p);
  }
}

static const char *match(lb_matcher *m, const char *s, const char *p) {
  if (m->depth-- == 0) luaL_error(m->L, "pattern too complex");
  while (p != NULL && p != m->pattern_end) {
    spend(m, 1);
    switch (*p) {
      case '(':
        s = p[1] == ')' ? begin_capture(m, s, p + 2, LB_POSITION) : begin_capture(m, s, p + 1, LB_OPEN);
        p = NULL;
        break;
      case ')':
        s = end_capture(m, s, p + 1);
        p = NULL;
        break;
      case '$':
        if (p + 1 != m->pattern_end) goto item;
        if (s != m->end) s = NULL;
        p = NULL;
        break;
      case '%': p = match_escaped(m, &s, p); break;
      default: item: p = match_item(m, &s, p); break;
    }
  }
  m->depth++;
  return s;
}

void lb_matcher_begin(lb_matcher *m, lua_State *L, const char *subject, size_t length, const char *pattern_end) {
  m->L = L;
  m->start = subject;
  m->end = subject + length;
  m->pattern_end = pattern_end;
  m->budget = LB_STRIDE;
}

const char *lb_match(lb_matcher *m, const char *s, const char *p) {
  m->depth = MAX_DEPTH;
  m->level = 0;
  return match(m, s, p);
}
