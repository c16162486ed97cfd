// A line editor on a terminal: what Swift needs of libedit, whose own functions are variadic and so out of Swift's reach.
//
// One thread at a time; all functions on the thread that reads, since the character set is that thread's. What is said of text
// is in UTF-8; the editor shows a character with its combining marks as one, and what cannot be seen as a dot in reverse.
#ifndef CEDIT_H
#define CEDIT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cedit cedit;

/// What Tab is to do. The strings are allocated with malloc; the editor frees them.
typedef struct {
  int deleted;     // code points to delete before the cursor
  char *inserted;  // what to insert there, or NULL
  char *listing;   // lines to show above the prompt, or NULL
} cedit_completion;

/// What the editor asks while a line is edited.
typedef struct {
  void *context;
  /// At Tab, with the line up to the cursor.
  cedit_completion (*complete)(void *context, const char *before);
  /// At the arrows up (older) and down, with the whole line and the line up to the cursor. Returns what is to stand there
  /// instead, allocated with malloc, or NULL where there is nothing.
  char *(*recall)(void *context, bool older, const char *line, const char *before);
} cedit_callbacks;

/// How `cedit_read` ended: a line, Ctrl-C, Ctrl-D, or Ctrl-X Ctrl-E, which asks for an editor to finish the line in.
enum { CEDIT_LINE, CEDIT_CANCELLED, CEDIT_END, CEDIT_EDIT };

/// An editor on a terminal open for reading at `input` and for writing at `output`, whose descriptors stay the caller's.
/// NULL where libedit cannot be started. `entries` is how many lines Ctrl-R searches.
cedit *cedit_open(const char *program, int input, int output, int entries, cedit_callbacks callbacks);
void cedit_close(cedit *editor);

/// Waits for a line. `colour` is an escape sequence for the prompt, or "". Without `is_code` Tab and the arrows do nothing. The
/// line is without its newline, and valid until the next call; of one that was cancelled there is only the length.
int cedit_read(cedit *editor, const char *prompt, const char *colour, bool is_code, const char **line, size_t *length);

/// Adds an entry, which may have several lines, to what Ctrl-R searches.
void cedit_remember(cedit *editor, const char *entry);

/// Width of the terminal.
int cedit_columns(const cedit *editor);

/// A descriptor of the caller's: a byte written to it makes the editor look at the size of the window. From any thread.
int cedit_wake_descriptor(cedit *editor);

/// How many columns of a terminal a text takes. From any thread.
int cedit_width(const char *text);

#ifdef __cplusplus
}
#endif
#endif
