// The table of Chinese words inside the program.
#ifndef KAIYUAN_WORD_TABLE_H
#define KAIYUAN_WORD_TABLE_H

#include <stddef.h>

/// chinese.txt as UTF-8; not terminated.
extern const unsigned char *const ky_chinese_words;

/// How many bytes it has.
extern const ptrdiff_t ky_chinese_words_count;

#endif
