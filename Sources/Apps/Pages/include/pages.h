// The web page inside the program: every file of web/ and vendor/, as bytes.
#ifndef KAIYUAN_PAGES_H
#define KAIYUAN_PAGES_H

#include <stddef.h>

/// One file of the page.
typedef struct {
    const char *path;            ///< Where it is served, without the first slash: "index.html", "assets/css/base.css", "vendor/…".
    const char *type;            ///< Its media type, as the Content-Type header wants it.
    const unsigned char *bytes;  ///< Its contents; not terminated.
    ptrdiff_t count;             ///< How many bytes.
} ky_page;

/// All files, in the order of pages.c.
extern const ky_page ky_pages[];

/// How many files there are.
extern const ptrdiff_t ky_pages_count;

/// The file at `index`, which is below `ky_pages_count`. (Swift does not see arrays of unknown length.)
static inline const ky_page *ky_page_at(ptrdiff_t index) { return &ky_pages[index]; }

/// The description of the HTTP API, OpenAPI 3.1 as JSON.
extern const ky_page ky_openapi;

#endif
