#include "editor.h"

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

cedit *editor_of(EditLine *line) {
  cedit *editor = NULL;
  el_get(line, EL_CLIENTDATA, &editor);
  return editor;
}

static char *prompt_of(EditLine *line) { return editor_of(line)->prompt; }

// MARK: Opening, closing

static FILE *input_stream(int descriptor) {
  int copy = dup(descriptor);
  FILE *file = copy < 0 ? NULL : fdopen(copy, "r");
  if (file == NULL && copy >= 0) close(copy);
  return file;
}

static bool open_streams(cedit *editor, int input, int output) {
  if (pipe2(editor->wake, O_CLOEXEC | O_NONBLOCK) != 0) editor->wake[0] = editor->wake[1] = -1;
  editor->input = input_stream(input);
  editor->output = screen_stream(editor, output);
  return editor->wake[0] >= 0 && editor->input != NULL && editor->output != NULL;
}

static locale_t shared_locale;
static pthread_once_t shared_locale_made = PTHREAD_ONCE_INIT;
static void make_shared_locale(void) { shared_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

// Kept as long as the process lives.
static locale_t unicode(void) {
  pthread_once(&shared_locale_made, make_shared_locale);
  return shared_locale;
}

cedit *cedit_open(const char *program, int input, int output, int entries, cedit_callbacks callbacks) {
  cedit *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->callbacks = callbacks;
  if (unicode() != (locale_t)0) uselocale(unicode());
  if (open_streams(editor, input, output)) {
    editor->line = el_init_fd(
        program, editor->input, editor->output, editor->plain, fileno(editor->input), fileno(editor->plain),
        fileno(editor->plain));
    editor->history = history_init();
  }
  if (editor->line == NULL || editor->history == NULL) {
    if (editor->wake[1] >= 0) close(editor->wake[1]);
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
  bind_keys(editor);
  follow_size(editor);
  return editor;
}

void cedit_close(cedit *editor) {
  if (editor->line != NULL) el_end(editor->line);
  if (editor->history != NULL) history_end(editor->history);
  if (editor->input != NULL) fclose(editor->input);
  if (editor->output != NULL) fclose(editor->output);
  if (editor->plain != NULL) fclose(editor->plain);
  // The other end is the caller's.
  if (editor->wake[0] >= 0) close(editor->wake[0]);
  uselocale(LC_GLOBAL_LOCALE);
  clusters_free(&editor->clusters);
  free(editor->ahead);
  free(editor->prompt);
  free(editor->read);
  free(editor);
}

int cedit_wake_descriptor(cedit *editor) { return editor->wake[1]; }

// MARK: Reading

// Escape sequences take no room on the line; '\1' marks them.
static void set_prompt(cedit *editor, const char *prompt, const char *colour) {
  free(editor->prompt);
  editor->prompt = NULL;
  int written = colour[0] == '\0' ? asprintf(&editor->prompt, "%s ", prompt)
                                  : asprintf(&editor->prompt, "\1%s\1%s\1\033[0m\1 ", colour, prompt);
  if (written < 0) editor->prompt = NULL;
  editor->prompt_width = cedit_width(prompt) + 1;
}

int cedit_read(cedit *editor, const char *prompt, const char *colour, bool is_code, const char **line, size_t *length) {
  set_prompt(editor, prompt, colour);
  if (editor->prompt == NULL) return CEDIT_END;
  editor->ending = CEDIT_LINE;
  editor->is_code = is_code;
  // What came while nothing was edited, there is nothing to be drawn anew for.
  editor->columns = 0;
  follow_size(editor);
  editor->believed_rows = editor->rows;
  // Before the prompt appears, so that no key that answers it is still taken as the terminal's: libedit does it after.
  el_set(editor->line, EL_PREP_TERM, 1);
  show_paste_mode(editor, true);
  int count = 0;
  const wchar_t *text = el_wgets(editor->line, &count);
  show_paste_mode(editor, false);
  if (editor->ending == CEDIT_CANCELLED) {
    *length = editor->given_up;
    return CEDIT_CANCELLED;
  }
  if (text == NULL || count <= 0) return CEDIT_END;
  if (text[count - 1] == L'\n') count--;
  free(editor->read);
  editor->read = unfold(&editor->clusters, text, (size_t)count);
  if (editor->read == NULL) return CEDIT_END;
  *line = editor->read;
  *length = strlen(editor->read);
  return editor->ending;
}

void cedit_remember(cedit *editor, const char *entry) {
  HistEvent event;
  wchar_t *folded = fold(&editor->clusters, entry);
  if (folded == NULL) return;
  // Encoded as it is folded: libedit decodes it by itself.
  clusters none = {0};
  char *encoded = unfold(&none, folded, wcslen(folded));
  if (encoded != NULL) history(editor->history, &event, H_ENTER, encoded);
  free(encoded);
  free(folded);
}

int cedit_columns(const cedit *editor) { return editor->columns == 0 ? 80 : editor->columns; }

int cedit_width(const char *text) {
  if (unicode() == (locale_t)0) return (int)strlen(text);
  locale_t before = uselocale(unicode());
  clusters all = {0};
  wchar_t *characters = fold(&all, text);
  int width = 0;
  for (const wchar_t *at = characters; at != NULL && *at != 0; at++) {
    int columns = wcwidth(*at);
    width += columns > 0 ? columns : 0;
  }
  free(characters);
  clusters_free(&all);
  uselocale(before);
  return width;
}
