#!/usr/bin/python3
"""Reads back what test_packer.c wrote: read_packed.py FILE PRECISION NX NY NZ K0; exit status 0 if all is as it should be.

The first field lives on all planes, the second from K0 on. Their numbers are computed here: (7919 k + 104729 j + 1299709 i +
31 field) modulo 65521, over 65521, less 1/2.
"""
import sys

import h5py
import numpy as np

path, precision = sys.argv[1:3]
nx, ny, nz, k0 = (int(text) for text in sys.argv[3:])
k, j, i = np.meshgrid(np.arange(nz), np.arange(ny), np.arange(nx), indexing="ij")


def rounded(values):
    """To 12 bits of the mantissa beside the leading one, halves to even."""
    mantissa, exponent = np.frexp(values)
    return np.ldexp(np.rint(np.ldexp(mantissa, 13)), exponent - 13)


with h5py.File(path, "r") as file:
    cells = file["VTKHDF/CellData"]
    for number, (name, first) in enumerate({"alarm": 0, "collagen1": k0}.items()):
        data = cells[name]
        assert data.shape == (nz, ny, nx) and data.chunks == (1, ny, nx) and data.shuffle and data.compression == "gzip"
        assert data.dtype == ("f8" if precision == "float64" else "f4"), data.dtype
        expected = ((7919 * k + 104729 * j + 1299709 * i + 31 * number) % 65521) / 65521 - 0.5
        got = data[()].astype("f8")
        if precision == "12 bit":
            off = abs(got[first:] - expected[first:]).max() / 2.0**-2
            assert off <= 2.0**-13, f"{name} is off by {off} of a quarter"
            assert data.attrs["_QuantizeBitRoundNumberOfSignificantBits"] == 12
            expected = rounded(expected)
        else:
            assert "_QuantizeBitRoundNumberOfSignificantBits" not in data.attrs
            expected = expected.astype(data.dtype).astype("f8")
        assert (got[first:] == expected[first:]).all(), f"{name}: {(got[first:] != expected[first:]).sum()} numbers differ"
        assert np.isnan(got[:first]).all(), f"{name} is NaN where it does not live"
        planes = [data.id.get_chunk_info(c).chunk_offset[0] for c in range(data.id.get_num_chunks())]
        assert planes == list(range(first, nz)), f"{name}: planes {planes} are stored"
    layer = cells["layer"]
    assert layer.dtype == "u1" and (layer[()] == (k >= k0)).all() and layer.compression == "gzip"
