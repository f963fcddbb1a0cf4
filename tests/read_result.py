#!/usr/bin/python3
"""Reads back what test_result.c wrote: read_result.py CHECK FOLDER; exit status 0 if all is as it should be.

The expected numbers are computed here: value = 1000 field + 100 k + 10 j + i + frame / 2, NaN outside a field's planes.
"""
import os
import sys
import tempfile
import warnings
import xml.etree.ElementTree

import h5py
import numpy as np

NX, NY, NZ = 5, 3, 6
FIELDS = {"alarm": (0, 0, 6, "1", "Calls cells."), "collagen1": (1, 2, 6, "mg/mL", "Fibres, \u00e0 point."),
          "keratinocyte_cover": (2, 0, 2, "1", "Closes wounds.")}
LAYER = np.array([0, 0, 1, 1, 1, 1], "u1")
Z = 0.05 * (np.arange(NZ) + 0.5)


def same(got, expected, what="array"):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{what}: shape {got.shape}, not {expected.shape}"
    if got.dtype.kind == "f":
        assert np.allclose(got, expected, rtol=1e-7, atol=1e-12, equal_nan=True), f"{what}: {got} is not {expected}"
    else:
        assert (got == expected).all(), f"{what}: {got} is not {expected}"


def values(name, frame, ny=NY):
    number, k0, k1, _, _ = FIELDS[name]
    k, j, i = np.meshgrid(np.arange(NZ), np.arange(ny), np.arange(NX), indexing="ij")
    array = 1000.0 * number + 100 * k + 10 * j + i + frame / 2
    return np.where((k >= k0) & (k < k1), array, np.nan)


def text(attribute):
    return attribute.decode() if isinstance(attribute, bytes) else str(attribute)


def frame(folder, index):
    return h5py.File(f"{folder}/frames/frame_{index:06d}.vtkhdf", "r")


def master(folder):
    os.chdir(tempfile.gettempdir())  # sources are relative to the file, not to where the reader stands
    return h5py.File(f"{folder}/run.vtkhdf", "r")


def image(group, version):
    same(group.attrs["Version"], version)
    same(group.attrs["WholeExtent"], [0, NX, 0, NY, 0, NZ])
    same(group.attrs["Origin"], [0, 0, 0])
    same(group.attrs["Spacing"], [0.1, 0.2, 0.05])
    same(group.attrs["Direction"], [1, 0, 0, 0, 1, 0, 0, 0, 1])
    kind = group.attrs.get_id("Type").get_type()
    assert kind.get_cset() == h5py.h5t.CSET_ASCII and not kind.is_variable_str() and kind.get_size() == 9
    assert text(group.attrs["Type"]) == "ImageData"
    assert "downward" in text(group.attrs["axes"])


def frames(folder):
    for index in range(3):
        with frame(folder, index) as file:
            image(file["VTKHDF"], [1, 0])
            cells = file["VTKHDF/CellData"]
            assert set(cells) == {"layer", *FIELDS}, set(cells)
            for name, (_, _, _, unit, doc) in FIELDS.items():
                assert cells[name].dtype == "f4"
                same(cells[name][()], values(name, index), name)
                assert text(cells[name].attrs["units"]) == unit and text(cells[name].attrs["description"]) == doc
            same(cells["layer"][()], np.broadcast_to(LAYER[:, None, None], (NZ, NY, NX)))
            assert cells["layer"].dtype == "u1" and text(cells["layer"].attrs["flag_meanings"]) == "epidermis dermis"
            same(file["VTKHDF/FieldData/TimeValue"][()], [7.0 * index / 3.0])
            assert text(file["VTKHDF/FieldData/TimeValue"].attrs["units"]) == "day"


def holes(folder):
    with frame(folder, 0) as file:
        for name, (_, k0, k1, _, _) in FIELDS.items():
            data = file["VTKHDF/CellData"][name]
            assert data.chunks == (1, NY, NX) and data.shuffle and data.compression_opts == 2 and not data.fletcher32
            assert np.isnan(data.fillvalue)
            offsets = [data.id.get_chunk_info(c).chunk_offset[0] for c in range(data.id.get_num_chunks())]
            assert offsets == list(range(k0, k1)), f"{name}: planes {offsets} are stored"
            assert np.isnan(np.delete(data[()], slice(k0, k1), axis=0)).all()


def absent(folder):
    with frame(folder, 0) as file, master(folder) as run:
        assert "vegf" not in file["VTKHDF/CellData"] and "vegf" not in run and "vegf" not in run["VTKHDF/CellData"]
    assert "vegf" not in open(f"{folder}/run.xdmf").read()


def double(folder):
    expected = values("alarm", 0)
    expected[4, 1, 2] = 1 / 3
    with frame(folder, 0) as file, master(folder) as run:
        for data in file["VTKHDF/CellData/alarm"], run["VTKHDF/CellData/alarm"], run["alarm"]:
            assert data.dtype == "f8" and data[..., 4, 1, 2].item() == 1 / 3
            same(np.squeeze(data[()]), expected)
    assert 'Precision="8"' in open(f"{folder}/run.xdmf").read()


def twelve_bit(folder):
    """Integers below 4096 have 12 bits: they stay as they are; 1/3 does not."""
    expected = values("alarm", 0)
    expected[4, 1, 2] = (1 + 1365 / 4096) / 4
    with frame(folder, 0) as file, master(folder) as run:
        for data in file["VTKHDF/CellData/alarm"], run["VTKHDF/CellData/alarm"], run["alarm"]:
            assert data.dtype == "f4" and data.attrs["_QuantizeBitRoundNumberOfSignificantBits"] == 12
            same(np.squeeze(data[()]), expected)
        assert run["treatment/session_0001/injured_fraction"][4, 1, 2] == np.float32(0.001 * ((4 * NY + 1) * 8 + 2))
    assert 'Precision="4"' in open(f"{folder}/run.xdmf").read()
    for data in datasets(folder):
        same(data["alarm"].values[0], expected)


def master_check(folder):
    with master(folder) as run:
        assert run.attrs["format_version"] == 1 and "toy" in text(run.attrs["title"]) and "Conventions" in run.attrs
        image(run["VTKHDF"], [2, 0])
        steps = run["VTKHDF/Steps"]
        assert steps.attrs["NSteps"] == 3
        same(steps["Values"][()], 7.0 * np.arange(3) / 3.0)
        assert set(run["VTKHDF/CellData"]) == {"layer", *FIELDS} == set(steps["CellDataOffsets"])
        for name in FIELDS:
            same(steps["CellDataOffsets"][name][()], np.arange(3))
            data = run["VTKHDF/CellData"][name]
            assert data.is_virtual and np.isnan(data.fillvalue) and run[name] == data
            sources = [source.file_name for source in data.virtual_sources()]
            assert sources == [f"frames/frame_{index:06d}.vtkhdf" for index in range(3)], sources
            same(data[()], np.stack([values(name, index) for index in range(3)]), name)
        same(run["VTKHDF/CellData/layer"][()], np.broadcast_to(LAYER[:, None, None], (3, NZ, NY, NX)))
        same(run["layer"][()], LAYER)


def single(folder):
    with master(folder) as run:
        image(run["VTKHDF"], [1, 0])
        assert "Steps" not in run["VTKHDF"]
        for name in FIELDS:
            same(run["VTKHDF/CellData"][name][()], values(name, 0))
            same(run[name][()], values(name, 0)[None])
        same(run["VTKHDF/CellData/layer"][()], np.broadcast_to(LAYER[:, None, None], (NZ, NY, NX)))


def datasets(folder, group=None):
    """The group as an xarray dataset, by both engines."""
    import xarray
    for engine in "h5netcdf", "netcdf4":
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a warning is a flaw that users would see
            warnings.filterwarnings("ignore", category=DeprecationWarning)
            warnings.filterwarnings("ignore", message="numpy.ndarray size changed")
            data = xarray.open_dataset(f"{folder}/run.vtkhdf", engine=engine, group=group)
        yield data
        data.close()


def xarray_check(folder, n=3):
    for data in datasets(folder):
        assert dict(data.sizes) == {"time": n, "z": NZ, "y": NY, "x": NX}, data.sizes
        assert set(data.data_vars) == {"layer", *FIELDS}, data.data_vars
        axes = {"time": ("day", 7.0 * np.arange(n) / 3.0), "z": ("mm", Z), "y": ("mm", 0.2 * (np.arange(NY) + 0.5)),
                "x": ("mm", 0.1 * (np.arange(NX) + 0.5))}
        for axis, (unit, centres) in axes.items():
            same(data[axis].values, centres, axis)
            assert data[axis].attrs["units"] == unit and data[axis].attrs["long_name"], axis
        for name in FIELDS:
            assert data[name].dims == ("time", "z", "y", "x") and data[name].attrs["units"] == FIELDS[name][3]
            assert data[name].attrs["description"] == FIELDS[name][4] and data[name].attrs["symbol"]
            same(data[name].values, np.stack([values(name, index) for index in range(n)]), name)
        assert data["layer"].dims == ("z",)
        same(data["layer"].values, LAYER)
        same(data["alarm"].sel(z=0.13, x=0.26, method="nearest").values[0, 1], 212.0)


def tables(folder):
    for data in datasets(folder, "measures"):
        assert set(data.data_vars) == {"alarm_mean", "collagen_by_depth"} and set(data.coords) == {"time", "z"}
        same(data["time"].values, [0, 0.25, 1, 7])
        same(data["z"].values, Z)
        assert data["time"].attrs["units"] == "day" and data["z"].attrs["units"] == "mm"
        assert data["alarm_mean"].dims == ("time",) and data["collagen_by_depth"].dims == ("time", "z")
        same(data["alarm_mean"].values, [1, 2, 3, np.nan])
        same(data["collagen_by_depth"].values, np.arange(4.0 * NZ).reshape(4, NZ))
        assert data["collagen_by_depth"].attrs["units"] == "%"
        assert data["alarm_mean"].attrs["description"] == "mean of alarm"
    for data in datasets(folder, "outcomes"):
        assert set(data.data_vars) == {"collagen_peak"} and data["collagen_peak"].shape == ()
        assert data["collagen_peak"].item() == 42 and data["collagen_peak"].attrs["units"] == "mg/mL"


def treatment(folder):
    columns = {"x": 0.1, "y": 0.2, "shear_x": 0.3, "shear_y": 0.4, "depth": 0.5, "radius": 0.6, "taper": 0.7}
    k, j, i = np.meshgrid(np.arange(NZ), np.arange(NY), np.arange(NX), indexing="ij")
    injured = 0.001 * ((k * NY + j) * 8 + i)
    with master(folder) as run:
        assert list(run["treatment"]) == ["session_0001", "session_0002"]
        for number, (time, count) in {1: (2.5, 2), 2: (9.5, 0)}.items():
            session = run[f"treatment/session_{number:04d}"]
            assert session["time"].shape == (1,) and session["time"][0] == time and session["overlap"][()] == 0.125
            for name, first in columns.items():
                same(session[name][()], first + np.arange(count), name)
                assert session[name].dims[0].keys() == ["puncture"] and "units" in session[name].attrs, name
            data = session["injured_fraction"]
            assert data.dtype == "f4" and data.chunks == (1, NY, NX) and data.compression == "gzip"
            assert [axis.keys() for axis in data.dims] == [["z"], ["y"], ["x"]]
            same(data[()], injured.astype("f4"))
    for number, count in {1: 2, 2: 0}.items():
        for data in datasets(folder, f"treatment/session_{number:04d}"):
            same(data["depth"].values, 0.5 + np.arange(count))
            assert data["injured_fraction"].dims == ("z", "y", "x")
            same(data["injured_fraction"].values, injured.astype("f4"))


def texts(folder):
    with master(folder) as run:
        for name, expected in {"provenance/config": "skin: {model: toy}\n# caf\u00e9\n", "provenance/flags": "",
                               "execution/host": "node7"}.items():
            assert not run[name].id.get_type().is_variable_str()
            assert run[name][()].decode() == expected, run[name][()]
    for data in datasets(folder, "provenance"):
        assert "config" in data


def radial(folder):
    with master(folder) as run:
        assert run["alarm"].shape == (2, NZ, 1, NX) and run["alarm"].dims[3].keys() == ["r"] and "x" not in run
        assert "from the axis" in text(run["r"].attrs["long_name"])
    for data in datasets(folder):
        assert data["alarm"].dims == ("time", "z", "y", "r")
        same(data["r"].values, 0.1 * (np.arange(NX) + 0.5))
        same(data["alarm"].values[1], values("alarm", 1, ny=1))


def bare(folder):
    with master(folder) as run:
        for group in "measures", "outcomes", "treatment", "provenance", "execution":
            assert len(run[group]) == 0, group
    xarray_check(folder, 2)


def xdmf(folder):
    root = xml.etree.ElementTree.parse(f"{folder}/run.xdmf").getroot()
    grids = root.findall("./Domain/Grid/Grid")
    assert len(grids) == 3 and root.find("./Domain/Grid").get("CollectionType") == "Temporal"
    for index, grid in enumerate(grids):
        assert float(grid.find("Time").get("Value")) == 7.0 * index / 3.0
        assert grid.find("Topology").get("Dimensions") == "7 4 6"
        origin, spacing = [item.text.split() for item in grid.findall("Geometry/DataItem")]
        same(np.array(origin, float), [0, 0, 0])
        same(np.array(spacing, float), [0.05, 0.2, 0.1])
        assert [attribute.get("Name") for attribute in grid.findall("Attribute")] == [*FIELDS, "layer"]
        for attribute in grid.findall("Attribute"):
            item = attribute.find("DataItem")
            name, path = item.text.split(":")
            assert name == f"frames/frame_{index:06d}.vtkhdf" and attribute.get("Center") == "Cell"
            with h5py.File(f"{folder}/{name}", "r") as file:
                assert file[path].shape == tuple(int(n) for n in item.get("Dimensions").split())


CHECKS = {"frames": frames, "holes": holes, "absent": absent, "double": double, "twelve_bit": twelve_bit, "master": master_check,
          "single": single, "xarray": xarray_check, "xarray_single": lambda folder: xarray_check(folder, 1),
          "tables": tables, "treatment": treatment, "texts": texts, "radial": radial, "bare": bare, "xdmf": xdmf}
CHECKS[sys.argv[1]](sys.argv[2])
