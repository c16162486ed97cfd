#include "editor.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

// MARK: Ends of a line

// Ends the line as if Return had been pressed at its end, so that what follows begins below it.
static unsigned char end_line(cedit *editor, int ending, const char *keys) {
  const LineInfoW *info = el_wline(editor->line);
  editor->ending = ending;
  editor->given_up = (size_t)(info->lastchar - info->buffer);
  el_cursor(editor->line, (int)(info->lastchar - info->cursor));
  el_push(editor->line, keys);
  return CC_REFRESH;
}

static unsigned char cancel_line(EditLine *line, int key) {
  (void)key;
  return end_line(editor_of(line), CEDIT_CANCELLED, "^C\n");
}

static unsigned char edit_line(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  return editor->is_code ? end_line(editor, CEDIT_EDIT, "\n") : CC_ERROR;
}

// The terminal is given back while the process is stopped. The thread may have all signals blocked, as threads of a pool
// and those that they start do.
static unsigned char suspend(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  leave_lines(editor);
  show_paste_mode(editor, false);
  el_set(line, EL_PREP_TERM, 0);
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  el_set(line, EL_PREP_TERM, 1);
  show_paste_mode(editor, true);
  draw_again(editor);
  return CC_NORM;
}

// MARK: Changing the line

static bool insert(cedit *editor, const char *text) {
  wchar_t *folded = fold(&editor->clusters, text);
  if (folded == NULL) return false;
  make_room(editor, folded);
  bool done = el_winsertstr(editor->line, folded) == 0;
  free(folded);
  return done;
}

// Deletes before the cursor what has so many code points.
static void delete_before(cedit *editor, int points) {
  const LineInfoW *info = el_wline(editor->line);
  int deleted = 0;
  for (const wchar_t *at = info->cursor; points > 0 && at > info->buffer; at--, deleted++) {
    const wchar_t *text = cluster_text(&editor->clusters, at[-1]);
    points -= text == NULL ? 1 : (int)wcslen(text);
  }
  el_deletestr(editor->line, deleted);
}

// Puts a typed mark on the character before the cursor.
static unsigned char combine(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  if (editor->mark == 0) return CC_ERROR;
  wchar_t text[] = {editor->mark, 0};
  editor->mark = 0;
  el_deletestr(line, 1);
  el_winsertstr(line, text);
  return CC_REFRESH;
}

static unsigned char paste(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  char *text = read_paste(editor);
  bool done = text != NULL && insert(editor, text);
  free(text);
  return done ? CC_REFRESH : CC_NORM;
}

static unsigned char complete(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  const LineInfoW *info = el_wline(line);
  char *before = editor->is_code ? unfold(&editor->clusters, info->buffer, (size_t)(info->cursor - info->buffer)) : NULL;
  if (before == NULL) return CC_ERROR;
  cedit_completion completion = editor->callbacks.complete(editor->callbacks.context, before);
  free(before);
  unsigned char code = CC_NORM;
  if (completion.inserted != NULL) {
    delete_before(editor, completion.deleted);
    insert(editor, completion.inserted);
    code = CC_REFRESH;
  }
  if (completion.listing != NULL) {
    leave_lines(editor);
    fprintf(editor->plain, "%s\n", completion.listing);
    fflush(editor->plain);
    draw_again(editor);
    code = CC_NORM;
  }
  free(completion.inserted);
  free(completion.listing);
  return code;
}

// MARK: Up and down

// Moves the cursor by a line of the text, to the same place in it as far as it goes. Returns false where there is none.
static bool move_by_line(cedit *editor, bool up) {
  const LineInfoW *info = el_wline(editor->line);
  const wchar_t *first = info->cursor;
  while (first > info->buffer && first[-1] != L'\n') first--;
  const wchar_t *other = up ? first - 1 : info->cursor;
  if (up) {
    if (first == info->buffer) return false;
    while (other > info->buffer && other[-1] != L'\n') other--;
  } else {
    while (other < info->lastchar && *other != L'\n') other++;
    if (other == info->lastchar) return false;
    other++;
  }
  const wchar_t *target = other + (info->cursor - first);
  for (const wchar_t *at = other; at <= target; at++) {
    if (at == info->lastchar || *at == L'\n') {
      target = at;
      break;
    }
  }
  el_cursor(editor->line, (int)(target - info->cursor));
  return true;
}

// To the beginning or the end of the line within the text.
static unsigned char line_begin(EditLine *line, int key) {
  (void)key;
  const LineInfoW *info = el_wline(line);
  const wchar_t *at = info->cursor;
  while (at > info->buffer && at[-1] != L'\n') at--;
  el_cursor(line, (int)(at - info->cursor));
  return CC_CURSOR;
}

static unsigned char line_end(EditLine *line, int key) {
  (void)key;
  const LineInfoW *info = el_wline(line);
  const wchar_t *at = info->cursor;
  while (at < info->lastchar && *at != L'\n') at++;
  el_cursor(line, (int)(at - info->cursor));
  return CC_CURSOR;
}

static unsigned char walk_history(cedit *editor, bool older) {
  if (move_by_line(editor, older)) return CC_CURSOR;
  const LineInfoW *info = el_wline(editor->line);
  size_t length = (size_t)(info->lastchar - info->buffer);
  char *whole = editor->is_code ? unfold(&editor->clusters, info->buffer, length) : NULL;
  char *before = unfold(&editor->clusters, info->buffer, (size_t)(info->cursor - info->buffer));
  char *entry = NULL;
  if (whole != NULL && before != NULL) {
    entry = editor->callbacks.recall(editor->callbacks.context, older, whole, before);
  }
  free(whole);
  free(before);
  if (entry == NULL) return CC_ERROR;
  el_cursor(editor->line, (int)(info->lastchar - info->cursor));
  el_deletestr(editor->line, (int)length);
  insert(editor, entry);
  free(entry);
  return CC_REFRESH;
}

static unsigned char up(EditLine *line, int key) {
  (void)key;
  return walk_history(editor_of(line), true);
}

static unsigned char down(EditLine *line, int key) {
  (void)key;
  return walk_history(editor_of(line), false);
}

// MARK: Binding

void bind_keys(cedit *editor) {
  EditLine *line = editor->line;
  el_set(line, EL_EDITOR, "emacs");
  el_set(line, EL_ADDFN, "complete", "Complete the word", complete);
  el_set(line, EL_ADDFN, "cancel-line", "Give up the line", cancel_line);
  el_set(line, EL_ADDFN, "edit-line", "Finish the line in an editor", edit_line);
  el_set(line, EL_ADDFN, "suspend", "Stop the process", suspend);
  el_set(line, EL_ADDFN, "paste", "Take in what is pasted", paste);
  el_set(line, EL_ADDFN, "combine", "Put a mark on a character", combine);
  el_set(line, EL_ADDFN, "line-begin", "The beginning of the line", line_begin);
  el_set(line, EL_ADDFN, "line-end", "The end of the line", line_end);
  el_set(line, EL_ADDFN, "up", "The line above, or an older entry", up);
  el_set(line, EL_ADDFN, "down", "The line below, or a newer entry", down);
  static const char *const keys[][2] = {
      {"^I", "complete"}, {"^R", "em-inc-search-prev"}, {"^A", "line-begin"}, {"^E", "line-end"}, {"^X^E", "edit-line"}, {"\\e[200~", "paste"},
      {"^P", "up"}, {"\\e[A", "up"}, {"\\eOA", "up"}, {"^N", "down"}, {"\\e[B", "down"}, {"\\eOB", "down"},
      // As in other editors of lines.
      {"^W", "ed-delete-prev-word"}, {"^U", "vi-kill-line-prev"}, {"\\e^?", "ed-delete-prev-word"},
      // Ctrl-left, Ctrl-right, Alt-left, Alt-right, Delete, Home, End as terminals send them.
      {"\\e[1;5D", "ed-prev-word"}, {"\\e[1;5C", "em-next-word"}, {"\\e[1;3D", "ed-prev-word"},
      {"\\e[1;3C", "em-next-word"}, {"\\e[3~", "ed-delete-next-char"}, {"\\e[H", "line-begin"},
      {"\\eOH", "line-begin"}, {"\\e[1~", "line-begin"}, {"\\e[F", "line-end"},
      {"\\eOF", "line-end"}, {"\\e[4~", "line-end"}};
  for (size_t index = 0; index < sizeof keys / sizeof *keys; index++) {
    el_set(line, EL_BIND, keys[index][0], keys[index][1], NULL);
  }
  el_source(line, NULL);
  // While a line is edited these are keys; while a script runs they are signals.
  el_set(line, EL_SETTY, "-d", "-isig", NULL);
  // So that the two characters that end a line in some pastes can be told from two lines.
  el_set(line, EL_SETTY, "-d", "-icrnl", NULL);
  el_set(line, EL_BIND, "^C", "cancel-line", NULL);
  el_set(line, EL_BIND, "^Z", "suspend", NULL);
  el_set(line, EL_BIND, "\302\237", "combine", NULL);
}
