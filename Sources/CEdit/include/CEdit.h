// A line editor on a terminal: what Swift needs of libedit, whose own functions are variadic and so out of Swift's reach.
//
// One thread at a time; all functions on the thread that reads, since the character set is that thread's.
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
  int deleted;     // characters to delete before the cursor
  char *inserted;  // what to insert there, or NULL
  char *listing;   // lines to show above the prompt, or NULL
} cedit_completion;

/// Asked at Tab with the line up to the cursor, in UTF-8.
typedef cedit_completion (*cedit_complete)(void *context, const char *before);

/// How `cedit_read` ended.
enum { CEDIT_LINE, CEDIT_CANCELLED, CEDIT_END };

/// An editor on a terminal open for reading at `input` and for writing at `output`, whose descriptors stay the caller's.
/// NULL where libedit cannot be started. `entries` is how many lines its history holds.
cedit *cedit_open(const char *program, int input, int output, int entries, void *context, cedit_complete complete);
void cedit_close(cedit *editor);

/// Waits for a line. `colour` is an escape sequence for the prompt, or "". The line is without its newline, and valid until
/// the next call; of one that was cancelled there is only the length.
int cedit_read(cedit *editor, const char *prompt, const char *colour, const char **line, size_t *length);

/// Adds an entry to the history, which may have several lines.
void cedit_remember(cedit *editor, const char *entry);

/// Width of the terminal.
int cedit_columns(const cedit *editor);

#ifdef __cplusplus
}
#endif
#endif
