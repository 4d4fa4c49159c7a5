// Conversions between stored weights and floats, one pair of functions a format: the plain ones, which say what a format
// means. Numbers are little-endian; half is IEEE binary16; nibble means half a byte.
//
//   format  weights  bytes  the block
//   f16     1        2      half
//   bf16    1        2      the upper half of a float
//   q4_0    32       18     d half; 16 bytes: byte j holds q[j] in its low and q[j+16] in its high nibble; w = d (q - 8)
//   q4_1    32       20     d, m half; nibbles as q4_0; w = d q + m
//   q5_0    32       22     d half; 4 bytes, whose bit j is bit 4 of q[j]; nibbles as q4_0; w = d (q - 16)
//   q5_1    32       24     d, m half; bits and nibbles as q5_0; w = d q + m
//   q8_0    32       34     d half; 32 signed bytes q; w = d q
//   q2_k    256      84     16 bytes of scales; 64 bytes of 2-bit q; d, dmin half
//   q3_k    256      110    32 bytes of high bits; 64 bytes of 2-bit q; 12 bytes of 6-bit scales; d half
//   q4_k    256      144    d, dmin half; 12 bytes of 6-bit scales and minima; 128 bytes of 4-bit q
//   q5_k    256      176    as q4_k, with 32 bytes of high bits between the scales and q
//   q6_k    256      210    128 bytes of low nibbles; 64 bytes of high bits; 16 signed scales; d half
//   iq4_nl  32       18     as q4_0, but q is an index into a table of 16 levels; w = d level
//   iq4_xs  256      136    d half; 2 and 4 bytes of 6-bit scales; 128 bytes of indices
//
// The layouts and the order of the arithmetic are ggml's, so that the floats are the same to the last bit.
#ifndef KY_CODECS_H
#define KY_CODECS_H

#include <stddef.h>

/// x = the floats of `count` weights. count is a multiple of the block size; any alignment; every input is allowed.
void ky_decode_f16_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_bf16_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q4_0_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q4_1_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q5_0_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q5_1_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q8_0_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q2_k_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q3_k_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q4_k_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q5_k_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_q6_k_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_iq4_nl_scalar(float *x, const void *stored, ptrdiff_t count);
void ky_decode_iq4_xs_scalar(float *x, const void *stored, ptrdiff_t count);

/// stored = the `count` floats in the format, with the least error that ggml's reference quantisers find.
/// count is a multiple of the block size; any alignment. f16 and bf16 round to even and take every float; the others take
/// magnitudes up to 65504, the largest half.
void ky_encode_f16_scalar(void *stored, const float *x, ptrdiff_t count);
void ky_encode_bf16_scalar(void *stored, const float *x, ptrdiff_t count);
void ky_encode_q4_0_scalar(void *stored, const float *x, ptrdiff_t count);
void ky_encode_q5_0_scalar(void *stored, const float *x, ptrdiff_t count);
void ky_encode_q5_1_scalar(void *stored, const float *x, ptrdiff_t count);
void ky_encode_q8_0_scalar(void *stored, const float *x, ptrdiff_t count);
void ky_encode_q4_k_scalar(void *stored, const float *x, ptrdiff_t count);
void ky_encode_q5_k_scalar(void *stored, const float *x, ptrdiff_t count);
void ky_encode_q6_k_scalar(void *stored, const float *x, ptrdiff_t count);

#endif
