// The products of floats with AVX-512: sixteen lanes, a tile of four rows by four tokens in registers.
#include "operations.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))), apply_to = function)

static __mmask16 tail_mask(ptrdiff_t count) { return (__mmask16)((1u << count) - 1); }

static float sum(__m512 v) { return _mm512_reduce_add_ps(v); }

// Each element has one accumulator, whatever the tile around it: the order of its sum does not depend on how many tokens
// and rows are computed together.
static inline __attribute__((always_inline)) void tile(float *y, ptrdiff_t y_stride, const float *x, ptrdiff_t x_stride,
                                                       const float *w, ptrdiff_t w_stride, const int tokens,
                                                       const int rows, ptrdiff_t columns) {
    __m512 sums[4][4];
    for (int t = 0; t < tokens; t++)
        for (int r = 0; r < rows; r++) sums[t][r] = _mm512_setzero_ps();
    ptrdiff_t c = 0;
    for (; c + 16 <= columns; c += 16) {
        for (int r = 0; r < rows; r++) {
            __m512 weights = _mm512_loadu_ps(w + r * w_stride + c);
            for (int t = 0; t < tokens; t++)
                sums[t][r] = _mm512_fmadd_ps(_mm512_loadu_ps(x + t * x_stride + c), weights, sums[t][r]);
        }
    }
    if (c < columns) {
        __mmask16 mask = tail_mask(columns - c);
        for (int r = 0; r < rows; r++) {
            __m512 weights = _mm512_maskz_loadu_ps(mask, w + r * w_stride + c);
            for (int t = 0; t < tokens; t++)
                sums[t][r] = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(mask, x + t * x_stride + c), weights, sums[t][r]);
        }
    }
    for (int t = 0; t < tokens; t++)
        for (int r = 0; r < rows; r++) y[t * y_stride + r] = sum(sums[t][r]);
}

static void product_f32(float *y, ptrdiff_t y_stride, const float *x, ptrdiff_t x_stride, const float *w,
                        ptrdiff_t w_stride, ptrdiff_t tokens, ptrdiff_t rows, ptrdiff_t columns) {
    ptrdiff_t r = 0;
    for (; r + 4 <= rows; r += 4) {
        ptrdiff_t t = 0;
        for (; t + 4 <= tokens; t += 4)
            tile(y + t * y_stride + r, y_stride, x + t * x_stride, x_stride, w + r * w_stride, w_stride, 4, 4, columns);
        for (; t < tokens; t++)
            tile(y + t * y_stride + r, y_stride, x + t * x_stride, x_stride, w + r * w_stride, w_stride, 1, 4, columns);
    }
    for (; r < rows; r++) {
        for (ptrdiff_t t = 0; t < tokens; t++)
            tile(y + t * y_stride + r, y_stride, x + t * x_stride, x_stride, w + r * w_stride, w_stride, 1, 1, columns);
    }
}

static void add_weighted_rows_f32(float *y, const float *p, const float *v, ptrdiff_t v_stride, ptrdiff_t rows,
                                  ptrdiff_t columns) {
    ptrdiff_t c = 0;
    for (; c + 16 <= columns; c += 16) {
        __m512 sums = _mm512_loadu_ps(y + c);
        for (ptrdiff_t r = 0; r < rows; r++)
            sums = _mm512_fmadd_ps(_mm512_set1_ps(p[r]), _mm512_loadu_ps(v + r * v_stride + c), sums);
        _mm512_storeu_ps(y + c, sums);
    }
    if (c < columns) {
        __mmask16 mask = tail_mask(columns - c);
        __m512 sums = _mm512_maskz_loadu_ps(mask, y + c);
        for (ptrdiff_t r = 0; r < rows; r++)
            sums = _mm512_fmadd_ps(_mm512_set1_ps(p[r]), _mm512_maskz_loadu_ps(mask, v + r * v_stride + c), sums);
        _mm512_mask_storeu_ps(y + c, mask, sums);
    }
}

#pragma clang attribute pop

int ky_operations_avx512(ky_operations *table) {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512vl") || !__builtin_cpu_supports("avx512dq")) return 0;
    table->product_f32 = product_f32;
    table->add_weighted_rows_f32 = add_weighted_rows_f32;
    return 1;
}

#else

int ky_operations_avx512(ky_operations *table) { return 0; }

#endif
