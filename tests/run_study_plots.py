#!/usr/bin/python3
"""The table of a sweep is read by mend.open_study, xarray and pandas alike, and scripts/plot draws it as it is: the
extreme, the failed points and the front are those that a count over the table finds; names that are not there are
refused."""
import csv
import json
import os
import pathlib
import stat
import subprocess
import sys

import h5py
import numpy
import pandas
import xarray

import study_table
from runs import SOURCE, check, finish, scratch

sys.path.insert(0, str(SOURCE / "scripts"))
import mend  # noqa: E402
from figures import heat_map, pareto, responses, scatter, survey  # noqa: E402

DENSITY, DEPTH, ALARM = "treatment.device.density", "treatment.device.channel_depth", "skin.parameters.alarm_half"
GAIN, COST, LOSS = "net_collagen_change_papillary", "inflammation_auc", "elastin_change_final"
DENSITIES, DEPTHS = [25, 100, 400, 1600], [0.2, 0.5, 0.8]
FAILED = (3, 12, 13, 14, 15, 16, 17, 50)  # all of one setting, and single ones


def grid():
    """Four densities, three depths, two samples, three seeds: a hump whose top moves with the sample."""
    density, depth, sample, seed = (axis.ravel() for axis in numpy.meshgrid(DENSITIES, DEPTHS, [0, 1], [0, 1, 2],
                                                                            indexing="ij"))
    noise = numpy.random.default_rng(1).normal(size=density.size)
    gain = 5 - (numpy.log(density / 300) - sample) ** 2 - 9 * (depth - 0.5) ** 2 + 0.6 * noise
    status = ["failed" if point in FAILED else "done" for point in range(density.size)]
    keys = {DENSITY: (density.astype(float), "1/cm^2", "log", 0), DEPTH: (depth, "mm", "linear", 0),
            ALARM: (0.2 + 0.1 * sample, "1", "linear", 1)}
    outcomes = {COST: (800 + depth * density, "cells day/mm^3"), GAIN: (gain, "%"),
                LOSS: (numpy.where(density > 1000, numpy.nan, -depth), "%")}
    return {"keys": keys, "outcomes": outcomes, "status": status, "replicate": seed, "sample": sample}


def scattered(design):
    unit = numpy.random.default_rng(2).random((40, 2))
    keys = {DENSITY: (25 * 64 ** unit[:, 0], "1/cm^2", "log", 0), DEPTH: (unit[:, 1], "mm", "linear", 0)}
    outcomes = {GAIN: (unit[:, 0] - (unit[:, 1] - 0.5) ** 2, "%"), COST: (800 + unit.sum(axis=1), "cells day/mm^3"),
                LOSS: (-unit[:, 1], "%")}
    return {"design": design, "keys": keys, "outcomes": outcomes, "unit": {DENSITY: unit[:, 0], DEPTH: unit[:, 1]},
            "status": ["failed" if point in (5, 7) else "done" for point in range(40)]}


def rows(table):
    """What the test knows of each point: setting (density, depth), sample and seed, gain and cost; NaN if it failed."""
    alive = numpy.array([word == "done" for word in table["status"]])
    return [{"setting": (density, depth), "repeat": (sample, seed), "failed": not good,
             GAIN: gain if good else numpy.nan, COST: cost if good else numpy.nan}
            for density, depth, sample, seed, gain, cost, good in zip(
                table["keys"][DENSITY][0], table["keys"][DEPTH][0], table["sample"], table["replicate"],
                table["outcomes"][GAIN][0], table["outcomes"][COST][0], alive)]


def medians(table, name):
    """Per setting with any number, in plain Python."""
    values = {}
    for row in rows(table):
        if not numpy.isnan(row[name]):
            values.setdefault(row["setting"], []).append(row[name])
    return {setting: sorted(numbers)[len(numbers) // 2] if len(numbers) % 2 else
            sum(sorted(numbers)[len(numbers) // 2 - 1:len(numbers) // 2 + 1]) / 2 for setting, numbers in values.items()}


def plot(*words, environment=None):
    return subprocess.run([sys.executable, SOURCE / "scripts/plot", *map(str, words)], capture_output=True, text=True,
                          env={**os.environ, **(environment or {})})


def reading(folder, table):
    study = mend.open_study(folder)
    check(study.design == "grid" and study.complete, "a study says how its points were chosen")
    check(list(study.parameters) == [DENSITY, DEPTH, ALARM], f"keys in the order of the sweep: {list(study.parameters)}")
    check(study.varied == [DENSITY, DEPTH] and set(study.outcomes) == {GAIN, COST, LOSS}, "roles are told apart")
    check(study.done.sizes["point"] == 64 and study.table.sizes["point"] == 72, "done points alone")
    check(study.table[GAIN].attrs["units"] == "%" and study.table[DENSITY].attrs["units"] == "1/cm^2", "units")
    check(study.key("channel_depth").name == DEPTH, "the end of a key will do")
    bands = study.bands([GAIN])
    expected = medians(table, GAIN)
    got = {(float(bands[DENSITY][at]), float(bands[DEPTH][at])): float(bands[GAIN][at, 1]) for at in range(12)}
    there = {setting: value for setting, value in got.items() if not numpy.isnan(value)}
    check(bands[GAIN].shape == (12, 3) and there.keys() == expected.keys() and len(there) == 11, "bands of settings")
    check(all(abs(there[setting] - expected[setting]) < 1e-12 for setting in expected), "medians over seeds and samples")
    counts = {setting: sum(row["setting"] == setting and not row["failed"] for row in rows(table)) for setting in got}
    check(bands["count"].sel(outcome=GAIN).values.tolist() == [counts[setting] for setting in got], "counts of values")
    plain = xarray.open_dataset(folder / "table.h5", engine="h5netcdf")
    check(plain[GAIN].dims == ("point",) and int(numpy.isnan(plain[GAIN]).sum()) == 8, "xarray opens the table")
    text = pandas.read_csv(folder / "table.csv")
    check(numpy.allclose(text[f"{GAIN} [%]"], study.table[GAIN], equal_nan=True), "pandas reads the same numbers")


def mapping(study, table):
    keys = [study.key("density"), study.key("channel_depth")]
    goal = survey.Goal(study, GAIN)
    drawn = heat_map.Map(study, goal, keys)
    expected = medians(table, GAIN)
    top = max(expected, key=expected.get)
    check(drawn.at(drawn.best) == top, f"the largest median is at {top}, not {drawn.at(drawn.best)}")
    tops = []
    for repeat in sorted({row["repeat"] for row in rows(table)}):
        mine = [row for row in rows(table) if row["repeat"] == repeat and not row["failed"]]
        tops.append(max(mine, key=lambda row: row[GAIN])["setting"])
    check(sorted(map(drawn.at, drawn.bests)) == sorted(tops), "each repeat has its own extreme")
    low = heat_map.Map(study, survey.Goal(study, f"-{COST}"), keys)
    check(low.at(low.best) == (25, 0.2), "a minus seeks the smallest")
    (_, figure), = heat_map.figures(study, [goal], keys)
    axes = figure.axes[0]
    lines = {line.get_marker(): line for line in axes.lines}
    lost = {row["setting"] for row in rows(table) if row["failed"]}
    crosses = set(zip(lines["x"].get_xdata(), lines["x"].get_ydata()))
    check(crosses == lost and len(lost) == 3, f"crosses at {crosses}, failed at {lost}")
    check((lines["*"].get_xdata()[0], lines["*"].get_ydata()[0]) == top, "the star is at the largest median")
    dots = [one for one in axes.collections if type(one).__name__ == "PathCollection"][-1]  # contours are of that type too
    check(set(map(tuple, dots.get_offsets())) == set(tops), "a dot at each repeat's extreme")
    cells = next(one for one in axes.collections if type(one).__name__ == "QuadMesh").get_array()
    gone = {setting for setting in lost if setting not in expected}
    check(int(numpy.ma.getmaskarray(cells).sum()) == len(gone) == 1, "a cell without any value is left empty")
    check(axes.get_xscale() == "log" and axes.get_yscale() == "linear", "axes have the scale of their key")
    words = " ".join(figure._supxlabel.get_text().split())
    check("8 of 72 points failed" in words and f"at {top[0]:g} per cm², {top[1]:g} mm" in words, f"the caption: {words}")
    (_, figure), = heat_map.figures(study, [survey.Goal(study, LOSS)], keys)
    words = " ".join(figure._supxlabel.get_text().split())
    reached = sum(not row["failed"] and row["setting"][0] > 1000 for row in rows(table))
    check(f"elastin change final at {reached} of 64" in words, f"what was not reached is said: {words}")


def lining(study, table):
    """One line for each value of the other key, over the first."""
    figure = responses.lines_figure(study, [survey.Goal(study, GAIN)], study.key("density"))
    expected = medians(table, GAIN)
    curves = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    check(len(curves) == 3, f"{len(curves)} lines")
    for depth, curve in zip(DEPTHS, curves):
        want = [expected.get((density, depth), numpy.nan) for density in DENSITIES]
        check(numpy.allclose(curve.get_ydata(), want, equal_nan=True), f"medians at depth {depth}; a gap where all failed")


def fronts(folder, table):
    study = mend.open_study(folder)
    done = plot(folder, "--pareto", GAIN, f"-{COST}")
    path = folder / f"plots/pareto_{GAIN}_{COST}.csv"
    check(done.returncode == 0 and path.is_file() and path.with_suffix(".png").is_file(), f"a front: {done.stderr}")
    gain, cost = medians(table, GAIN), medians(table, COST)
    better = lambda one, other: (gain[one] >= gain[other] and cost[one] <= cost[other] and  # noqa: E731
                                 (gain[one] > gain[other] or cost[one] < cost[other]))
    expected = {one for one in gain if not any(better(other, one) for other in gain)}
    with open(path, newline="", encoding="utf-8") as file:
        listed = {(float(row[f"{DENSITY} [1/cm^2]"]), float(row[f"{DEPTH} [mm]"])) for row in csv.DictReader(file)}
    check(listed == expected and 1 < len(expected) < 11, f"the front is {listed}, expected {expected}")
    goals = [survey.Goal(study, word) for word in (GAIN, f"-{COST}")]
    bands, on = pareto.settings(study, goals)
    axes = pareto.figure_of(study, goals, bands, on).axes[0]
    counts = sorted(len(numpy.flatnonzero(numpy.isfinite(line.get_xdata()))) for line in axes.lines
                    if line.get_marker() == "o" and len(line.get_xdata()))
    check(counts == sorted([len(expected), 11 - len(expected)]), f"{counts} points are drawn")
    check(pareto.front([[1, 1], [1, 1], [2, 1], [0, 3], [numpy.nan, 0]]).tolist() == [True, True, False, True, False],
          "equals stay, what is worse in one respect alone goes, what has no number goes")


def scattering(folder):
    study = mend.open_study(folder)
    figures = dict(scatter.figures(study, survey.goals(study, None)))
    check(set(figures) == {f"scatter_{name}" for name in (GAIN, COST, LOSS)}, f"{set(figures)}")
    for axes, key in zip(figures[f"scatter_{GAIN}"].axes, (DENSITY, DEPTH)):
        counts = {line.get_marker(): len(line.get_xdata()) for line in axes.lines}
        check(counts == {"o": 38, "x": 2}, f"points over {key}: {counts}")
    check(study.unit.shape == (40, 2) and float(study.unit.sel(key=DEPTH)[3]) == float(study.parameters[DEPTH][3]),
          "places in the unit cube")


def program_of(folder, answer, status=0):
    """A program that answers so."""
    path = folder / "mend"
    path.write_text(f"#!{sys.executable}\nimport sys\nprint({json.dumps(answer)!r})\n"
                    f"print('mend: cannot', file=sys.stderr)\nsys.exit({status})\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def sensitivities(folders, scrap):
    for design, blocks, names in ("morris", "trajectories", ("mu_star", "sigma")), ("sobol", "rows", ("first", "total")):
        of = {f"{name}{end}": value for name in names for end, value in (("", 0.4), ("_low", 0.3), ("_high", None))}
        answer = {"design": design, blocks: 10, "points": 40, "failed": 2, "resamples": 1000, "left_out": {},
                  "keys": [{"name": DENSITY}, {"name": DEPTH}],
                  "outcomes": [{"name": GAIN, "unit": "%", blocks: 9, "notes": ["9 are few"],
                                "indices": {DENSITY: of, DEPTH: of}}]}
        done = plot(folders[design], "--program", program_of(scrap, answer), "--outcome", GAIN, "-o", scrap / design)
        check(done.returncode == 0 and (scrap / design / "sensitivity.png").is_file(), f"{design}: {done.stderr}")
    done = plot(folders[design], "--program", program_of(scrap, answer, 1), "--outcome", GAIN, "-o", scrap / "none")
    check(done.returncode == 0 and "plot: no sensitivities: mend: cannot" in done.stderr and
          not (scrap / "none/sensitivity.png").exists() and (scrap / f"none/scatter_{GAIN}.png").is_file(),
          f"{design} without an answer is still drawn: {done.stderr}")


def refusals(folders, scrap):
    cases = ((folders["grid"], ("--outcome", "net_colagen_change_papilary"), 2, f"did you mean '{GAIN}'?"),
             (folders["grid"], ("--keys", "densty", "channel_depth"), 2, f"did you mean '{DENSITY}'?"),
             (folders["grid"], ("--keys", "density", "density"), 2, "the same"),
             (folders["grid"], ("--pareto", GAIN), 2, "two or three"),
             (folders["grid"], ("--pareto", GAIN, "-inflamation_auc"), 2, f"did you mean '{COST}'?"),
             (scrap, ("--pareto", GAIN, COST), 2, "is no study"),
             (scrap, (), 1, "does not exist"))
    for folder, words, status, sentence in cases:
        done = plot(folder, *words)
        check(done.returncode == status and sentence in done.stderr and "Traceback" not in done.stderr,
              f"plot {words}: {done.returncode}, {done.stderr}")
    planned = scrap / "planned"
    planned.mkdir()
    (planned / "plan.h5").touch()
    check("mend sweep collect" in plot(planned).stderr, "a study without a table says how to make one")
    (planned / "table.h5").write_text("no HDF5")
    check("cannot be read" in plot(planned).stderr, "a table that is damaged")
    with h5py.File(planned / "table.h5", "w"):
        pass
    done = plot(planned)
    check(done.returncode == 1 and "is no table of a sweep" in done.stderr, "a file that is another")


def pictures(folders, scrap):
    """Each design has its own, and each is a picture of some size."""
    expected = {"grid": {"map"}, "line": {"response"}, "words": {"response"},
                "panels": {f"map_{name}" for name in (GAIN, COST)},
                "latin hypercube": {f"scatter_{name}" for name in (GAIN, COST, LOSS)}, "list": {f"scatter_{GAIN}"}}
    options = {"list": ["--outcome", GAIN], "panels": ["--outcome", GAIN, f"-{COST}"]}
    started = {name: subprocess.Popen([sys.executable, SOURCE / "scripts/plot", folders[name], *options.get(name, ())],
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for name in expected}
    for name, process in started.items():
        said = "".join(process.communicate())
        check(process.returncode == 0 and "Traceback" not in said and "Warning" not in said, f"plot of {name}: {said}")
        drawn = {path.stem for path in (folders[name] / "plots").glob("*.png")}
        check(drawn == expected[name], f"plot of {name} writes {drawn}")
        for path in (folders[name] / "plots").glob("*.png"):
            head = path.read_bytes()[:24]
            size = [int.from_bytes(head[at:at + 4], "big") for at in (16, 20)]
            check(head[:4] == b"\x89PNG" and min(size) > 400, f"{path.name} of {name} has {size} points")


def without(table, key):
    """The points at the first value of a key, which is no longer varied."""
    kept = table["keys"][key][0] == table["keys"][key][0][0]
    keys = {name: (values[kept], *rest) for name, (values, *rest) in table["keys"].items() if name != key}
    return {"keys": keys, "outcomes": {name: (values[kept], unit) for name, (values, unit) in table["outcomes"].items()},
            "status": [word for word, keep in zip(table["status"], kept) if keep],
            "replicate": table["replicate"][kept], "sample": table["sample"][kept]}


def worded(table, *keys):
    """The same with the word of a case in place of the sample, and none of the keys named."""
    words = [("roller", "pen")[sample] for sample in table["sample"]]
    kept = {name: values for name, values in table["keys"].items() if name not in (ALARM, *keys)}
    return {**table, "keys": {**kept, "case": (words, "", "linear", 0)}, "sample": None}


with scratch() as place:
    scrap = pathlib.Path(place)
    table = grid()
    folders = {"grid": study_table.write(scrap / "grid", "grid", **table),
               "line": study_table.write(scrap / "line", "grid", **without(table, DEPTH)),
               "panels": study_table.write(scrap / "panels", "grid", **worded(table)),
               "words": study_table.write(scrap / "words", "grid", **worded(without(without(table, DEPTH), DENSITY)))}
    for design in "latin hypercube", "list", "morris", "sobol":
        folders[design] = study_table.write(scrap / design, **scattered(design))
    reading(folders["grid"], table)
    mapping(mend.open_study(folders["grid"]), table)
    lining(mend.open_study(folders["grid"]), table)
    pictures(folders, scrap)
    fronts(folders["grid"], table)
    scattering(folders["latin hypercube"])
    sensitivities(folders, scrap)
    refusals(folders, scrap)
finish()
