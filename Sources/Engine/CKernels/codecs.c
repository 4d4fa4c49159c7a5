#include "codecs.h"

#include <string.h>

void ky_decode_f16_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *bytes = stored;
    for (ptrdiff_t i = 0; i < count; i++) {
        _Float16 half;
        memcpy(&half, bytes + 2 * i, 2);
        x[i] = (float)half;
    }
}
