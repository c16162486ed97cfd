#include "editor.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The next byte of the terminal. Meanwhile the size of the window is followed, on the thread that reads rather than in the
// handler of a signal. Returns 0 at the end, -1 where reading fails or, with `patience` in milliseconds, nothing comes.
static int next_byte(cedit *editor, char *byte, int patience) {
  if (editor->ahead_length > 0) {
    *byte = editor->ahead[0];
    memmove(editor->ahead, editor->ahead + 1, --editor->ahead_length);
    return 1;
  }
  for (;;) {
    struct pollfd descriptors[] = {{fileno(editor->input), POLLIN, 0}, {editor->wake[0], POLLIN, 0}};
    int ready = poll(descriptors, 2, patience);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return -1;
    if (descriptors[1].revents != 0) {
      char bytes[64];
      if (read(editor->wake[0], bytes, sizeof bytes) > 0 && patience < 0) follow_size(editor);
      if (descriptors[0].revents == 0) continue;
    }
    ssize_t count = read(fileno(editor->input), byte, 1);
    if (count < 0 && errno == EINTR) continue;
    return (int)count;
  }
}

// Puts bytes in front of those that are still to be read.
static bool read_again(cedit *editor, const char *bytes, size_t size) {
  if (editor->ahead_length + size > editor->ahead_room) {
    char *larger = realloc(editor->ahead, editor->ahead_length + size);
    if (larger == NULL) return false;
    editor->ahead = larger;
    editor->ahead_room = editor->ahead_length + size;
  }
  memmove(editor->ahead + size, editor->ahead, editor->ahead_length);
  memcpy(editor->ahead, bytes, size);
  editor->ahead_length += size;
  return true;
}

// MARK: Keys

// What is done with a mark that was typed: it is put on the character before the cursor by the function of this key.
enum { MARK_KEY = 0x9F };

static wchar_t arrived(cedit *editor, wchar_t character) {
  const LineInfoW *info = el_wline(editor->line);
  if (is_mark(character) && info->cursor > info->buffer) {
    editor->mark = cluster_with(&editor->clusters, info->cursor[-1], character);
    if (editor->mark != 0) return MARK_KEY;
  }
  return cluster_alone(&editor->clusters, character);
}

// One character in UTF-8. What is no UTF-8 counts as a character a byte.
int get_character(EditLine *line, wchar_t *character) {
  cedit *editor = editor_of(line);
  make_room(editor, NULL);
  char bytes[MB_LEN_MAX];
  for (size_t size = 0;;) {
    int count = next_byte(editor, bytes + size, -1);
    if (count <= 0) return count;
    mbstate_t state = {0};
    size_t length = mbrtowc(character, bytes, ++size, &state);
    if (length == (size_t)-2 && size < sizeof bytes) continue;
    if (length == (size_t)-1 || length == (size_t)-2) {
      *character = (unsigned char)bytes[0];
      read_again(editor, bytes + 1, size - 1);
    }
    follow_size(editor);
    *character = arrived(editor, *character);
    return 1;
  }
}

// MARK: Pasting

static const char paste_end[] = "\033[201~";

// Takes what is there, at least a byte. Returns false where nothing comes any more.
static bool take_more(cedit *editor, char **text, size_t *length, size_t *room) {
  if (*length + 4096 >= *room) {
    size_t larger = 2 * *room + 8192;
    char *grown = realloc(*text, larger);
    if (grown == NULL) return false;
    *text = grown;
    *room = larger;
  }
  // A terminal that has begun a paste ends it.
  if (next_byte(editor, *text + *length, 2000) <= 0) return false;
  *length += 1;
  struct pollfd input = {fileno(editor->input), POLLIN, 0};
  if (editor->ahead_length > 0 || poll(&input, 1, 0) <= 0) return true;
  ssize_t count = read(fileno(editor->input), *text + *length, *room - *length - 1);
  if (count > 0) *length += (size_t)count;
  return true;
}

// Lines end as lines do, and no character is a key.
static void clean(char *text, size_t length) {
  size_t kept = 0;
  for (size_t index = 0; index < length; index++) {
    unsigned char byte = (unsigned char)text[index];
    if (byte == '\r') {
      if (index + 1 < length && text[index + 1] == '\n') continue;
      byte = '\n';
    }
    if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) continue;
    text[kept++] = (char)byte;
  }
  // The person ends the line.
  while (kept > 0 && text[kept - 1] == '\n') kept--;
  text[kept] = 0;
}

char *read_paste(cedit *editor) {
  char *text = NULL;
  size_t length = 0, room = 0, searched = 0;
  while (take_more(editor, &text, &length, &room)) {
    char *end = memmem(text + searched, length - searched, paste_end, sizeof paste_end - 1);
    if (end != NULL) {
      const char *after = end + sizeof paste_end - 1;
      read_again(editor, after, (size_t)(text + length - after));
      length = (size_t)(end - text);
      break;
    }
    searched = length < sizeof paste_end ? 0 : length - sizeof paste_end + 1;
  }
  if (text != NULL) clean(text, length);
  return text;
}
