// The products of floats with NEON: four lanes, two accumulators an element.
#include "operations.h"

#if defined(__aarch64__)

#include <arm_neon.h>

static float dot(const float *x, const float *w, ptrdiff_t columns) {
    float32x4_t even = vdupq_n_f32(0), odd = vdupq_n_f32(0);
    ptrdiff_t c = 0;
    for (; c + 8 <= columns; c += 8) {
        even = vfmaq_f32(even, vld1q_f32(x + c), vld1q_f32(w + c));
        odd = vfmaq_f32(odd, vld1q_f32(x + c + 4), vld1q_f32(w + c + 4));
    }
    float rest = 0;
    for (; c < columns; c++) rest += x[c] * w[c];
    return vaddvq_f32(vaddq_f32(even, odd)) + rest;
}

static void product_f32(float *y, ptrdiff_t y_stride, const float *x, ptrdiff_t x_stride, const float *w,
                        ptrdiff_t w_stride, ptrdiff_t tokens, ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t t = 0; t < tokens; t++)
            y[t * y_stride + r] = dot(x + t * x_stride, w + r * w_stride, columns);
    }
}

static void add_weighted_rows_f32(float *y, const float *p, const float *v, ptrdiff_t v_stride, ptrdiff_t rows,
                                  ptrdiff_t columns) {
    ptrdiff_t c = 0;
    for (; c + 4 <= columns; c += 4) {
        float32x4_t sums = vld1q_f32(y + c);
        for (ptrdiff_t r = 0; r < rows; r++) sums = vfmaq_n_f32(sums, vld1q_f32(v + r * v_stride + c), p[r]);
        vst1q_f32(y + c, sums);
    }
    for (; c < columns; c++) {
        for (ptrdiff_t r = 0; r < rows; r++) y[c] += p[r] * v[r * v_stride + c];
    }
}

int ky_operations_neon(ky_operations *table) {
    table->product_f32 = product_f32;
    table->add_weighted_rows_f32 = add_weighted_rows_f32;
    return 1;
}

#else

int ky_operations_neon(ky_operations *table) { return 0; }

#endif
