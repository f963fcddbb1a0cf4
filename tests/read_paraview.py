"""Reads the result of test_result.c by ParaView's XDMF readers: pvpython read_paraview.py FOLDER/run.xdmf (absolute)."""
import os
import sys

import numpy as np
from paraview import servermanager
from paraview.simple import XDMFReader, Xdmf3ReaderS
from vtkmodules.util.numpy_support import vtk_to_numpy

NX, NY, NZ = 5, 3, 6
PLANES = {"alarm": (0, 0, 6), "collagen1": (1, 2, 6), "keratinocyte_cover": (2, 0, 2)}


def check(reader):
    reader.UpdatePipelineInformation()
    times = list(reader.TimestepValues)
    assert np.allclose(times, [0, 7 / 3, 14 / 3]), times
    k, j, i = np.meshgrid(np.arange(NZ), np.arange(NY), np.arange(NX), indexing="ij")
    for index, time in enumerate(times):
        reader.UpdatePipeline(time)
        data = servermanager.Fetch(reader)
        while data.IsA("vtkMultiBlockDataSet"):
            data = data.GetBlock(0)
        assert data.GetDimensions() == (NX + 1, NY + 1, NZ + 1), data.GetDimensions()
        assert np.allclose(data.GetBounds(), (0, 0.5, 0, 0.6, 0, 0.3)), data.GetBounds()
        cells = data.GetCellData()
        names = {cells.GetArrayName(array) for array in range(cells.GetNumberOfArrays())}
        assert names == {"layer", *PLANES}, names
        for name, (number, k0, k1) in PLANES.items():
            got = vtk_to_numpy(cells.GetArray(name)).reshape(NZ, NY, NX)
            expected = np.where((k >= k0) & (k < k1), 1000 * number + 100 * k + 10 * j + i + index / 2, np.nan)
            assert np.allclose(got, expected, equal_nan=True), (name, index)
        assert (vtk_to_numpy(cells.GetArray("layer")).reshape(NZ, NY, NX) == (k >= 2)).all()


status = 1
try:
    check(Xdmf3ReaderS(FileName=[sys.argv[1]]))
    check(XDMFReader(FileNames=[sys.argv[1]]))
    print("ParaView reads", sys.argv[1])
    status = 0
finally:
    sys.stdout.flush()
    os._exit(status)  # ParaView's own clean-up at exit may fail, which says nothing of the file
