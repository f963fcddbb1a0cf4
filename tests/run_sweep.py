#!/usr/bin/python3
"""A sweep is planned, run, killed, taken up again and collected; its table is that of single runs."""
import pathlib
import signal
import subprocess
import time

import h5py
import numpy
import pandas
import xarray

from runs import PROGRAM, SOURCE, check, finish, mend as run_mend, scratch

SMALL = "set: {grid.spacing: 50 um, run.end: 2 day, output.frames: {every: 0 day}}"
GRID = f"""title: how far and how fast
base: {SOURCE}/configs/fisher.yaml
{SMALL}
vary:
  treatment.device.channel_depth: {{from: 200 um, to: 0.6 mm, n: 3}}
  treatment.device.density: {{from: 500 /cm^2, to: 2000 /cm^2, n: 3, scale: log}}
"""


def sweep(*words, status=0):
    done = subprocess.run([PROGRAM, "sweep", *map(str, words)], capture_output=True, text=True)
    check(done.returncode == status, f"mend sweep {words}: exit status {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr


def write(path, text):
    path.write_text(text)
    return path


def files(study):
    return sorted(path for path in study.rglob("*") if path.is_file() and path.parent.parent.name == "points")


def plans(root):
    said = sweep("plan", write(root / "grid.yaml", GRID), "-o", root / "grid")
    check("points     9; 0 are done already" in said, f"a plan says how many points there are: {said}")
    check("time " in said and "memory " in said and "disk " in said, f"and what they cost: {said}")
    check(sorted(path.name for path in (root / "grid").iterdir()) == ["plan.h5"], "it is one file")
    sweep("plan", root / "grid.yaml", "-o", root / "grid")
    write(root / "other.yaml", GRID.replace("n: 3", "n: 2"))
    check("plan of another sweep" in sweep("plan", root / "other.yaml", "-o", root / "grid", status=1), "another is not lost")
    bad = write(root / "bad.yaml", GRID.replace("0.6 mm", "6 mm"))
    said = sweep("plan", bad, "-o", root / "bad", status=2)
    check("point 3 (treatment.device.channel_depth = 3100 um" in said and "deeper than the skin" in said, f"bad points: {said}")
    check("6 of 9 points" in said and not (root / "bad").exists(), f"nothing is written: {said}")


def single_run(root, folder):
    done = run_mend("fisher.yaml", root / folder, "grid.spacing=50 um", "run.end=2 day", "output.frames={every: 0 day}",
                    "treatment.device.channel_depth=0.4 mm", "treatment.device.density=10 /mm^2", options=["--quiet"])
    check(done.returncode == 0, f"a single run: {done.stderr}")
    with h5py.File(root / folder / "run.vtkhdf") as run:
        return {name: item[()] for name, item in run["outcomes"].items()}


def tables(root):
    study = root / "grid"
    sweep("run", study)
    sweep("collect", study)
    check(len(files(study)) == 9, f"a file for each finished point: {files(study)}")
    with xarray.open_dataset(study / "table.h5", engine="h5netcdf") as table:
        check(table.sizes == {"point": 9}, f"xarray reads one table: {dict(table.sizes)}")
        depth, density = table["treatment.device.channel_depth"], table["treatment.device.density"]
        check(numpy.array_equal(depth, numpy.repeat([200, 400, 600], 3)), f"the last key runs fastest: {depth.values}")
        check(depth.attrs["units"] == "um" and density.attrs["scale"] == "log", f"with units: {depth.attrs}")
        check(numpy.allclose(density[:3], [500, 1000, 2000], rtol=1e-11), f"{density.values}")
        check(set(table["status"].values.astype(str)) == {"done"}, "and what became of the points")
        outcomes = [name for name in table if table[name].attrs["role"] == "outcome"]
        single = single_run(root, "single")
        check(sorted(outcomes) == sorted(single) and outcomes, f"all outcomes: {outcomes}")
        for name in outcomes:
            check(numpy.array_equal(table[name].values[4], single[name], equal_nan=True), f"{name} has the bits of a single run")
        text = pandas.read_csv(study / "table.csv", float_precision="round_trip")
        check(text.shape[0] == 9 and "treatment.device.channel_depth [um]" in text.columns, f"{text.columns}")
        for name in outcomes:
            column = f"{name} [{table[name].attrs['units']}]"
            check(numpy.array_equal(text[column], table[name], equal_nan=True), f"{column} of the CSV has the same bits")


def shares(root):
    """Two sweeps with one store compute their common points once."""
    store = root / "store"
    for name, text in (("a", GRID), ("b", GRID.replace("to: 0.6 mm, n: 3", "to: 400 um, n: 2"))):
        write(root / f"{name}.yaml", text)
        said = sweep("plan", root / f"{name}.yaml", "-o", root / name, "--store", store)
        check(("; 6 are done already" if name == "b" else "; 0 are done") in said, f"what is there is known: {said}")
        sweep("run", root / name)
        check(len([path for path in store.rglob("*") if path.is_file()]) == 9, "and nothing is computed twice")
    first = {path: path.stat().st_mtime_ns for path in store.rglob("*.h5")}
    sweep("run", root / "b")
    check(first == {path: path.stat().st_mtime_ns for path in store.rglob("*.h5")}, "nor touched")


def bands(root):
    text = GRID.split("vary:")[0] + ("vary: {treatment.device.density: [500 /cm^2, 1000 /cm^2]}\nreplicates: 2\nuncertainty: "
                                     "{samples: 5, over: {skin.parameters.growth_rate: {from: 1 1/day, to: 4 1/day}}}\n")
    sweep("plan", write(root / "bands.yaml", text), "-o", root / "bands")
    sweep("run", root / "bands")
    said = sweep("collect", root / "bands")
    check("20 points, 20 done" in said, said)
    table = pandas.read_csv(root / "bands/table.csv")
    band = pandas.read_csv(root / "bands/bands.csv")
    check(band.shape[0] == 2 and list(band["runs"]) == [10, 10], f"a row for each setting: {band.shape}")
    names = [name for name in table.columns if f"{name.split(' [')[0]} median" in " ".join(band.columns)]
    check(len(names) > 0, "with the median of every outcome")
    for name in names:
        stem, unit = name.split(" [")
        for share, word in ((0.5, "median"), (0.05, "5 %"), (0.95, "95 %")):
            expected = table.groupby("setting")[name].quantile(share)
            check(numpy.allclose(band[f"{stem} {word} [{unit}"], expected, rtol=1e-12, equal_nan=True), f"{word} of {name}")


def failures(root):
    """Points that blow up are kept apart, with the reason, and cost the others nothing."""
    text = GRID.split("vary:")[0] + "vary: {skin.parameters.diffusivity: [1 um^2/s, 1e8 um^2/s, 1e9 um^2/s]}\n"
    study = root / "failing"
    sweep("plan", write(root / "failing.yaml", text.replace("50 um", "100 um")), "-o", study)
    said = sweep("run", study, status=1)
    check("2 of 3 points failed" in said and "no step is small enough" in said and "retry" in said, f"a failure is said: {said}")
    check("2 points, the first: at day 0 no step is small enough" in sweep("status", study), "reasons that are alike are one")
    sweep("collect", study)
    table = pandas.read_csv(study / "table.csv")
    check(sorted(table["status"]) == ["done", "failed", "failed"], f"the table knows: {list(table['status'])}")
    failed = table[table["status"] == "failed"]
    check(failed["reason"].str.contains("density has values in error").all(), "why")
    check(failed["density_change [cells/mm^3]"].isna().all(), "and has no number for them")
    records = {path: path.stat().st_mtime_ns for path in study.rglob("*.failed")}
    sweep("run", study, status=1)
    check(records == {path: path.stat().st_mtime_ns for path in study.rglob("*.failed")}, "they are left alone")
    sweep("retry", study, status=1)
    check(len(records) == 2 and records != {path: path.stat().st_mtime_ns for path in study.rglob("*.failed")}, "but by retry")


def kills(root):
    study = root / "killed"
    write(root / "long.yaml", GRID.replace("n: 3", "n: 4").replace("spacing: 50 um", "spacing: 25 um"))
    sweep("plan", root / "long.yaml", "-o", study)
    for how in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
        with subprocess.Popen([PROGRAM, "sweep", "run", study, "--quiet"], stderr=subprocess.PIPE, text=True) as run:
            before, deadline = len(files(study)), time.time() + 60
            while len([path for path in files(study) if path.suffix == ".h5"]) < before + 2 and run.poll() is None and time.time() < deadline:
                time.sleep(0.01)
            run.send_signal(how)
            words = run.stderr.read()
        if how != signal.SIGKILL:
            check(run.returncode == 85 and "goes on" in words, f"{how.name}: exit status {run.returncode}: {words}")
        finished = {path: path.stat().st_mtime_ns for path in files(study) if path.suffix == ".h5"}
        check("done" in sweep("status", study), "its state is known at any time")
    sweep("resume", study)
    check(all(path.stat().st_mtime_ns == time_then for path, time_then in finished.items()), "finished points stay")
    check(len(files(study)) == 16 and all(path.suffix == ".h5" for path in files(study)), f"nothing else is left: {files(study)}")


def shipped():
    """Every sweep file in configs/sweeps has points, all of which can be run."""
    names = sorted((SOURCE / "configs/sweeps").glob("*.yaml"))
    check(len(names) > 0, "sweeps are shipped")
    for name in names:
        said = sweep("plan", name, "--dry-run")
        check("points " in said and "cannot be run" not in said, f"{name.name}: {said}")


with scratch() as folder:
    place = pathlib.Path(folder)
    plans(place)
    tables(place)
    shares(place)
    bands(place)
    failures(place)
    kills(place)
    shipped()
finish()
