#!/usr/bin/python3
"""compare_results.py REFERENCE RESULT...: whether each result is a complete one, and holds what the reference holds, whatever
files its frames are in: by h5py, by xarray, and along run.xdmf; exit status 0 if so.
"""
import hashlib
import pathlib
import sys
import xml.etree.ElementTree

import h5py
import numpy as np
import xarray

ADDRESSES = {"DIMENSION_LIST", "REFERENCE_LIST"}


def text(value):
    return value.tobytes() if isinstance(value, np.ndarray) else value


def described(attributes):
    """Attributes in a form that can be compared, but those that hold addresses."""
    return {name: (attributes.get_id(name).dtype.str, attributes.get_id(name).shape, text(attributes[name]))
            for name in attributes if name not in ADDRESSES}


def same_bits(one, other, what):
    one, other = np.asarray(one), np.asarray(other)
    assert one.shape == other.shape and one.dtype == other.dtype, f"{what}: {one.dtype} {one.shape}, {other.dtype} {other.shape}"
    assert one.tobytes() == other.tobytes(), f"{what}: the values differ"


def listing(file):
    """Every path but those of packed frames, with the object there; hard links under each of their names."""
    found = {}

    def enter(group, path):
        for name in group:
            if path == "" and name == "frames":
                continue
            assert isinstance(group.get(name, getlink=True), h5py.HardLink), f"{path}/{name} is a link"
            found[f"{path}/{name}"] = group[name]
            if isinstance(group[name], h5py.Group):
                enter(group[name], f"{path}/{name}")

    enter(file, "")
    return found


def frame(folder, file, index):
    """The arrays of one frame, and the file to be closed."""
    if "frames" in file:
        return file[f"frames/{index:06d}"], None
    single = h5py.File(folder / f"frames/frame_{index:06d}.vtkhdf", "r")
    assert float(single["VTKHDF/FieldData/TimeValue"][0]) == file["time"][index]
    return single["VTKHDF/CellData"], single


def chunks(data):
    """The stored bytes of a dataset, chunk by chunk, and its filters."""
    plan = data.id.get_create_plist()
    stored = [data.id.get_chunk_info(c) for c in range(data.id.get_num_chunks())]
    return ([(s.chunk_offset, data.id.read_direct_chunk(s.chunk_offset)) for s in stored],
            [plan.get_filter(f) for f in range(plan.get_nfilters())], data.chunks, described(data.attrs))


def compare_masters(one, other):
    a, b = listing(one), listing(other)
    assert list(a) == list(b), set(a) ^ set(b)
    assert described(one.attrs) == described(other.attrs)
    for path in a:
        assert type(a[path]) is type(b[path]), path
        assert described(a[path].attrs) == described(b[path].attrs), f"{path}: {described(b[path].attrs)}"
        assert [p for p in a if a[p] == a[path]] == [p for p in b if b[p] == b[path]], f"{path}: other names of it"
        if isinstance(a[path], h5py.Dataset):
            same_bits(a[path][()], b[path][()], path)
            assert [axis.keys() for axis in a[path].dims] == [axis.keys() for axis in b[path].dims], f"{path}: scales"
            scales = [[[scale.name for scale in axis.values()] for axis in file[path].dims] for file in (one, other)]
            assert scales[0] == scales[1], f"{path}: {scales}"
            assert a[path].is_virtual == b[path].is_virtual
            assert a[path].is_virtual or a[path].chunks == b[path].chunks
            assert not a[path].is_virtual or str(a[path].fillvalue) == str(b[path].fillvalue)


def compare_frames(places, files):
    for index in range(files[0]["time"].shape[0]):
        (a, close_a), (b, close_b) = (frame(folder, file, index) for folder, file in zip(places, files))
        assert set(a) == set(b) and len(a) > 1
        for name in a:
            assert chunks(a[name]) == chunks(b[name]), f"frame {index}: {name}"
        for file in close_a, close_b:
            if file:
                file.close()


def items(folder):
    """Every array of run.xdmf, by name, with its values; and all of the file but where the arrays are."""
    root, arrays = xml.etree.ElementTree.parse(folder / "run.xdmf").getroot(), []
    for attribute in root.iter("Attribute"):
        item = attribute.find("DataItem")
        name, path = item.text.split(":")
        with h5py.File(folder / name, "r") as file:
            assert not file[path].is_virtual and len(file[path].shape) == 3, path
            assert file[path].shape == tuple(int(n) for n in item.get("Dimensions").split())
            arrays.append((attribute.get("Name"), file[path][()].tobytes()))
        item.text = ""
    return arrays, xml.etree.ElementTree.tostring(root)


def compare_datasets(one, other):
    with h5py.File(one / "run.vtkhdf", "r") as file:
        groups = [None, "measures", "outcomes", *(f"treatment/{name}" for name in file["treatment"])]
    for group in groups:
        for engine in ("h5netcdf", "netcdf4") if group is None else ("h5netcdf",):
            a, b = (xarray.open_dataset(folder / "run.vtkhdf", engine=engine, group=group, decode_times=False)
                    for folder in (one, other))
            xarray.testing.assert_identical(a, b)
            a.close()
            b.close()


def digest(folder):
    """Of all files but those aside: results of one digest need be read once only."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    content = b"".join(str(path.relative_to(folder)).encode() + path.read_bytes() for path in paths)
    return hashlib.sha256(content).digest()


reference, read = pathlib.Path(sys.argv[1]), set()
for result in map(pathlib.Path, sys.argv[2:]):
    if digest(result) in read:
        continue
    read.add(digest(result))
    try:
        with h5py.File(reference / "run.vtkhdf", "r") as one, h5py.File(result / "run.vtkhdf", "r") as other:
            compare_masters(one, other)
            compare_frames((reference, result), (one, other))
        assert items(reference) == items(result), "run.xdmf"
        compare_datasets(reference, result)
    except Exception as error:
        sys.exit(f"{result}: {type(error).__name__}: {error}")
