// The operations in plain C: what every instruction set must equal.
#include "operations.h"

#include <math.h>

// Sixteen partial sums, then a tree: close to the exact sum, in the manner of the vector sets.
static float dot(const float *x, const float *w, ptrdiff_t count) {
    float sums[16] = {0};
    ptrdiff_t i = 0;
    for (; i + 16 <= count; i += 16) {
        for (ptrdiff_t lane = 0; lane < 16; lane++) sums[lane] += x[i + lane] * w[i + lane];
    }
    for (ptrdiff_t lane = 0; i < count; i++, lane++) sums[lane] += x[i] * w[i];
    for (ptrdiff_t width = 8; width > 0; width /= 2) {
        for (ptrdiff_t lane = 0; lane < width; lane++) sums[lane] += sums[lane + width];
    }
    return sums[0];
}

static void product_f32(float *y, ptrdiff_t y_stride, const float *x, ptrdiff_t x_stride, const float *w,
                        ptrdiff_t w_stride, ptrdiff_t tokens, ptrdiff_t rows, ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t t = 0; t < tokens; t++) {
            y[t * y_stride + r] = dot(x + t * x_stride, w + r * w_stride, columns);
        }
    }
}

static void add_weighted_rows_f32(float *y, const float *p, const float *v, ptrdiff_t v_stride, ptrdiff_t rows,
                                  ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        for (ptrdiff_t c = 0; c < columns; c++) y[c] += p[r] * v[r * v_stride + c];
    }
}

static void rms_norm(float *y, const float *x, const float *w, ptrdiff_t count, float epsilon) {
    double squares = 0;
    for (ptrdiff_t i = 0; i < count; i++) squares += (double)x[i] * x[i];
    float factor = (float)(1.0 / sqrt(squares / (double)count + (double)epsilon));
    for (ptrdiff_t i = 0; i < count; i++) y[i] = x[i] * factor * w[i];
}

static void layer_norm(float *y, const float *x, const float *w, const float *b, ptrdiff_t count, float epsilon) {
    double sum = 0, squares = 0;
    for (ptrdiff_t i = 0; i < count; i++) sum += x[i];
    double mean = sum / (double)count;
    for (ptrdiff_t i = 0; i < count; i++) squares += (x[i] - mean) * (x[i] - mean);
    double factor = 1.0 / sqrt(squares / (double)count + (double)epsilon);
    for (ptrdiff_t i = 0; i < count; i++) y[i] = (float)((x[i] - mean) * factor) * w[i] + b[i];
}

static void softmax(float *x, ptrdiff_t count) {
    float largest = x[0];
    for (ptrdiff_t i = 1; i < count; i++) largest = x[i] > largest ? x[i] : largest;
    double sum = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        x[i] = expf(x[i] - largest);
        sum += x[i];
    }
    float factor = (float)(1.0 / sum);
    for (ptrdiff_t i = 0; i < count; i++) x[i] *= factor;
}

static void soft_cap(float *x, ptrdiff_t count, float cap) {
    for (ptrdiff_t i = 0; i < count; i++) x[i] = cap * tanhf(x[i] / cap);
}

static void silu(float *y, const float *x, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) y[i] = x[i] / (1.0f + expf(-x[i]));
}

static void gelu(float *y, const float *x, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) y[i] = 0.5f * x[i] * (1.0f + erff(x[i] * 0.70710678f));
}

static void gelu_tanh(float *y, const float *x, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) {
        float cubic = x[i] + 0.044715f * x[i] * x[i] * x[i];
        y[i] = 0.5f * x[i] * (1.0f + tanhf(0.79788456f * cubic));  // sqrt(2/π)
    }
}

static void relu(float *y, const float *x, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) y[i] = x[i] > 0 ? x[i] : 0;
}

static void hyperbolic_tangent(float *y, const float *x, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) y[i] = tanhf(x[i]);
}

static void rotate(float *x, const float *cosines, const float *sines, ptrdiff_t pairs, ptrdiff_t step,
                   ptrdiff_t distance) {
    for (ptrdiff_t i = 0; i < pairs; i++) {
        float a = x[i * step], b = x[i * step + distance];
        x[i * step] = a * cosines[i] - b * sines[i];
        x[i * step + distance] = b * cosines[i] + a * sines[i];
    }
}

void ky_operations_scalar(ky_operations *table) {
    table->product_f32 = product_f32;
    table->add_weighted_rows_f32 = add_weighted_rows_f32;
    table->rms_norm = rms_norm;
    table->layer_norm = layer_norm;
    table->softmax = softmax;
    table->soft_cap = soft_cap;
    table->silu = silu;
    table->gelu = gelu;
    table->gelu_tanh = gelu_tanh;
    table->relu = relu;
    table->hyperbolic_tangent = hyperbolic_tangent;
    table->rotate = rotate;
}
