#!/usr/bin/python3
"""Untreated skin rests for a year; results have the same bits on any number of threads and in any spelling of the numbers."""
import filecmp
import pathlib

import h5py
import numpy

from runs import SOURCE, check, differences, finish, result, scratch

KEEP = ["--keep-frames"]
SHORT = ["grid.width=[0.4 mm, 0.4 mm]", "treatment.device.density=1000 /cm^2", "run.end=2 day",
         "output={frames: {every: 1 day}, measures: {every: 6 h}}"]


def same(one, other):
    """Whether there is no difference outside /execution, and what there is."""
    found = differences(one, other)
    return not found, found


with scratch() as folder:
    with result("untreated.yaml", f"{folder}/rest") as run:
        check(run["time"].shape == (3,), "frames at the start, in between and at the end")
        worst = 0
        for name, values in run["VTKHDF/CellData"].items():
            if name == "layer":
                continue
            first = values[0]
            finite = numpy.isfinite(first)
            check(finite.any(), f"{name} has cells")
            check((numpy.isfinite(values[-1]) == finite).all(), f"{name} stays a number wherever it was one")
            change = abs(values[-1][finite] - first[finite]) / numpy.maximum(abs(first[finite]), 1)
            worst = max(worst, change.max())
        print(f"  a year untreated: largest change of any field {worst:.2g} of its value (of 1 where it rests at 0)")
        check(worst < 1e-12, f"a year untreated changes a field by {worst}")

    for threads in (1, 2, 3):
        result("quick.yaml", f"{folder}/threads{threads}", *SHORT, threads=threads, options=KEEP).close()
    for threads in (2, 3):
        for file in ("run.vtkhdf", "frames/frame_000002.vtkhdf"):
            good, said = same(f"{folder}/threads1/{file}", f"{folder}/threads{threads}/{file}")
            check(good, f"{file} differs between 1 and {threads} threads: {said[:400]}")
        frames = [f"{folder}/threads{number}/frames/frame_000002.vtkhdf" for number in (1, threads)]
        check(filecmp.cmp(*frames, shallow=False), f"frames have the same bytes from 1 and {threads} threads")

    with result("quick.yaml", f"{folder}/rounded", *SHORT, "output.precision=12 bit", options=KEEP) as run:
        with h5py.File(f"{folder}/threads1/run.vtkhdf") as exact:
            for name in set(exact["VTKHDF/CellData"]) - {"layer"}:
                values, near = exact[name][()].astype("f8"), run[name][()].astype("f8")
                there = numpy.isfinite(values)
                check((numpy.isfinite(near) == there).all(), f"{name} is a number in the same cells at 12 bit")
                off = abs(near - values)[there] - abs(values[there]) * 2.0**-13 * 1.001  # float32 is rounded too
                check(off.max() <= 1e-37, f"{name} at 12 bit is within a part in 8192 of float32")
            for name in exact["outcomes"]:
                one, other = exact["outcomes"][name][()], run["outcomes"][name][()]
                check(one == other or one != one and other != other, f"{name} does not depend on the precision of frames")
    result(f"{folder}/rounded", f"{folder}/again", options=KEEP).close()
    good, said = same(f"{folder}/rounded/run.vtkhdf", f"{folder}/again/run.vtkhdf")
    check(good, f"a result at 12 bit is a configuration too: {said[:400]}")
    sizes = [sum(path.stat().st_size for path in pathlib.Path(folder, name, "frames").iterdir())
             for name in ("rounded", "threads1")]
    check(sizes[0] < 0.6 * sizes[1], f"12 bit takes less than 0.6 of the room of float32: {sizes}")

    respelt = [item.replace("2 day", "48 h").replace("0.4 mm", "400 um").replace("1000 /cm^2", "10 mm-2") for item in SHORT]
    result("quick.yaml", f"{folder}/respelt", *respelt, options=KEEP).close()
    good, said = same(f"{folder}/threads1/run.vtkhdf", f"{folder}/respelt/run.vtkhdf")
    check(good, f"the same numbers in other units give another result: {said[:400]}")

    result("quick.yaml", f"{folder}/other", *SHORT, "run.seed=2", options=KEEP).close()
    good, _ = same(f"{folder}/threads1/run.vtkhdf", f"{folder}/other/run.vtkhdf")
    check(not good, "another seed gives another result, and the comparison sees it")
finish()
