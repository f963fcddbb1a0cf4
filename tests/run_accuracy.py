#!/usr/bin/python3
"""The scripts that weigh the time steps: they find errors that fall with the tolerance, start again where they were,
and say what a result tells of its residuals."""
import csv
import os
import pathlib
import subprocess
import sys

from runs import PROGRAM, SOURCE, check, finish, result, scratch

PYTHON = os.environ.get("MEND_PYTHON", sys.executable)
DIFFUSING = ["alarm", "neutrophils", "inflammatory_macrophages", "repair_macrophages", "tgf_beta1", "tgf_beta3", "pdgf",
             "fibroblasts", "myofibroblasts", "collagenolysis", "vegf", "capillaries"]


def script(name, *arguments):
    done = subprocess.run([PYTHON, str(SOURCE / "scripts" / name), *arguments, "--program", PROGRAM],
                          capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr)
    check(done.returncode == 0, f"{name} {arguments} leaves with {done.returncode}")
    return done.stdout


def series(folder):
    """Rows of the table by scheme and tolerance."""
    short = ["--set", "grid.spacing=[20 um, 1 mm]", "--set", "run.end=2 week"]
    script("work_precision", "reference", "-o", str(folder), "--tolerances", "3e-2,3e-3", *short)
    with open(folder / "work_precision.csv", newline="", encoding="utf-8") as file:
        return {(row["scheme"], float(row["tolerance"])): row for row in csv.DictReader(file)}


with scratch() as name:
    folder = pathlib.Path(name)
    rows = series(folder)
    check(set(rows) == {(scheme, tolerance) for scheme in ("ros2", "ros34pw2") for tolerance in (3e-2, 3e-3)},
          f"a row for each scheme and tolerance: {set(rows)}")
    for scheme in "ros2", "ros34pw2":
        loose, tight = rows[scheme, 3e-2], rows[scheme, 3e-3]
        for error in "collagen_error", "centre_error":
            fall = float(loose[error]) / float(tight[error])
            print(f"  {scheme}, {error}: {loose[error]:.8} and {tight[error]:.8}")
            check(fall > 3, f"{scheme}: {error} falls {fall:.3g} fold where the tolerance does ten fold")
        check(int(tight["accepted"]) > int(loose["accepted"]), f"{scheme}: a tighter tolerance takes more steps")
        check(float(loose["stepping"]) <= float(loose["wall"]), f"{scheme}: steps take no more than the whole")
    check((folder / "work_precision.png").read_bytes()[:4] == b"\x89PNG", "there is a picture")
    made = {path: path.stat().st_mtime_ns for path in folder.glob("reference/*/run.vtkhdf")}
    check(len(made) == 5, f"four runs and their reference: {sorted(made)}")
    victim = folder / "reference" / "ros2_0.03.command"
    victim.unlink()
    check(series(folder)["ros34pw2", 3e-3] == rows["ros34pw2", 3e-3], "the same table again")
    again = [path.parent.name for path in made if path.stat().st_mtime_ns != made[path]]
    check(again == ["ros2_0.03"], f"only what was not finished is run again: {again}")

    with result("reference.yaml", folder / "one", "run.end=1 day") as run:
        residuals = run["provenance/residuals"][()].decode()
        check(residuals.startswith("day 1: "), residuals)
        fields = [part.split()[0] for part in residuals.partition(": ")[2].split(", ")]
        check(fields == DIFFUSING, f"a residual for every field that diffuses: {fields}")
        values = [float(part.split()[1]) for part in residuals.partition(": ")[2].split(", ")]
        check(all(0 < value < 100 for value in values), residuals)
    text = script("check_steps", str(SOURCE / "configs/reference.yaml"), "-o", str(folder / "steps"),
                  "--set", "run.end=1 day")
    for words in ("ros2 at 0.01", "ros34pw2 at 0.01", "steps accepted", "most negative value", "against a tenth",
                  *DIFFUSING):
        check(words in text, f"check_steps says '{words}'")
finish()
