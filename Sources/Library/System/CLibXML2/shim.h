// Debian's libxml2 is built with ICU and would bring the system's ICU headers, which contradict those of Foundation.
// Only a private field of a struct that is never made here depends on them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>

/// Frees what libxml2 has allocated: `xmlFree` itself is a variable, which Swift cannot call safely.
static inline void xmlRelease(void *pointer) { xmlFree(pointer); }
