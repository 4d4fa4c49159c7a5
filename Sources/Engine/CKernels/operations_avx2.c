// The products of floats with AVX2 and FMA: eight lanes, a tile of four rows by two tokens in registers.
#include "operations.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

static __m256i tail_mask(ptrdiff_t count) {
    const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), lanes);
}

static float sum(__m256 v) {
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

// Each element has one accumulator, whatever the tile around it: the order of its sum does not depend on how many tokens
// and rows are computed together.
static inline __attribute__((always_inline)) void tile(float *y, ptrdiff_t y_stride, const float *x, ptrdiff_t x_stride,
                                                       const float *w, ptrdiff_t w_stride, const int tokens,
                                                       const int rows, ptrdiff_t columns) {
    __m256 sums[2][4];
    for (int t = 0; t < tokens; t++)
        for (int r = 0; r < rows; r++) sums[t][r] = _mm256_setzero_ps();
    ptrdiff_t c = 0;
    for (; c + 8 <= columns; c += 8) {
        for (int r = 0; r < rows; r++) {
            __m256 weights = _mm256_loadu_ps(w + r * w_stride + c);
            for (int t = 0; t < tokens; t++)
                sums[t][r] = _mm256_fmadd_ps(_mm256_loadu_ps(x + t * x_stride + c), weights, sums[t][r]);
        }
    }
    if (c < columns) {
        __m256i mask = tail_mask(columns - c);
        for (int r = 0; r < rows; r++) {
            __m256 weights = _mm256_maskload_ps(w + r * w_stride + c, mask);
            for (int t = 0; t < tokens; t++)
                sums[t][r] = _mm256_fmadd_ps(_mm256_maskload_ps(x + t * x_stride + c, mask), weights, sums[t][r]);
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
        for (; t + 2 <= tokens; t += 2)
            tile(y + t * y_stride + r, y_stride, x + t * x_stride, x_stride, w + r * w_stride, w_stride, 2, 4, columns);
        if (t < tokens)
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
    for (; c + 8 <= columns; c += 8) {
        __m256 sums = _mm256_loadu_ps(y + c);
        for (ptrdiff_t r = 0; r < rows; r++)
            sums = _mm256_fmadd_ps(_mm256_set1_ps(p[r]), _mm256_loadu_ps(v + r * v_stride + c), sums);
        _mm256_storeu_ps(y + c, sums);
    }
    if (c < columns) {
        __m256i mask = tail_mask(columns - c);
        __m256 sums = _mm256_maskload_ps(y + c, mask);
        for (ptrdiff_t r = 0; r < rows; r++)
            sums = _mm256_fmadd_ps(_mm256_set1_ps(p[r]), _mm256_maskload_ps(v + r * v_stride + c, mask), sums);
        _mm256_maskstore_ps(y + c, mask, sums);
    }
}

#pragma clang attribute pop

int ky_operations_avx2(ky_operations *table) {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
    table->product_f32 = product_f32;
    table->add_weighted_rows_f32 = add_weighted_rows_f32;
    return 1;
}

#else

int ky_operations_avx2(ky_operations *table) { return 0; }

#endif
