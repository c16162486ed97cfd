#define _GNU_SOURCE
#include "CEdit.h"

#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

struct cedit {
  EditLine *line;
  History *history;
  FILE *input, *output;
  locale_t locale;
  char *prompt;
  void *context;
  cedit_complete complete;
  unsigned short columns, rows;
  bool cancelled;
  size_t given_up;  // how much of a line that was cancelled there was
};

static cedit *editor_of(EditLine *line) {
  cedit *editor = NULL;
  el_get(line, EL_CLIENTDATA, &editor);
  return editor;
}

static char *prompt_of(EditLine *line) { return editor_of(line)->prompt; }

// MARK: Keys

// Ends the line as if Return had been pressed at its end, so that what follows begins below it.
static unsigned char cancel_line(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  const LineInfo *info = el_line(line);
  editor->cancelled = true;
  editor->given_up = (size_t)(info->lastchar - info->buffer);
  el_cursor(line, (int)(info->lastchar - info->cursor));
  el_push(line, "^C\n");
  return CC_REFRESH;
}

// The terminal is given back while the process is stopped. The thread may have all signals blocked, as threads of a pool
// and those that they start do.
static unsigned char suspend(EditLine *line, int key) {
  (void)key;
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  el_set(line, EL_PREP_TERM, 0);
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  el_set(line, EL_PREP_TERM, 1);
  fputc('\n', editor_of(line)->output);
  return CC_REDISPLAY;
}

static unsigned char apply(cedit *editor, cedit_completion completion) {
  unsigned char code = CC_NORM;
  if (completion.inserted != NULL) {
    el_deletestr(editor->line, completion.deleted);
    el_insertstr(editor->line, completion.inserted);
    code = CC_REFRESH;
  }
  if (completion.listing != NULL) {
    fprintf(editor->output, "\n%s\n", completion.listing);
    code = CC_REDISPLAY;
  }
  free(completion.inserted);
  free(completion.listing);
  return code;
}

static unsigned char complete(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  const LineInfo *info = el_line(line);
  char *before = strndup(info->buffer, (size_t)(info->cursor - info->buffer));
  if (before == NULL) return CC_ERROR;
  cedit_completion completion = editor->complete(editor->context, before);
  free(before);
  return apply(editor, completion);
}

// MARK: Characters

static void follow_size(cedit *editor) {
  struct winsize size;
  if (ioctl(fileno(editor->output), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return;
  bool changed = editor->columns != 0 && (size.ws_col != editor->columns || size.ws_row != editor->rows);
  editor->columns = size.ws_col;
  editor->rows = size.ws_row;
  if (changed) el_resize(editor->line);
}

// One character in UTF-8. What is no UTF-8 counts as a character a byte. The size of the window is looked at here, on the
// thread that reads, rather than in a signal's handler.
static int get_character(EditLine *line, wchar_t *character) {
  cedit *editor = editor_of(line);
  mbstate_t state = {0};
  for (;;) {
    char byte;
    ssize_t count = read(fileno(editor->input), &byte, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return (int)count;
    size_t length = mbrtowc(character, &byte, 1, &state);
    if (length == (size_t)-2) continue;
    if (length == (size_t)-1) *character = (unsigned char)byte;
    follow_size(editor);
    return 1;
  }
}

// MARK: Opening, closing

static void bind_keys(EditLine *line) {
  el_set(line, EL_EDITOR, "emacs");
  el_set(line, EL_ADDFN, "complete", "Complete the word", complete);
  el_set(line, EL_ADDFN, "cancel-line", "Give up the line", cancel_line);
  el_set(line, EL_ADDFN, "suspend", "Stop the process", suspend);
  el_set(line, EL_BIND, "^I", "complete", NULL);
  el_set(line, EL_BIND, "^R", "em-inc-search-prev", NULL);
  // Ctrl-left, Ctrl-right, Delete, Home, End as terminals send them.
  el_set(line, EL_BIND, "\\e[1;5D", "ed-prev-word", NULL);
  el_set(line, EL_BIND, "\\e[1;5C", "em-next-word", NULL);
  el_set(line, EL_BIND, "\\e[3~", "ed-delete-next-char", NULL);
  static const char *const home[] = {"\\e[H", "\\eOH", "\\e[1~"}, *const end[] = {"\\e[F", "\\eOF", "\\e[4~"};
  for (int form = 0; form < 3; form++) {
    el_set(line, EL_BIND, home[form], "ed-move-to-beg", NULL);
    el_set(line, EL_BIND, end[form], "ed-move-to-end", NULL);
  }
  el_source(line, NULL);
  // While a line is edited these are keys; while a script runs they are signals.
  el_set(line, EL_SETTY, "-d", "-isig", NULL);
  el_set(line, EL_BIND, "^C", "cancel-line", NULL);
  el_set(line, EL_BIND, "^Z", "suspend", NULL);
}

static FILE *stream(int descriptor, const char *mode) {
  int copy = dup(descriptor);
  FILE *file = copy < 0 ? NULL : fdopen(copy, mode);
  if (file == NULL && copy >= 0) close(copy);
  return file;
}

cedit *cedit_open(const char *program, int input, int output, int entries, void *context, cedit_complete complete) {
  cedit *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->context = context;
  editor->complete = complete;
  editor->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (editor->locale != (locale_t)0) uselocale(editor->locale);
  editor->input = stream(input, "r");
  editor->output = stream(output, "w");
  if (editor->input != NULL && editor->output != NULL) {
    editor->line = el_init(program, editor->input, editor->output, editor->output);
    editor->history = history_init();
  }
  if (editor->line == NULL || editor->history == NULL) {
    cedit_close(editor);
    return NULL;
  }
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, entries);
  history(editor->history, &event, H_SETUNIQUE, 1);
  el_set(editor->line, EL_CLIENTDATA, editor);
  el_set(editor->line, EL_HIST, history, editor->history);
  el_set(editor->line, EL_PROMPT_ESC, prompt_of, '\1');
  el_set(editor->line, EL_GETCFN, get_character);
  bind_keys(editor->line);
  follow_size(editor);
  return editor;
}

void cedit_close(cedit *editor) {
  if (editor->line != NULL) el_end(editor->line);
  if (editor->history != NULL) history_end(editor->history);
  if (editor->input != NULL) fclose(editor->input);
  if (editor->output != NULL) fclose(editor->output);
  uselocale(LC_GLOBAL_LOCALE);
  if (editor->locale != (locale_t)0) freelocale(editor->locale);
  free(editor->prompt);
  free(editor);
}

// MARK: Reading

// Escape sequences take no room on the line; '\1' marks them.
static void set_prompt(cedit *editor, const char *prompt, const char *colour) {
  free(editor->prompt);
  editor->prompt = NULL;
  int written = colour[0] == '\0' ? asprintf(&editor->prompt, "%s ", prompt)
                                  : asprintf(&editor->prompt, "\1%s\1%s\1\033[0m\1 ", colour, prompt);
  if (written < 0) editor->prompt = NULL;
}

int cedit_read(cedit *editor, const char *prompt, const char *colour, const char **line, size_t *length) {
  set_prompt(editor, prompt, colour);
  if (editor->prompt == NULL) return CEDIT_END;
  editor->cancelled = false;
  follow_size(editor);
  // Before the prompt appears, so that no key that answers it is still taken as the terminal's: libedit does it after.
  el_set(editor->line, EL_PREP_TERM, 1);
  int count = 0;
  const char *text = el_gets(editor->line, &count);
  if (editor->cancelled) {
    *length = editor->given_up;
    return CEDIT_CANCELLED;
  }
  if (text == NULL || count <= 0) return CEDIT_END;
  *line = text;
  *length = (size_t)count - (text[count - 1] == '\n' ? 1 : 0);
  return CEDIT_LINE;
}

void cedit_remember(cedit *editor, const char *entry) {
  HistEvent event;
  history(editor->history, &event, H_ENTER, entry);
}

int cedit_columns(const cedit *editor) { return editor->columns == 0 ? 80 : editor->columns; }
