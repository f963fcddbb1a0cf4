"""Runs of one configuration that differ in the scheme and the tolerance of the time steps, and how far they are from
one another."""
import json
import pathlib
import re
import shutil
import subprocess

import numpy

import mend

ROOT = pathlib.Path(__file__).resolve().parent.parent


def program(path):
    """The program to run: the one given, that of the release build, or the one on PATH."""
    built = ROOT / "build/release/bin/mend"
    found = path or (built if built.exists() else shutil.which("mend"))
    if not found or not pathlib.Path(found).exists():
        raise mend.Error("no program: build it (cmake --workflow --preset release), or give it by --program")
    return str(pathlib.Path(found).resolve())


def schemes(executable):
    """The words that run.scheme takes."""
    text = subprocess.run([executable, "describe", "run.scheme", "--format", "json"], check=True, capture_output=True,
                          text=True).stdout
    return json.loads(text)["found"][0]["choices"]


def run(executable, config, folder, assignments, threads=None):
    """Folder of the result of a configuration: run, unless it stands there complete and was made by the same command,
    the same program and the same text."""
    command = [executable, "run", str(config), "-o", str(folder), "--force"]
    for assignment in assignments:
        command += ["--set", assignment]
    command += ["--threads", str(threads)] if threads else []
    text = pathlib.Path(config).read_text(encoding="utf-8")
    made_of = repr((command, pathlib.Path(executable).stat().st_mtime_ns, text))
    asked = pathlib.Path(f"{folder}.command")
    there = pathlib.Path(folder) / "run.vtkhdf"
    if there.exists() and asked.exists() and asked.read_text(encoding="utf-8") == made_of:
        with mend.open(folder) as result:
            if result.complete:
                return result.folder
    pathlib.Path(folder).parent.mkdir(parents=True, exist_ok=True)
    asked.unlink(missing_ok=True)
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise mend.Error(f"{' '.join(command)}: exit status {done.returncode}: {done.stderr.strip()}")
    asked.write_text(made_of, encoding="utf-8")
    return pathlib.Path(folder)


def steps_of(result):
    """What the program counted: accepted and rejected steps, lowest value over its field's scale, wall times [s]."""
    counted = re.match(r"accepted (\d+), rejected (\d+), lowest value (\S+) of", result.provenance["steps"])
    stepping = re.match(r"time steps ([\d.]+) s", result.execution["costs"])
    return {"accepted": int(counted[1]), "rejected": int(counted[2]), "lowest": float(counted[3]),
            "wall": float(result.execution["wall_time"].split()[0]),
            "stepping": float(stepping[1])}


def residuals_of(result):
    """|rate|/(loss u) at the end of each field that diffuses; an empty dict of a result without any."""
    values = result.provenance["residuals"].partition(": ")[2]
    return {name: float(value) for name, value in re.findall(r"(\w+) (\S+?)(?:,|$)", values)}


def centre_of_channel(result):
    """Values of each field over the frames in the cell that the axis of the first channel crosses at half its depth."""
    fields, punctures = result.fields, result.punctures
    radial = "r" in fields.dims
    widths = {axis: mend.edges(fields[axis].values)[-1] for axis in (("r",) if radial else ("x", "y"))}
    for number in range(punctures.sizes["puncture"]):
        one = {name: float(punctures[name][number]) for name in ("x", "y", "depth", "shear_x", "shear_y")}
        z = one["depth"] / 2
        place = {"r": 0.0} if radial else {"x": one["x"] + one["shear_x"] * z, "y": one["y"] + one["shear_y"] * z}
        if one["depth"] > 0 and all(0 <= place[axis] < width for axis, width in widths.items()):
            cell = fields.sel(z=z, **place, method="nearest").squeeze(drop=True)
            return {name: values.values for name, values in cell.items()
                    if values.dims == ("time",) and numpy.isfinite(values.values).all()}
    raise mend.Error(f"{result.path}: no channel has its middle within the box")


def errors(result, reference):
    """Error of the net change of collagen over its largest size within the course, for it may end near 0; and the
    largest error of a field in the centre of a channel over all frames, over the field's largest value there, with the
    name of the field."""
    course = abs(reference.measures["collagen_change_mean"].values).max()
    there, wanted = centre_of_channel(result), centre_of_channel(reference)
    off = {name: abs(there[name] - wanted[name]).max() / abs(wanted[name]).max() for name in wanted
           if abs(wanted[name]).max() > 0}
    if not off or not course > 0:
        raise mend.Error(f"{reference.path}: there is nothing to compare with")
    change, exact = (float(one.outcomes["net_collagen_change_mean"]) for one in (result, reference))
    worst = max(off, key=off.get)
    return {"collagen_error": abs(change - exact) / course, "centre_error": float(off[worst]), "centre_field": worst}
