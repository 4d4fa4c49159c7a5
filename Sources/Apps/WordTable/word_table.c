// Embeds the table of Chinese words, which Scripts/word-table writes.
#pragma clang diagnostic ignored "-Wc23-extensions"

#include "word_table.h"

static const unsigned char chinese[] = {
#embed "chinese.txt"
};

const unsigned char *const ky_chinese_words = chinese;
const ptrdiff_t ky_chinese_words_count = sizeof(chinese);
