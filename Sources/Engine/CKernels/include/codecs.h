// Conversions between stored weights and floats, one pair of functions a format.
#ifndef KY_CODECS_H
#define KY_CODECS_H

#include <stddef.h>

/// x = the floats of `count` weights stored in the format; count is a multiple of the block size, any alignment.
/// The arithmetic is ggml's, so that the floats are the same to the last bit.
void ky_decode_f16_scalar(float *x, const void *stored, ptrdiff_t count);

#endif
