// The arithmetic of a forward pass over floats: products, norms, softmax, activations, rotation.
//
// One file an instruction set fills a table of functions; `operations_scalar.c` is the specification, and whatever a set
// does not have faster it takes from there. The functions allocate nothing and start no threads. A result depends on
// its own row only, never on how many rows are asked for at once: so a sequence alone and in a batch gives the same bits.
#ifndef KY_OPERATIONS_H
#define KY_OPERATIONS_H

#include <stddef.h>
#include <stdint.h>

/// One instruction set's functions. Every pointer has the alignment of float and nothing more.
typedef struct ky_operations {
    /// y[t·y_stride + r] = Σ_c x[t·x_stride + c] · w[r·w_stride + c], for t < tokens, r < rows, c < columns.
    /// Agrees with scalar within 1e-6 of Σ|x·w|.
    void (*product_f32)(float *y, ptrdiff_t y_stride, const float *x, ptrdiff_t x_stride, const float *w,
                        ptrdiff_t w_stride, ptrdiff_t tokens, ptrdiff_t rows, ptrdiff_t columns);

    /// y[c] += Σ_r p[r] · v[r·v_stride + c], r in order: the weighted sum of rows.
    void (*add_weighted_rows_f32)(float *y, const float *p, const float *v, ptrdiff_t v_stride, ptrdiff_t rows,
                                  ptrdiff_t columns);

    /// y = x / sqrt(mean x² + epsilon) · w, over `count` values; y may be x (Zhang and Sennrich, arXiv 1910.07467).
    void (*rms_norm)(float *y, const float *x, const float *w, ptrdiff_t count, float epsilon);

    /// y = (x − mean x) / sqrt(var x + epsilon) · w + b, over `count` values; y may be x (arXiv 1607.06450).
    void (*layer_norm)(float *y, const float *x, const float *w, const float *b, ptrdiff_t count, float epsilon);

    /// x = softmax(x) over `count` > 0 values; -infinity becomes 0.
    void (*softmax)(float *x, ptrdiff_t count);

    /// x = cap · tanh(x / cap) over `count` values.
    void (*soft_cap)(float *x, ptrdiff_t count, float cap);

    /// y = activation(x), one of those below; y may be x.
    /// silu: x / (1 + e^−x). gelu: x · Φ(x) by erf. gelu_tanh: its approximation by tanh (arXiv 1606.08415, section 2).
    void (*silu)(float *y, const float *x, ptrdiff_t count);
    void (*gelu)(float *y, const float *x, ptrdiff_t count);
    void (*gelu_tanh)(float *y, const float *x, ptrdiff_t count);
    void (*relu)(float *y, const float *x, ptrdiff_t count);
    void (*hyperbolic_tangent)(float *y, const float *x, ptrdiff_t count);

    /// Rotates `pairs` pairs of x by (cosine, sine): (a, b) becomes (a·cos − b·sin, b·cos + a·sin).
    /// Pair i is x[i·step] and x[i·step + distance]: step 1, distance pairs for halves; step 2, distance 1 for neighbours.
    void (*rotate)(float *x, const float *cosines, const float *sines, ptrdiff_t pairs, ptrdiff_t step,
                   ptrdiff_t distance);
} ky_operations;

/// Fills the table with the specification, on every processor.
void ky_operations_scalar(ky_operations *table);

/// Those below replace what they have faster in a filled table and return 1. Where the program was built for another
/// architecture, or the processor lacks the instructions, they change nothing and return 0.
/// AVX2 with FMA.
int ky_operations_avx2(ky_operations *table);
/// AVX-512 F, BW, VL and DQ.
int ky_operations_avx512(ky_operations *table);
/// NEON of 64-bit ARM.
int ky_operations_neon(ky_operations *table);

#endif
