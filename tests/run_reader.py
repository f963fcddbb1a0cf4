#!/usr/bin/python3
"""The reader for Python gives what HDF5 holds, with axes and units, and says what is missing; the figures and the
example that stand on it work for any result."""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

import h5py
import numpy

from runs import PROGRAM, SOURCE, check, finish, mend as run_mend, scratch

sys.path.insert(0, str(SOURCE / "scripts"))
import mend  # noqa: E402

SMALL = ["grid.spacing=100 um", "run.end=2 day", "output.frames={at: [1 day]}", "output.measures={every: 12 h}"]
TWICE = [*SMALL, "treatment.sessions=[0 day, 36 h]"]
DENSE = [*SMALL, "grid.width=[0.4 mm, 0.4 mm]", "treatment.device.density=2000 /cm^2"]


def made(config, folder, *assignments, options=()):
    done = run_mend(config, folder, *assignments, options=options)
    if done.returncode:
        sys.exit(f"mend run {config}: {done.stderr}")
    return folder


def same(got, expected, sentence):
    got, expected = numpy.asarray(got), numpy.asarray(expected)
    check(got.shape == expected.shape, f"{sentence}: shape {got.shape}, not {expected.shape}")
    check(got.shape == expected.shape and numpy.array_equal(got, expected, equal_nan=got.dtype.kind == "f"),
          f"{sentence}: {got} is not {expected}")


def refused(path, words, sentence):
    try:
        mend.open(path).close()
        check(False, f"{sentence}: it is not refused")
    except mend.Error as error:
        check(all(word in str(error) for word in words), f"{sentence}: {error}")


def fields(folder):
    with mend.open(folder) as run, h5py.File(folder / "run.vtkhdf") as file:
        collagen = run.fields["collagen1"]
        check(not collagen.variable._in_memory, "a field is not read before it is used")
        check(dict(collagen.sizes) == {"time": 3, "z": 13, "y": 10, "x": 10}, f"axes {dict(collagen.sizes)}")
        check(set(run.fields) == set(file["VTKHDF/CellData"]), "every field is there, and no other")
        for index in range(3):
            with h5py.File(folder / f"frames/frame_{index:06d}.vtkhdf") as frame:
                same(collagen.isel(time=index), frame["VTKHDF/CellData/collagen1"], f"collagen in frame {index}")
        check(not collagen.variable._in_memory, "reading one frame leaves the others in the file")
        same(run.fields["time"], [0, 1, 2], "times of the frames")
        same(numpy.round(run.fields["z"], 9), numpy.round(0.1 * (numpy.arange(13) + 0.5), 9), "depths of the cells")
        for name, unit in {"collagen1": "mg/mL", "fibroblasts": "cells/mm^3", "time": "day", "z": "mm", "x": "mm"}.items():
            check(run.fields[name].attrs["units"] == unit, f"{name} is in {run.fields[name].attrs['units']}")
        label = collagen.attrs["long_name"]
        check(label == collagen.attrs["description"] and "collagen" in label, "labels of figures come from the description")
        check(numpy.isnan(collagen.sel(z=0.05, method="nearest")).all(), "the epidermis has no collagen")
        check(not numpy.isnan(collagen.sel(z=0.5, method="nearest")).any(), "the dermis has")
        same(mend.edges([0.5, 1.5, 2.5]), [0, 1, 2, 3], "faces of cells")


def tables(folder):
    with mend.open(folder / "run.vtkhdf") as run, h5py.File(folder / "run.vtkhdf") as file:
        check(run.complete and run.model == "skin", "the run says what it was")
        check(run.configuration.encode() == file["provenance/configuration"][()], "the configuration is whole")
        check(run.execution["threads"].isdigit() and run.provenance["program"].startswith("mend "), "texts are texts")
        check(set(run.measures) == set(file["measures"]) - {"time", "z"}, "every measure is there")
        same(run.measures["time"], [0, 0.5, 1, 1.5, 2], "times of the measures")
        expected = ("collagen1_mean", ("time",), "mg/mL"), ("collagen_change_by_depth", ("time", "z"), "%")
        for name, dims, unit in expected:
            measure = run.measures[name]
            check(measure.dims == dims and measure.attrs["units"] == unit, f"{name}: {measure.dims}, {measure.attrs}")
            same(measure, file[f"measures/{name}"], name)
        check(set(run.outcomes) == set(file["outcomes"]), "every outcome is there")
        same(run.outcomes["inflammation_auc"], file["outcomes/inflammation_auc"], "an outcome")
        check(run.outcomes["inflammation_auc"].attrs["units"] == "cells day/mm^3", "an outcome has its unit")
        words = repr(run)
        check("fields    19 over time 3, z 13, y 10, x 10" in words and "punctures 5" in words, f"it prints as {words}")


def sessions(folder):
    """The file of configs/punctures.csv says where its punctures are."""
    with mend.open(folder) as run, h5py.File(folder / "run.vtkhdf") as file:
        check(dict(run.punctures.sizes) == {"puncture": 5}, f"{dict(run.punctures.sizes)}")
        same(run.punctures["session"], [1, 1, 1, 1, 2], "sessions of the punctures")
        same(run.punctures["time"], [0, 0, 0, 0, 1.5], "times of the punctures")
        same(run.punctures["x"], [0.25, 0.75, 0.25, 0.75, 0.5], "x of the punctures")
        same(numpy.round(run.punctures["tilt"], 9), [0, 10, 10, 0, 0], "tilts")
        same(numpy.round(run.punctures["azimuth"], 9), [0, 0, 90, 0, 0], "azimuths")
        for name, unit in {"radius": "mm", "tilt": "degree", "shear_x": "1", "time": "day"}.items():
            check(run.punctures[name].attrs["units"] == unit, f"{name} is in {run.punctures[name].attrs['units']}")
        check(list(run.punctures)[:4] == ["session", "time", "x", "y"], f"columns {list(run.punctures)}")
        check(dict(run.sessions.sizes) == {"session": 2, "z": 13, "y": 10, "x": 10}, f"{dict(run.sessions.sizes)}")
        same(run.sessions["time"], [0, 1.5], "times of the sessions")
        same(run.sessions["density"], [4, 1], "punctures per mm^2")
        injured = run.sessions["injured_fraction"]
        check(not injured.variable._in_memory, "the injured fraction is not read before it is used")
        groups = [file[f"treatment/session_{number:04d}"] for number in (1, 2)]
        same(injured.sel(session=2).isel(z=3), groups[1]["injured_fraction"][3], "a plane of the second session")
        same(injured, [group["injured_fraction"][()] for group in groups], "the injured fraction")
        same(run.sessions["injured_volume_dermis"], [group["injured_volume_dermis"][()] for group in groups], "volumes")


def geometry(folders):
    with mend.open(folders["axisymmetric"]) as run:
        check(run.fields["collagen1"].dims == ("time", "z", "y", "r"), f"{run.fields['collagen1'].dims}")
        check(run.sessions["injured_fraction"].dims == ("session", "z", "y", "r"), "sessions have a radius too")
        check(run.fields["r"].attrs["units"] == "mm", "a radius has its unit")
    with mend.open(folders["untreated"]) as run:
        check(not run.sessions and not run.punctures, "no session is an empty dataset, and so are its punctures")
    with mend.open(folders["foreign"]) as run:
        check(not run.outcomes and not run.sessions and run.configuration == "" and not run.complete,
              "what a result does not hold is empty")


def refusals(folders, scrap):
    refused(scrap / "nowhere", ["nowhere does not exist"], "a folder that is not there")
    text = scrap / "run.vtkhdf"
    text.write_text("no HDF5")
    refused(scrap, ["run.vtkhdf cannot be read"], "a file that is not HDF5")
    with h5py.File(text, "w"):
        pass
    refused(text, ["is no result of MEND"], "any HDF5 file")
    broken = scrap / "broken"
    shutil.copytree(folders["punctures"], broken)
    with h5py.File(broken / "run.vtkhdf", "r+") as file:
        del file["execution/complete"]
        file["execution/complete"] = numpy.bytes_("no")
    with mend.open(broken) as run:
        check(not run.complete and "not complete" in repr(run), "a result that is cut short says so")
    (broken / "frames/frame_000001.vtkhdf").write_bytes(b"half a frame")
    refused(broken, ["frame_000001.vtkhdf cannot be read"], "a frame that is damaged")
    (broken / "frames/frame_000001.vtkhdf").unlink()
    refused(broken, ["refers to frames/frame_000001.vtkhdf", "keep the folder"], "a master without its frames")
    said = subprocess.run([sys.executable, SOURCE / "scripts/plot", broken], capture_output=True, text=True)
    check(said.returncode == 1 and said.stderr.startswith("plot: ") and "Traceback" not in said.stderr, said.stderr)
    with h5py.File(broken / "run.vtkhdf", "r+") as file:
        file.attrs["format_version"] = 99
    refused(broken, ["format 99", "knows format 1"], "a format to come")


def many_frames(folder):
    """Each frame needs a file of its own, and one too many would read as NaN."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (40, hard))
    mend.open(folder).close()
    check(resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 40, "as many files may be open as there are frames")
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def while_it_runs(folder):
    command = [PROGRAM, "run", str(SOURCE / "configs/quick.yaml"), "-o", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        deadline = time.time() + 60
        while not (folder / "run.vtkhdf").exists() and time.time() < deadline and process.poll() is None:
            time.sleep(0.02)
        try:
            with mend.open(folder) as run:
                check(process.poll() is None and not run.complete, "a result opens while its run goes on")
                check(float(run.fields["collagen1"].isel(time=0).max()) == 160, "and its fields are there")
        finally:
            process.kill()


def foreign(folder):
    """A result of a model that no script knows, one cell deep: two fields over four frames in the same file."""
    folder.mkdir()
    axes = {"time": [0, 1, 10, 100], "z": [0.05], "y": 0.1 * numpy.arange(0.5, 12), "x": 0.1 * numpy.arange(0.5, 16)}
    with h5py.File(folder / "run.vtkhdf", "w") as file:
        file.attrs["format_version"] = 1
        cells, measures = file.create_group("VTKHDF/CellData"), file.create_group("measures")
        for group, names in (file, ("time", "z", "y", "x")), (measures, ("time",)):
            for name in names:
                group[name] = numpy.asarray(axes[name], float)
                group[name].make_scale(name)
                group[name].attrs["units"] = numpy.bytes_("day" if name == "time" else "mm")
        for name, sign in ("u", 1), ("v", -1):
            cells[name] = numpy.stack([sign * t * numpy.outer(axes["y"], axes["x"])[None] for t in axes["time"]])
            file[name] = cells[name]
            measures[f"{name}_mean"] = cells[name][()].mean((1, 2, 3))
            for dimension, axis in enumerate(axes):
                cells[name].dims[dimension].attach_scale(file[axis])
            measures[f"{name}_mean"].dims[0].attach_scale(measures["time"])
            for data in cells[name], measures[f"{name}_mean"]:
                data.attrs["units"] = numpy.bytes_("1")
                data.attrs["description"] = numpy.bytes_(f"concentration {name}")
    return folder


def drawing(folders, scrap):
    """Processes that draw each result, by its name."""
    return {name: subprocess.Popen([sys.executable, SOURCE / "scripts/plot", folder, "-o", scrap / f"plots_{name}"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for name, folder in folders.items()}


def figures(started, scrap):
    """Each picture is written for each kind of result, and is a picture of some size."""
    always = {"time_courses", "profiles", "collagen_section", "punctures"}
    expected = {"punctures": always, "axisymmetric": always, "untreated": always - {"punctures"},
                "foreign": {"time_courses", "section_u", "section_v"}}
    for name, process in started.items():
        said = "".join(process.communicate())
        check(process.returncode == 0 and "Traceback" not in said and "Warning" not in said, f"plot of {name}: {said}")
        pictures = {path.stem for path in (scrap / f"plots_{name}").glob("*.png")}
        check(pictures == expected[name], f"plot of {name} writes {pictures}")
        for path in (scrap / f"plots_{name}").glob("*.png"):
            head = path.read_bytes()[:24]
            size = [int.from_bytes(head[at:at + 4], "big") for at in (16, 20)]
            check(head[:4] == b"\x89PNG" and min(size) > 200, f"{path.name} of {name} has {size} points")


def compared(scrap, *arguments):
    command = [sys.executable, SOURCE / "scripts/compare", "-o", scrap / "comparison.png", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def outcome(folder, name):
    with h5py.File(folder / "run.vtkhdf") as file:
        return file[f"outcomes/{name}"][()]


def comparison(folders, scrap):
    runs = {dose: [made("quick.yaml", scrap / f"{dose}_{seed}", *DENSE, f"run.seed={seed}",
                        f"treatment.device.density={dose} /cm^2") for seed in (1, 2)] for dose in (1000, 2000)}
    said = compared(scrap, f"low={runs[1000][0]},{runs[1000][1]}", f"high={scrap}/2000_*",
                    f"none={folders['untreated']}")
    check(said.returncode == 0 and not said.stderr, f"compare: {said.stderr}")
    check((scrap / "comparison.png").stat().st_size > 10000, "compare draws a picture")
    row = next(line for line in said.stdout.splitlines() if line.startswith("inflammation_auc"))
    for dose in runs:
        low, high = sorted(outcome(folder, "inflammation_auc") for folder in runs[dose])
        check(f"{(low + high) / 2:.4g} ({low:.4g} to {high:.4g})" in row, f"median and range of {dose}: {row}")
    check("not within the run" in said.stdout, "an outcome that never came is not given as a number")

    one, two = (f"{name}={folders[name]}" for name in ("punctures", "untreated"))
    said = compared(scrap, one, two, "--measures", "collagen_change_man")
    check(said.returncode == 1 and "did you mean 'collagen_change_mean'?" in said.stderr and "Trace" not in said.stderr,
          f"a measure that is not there: {said.stderr}")
    said = compared(scrap, f"both={folders['untreated']},{runs[1000][0]}")
    check("differ in more than the seed" in said.stderr, f"runs that are no repeats: {said.stderr}")
    check(said.returncode == 1 and "fewer than two common times" in said.stderr, f"different times: {said.stderr}")


with scratch() as place:
    scrap = pathlib.Path(place)
    folders = {"punctures": made("punctures.yaml", scrap / "punctures", *TWICE, options=["--keep-frames"]),
               "axisymmetric": made("quick.yaml", scrap / "axisymmetric", *SMALL, "grid={geometry: axisymmetric}",
                                    "grid.spacing=[50 um, 100 um]"),
               "untreated": made("untreated.yaml", scrap / "untreated", "grid.width=[0.2 mm, 0.2 mm]", "run.end=14 day",
                                 "grid.spacing=50 um", "output.frames={}", "output.measures={every: 13 day}"),
               "foreign": foreign(scrap / "foreign")}
    started = drawing(folders, scrap)
    fields(folders["punctures"])
    tables(folders["punctures"])
    sessions(folders["punctures"])
    geometry(folders)
    many_frames(folders["punctures"])
    refusals(folders, scrap)
    while_it_runs(scrap / "going")
    figures(started, scrap)
    comparison(folders, scrap)
    said = subprocess.run([sys.executable, SOURCE / "scripts/examples/read_a_result.py", folders["punctures"]],
                          capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    check(said.returncode == 0, f"the example: {said.stderr}")
    check("session 2 on day 1.5: 1 punctures per mm^2" in said.stdout, f"the example prints {said.stdout}")
    check((folders["punctures"] / "profile.png").is_file(), "the example draws its picture")
finish()
