"""Fits of synthetic observations for the tests: what a run of known parameters measured, with noise of known deviation."""
import random

import h5py

from runs import PROGRAM, SOURCE, mend  # noqa: F401

CELL = {"grid": "{geometry: axisymmetric, radius: 0.18 mm, spacing: [12 um, 0.8 mm]}",
        "treatment.device": "{type: random, density: 1000 /cm^2, channel_depth: 0.8 mm, channel_radius: 80 um, taper: 0}",
        "run": "{end: 3 day, tolerance: 1e-4}"}
MEAN_DAYS, LEAST_DAYS = (0.25, 0.5, 1, 1.5, 2, 3), (0.02, 0.04, 0.06, 0.1, 0.15)
MEAN_DEVIATION, LEAST_DEVIATION = 8, 25  # [cells/mm^3]


def assignments(keys):
    return [f"{key}={value}" for key, value in keys.items()]


def series(config, folder, keys, names, days):
    """Values of measures at these days, by a run of a configuration with keys set: {(name, day): value}."""
    at = ", ".join(f"{day} day" for day in days)
    output = {"output": "{frames: {every: 0 day}, measures: {every: 0 day, at: [" + at + "]}}"}
    done = mend(config, folder, *assignments({**keys, **output}), threads=1, options=["--force"])
    if done.returncode:
        raise SystemExit(done.stderr)
    with h5py.File(folder / "run.vtkhdf", "r") as run:
        times = [round(float(time), 9) for time in run["measures/time"]]
        return {(name, day): float(run[f"measures/{name}"][times.index(round(day, 9))]) for name in names for day in days}


def fisher_truth(folder, growth_rate, diffusivity):
    """Rows (outcome, day, value, deviation) of the small cell of fisher without noise."""
    keys = {**CELL, "skin.parameters.growth_rate": f"{growth_rate} 1/day",
            "skin.parameters.diffusivity": f"{diffusivity} um^2/s"}
    seen = series("fisher.yaml", folder, keys, ("density_mean", "density_minimum"), sorted({*MEAN_DAYS, *LEAST_DAYS}))
    return ([("density_mean", day, seen["density_mean", day], MEAN_DEVIATION) for day in MEAN_DAYS] +
            [("density_minimum", day, seen["density_minimum", day], LEAST_DEVIATION) for day in LEAST_DAYS])


def noisy(rows, seed, unit):
    """The CSV of these rows with normal noise."""
    source = random.Random(seed)
    lines = [f"outcome,time [day],value [{unit}],deviation [{unit}]"]
    lines += [f"{name},{day},{value + source.gauss(0, deviation):.2f},{deviation}" for name, day, value, deviation in rows]
    return "\n".join(lines) + "\n"


def fisher_fit(folder, csv, starts=1, more=""):
    """Write a fit file and its observations; returns its path."""
    (folder / "seen.csv").write_text(csv)
    path = folder / "fit.yaml"
    keys = "\n".join(f"  {key}: {value}" for key, value in CELL.items())
    path.write_text(f"base: {SOURCE}/configs/fisher.yaml\nset:\n{keys}\nparameters:\n"
                    "  skin.parameters.growth_rate: {from: 0.1 1/day, to: 10 1/day, log: yes}\n"
                    "  skin.parameters.diffusivity: plausible\n"
                    f"observations: seen.csv\nstarts: {starts}\n{more}")
    return path
