#!/usr/bin/env python3
"""Makes the files beside this script: stored weights and the floats that ggml reads from them or writes as them.

    pip install gguf numpy
    python make_fixtures.py LIBGGML.so      # any shared library with ggml's quantize_row_*_ref, such as libggml-base.so

decoding/TYPE.bin: 1024 weights stored as TYPE with random bits, then the 1024 floats of gguf.quants.dequantize.
encoding/floats.bin: 4096 floats of awkward blocks. encoding/TYPE.bin: what ggml's reference quantiser makes of them.
"""
import ctypes
import sys
from pathlib import Path

import gguf
import numpy as np

HERE = Path(__file__).resolve().parent
TYPES = ["F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL",
         "IQ4_XS"]
# Where the halves d and m or dmin lie in a block.
HALVES = {"Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q2_K": [80, 82], "Q3_K": [108],
          "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208], "IQ4_NL": [0], "IQ4_XS": [0]}
WRITTEN = ["Q4_0", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"]


def stored_weights(random, name):
    kind = gguf.GGMLQuantizationType[name]
    size, block_bytes = gguf.GGML_QUANT_SIZES[kind]
    if name == "F32":
        return random.normal(size=1024).astype(np.float32).view(np.uint8)
    if name == "F16":
        return random.normal(size=1024).astype(np.float16).view(np.uint8)
    if name == "BF16":
        return gguf.quants.quantize(random.normal(size=1024).astype(np.float32), kind).reshape(-1).view(np.uint8)
    blocks = random.integers(0, 256, size=(1024 // size, block_bytes), dtype=np.uint8)
    for place in HALVES[name]:
        # Negative, subnormal and zero scales are legal.
        halves = (random.normal(size=len(blocks)) * 0.01).astype(np.float16)
        halves[1::4] = (random.normal(size=len(halves[1::4])) * 1e-5).astype(np.float16)
        halves[2::16] = 0
        blocks[:, place:place + 2] = halves[:, None].view(np.uint8)
    return blocks.reshape(-1)


def awkward_floats(random):
    x = random.normal(size=(16, 256)).astype(np.float32) * 0.05
    x[1] *= np.exp(random.normal(size=256))          # heavy tails
    x[2] = np.abs(x[2])                              # no negative value
    x[3] = -np.abs(x[3])
    x[4] = 0
    x[5] = 0.25                                      # all equal
    x[6, 64:96] = 0                                  # a group of zeros among others
    x[7, 100] = 50                                   # one far from all others
    x[8] *= 1e-5                                     # scales below the normal halves
    x[9] = np.round(x[9] * 100) / 8                  # ties
    x[10] = np.linspace(-1, 1, 256)
    x[11] = np.where(random.random(256) < 0.5, -1, 1)
    x[12] = 3 + x[12]                                # far from zero
    x[13, ::2] = 0
    x[14] *= np.repeat(10.0 ** np.arange(-4, 4), 32)  # groups of very different sizes
    return x.reshape(-1)


def main():
    library = ctypes.CDLL(sys.argv[1])
    random = np.random.default_rng(20)
    for folder in ("decoding", "encoding"):
        (HERE / folder).mkdir(exist_ok=True)
    for name in TYPES:
        stored = stored_weights(random, name)
        floats = gguf.quants.dequantize(stored, gguf.GGMLQuantizationType[name]).astype("<f4").reshape(-1)
        assert len(floats) == 1024 and np.isfinite(floats).all()
        (HERE / "decoding" / f"{name}.bin").write_bytes(stored.tobytes() + floats.tobytes())
    floats = np.ascontiguousarray(awkward_floats(random), dtype="<f4")
    (HERE / "encoding" / "floats.bin").write_bytes(floats.tobytes())
    for name in WRITTEN:
        size, block_bytes = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[name]]
        stored = np.zeros(len(floats) // size * block_bytes, dtype=np.uint8)
        quantise = getattr(library, f"quantize_row_{name[0].lower()}{name[1:]}_ref")
        quantise(floats.ctypes.data_as(ctypes.c_void_p), stored.ctypes.data_as(ctypes.c_void_p),
                 ctypes.c_int64(len(floats)))
        (HERE / "encoding" / f"{name}.bin").write_bytes(stored.tobytes())


main()
