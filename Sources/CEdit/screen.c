#include "editor.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wctype.h>

// MARK: What libedit writes

// Shown for what stands alone and takes no room on a terminal, since it is there.
static const char unseen[] = "\033[7m\302\267\033[27m";

static void put_character(cedit *editor, wchar_t character, const char *bytes, size_t size) {
  const wchar_t *text = cluster_text(&editor->clusters, character);
  if (text == NULL) {
    fwrite(bytes, 1, size, editor->plain);
    return;
  }
  if (takes_no_room(text[0])) {
    fputs(unseen, editor->plain);
    return;
  }
  mbstate_t state = {0};
  for (; *text != 0; text++) {
    char encoded[MB_LEN_MAX];
    // Terminals do not agree on how wide a character is in another form.
    if (is_variation(*text)) continue;
    size_t length = wcrtomb(encoded, *text, &state);
    if (length != (size_t)-1) fwrite(encoded, 1, length, editor->plain);
  }
}

static ssize_t translate(void *cookie, const char *bytes, size_t size) {
  cedit *editor = cookie;
  for (size_t index = 0; index < size; index++) {
    if (editor->rest_length == 0 && (unsigned char)bytes[index] < 0x80) {
      putc(bytes[index], editor->plain);
      continue;
    }
    editor->rest[editor->rest_length++] = bytes[index];
    mbstate_t state = {0};
    wchar_t character;
    size_t length = mbrtowc(&character, editor->rest, editor->rest_length, &state);
    if (length == (size_t)-2 && editor->rest_length < sizeof editor->rest) continue;
    if (length == (size_t)-1 || length == (size_t)-2) {
      fwrite(editor->rest, 1, editor->rest_length, editor->plain);
    } else {
      put_character(editor, character, editor->rest, editor->rest_length);
    }
    editor->rest_length = 0;
  }
  // libedit flushes when all of it is to be seen.
  fflush(editor->plain);
  return (ssize_t)size;
}

FILE *screen_stream(cedit *editor, int descriptor) {
  int copy = dup(descriptor);
  editor->plain = copy < 0 ? NULL : fdopen(copy, "w");
  if (editor->plain == NULL) {
    if (copy >= 0) close(copy);
    return NULL;
  }
  return fopencookie(editor, "w", (cookie_io_functions_t){.write = translate});
}

void show_paste_mode(cedit *editor, bool on) {
  fflush(editor->output);
  fputs(on ? "\033[?2004h" : "\033[?2004l", editor->plain);
  fflush(editor->plain);
}

// MARK: Places

typedef struct {
  int row, column;
} place;

static void advance(place *at, int width, int columns) {
  if (at->column + width > columns) {
    at->row++;
    at->column = 0;
  }
  at->column += width;
  if (at->column >= columns) {
    at->row++;
    at->column = 0;
  }
}

// Where the cursor is after a text, as libedit lays it out.
static void walk(place *at, const wchar_t *text, const wchar_t *end, int columns) {
  for (; text < end; text++) {
    if (*text == L'\n') {
      at->row++;
      at->column = 0;
    } else if (*text == L'\t') {
      do advance(at, 1, columns);
      while (at->column % 8 != 0);
    } else if (*text < 0x100 && iswcntrl((wint_t)*text)) {
      advance(at, 1, columns);
      advance(at, 1, columns);
    } else if (!iswprint((wint_t)*text)) {
      // As "\U+12345".
      for (int left = *text > 0xFFFF ? 8 : 7; left > 0; left--) advance(at, 1, columns);
    } else {
      int width = wcwidth(*text);
      advance(at, width > 0 ? width : 1, columns);
    }
  }
}

static place start(const cedit *editor) {
  place at = {0, 0};
  for (int column = 0; column < editor->prompt_width; column++) advance(&at, 1, editor->columns);
  return at;
}

// Moves from the cursor, which is so many rows below the prompt, to the prompt's first column.
static void go_to_start(cedit *editor, int row) {
  fflush(editor->output);
  fputc('\r', editor->plain);
  if (row > 0) fprintf(editor->plain, "\033[%dA", row);
  fputs("\033[J", editor->plain);
  fflush(editor->plain);
}

static int cursor_row(const cedit *editor) {
  const LineInfoW *info = el_wline(editor->line);
  place at = start(editor);
  walk(&at, info->buffer, info->cursor, editor->columns);
  return at.row;
}

void leave_lines(cedit *editor) {
  const LineInfoW *info = el_wline(editor->line);
  place end = start(editor);
  walk(&end, info->buffer, info->lastchar, editor->columns);
  int rows = end.row - cursor_row(editor);
  fflush(editor->output);
  while (rows-- > 0) fputc('\n', editor->plain);
  fputs("\r\n", editor->plain);
  fflush(editor->plain);
}

void draw_again(cedit *editor) { el_set(editor->line, EL_REFRESH); }

// MARK: Sizes

static void tell_size(cedit *editor) {
  char number[16];
  snprintf(number, sizeof number, "%d", editor->columns);
  el_set(editor->line, EL_SETTC, "co", number, NULL);
  snprintf(number, sizeof number, "%d", editor->believed_rows);
  el_set(editor->line, EL_SETTC, "li", number, NULL);
}

// libedit cannot show a text that is higher than the terminal. One that it believes to be high enough scrolls by itself.
void make_room(cedit *editor, const wchar_t *text) {
  const LineInfoW *info = el_wline(editor->line);
  place end = start(editor);
  walk(&end, info->buffer, info->lastchar, editor->columns);
  if (text != NULL) walk(&end, text, text + wcslen(text), editor->columns);
  if (end.row + 1 < editor->believed_rows) return;
  go_to_start(editor, cursor_row(editor));
  editor->believed_rows = end.row + 500;
  tell_size(editor);
  draw_again(editor);
}

// Where the window has another size, what is edited is drawn anew. The rows above the cursor are taken as the terminal has
// arranged them for its new width, as nearly all of them do.
void follow_size(cedit *editor) {
  struct winsize size;
  if (ioctl(fileno(editor->plain), TIOCGWINSZ, &size) != 0 || size.ws_col < 2) return;
  bool changed = editor->columns != 0 && (size.ws_col != editor->columns || size.ws_row != editor->rows);
  editor->columns = size.ws_col;
  editor->rows = size.ws_row;
  if (!changed) return;
  go_to_start(editor, cursor_row(editor));
  if (editor->believed_rows < editor->rows) editor->believed_rows = editor->rows;
  tell_size(editor);
  draw_again(editor);
}
