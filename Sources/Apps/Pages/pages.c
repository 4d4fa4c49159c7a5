// Embeds the page's files, so that the program is one file and no request leaves the server.
//
// A file stands here twice: its bytes below, and one line in the table at the end. A test compares the table with the
// folders web/ and vendor/. vendor/ is made by Scripts/vendor-pages from Debian's packages.

#include "pages.h"

// #embed is C23; clang has it as an extension in the C that SwiftPM asks for.
#pragma clang diagnostic ignored "-Wc23-extensions"

#if !__has_embed("vendor/marked.esm.js") || !__has_embed("vendor/katex/katex.min.js")
#error "The page's libraries are missing: run Scripts/vendor-pages."
#endif

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define SVG "image/svg+xml"
#define FONT "font/woff2"
#define PNG "image/png"
#define MANIFEST "application/manifest+json; charset=utf-8"
#define SEARCH "application/opensearchdescription+xml; charset=utf-8"

static const unsigned char index_html[] = {
#embed "web/index.html"
};
static const unsigned char app_icon_180_png[] = {
#embed "web/app/icon-180.png"
};
static const unsigned char app_icon_192_png[] = {
#embed "web/app/icon-192.png"
};
static const unsigned char app_icon_512_png[] = {
#embed "web/app/icon-512.png"
};
static const unsigned char app_icon_maskable_512_png[] = {
#embed "web/app/icon-maskable-512.png"
};
static const unsigned char app_icon_maskable_svg[] = {
#embed "web/app/icon-maskable.svg"
};
static const unsigned char app_manifest_json[] = {
#embed "web/app/manifest.json"
};
static const unsigned char app_opensearch_en_xml[] = {
#embed "web/app/opensearch.en.xml"
};
static const unsigned char app_opensearch_zh_xml[] = {
#embed "web/app/opensearch.zh.xml"
};
static const unsigned char app_worker_js[] = {
#embed "web/app/worker.js"
};
static const unsigned char css_discover_css[] = {
#embed "web/css/discover.css"
};
static const unsigned char css_embed_css[] = {
#embed "web/css/embed.css"
};
static const unsigned char css_overview_css[] = {
#embed "web/css/overview.css"
};
static const unsigned char embed_html[] = {
#embed "web/embed.html"
};
static const unsigned char embed_js[] = {
#embed "web/embed.js"
};
static const unsigned char js_app_js[] = {
#embed "web/js/app.js"
};
static const unsigned char js_discover_js[] = {
#embed "web/js/discover.js"
};
static const unsigned char js_embedded_js[] = {
#embed "web/js/embedded.js"
};
static const unsigned char js_overview_js[] = {
#embed "web/js/overview.js"
};
static const unsigned char icon_svg[] = {
#embed "web/icon.svg"
};
static const unsigned char css_answer_css[] = {
#embed "web/css/answer.css"
};
static const unsigned char css_base_css[] = {
#embed "web/css/base.css"
};
static const unsigned char css_box_css[] = {
#embed "web/css/box.css"
};
static const unsigned char css_dialogs_css[] = {
#embed "web/css/dialogs.css"
};
static const unsigned char css_home_css[] = {
#embed "web/css/home.css"
};
static const unsigned char css_lists_css[] = {
#embed "web/css/lists.css"
};
static const unsigned char css_marks_css[] = {
#embed "web/css/marks.css"
};
static const unsigned char css_print_css[] = {
#embed "web/css/print.css"
};
static const unsigned char css_prose_css[] = {
#embed "web/css/prose.css"
};
static const unsigned char css_reader_css[] = {
#embed "web/css/reader.css"
};
static const unsigned char css_room_css[] = {
#embed "web/css/room.css"
};
static const unsigned char css_tokens_css[] = {
#embed "web/css/tokens.css"
};
static const unsigned char js_announce_js[] = {
#embed "web/js/announce.js"
};
static const unsigned char js_api_js[] = {
#embed "web/js/api.js"
};
static const unsigned char js_blocks_js[] = {
#embed "web/js/blocks.js"
};
static const unsigned char js_box_js[] = {
#embed "web/js/box.js"
};
static const unsigned char js_code_js[] = {
#embed "web/js/code.js"
};
static const unsigned char js_context_js[] = {
#embed "web/js/context.js"
};
static const unsigned char js_conversation_js[] = {
#embed "web/js/conversation.js"
};
static const unsigned char js_dialog_js[] = {
#embed "web/js/dialog.js"
};
static const unsigned char js_document_js[] = {
#embed "web/js/document.js"
};
static const unsigned char js_dom_js[] = {
#embed "web/js/dom.js"
};
static const unsigned char js_early_js[] = {
#embed "web/js/early.js"
};
static const unsigned char js_export_js[] = {
#embed "web/js/export.js"
};
static const unsigned char js_follow_js[] = {
#embed "web/js/follow.js"
};
static const unsigned char js_format_js[] = {
#embed "web/js/format.js"
};
static const unsigned char js_history_js[] = {
#embed "web/js/history.js"
};
static const unsigned char js_home_js[] = {
#embed "web/js/home.js"
};
static const unsigned char js_icons_js[] = {
#embed "web/js/icons.js"
};
static const unsigned char js_keys_js[] = {
#embed "web/js/keys.js"
};
static const unsigned char js_language_js[] = {
#embed "web/js/language.js"
};
static const unsigned char js_library_js[] = {
#embed "web/js/library.js"
};
static const unsigned char js_main_js[] = {
#embed "web/js/main.js"
};
static const unsigned char js_markdown_js[] = {
#embed "web/js/markdown.js"
};
static const unsigned char js_marked_js[] = {
#embed "web/js/marked.js"
};
static const unsigned char js_marks_js[] = {
#embed "web/js/marks.js"
};
static const unsigned char js_math_js[] = {
#embed "web/js/math.js"
};
static const unsigned char js_popover_js[] = {
#embed "web/js/popover.js"
};
static const unsigned char js_prose_js[] = {
#embed "web/js/prose.js"
};
static const unsigned char js_reader_page_js[] = {
#embed "web/js/reader-page.js"
};
static const unsigned char js_reader_text_js[] = {
#embed "web/js/reader-text.js"
};
static const unsigned char js_reader_js[] = {
#embed "web/js/reader.js"
};
static const unsigned char js_router_js[] = {
#embed "web/js/router.js"
};
static const unsigned char js_scope_js[] = {
#embed "web/js/scope.js"
};
static const unsigned char js_screen_js[] = {
#embed "web/js/screen.js"
};
static const unsigned char js_session_js[] = {
#embed "web/js/session.js"
};
static const unsigned char js_share_js[] = {
#embed "web/js/share.js"
};
static const unsigned char js_shared_js[] = {
#embed "web/js/shared.js"
};
static const unsigned char js_sides_js[] = {
#embed "web/js/sides.js"
};
static const unsigned char js_signs_js[] = {
#embed "web/js/signs.js"
};
static const unsigned char js_sources_js[] = {
#embed "web/js/sources.js"
};
static const unsigned char js_sse_js[] = {
#embed "web/js/sse.js"
};
static const unsigned char js_storage_js[] = {
#embed "web/js/storage.js"
};
static const unsigned char js_stream_js[] = {
#embed "web/js/stream.js"
};
static const unsigned char js_strings_en_js[] = {
#embed "web/js/strings.en.js"
};
static const unsigned char js_strings_zh_js[] = {
#embed "web/js/strings.zh.js"
};
static const unsigned char js_theme_js[] = {
#embed "web/js/theme.js"
};
static const unsigned char js_turn_parts_js[] = {
#embed "web/js/turn-parts.js"
};
static const unsigned char js_turn_js[] = {
#embed "web/js/turn.js"
};
static const unsigned char js_types_js[] = {
#embed "web/js/types.js"
};
static const unsigned char js_upload_pace_js[] = {
#embed "web/js/upload-pace.js"
};
static const unsigned char js_upload_rows_js[] = {
#embed "web/js/upload-rows.js"
};
static const unsigned char js_uploads_js[] = {
#embed "web/js/uploads.js"
};
static const unsigned char js_web_sources_js[] = {
#embed "web/js/web-sources.js"
};
static const unsigned char vendor_marked_esm_js[] = {
#embed "vendor/marked.esm.js"
};
static const unsigned char vendor_purify_es_js[] = {
#embed "vendor/purify.es.js"
};
static const unsigned char vendor_highlight_min_js[] = {
#embed "vendor/highlight.min.js"
};
static const unsigned char vendor_katex_katex_min_css[] = {
#embed "vendor/katex/katex.min.css"
};
static const unsigned char vendor_katex_katex_min_js[] = {
#embed "vendor/katex/katex.min.js"
};
static const unsigned char vendor_katex_fonts_KaTeX_AMS_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_AMS-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Caligraphic_Bold_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Caligraphic-Bold.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Caligraphic_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Caligraphic-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Fraktur_Bold_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Fraktur-Bold.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Fraktur_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Fraktur-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Main_Bold_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Main-Bold.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Main_BoldItalic_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Main-BoldItalic.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Main_Italic_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Main-Italic.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Main_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Main-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Math_BoldItalic_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Math-BoldItalic.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Math_Italic_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Math-Italic.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_SansSerif_Bold_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_SansSerif-Bold.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_SansSerif_Italic_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_SansSerif-Italic.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_SansSerif_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_SansSerif-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Script_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Script-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Size1_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Size1-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Size2_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Size2-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Size3_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Size3-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Size4_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Size4-Regular.woff2"
};
static const unsigned char vendor_katex_fonts_KaTeX_Typewriter_Regular_woff2[] = {
#embed "vendor/katex/fonts/KaTeX_Typewriter-Regular.woff2"
};

#define PAGE(path, type, bytes) {path, type, bytes, sizeof(bytes)}

const ky_page ky_pages[] = {
    PAGE("index.html", HTML, index_html),
    PAGE("assets/app/icon-180.png", PNG, app_icon_180_png),
    PAGE("assets/app/icon-192.png", PNG, app_icon_192_png),
    PAGE("assets/app/icon-512.png", PNG, app_icon_512_png),
    PAGE("assets/app/icon-maskable-512.png", PNG, app_icon_maskable_512_png),
    PAGE("assets/app/icon-maskable.svg", SVG, app_icon_maskable_svg),
    PAGE("assets/app/manifest.json", MANIFEST, app_manifest_json),
    PAGE("assets/app/opensearch.en.xml", SEARCH, app_opensearch_en_xml),
    PAGE("assets/app/opensearch.zh.xml", SEARCH, app_opensearch_zh_xml),
    PAGE("assets/app/worker.js", SCRIPT, app_worker_js),
    PAGE("assets/css/discover.css", CSS, css_discover_css),
    PAGE("assets/css/embed.css", CSS, css_embed_css),
    PAGE("assets/css/overview.css", CSS, css_overview_css),
    PAGE("assets/embed.html", HTML, embed_html),
    PAGE("assets/embed.js", SCRIPT, embed_js),
    PAGE("assets/js/app.js", SCRIPT, js_app_js),
    PAGE("assets/js/discover.js", SCRIPT, js_discover_js),
    PAGE("assets/js/embedded.js", SCRIPT, js_embedded_js),
    PAGE("assets/js/overview.js", SCRIPT, js_overview_js),
    PAGE("assets/icon.svg", SVG, icon_svg),
    PAGE("assets/css/answer.css", CSS, css_answer_css),
    PAGE("assets/css/base.css", CSS, css_base_css),
    PAGE("assets/css/box.css", CSS, css_box_css),
    PAGE("assets/css/dialogs.css", CSS, css_dialogs_css),
    PAGE("assets/css/home.css", CSS, css_home_css),
    PAGE("assets/css/lists.css", CSS, css_lists_css),
    PAGE("assets/css/marks.css", CSS, css_marks_css),
    PAGE("assets/css/print.css", CSS, css_print_css),
    PAGE("assets/css/prose.css", CSS, css_prose_css),
    PAGE("assets/css/reader.css", CSS, css_reader_css),
    PAGE("assets/css/room.css", CSS, css_room_css),
    PAGE("assets/css/tokens.css", CSS, css_tokens_css),
    PAGE("assets/js/announce.js", SCRIPT, js_announce_js),
    PAGE("assets/js/api.js", SCRIPT, js_api_js),
    PAGE("assets/js/blocks.js", SCRIPT, js_blocks_js),
    PAGE("assets/js/box.js", SCRIPT, js_box_js),
    PAGE("assets/js/code.js", SCRIPT, js_code_js),
    PAGE("assets/js/context.js", SCRIPT, js_context_js),
    PAGE("assets/js/conversation.js", SCRIPT, js_conversation_js),
    PAGE("assets/js/dialog.js", SCRIPT, js_dialog_js),
    PAGE("assets/js/document.js", SCRIPT, js_document_js),
    PAGE("assets/js/dom.js", SCRIPT, js_dom_js),
    PAGE("assets/js/early.js", SCRIPT, js_early_js),
    PAGE("assets/js/export.js", SCRIPT, js_export_js),
    PAGE("assets/js/follow.js", SCRIPT, js_follow_js),
    PAGE("assets/js/format.js", SCRIPT, js_format_js),
    PAGE("assets/js/history.js", SCRIPT, js_history_js),
    PAGE("assets/js/home.js", SCRIPT, js_home_js),
    PAGE("assets/js/icons.js", SCRIPT, js_icons_js),
    PAGE("assets/js/keys.js", SCRIPT, js_keys_js),
    PAGE("assets/js/language.js", SCRIPT, js_language_js),
    PAGE("assets/js/library.js", SCRIPT, js_library_js),
    PAGE("assets/js/main.js", SCRIPT, js_main_js),
    PAGE("assets/js/markdown.js", SCRIPT, js_markdown_js),
    PAGE("assets/js/marked.js", SCRIPT, js_marked_js),
    PAGE("assets/js/marks.js", SCRIPT, js_marks_js),
    PAGE("assets/js/math.js", SCRIPT, js_math_js),
    PAGE("assets/js/popover.js", SCRIPT, js_popover_js),
    PAGE("assets/js/prose.js", SCRIPT, js_prose_js),
    PAGE("assets/js/reader-page.js", SCRIPT, js_reader_page_js),
    PAGE("assets/js/reader-text.js", SCRIPT, js_reader_text_js),
    PAGE("assets/js/reader.js", SCRIPT, js_reader_js),
    PAGE("assets/js/router.js", SCRIPT, js_router_js),
    PAGE("assets/js/scope.js", SCRIPT, js_scope_js),
    PAGE("assets/js/screen.js", SCRIPT, js_screen_js),
    PAGE("assets/js/session.js", SCRIPT, js_session_js),
    PAGE("assets/js/share.js", SCRIPT, js_share_js),
    PAGE("assets/js/shared.js", SCRIPT, js_shared_js),
    PAGE("assets/js/sides.js", SCRIPT, js_sides_js),
    PAGE("assets/js/signs.js", SCRIPT, js_signs_js),
    PAGE("assets/js/sources.js", SCRIPT, js_sources_js),
    PAGE("assets/js/sse.js", SCRIPT, js_sse_js),
    PAGE("assets/js/storage.js", SCRIPT, js_storage_js),
    PAGE("assets/js/stream.js", SCRIPT, js_stream_js),
    PAGE("assets/js/strings.en.js", SCRIPT, js_strings_en_js),
    PAGE("assets/js/strings.zh.js", SCRIPT, js_strings_zh_js),
    PAGE("assets/js/theme.js", SCRIPT, js_theme_js),
    PAGE("assets/js/turn-parts.js", SCRIPT, js_turn_parts_js),
    PAGE("assets/js/turn.js", SCRIPT, js_turn_js),
    PAGE("assets/js/types.js", SCRIPT, js_types_js),
    PAGE("assets/js/upload-pace.js", SCRIPT, js_upload_pace_js),
    PAGE("assets/js/upload-rows.js", SCRIPT, js_upload_rows_js),
    PAGE("assets/js/uploads.js", SCRIPT, js_uploads_js),
    PAGE("assets/js/web-sources.js", SCRIPT, js_web_sources_js),
    PAGE("vendor/marked.esm.js", SCRIPT, vendor_marked_esm_js),
    PAGE("vendor/purify.es.js", SCRIPT, vendor_purify_es_js),
    PAGE("vendor/highlight.min.js", SCRIPT, vendor_highlight_min_js),
    PAGE("vendor/katex/katex.min.css", CSS, vendor_katex_katex_min_css),
    PAGE("vendor/katex/katex.min.js", SCRIPT, vendor_katex_katex_min_js),
    PAGE("vendor/katex/fonts/KaTeX_AMS-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_AMS_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Caligraphic-Bold.woff2", FONT, vendor_katex_fonts_KaTeX_Caligraphic_Bold_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Caligraphic-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_Caligraphic_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Fraktur-Bold.woff2", FONT, vendor_katex_fonts_KaTeX_Fraktur_Bold_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Fraktur-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_Fraktur_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Main-Bold.woff2", FONT, vendor_katex_fonts_KaTeX_Main_Bold_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Main-BoldItalic.woff2", FONT, vendor_katex_fonts_KaTeX_Main_BoldItalic_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Main-Italic.woff2", FONT, vendor_katex_fonts_KaTeX_Main_Italic_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Main-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_Main_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Math-BoldItalic.woff2", FONT, vendor_katex_fonts_KaTeX_Math_BoldItalic_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Math-Italic.woff2", FONT, vendor_katex_fonts_KaTeX_Math_Italic_woff2),
    PAGE("vendor/katex/fonts/KaTeX_SansSerif-Bold.woff2", FONT, vendor_katex_fonts_KaTeX_SansSerif_Bold_woff2),
    PAGE("vendor/katex/fonts/KaTeX_SansSerif-Italic.woff2", FONT, vendor_katex_fonts_KaTeX_SansSerif_Italic_woff2),
    PAGE("vendor/katex/fonts/KaTeX_SansSerif-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_SansSerif_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Script-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_Script_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Size1-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_Size1_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Size2-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_Size2_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Size3-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_Size3_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Size4-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_Size4_Regular_woff2),
    PAGE("vendor/katex/fonts/KaTeX_Typewriter-Regular.woff2", FONT, vendor_katex_fonts_KaTeX_Typewriter_Regular_woff2),
};

const ptrdiff_t ky_pages_count = sizeof(ky_pages) / sizeof(ky_pages[0]);
