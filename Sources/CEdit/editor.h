// What the parts of the editor share.
#ifndef CEDIT_EDITOR_H
#define CEDIT_EDITOR_H

#define _GNU_SOURCE
#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

#include "CEdit.h"

// MARK: Clusters

// A character and the marks that stand on it, which libedit keeps as one character of a range that nobody uses: it believes
// that every character takes a place of its own.
typedef struct {
  wchar_t **texts;
  size_t count, room;
} cluster_list;

typedef struct {
  cluster_list narrow, wide;  // by how many columns the character takes
} clusters;

// The text that a character of libedit's stands for; NULL where it stands for itself.
const wchar_t *cluster_text(const clusters *all, wchar_t character);
// The character that stands for the text of a character and a mark on it; 0 where there is no room for more.
wchar_t cluster_with(clusters *all, wchar_t character, wchar_t mark);
// The character that stands for another one, which for nearly all is the same.
wchar_t cluster_alone(clusters *all, wchar_t character);
void clusters_free(clusters *all);
// Whether a terminal gives it no column of its own.
bool takes_no_room(wchar_t character);
// Whether a character stands on the one before it.
bool is_mark(wchar_t character);
// Whether it chooses a form of the one before it and is not seen itself.
bool is_variation(wchar_t character);
// A text as libedit is to have it, and back; both allocated with malloc. NULL where there is no memory.
wchar_t *fold(clusters *all, const char *text);
char *unfold(const clusters *all, const wchar_t *text, size_t length);

// MARK: Editor

struct cedit {
  EditLine *line;
  History *history;
  FILE *input;
  FILE *output;  // what libedit writes, translated on its way
  FILE *plain;   // the same terminal, untranslated
  cedit_callbacks callbacks;
  clusters clusters;
  char *prompt;
  int prompt_width;
  bool is_code;
  char *read;      // the line that was read last
  int ending;      // what cedit_read is to return
  size_t given_up; // how much of a line that was cancelled there was
  unsigned short columns, rows;
  int believed_rows; // what libedit takes for the height of the terminal
  int wake[2];
  wchar_t mark;      // a mark that waits to be put on the character before the cursor
  char rest[8];      // bytes of libedit's output that begin a character
  size_t rest_length;
  char *ahead;       // bytes that came after a paste
  size_t ahead_length, ahead_room;
};

cedit *editor_of(EditLine *line);

// screen.c
FILE *screen_stream(cedit *editor, int descriptor);
void follow_size(cedit *editor);
// Makes libedit believe in a terminal that is high enough for a text of so many characters and lines more.
void make_room(cedit *editor, const wchar_t *text);
// Puts the cursor on the line below what is edited, and afterwards draws that again.
void leave_lines(cedit *editor);
void draw_again(cedit *editor);
void show_paste_mode(cedit *editor, bool on);

// keys.c
void bind_keys(cedit *editor);

// input.c
int get_character(EditLine *line, wchar_t *character);
// What is pasted, up to its end; allocated with malloc.
char *read_paste(cedit *editor);

#endif
