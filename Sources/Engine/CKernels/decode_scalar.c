// Stored weights become floats: every format of codecs.h, in the order of its arithmetic.
#include "codecs.h"
#include "half.h"

#pragma STDC FP_CONTRACT OFF

/// The levels of IQ4_NL and IQ4_XS.
static const signed char iq4_levels[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

void ky_decode_f16_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t i = 0; i < count; i++) x[i] = ky_load_half(p + 2 * i);
}

void ky_decode_bf16_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t i = 0; i < count; i++) {
        uint32_t bits = (uint32_t)p[2 * i] << 16 | (uint32_t)p[2 * i + 1] << 24;
        memcpy(x + i, &bits, 4);
    }
}

void ky_decode_q4_0_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 18, x += 32) {
        float d = ky_load_half(p);
        for (int j = 0; j < 16; j++) {
            x[j] = (float)((p[2 + j] & 15) - 8) * d;
            x[j + 16] = (float)((p[2 + j] >> 4) - 8) * d;
        }
    }
}

void ky_decode_q4_1_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 20, x += 32) {
        float d = ky_load_half(p), m = ky_load_half(p + 2);
        for (int j = 0; j < 16; j++) {
            x[j] = (float)(p[4 + j] & 15) * d + m;
            x[j + 16] = (float)(p[4 + j] >> 4) * d + m;
        }
    }
}

/// The 32 values of Q5_0 and Q5_1, 0 to 31: bit 4 from the four bytes `high`, the rest from the nibbles.
static void unpack_5_bits(int q[32], const unsigned char *high, const unsigned char *nibbles) {
    for (int j = 0; j < 32; j++) {
        int low = j < 16 ? nibbles[j] & 15 : nibbles[j - 16] >> 4;
        q[j] = low | (high[j / 8] >> j % 8 & 1) << 4;
    }
}

void ky_decode_q5_0_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 22, x += 32) {
        float d = ky_load_half(p);
        int q[32];
        unpack_5_bits(q, p + 2, p + 6);
        for (int j = 0; j < 32; j++) x[j] = (float)(q[j] - 16) * d;
    }
}

void ky_decode_q5_1_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 24, x += 32) {
        float d = ky_load_half(p), m = ky_load_half(p + 2);
        int q[32];
        unpack_5_bits(q, p + 4, p + 8);
        for (int j = 0; j < 32; j++) x[j] = (float)q[j] * d + m;
    }
}

void ky_decode_q8_0_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 34, x += 32) {
        float d = ky_load_half(p);
        for (int j = 0; j < 32; j++) x[j] = (float)(signed char)p[2 + j] * d;
    }
}

void ky_decode_q2_k_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 256; b++, p += 84, x += 256) {
        const unsigned char *scales = p, *q = p + 16;
        float d = ky_load_half(p + 80), dmin = ky_load_half(p + 82);
        for (int i = 0; i < 256; i++) {
            int s = scales[i / 16];
            float scale = d * (float)(s & 15), min = dmin * (float)(s >> 4);
            x[i] = scale * (float)(q[i / 128 * 32 + i % 32] >> i % 128 / 32 * 2 & 3) - min;
        }
    }
}

void ky_decode_q3_k_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 256; b++, p += 110, x += 256) {
        const unsigned char *high = p, *q = p + 32, *s = p + 96;
        float d = ky_load_half(p + 108);
        for (int k = 0; k < 16; k++) {
            // Scale k: four bits among the first eight bytes, two among the last four.
            int low = k < 8 ? s[k] & 15 : s[k - 8] >> 4;
            float scale = d * (float)((low | (s[8 + k % 4] >> k / 4 * 2 & 3) << 4) - 32);
            for (int i = 16 * k; i < 16 * k + 16; i++) {
                int bits = q[i / 128 * 32 + i % 32] >> i % 128 / 32 * 2 & 3;
                x[i] = scale * (float)(bits - (high[i % 32] >> i / 32 & 1 ? 0 : 4));
            }
        }
    }
}

/// Scale and minimum of group g, 0 to 7, out of the 12 bytes of Q4_K and Q5_K.
static void unpack_scale(int *scale, int *min, const unsigned char *s, int g) {
    if (g < 4) {
        *scale = s[g] & 63;
        *min = s[g + 4] & 63;
    } else {
        *scale = (s[g + 4] & 15) | s[g - 4] >> 6 << 4;
        *min = s[g + 4] >> 4 | s[g] >> 6 << 4;
    }
}

void ky_decode_q4_k_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 256; b++, p += 144, x += 256) {
        float d = ky_load_half(p), dmin = ky_load_half(p + 2);
        for (int g = 0; g < 8; g++) {
            int s, m;
            unpack_scale(&s, &m, p + 4, g);
            float scale = d * (float)s, min = dmin * (float)m;
            const unsigned char *q = p + 16 + g / 2 * 32;
            for (int j = 0; j < 32; j++) x[32 * g + j] = scale * (float)(q[j] >> g % 2 * 4 & 15) - min;
        }
    }
}

void ky_decode_q5_k_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 256; b++, p += 176, x += 256) {
        float d = ky_load_half(p), dmin = ky_load_half(p + 2);
        for (int g = 0; g < 8; g++) {
            int s, m;
            unpack_scale(&s, &m, p + 4, g);
            float scale = d * (float)s, min = dmin * (float)m;
            const unsigned char *high = p + 16, *q = p + 48 + g / 2 * 32;
            for (int j = 0; j < 32; j++) {
                int value = (q[j] >> g % 2 * 4 & 15) | (high[j] >> g & 1) << 4;
                x[32 * g + j] = scale * (float)value - min;
            }
        }
    }
}

void ky_decode_q6_k_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 256; b++, p += 210, x += 256) {
        const unsigned char *low = p, *high = p + 128, *scales = p + 192;
        float d = ky_load_half(p + 208);
        for (int i = 0; i < 256; i++) {
            int half = i / 128, part = i % 128 / 32, l = i % 32;
            int nibble = low[64 * half + 32 * (part & 1) + l] >> (part < 2 ? 0 : 4) & 15;
            int q = (nibble | (high[32 * half + l] >> 2 * part & 3) << 4) - 32;
            x[i] = d * (float)(signed char)scales[i / 16] * (float)q;
        }
    }
}

void ky_decode_iq4_nl_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 18, x += 32) {
        float d = ky_load_half(p);
        for (int j = 0; j < 16; j++) {
            x[j] = d * (float)iq4_levels[p[2 + j] & 15];
            x[j + 16] = d * (float)iq4_levels[p[2 + j] >> 4];
        }
    }
}

void ky_decode_iq4_xs_scalar(float *x, const void *stored, ptrdiff_t count) {
    const unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 256; b++, p += 136, x += 256) {
        int high = p[2] | p[3] << 8;
        for (int g = 0; g < 8; g++) {
            int scale = (p[4 + g / 2] >> g % 2 * 4 & 15) | (high >> 2 * g & 3) << 4;
            float d = ky_load_half(p) * (float)(scale - 32);
            const unsigned char *q = p + 8 + 16 * g;
            for (int j = 0; j < 16; j++) {
                x[32 * g + j] = d * (float)iq4_levels[q[j] & 15];
                x[32 * g + j + 16] = d * (float)iq4_levels[q[j] >> 4];
            }
        }
    }
}
