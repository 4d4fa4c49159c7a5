// Floats become stored weights: the formats that Kaiyuan writes, with the search for scales of ggml's reference
// quantisers, so that a quantised file is as good as one of llama.cpp.
#include "codecs.h"
#include "half.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

/// Smaller numbers count as zero, far below what a half can hold: the inverse of a scale must stay finite.
#define TINY 1e-15f

static int clamp(int value, int low, int high) { return value < low ? low : value > high ? high : value; }

/// The nearest integer, ties to even, of a value below 2^22: adding 1.5 * 2^23 leaves it in the low bits.
static int nearest(float value) {
    float sum = value + 0x1.8p23f;
    int32_t bits;
    memcpy(&bits, &sum, 4);
    return (bits & 0x7fffff) - 0x400000;
}

/// The value of the largest magnitude, with its sign; the first of equals.
static float signed_extreme(const float *x, int n) {
    float extreme = 0;
    for (int i = 0; i < n; i++) {
        if (fabsf(x[i]) > fabsf(extreme)) extreme = x[i];
    }
    return extreme;
}

void ky_encode_f16_scalar(void *stored, const float *x, ptrdiff_t count) {
    unsigned char *p = stored;
    for (ptrdiff_t i = 0; i < count; i++) ky_store_half(p + 2 * i, x[i]);
}

void ky_encode_bf16_scalar(void *stored, const float *x, ptrdiff_t count) {
    unsigned char *p = stored;
    for (ptrdiff_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, x + i, 4);
        // Rounding must not carry a NaN into infinity.
        if ((bits & 0x7fffffff) > 0x7f800000) bits |= 0x400000;
        else bits += 0x7fff + (bits >> 16 & 1);
        p[2 * i] = (unsigned char)(bits >> 16);
        p[2 * i + 1] = (unsigned char)(bits >> 24);
    }
}

void ky_encode_q8_0_scalar(void *stored, const float *x, ptrdiff_t count) {
    unsigned char *p = stored;
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 34, x += 32) {
        float d = fabsf(signed_extreme(x, 32)) / 127, inverse = fabsf(d) < TINY ? 0 : 1 / d;
        ky_store_half(p, d);
        for (int j = 0; j < 32; j++) p[2 + j] = (unsigned char)(signed char)clamp((int)roundf(x[j] * inverse), -127, 127);
    }
}

/// Nibbles of 32 values: the first 16 in the low halves of the bytes, the others in the high halves.
static void pack_nibbles(unsigned char *p, const unsigned char *q) {
    for (int j = 0; j < 16; j++) p[j] = (unsigned char)((q[j] & 15) | (q[j + 16] & 15) << 4);
}

/// Bit 4 of 32 values, the first value's in the lowest bit.
static void pack_high_bits(unsigned char *p, const unsigned char *q) {
    memset(p, 0, 4);
    for (int j = 0; j < 32; j++) p[j / 8] |= (unsigned char)((q[j] >> 4 & 1) << j % 8);
}

/// d and q of w = d (q - offset): the extreme becomes -offset exactly, whatever its sign.
static float encode_symmetric(unsigned char q[32], const float *x, int offset) {
    float d = signed_extreme(x, 32) / (float)-offset, inverse = fabsf(d) < TINY ? 0 : 1 / d;
    for (int j = 0; j < 32; j++) {
        q[j] = (unsigned char)clamp((int)(x[j] * inverse + ((float)offset + 0.5f)), 0, 2 * offset - 1);
    }
    return d;
}

void ky_encode_q4_0_scalar(void *stored, const float *x, ptrdiff_t count) {
    unsigned char *p = stored, q[32];
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 18, x += 32) {
        ky_store_half(p, encode_symmetric(q, x, 8));
        pack_nibbles(p + 2, q);
    }
}

void ky_encode_q5_0_scalar(void *stored, const float *x, ptrdiff_t count) {
    unsigned char *p = stored, q[32];
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 22, x += 32) {
        ky_store_half(p, encode_symmetric(q, x, 16));
        pack_high_bits(p + 2, q);
        pack_nibbles(p + 6, q);
    }
}

void ky_encode_q5_1_scalar(void *stored, const float *x, ptrdiff_t count) {
    unsigned char *p = stored, q[32];
    for (ptrdiff_t b = 0; b < count / 32; b++, p += 24, x += 32) {
        float low = x[0], high = x[0];
        for (int j = 1; j < 32; j++) {
            if (x[j] < low) low = x[j];
            if (x[j] > high) high = x[j];
        }
        float d = (high - low) / 31, inverse = fabsf(d) < TINY ? 0 : 1 / d;
        for (int j = 0; j < 32; j++) q[j] = (unsigned char)clamp((int)((x[j] - low) * inverse + 0.5f), 0, 31);
        ky_store_half(p, d);
        ky_store_half(p + 2, low);
        pack_high_bits(p + 4, q);
        pack_nibbles(p + 8, q);
    }
}

/// How q of 0 ... largest are searched for in a group of 32: scales from (start + largest) in `steps` steps of 0.1.
struct affine_search {
    int largest;
    float start;
    int steps;
};

/// The weighted squared error of a group stored as scale q + low.
static float affine_error(const unsigned char *q, const float *x, const float *weight, float scale, float low) {
    float error = 0;
    for (int j = 0; j < 32; j++) {
        float difference = scale * (float)q[j] + low - x[j];
        error += weight[j] * (difference * difference);
    }
    return error;
}

/// Scale (returned), minimum and q of a group, x ≈ scale q - minimum: several scales are tried, each with the least
/// squares solution for its q, weighted so that large values count more.
static float search_affine(unsigned char q[32], float *minimum, const float *x, struct affine_search search) {
    float squares = 0;
    for (int j = 0; j < 32; j++) squares += x[j] * x[j];
    float mean = sqrtf(squares / 32), weight[32];
    float low = x[0], high = x[0], sum_w = 0, sum_x = 0;
    for (int j = 0; j < 32; j++) {
        weight[j] = mean + fabsf(x[j]);
        if (x[j] < low) low = x[j];
        if (x[j] > high) high = x[j];
        sum_w += weight[j];
        sum_x += weight[j] * x[j];
    }
    if (low > 0) low = 0;
    if (high - low < TINY) {
        memset(q, 0, 32);
        *minimum = -low;
        return 0;
    }
    float inverse = (float)search.largest / (high - low), scale = 1 / inverse;
    for (int j = 0; j < 32; j++) q[j] = (unsigned char)clamp(nearest(inverse * (x[j] - low)), 0, search.largest);
    float best = affine_error(q, x, weight, scale, low);
    for (int step = 0; step <= search.steps; step++) {
        unsigned char candidate[32];
        float sum_q = 0, sum_qq = 0, sum_xq = 0;
        inverse = (search.start + 0.1f * (float)step + (float)search.largest) / (high - low);
        for (int j = 0; j < 32; j++) {
            int l = clamp(nearest(inverse * (x[j] - low)), 0, search.largest);
            candidate[j] = (unsigned char)l;
            sum_q += weight[j] * (float)l;
            sum_qq += weight[j] * (float)l * (float)l;
            sum_xq += weight[j] * (float)l * x[j];
        }
        float determinant = sum_w * sum_qq - sum_q * sum_q;
        if (determinant <= 0) continue;
        float new_scale = (sum_w * sum_xq - sum_x * sum_q) / determinant;
        float new_low = (sum_qq * sum_x - sum_q * sum_xq) / determinant;
        if (new_low > 0) {
            new_low = 0;
            new_scale = sum_xq / sum_qq;
        }
        float error = affine_error(candidate, x, weight, new_scale, new_low);
        if (error < best) {
            memcpy(q, candidate, 32);
            best = error;
            scale = new_scale;
            low = new_low;  // the next steps measure from here
        }
    }
    *minimum = -low;
    return scale;
}

/// Stores d, dmin and the 12 bytes of scales at `p`, and fills q with the 256 values for them.
static void encode_affine(unsigned char *p, unsigned char q[256], const float *x, struct affine_search search) {
    float scale[8], minimum[8], largest_scale = 0, largest_minimum = 0;
    for (int g = 0; g < 8; g++) {
        scale[g] = search_affine(q + 32 * g, minimum + g, x + 32 * g, search);
        if (scale[g] > largest_scale) largest_scale = scale[g];
        if (minimum[g] > largest_minimum) largest_minimum = minimum[g];
    }
    ky_store_half(p, largest_scale / 63);
    ky_store_half(p + 2, largest_minimum / 63);
    float d = ky_load_half(p), dmin = ky_load_half(p + 2);
    float inverse_scale = largest_scale > TINY ? 63 / largest_scale : 0;
    float inverse_minimum = largest_minimum > TINY ? 63 / largest_minimum : 0;
    unsigned char *s = p + 4;
    memset(s, 0, 12);
    for (int g = 0; g < 8; g++) {
        int sc = nearest(fminf(fmaxf(inverse_scale * scale[g], 0), 63));
        int mn = nearest(fminf(fmaxf(inverse_minimum * minimum[g], 0), 63));
        if (g < 4) {
            s[g] = (unsigned char)sc;
            s[g + 4] = (unsigned char)mn;
        } else {
            s[g + 4] = (unsigned char)((sc & 15) | (mn & 15) << 4);
            s[g - 4] |= (unsigned char)(sc >> 4 << 6);
            s[g] |= (unsigned char)(mn >> 4 << 6);
        }
        // The values again, for the scale and minimum as they are stored.
        float stored_scale = d * (float)sc, stored_minimum = dmin * (float)mn;
        if (stored_scale == 0) continue;
        for (int i = 32 * g; i < 32 * g + 32; i++) {
            float value = (x[i] + stored_minimum) / stored_scale;
            q[i] = (unsigned char)nearest(fminf(fmaxf(value, 0), (float)search.largest));
        }
    }
}

/// The low nibbles of 256 values: of each 64, the first 32 in the low halves of 32 bytes, the others in the high ones.
static void pack_nibbles_64(unsigned char *p, const unsigned char q[256]) {
    for (int i = 0; i < 128; i++) {
        const unsigned char *part = q + i / 32 * 64 + i % 32;
        p[i] = (unsigned char)((part[0] & 15) | (part[32] & 15) << 4);
    }
}

void ky_encode_q4_k_scalar(void *stored, const float *x, ptrdiff_t count) {
    unsigned char *p = stored, q[256];
    for (ptrdiff_t b = 0; b < count / 256; b++, p += 144, x += 256) {
        encode_affine(p, q, x, (struct affine_search){.largest = 15, .start = -1, .steps = 20});
        pack_nibbles_64(p + 16, q);
    }
}

void ky_encode_q5_k_scalar(void *stored, const float *x, ptrdiff_t count) {
    unsigned char *p = stored, q[256];
    for (ptrdiff_t b = 0; b < count / 256; b++, p += 176, x += 256) {
        encode_affine(p, q, x, (struct affine_search){.largest = 31, .start = -0.5f, .steps = 15});
        memset(p + 16, 0, 32);
        for (int i = 0; i < 256; i++) p[16 + i % 32] |= (unsigned char)((q[i] >> 4 & 1) << i / 32);
        pack_nibbles_64(p + 48, q);
    }
}

/// Scale s (returned) and q of a group of 16, x ≈ s (q - 32), weighted by the squares: nineteen scales are tried.
static float search_symmetric(unsigned char q[16], const float *x) {
    float extreme = signed_extreme(x, 16), best = 0, scale = 0;
    memset(q, 0, 16);
    if (fabsf(extreme) < TINY) return 0;
    for (int step = 0; step < 19; step++) {
        // The plain scale first, then the others from the smallest up.
        int offset = step == 0 ? 0 : step <= 9 ? step - 10 : step - 9;
        float inverse = -(32 + 0.1f * (float)offset) / extreme, sum_xl = 0, sum_ll = 0;
        unsigned char candidate[16];
        for (int j = 0; j < 16; j++) {
            int l = clamp(nearest(inverse * x[j]), -32, 31);
            float weight = x[j] * x[j];
            candidate[j] = (unsigned char)(l + 32);
            sum_xl += weight * x[j] * (float)l;
            sum_ll += weight * (float)l * (float)l;
        }
        if (step == 0 || (sum_ll > 0 && sum_xl * sum_xl > best * sum_ll)) {
            memcpy(q, candidate, 16);
            scale = sum_ll > 0 ? sum_xl / sum_ll : 0;
            best = scale * sum_xl;
        }
    }
    return scale;
}

void ky_encode_q6_k_scalar(void *stored, const float *x, ptrdiff_t count) {
    unsigned char *p = stored, q[256];
    for (ptrdiff_t b = 0; b < count / 256; b++, p += 210, x += 256) {
        float scale[16];
        for (int k = 0; k < 16; k++) scale[k] = search_symmetric(q + 16 * k, x + 16 * k);
        memset(p, 0, 210);
        float extreme = signed_extreme(scale, 16);
        if (fabsf(extreme) < TINY) continue;
        float inverse = -128 / extreme;
        ky_store_half(p + 208, 1 / inverse);
        float d = ky_load_half(p + 208);
        for (int i = 0; i < 256; i++) {
            int s = clamp(nearest(inverse * scale[i / 16]), -128, 127);
            p[192 + i / 16] = (unsigned char)(signed char)s;
            // The values again, for the scale as it is stored.
            float stored_scale = d * (float)s;
            if (stored_scale != 0) q[i] = (unsigned char)(nearest(fminf(fmaxf(x[i] / stored_scale, -32), 31)) + 32);
            int half = i / 128, part = i % 128 / 32, l = i % 32;
            p[64 * half + 32 * (part & 1) + l] |= (unsigned char)((q[i] & 15) << (part < 2 ? 0 : 4));
            p[128 + 32 * half + l] |= (unsigned char)(q[i] >> 4 << 2 * part);
        }
    }
}
