// The engine's inner loops in C: what Tensors calls, and nobody else.
#ifndef KY_CKERNELS_H
#define KY_CKERNELS_H

#include "codecs.h"
#include "operations.h"

#endif
