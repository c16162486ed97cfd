#include "editor.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

// Two ranges of which libedit knows how wide their characters are: the last private plane, and the rarest ideographs.
enum { NARROW = 0x100000, NARROW_END = 0x10FFFE, WIDE = 0x30000, WIDE_END = 0x3134B };

static const cluster_list *list_of(const clusters *all, wchar_t character, size_t *index) {
  if (character >= NARROW && character < NARROW_END) {
    *index = (size_t)(character - NARROW);
    return &all->narrow;
  }
  if (character >= WIDE && character < WIDE_END) {
    *index = (size_t)(character - WIDE);
    return &all->wide;
  }
  return NULL;
}

const wchar_t *cluster_text(const clusters *all, wchar_t character) {
  size_t index;
  const cluster_list *list = list_of(all, character, &index);
  return list != NULL && index < list->count ? list->texts[index] : NULL;
}

// The character that stands for `text`, which is of that width.
static wchar_t character_for(clusters *all, const wchar_t *text, bool is_wide) {
  cluster_list *list = is_wide ? &all->wide : &all->narrow;
  size_t limit = is_wide ? WIDE_END - WIDE : NARROW_END - NARROW;
  for (size_t index = 0; index < list->count; index++) {
    if (wcscmp(list->texts[index], text) == 0) return (is_wide ? WIDE : NARROW) + (wchar_t)index;
  }
  if (list->count == limit) return 0;
  if (list->count == list->room) {
    size_t room = list->room == 0 ? 16 : 2 * list->room;
    wchar_t **texts = realloc(list->texts, room * sizeof *texts);
    if (texts == NULL) return 0;
    list->texts = texts;
    list->room = room;
  }
  wchar_t *copy = wcsdup(text);
  if (copy == NULL) return 0;
  list->texts[list->count] = copy;
  return (is_wide ? WIDE : NARROW) + (wchar_t)list->count++;
}

wchar_t cluster_with(clusters *all, wchar_t character, wchar_t mark) {
  wchar_t alone[] = {character, 0};
  const wchar_t *text = cluster_text(all, character);
  if (text == NULL) text = alone;
  size_t length = wcslen(text);
  int width = wcwidth(character);
  // What has no place of its own cannot carry a mark. Nobody writes more than a few marks on one character.
  if (width < 1 || character < 0x20 || length > 32) return 0;
  wchar_t joined[40];
  wmemcpy(joined, text, length);
  joined[length] = mark;
  joined[length + 1] = 0;
  return character_for(all, joined, width == 2);
}

bool takes_no_room(wchar_t character) { return character >= 0x300 && wcwidth(character) == 0; }

wchar_t cluster_alone(clusters *all, wchar_t character) {
  size_t index;
  // libedit is not of one mind about how wide that is which takes no room.
  if (list_of(all, character, &index) == NULL && !takes_no_room(character)) return character;
  wchar_t alone[] = {character, 0};
  wchar_t other = character_for(all, alone, wcwidth(character) == 2);
  return other == 0 ? L'?' : other;
}

static void list_free(cluster_list *list) {
  for (size_t index = 0; index < list->count; index++) free(list->texts[index]);
  free(list->texts);
}

void clusters_free(clusters *all) {
  list_free(&all->narrow);
  list_free(&all->wide);
}

// MARK: Characters

bool is_variation(wchar_t character) {
  return (character >= 0xFE00 && character <= 0xFE0F) || (character >= 0xE0100 && character <= 0xE01EF);
}

// Characters that only say how others are put together, or in which direction: as `Cf` of Unicode.
static bool is_format(wchar_t character) {
  return (character >= 0x200B && character <= 0x200F) || (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2060 && character <= 0x206F) || (character >= 0xFFF9 && character <= 0xFFFB) ||
         (character >= 0xE0000 && character <= 0xE007F) || character == 0xFEFF || character == 0x061C ||
         character == 0x180E;
}

bool is_mark(wchar_t character) {
  return takes_no_room(character) && !is_format(character);
}

// MARK: Texts

wchar_t *fold(clusters *all, const char *text) {
  size_t size = strlen(text);
  wchar_t *folded = malloc((size + 1) * sizeof *folded);
  if (folded == NULL) return NULL;
  mbstate_t state = {0};
  size_t length = 0;
  for (size_t at = 0; at < size;) {
    wchar_t character;
    size_t taken = mbrtowc(&character, text + at, size - at, &state);
    if (taken == (size_t)-1 || taken == (size_t)-2) {
      memset(&state, 0, sizeof state);
      character = (unsigned char)text[at];
      taken = 1;
    }
    at += taken;
    wchar_t joined = length > 0 && is_mark(character) ? cluster_with(all, folded[length - 1], character) : 0;
    if (joined != 0) {
      folded[length - 1] = joined;
    } else {
      folded[length++] = cluster_alone(all, character);
    }
  }
  folded[length] = 0;
  return folded;
}

char *unfold(const clusters *all, const wchar_t *text, size_t length) {
  size_t room = 0;
  for (size_t index = 0; index < length; index++) {
    const wchar_t *whole = cluster_text(all, text[index]);
    room += 4 * (whole == NULL ? 1 : wcslen(whole));
  }
  char *unfolded = malloc(room + 1);
  if (unfolded == NULL) return NULL;
  mbstate_t state = {0};
  size_t size = 0;
  for (size_t index = 0; index < length; index++) {
    wchar_t alone[] = {text[index], 0};
    const wchar_t *whole = cluster_text(all, text[index]);
    for (const wchar_t *each = whole == NULL ? alone : whole; *each != 0; each++) {
      size_t added = wcrtomb(unfolded + size, *each, &state);
      if (added != (size_t)-1) size += added;
    }
  }
  unfolded[size] = 0;
  return unfolded;
}
