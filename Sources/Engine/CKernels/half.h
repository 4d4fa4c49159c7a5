// Half-precision numbers in plain C, the same on every processor.
#ifndef KY_HALF_H
#define KY_HALF_H

#include <stdint.h>
#include <string.h>

/// The float of the half stored at `p`, exactly; signalling NaNs stay NaNs.
static inline float ky_load_half(const unsigned char *p) {
    uint32_t h = (uint32_t)p[0] | (uint32_t)p[1] << 8;
    uint32_t sign = (h & 0x8000) << 16, magnitude = h & 0x7fff;
    if (magnitude < 0x0400) {
        // Zero or subnormal: a multiple of 2^-24.
        float value = (float)magnitude * 0x1p-24f;
        return sign ? -value : value;
    }
    uint32_t bits = magnitude << 13;
    bits += magnitude >= 0x7c00 ? 0x70000000 : 0x38000000;  // infinity and NaN keep the highest exponent
    bits |= sign;
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

/// Stores the half nearest to `value` at `p`, ties to even; beyond the range it is infinite.
static inline void ky_store_half(unsigned char *p, float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    uint32_t sign = bits >> 16 & 0x8000, magnitude = bits & 0x7fffffff, h;
    if (magnitude > 0x7f800000) {
        h = 0x7e00;
    } else if (magnitude >= 0x477ff000) {
        h = 0x7c00;  // 65520 is half way to the first number that there is not
    } else if (magnitude < 0x38800000) {
        // Subnormal: adding 1/2 leaves the multiple of 2^-24 in the low bits, rounded to even.
        float sum;
        memcpy(&sum, &magnitude, 4);
        sum += 0.5f;
        memcpy(&h, &sum, 4);
        h -= 0x3f000000;
    } else {
        h = (magnitude + 0xfff + (magnitude >> 13 & 1) - 0x38000000) >> 13;
    }
    h |= sign;
    p[0] = (unsigned char)h;
    p[1] = (unsigned char)(h >> 8);
}

#endif
