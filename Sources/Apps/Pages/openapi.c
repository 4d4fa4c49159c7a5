// Embeds the description of the HTTP API.

#include "pages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char openapi_json[] = {
#embed "openapi.json"
};

const ky_page ky_openapi = {"openapi.json", "application/json; charset=utf-8", openapi_json, sizeof openapi_json};
