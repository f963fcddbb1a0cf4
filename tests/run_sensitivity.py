#!/usr/bin/python3
"""mend sensitivity of tables written here, against indices computed anew with numpy."""
import csv
import json
import pathlib
import subprocess

import h5py
import numpy as np

from runs import PROGRAM, check, finish, scratch

KEYS = {"treatment.device.density": ("1/cm^2", 25.0, 2000.0, "log"), "run.tolerance": ("1", 0.001, 0.01, "linear"),
        "treatment.device.channel_depth": ("mm", 0.4, 1.2, "linear")}
K = len(KEYS)


def attributes(dataset, **values):
    for name, value in values.items():
        dataset.attrs[name] = np.bytes_(value) if isinstance(value, str) else value


def write_table(study, design, block, unit, outcomes, status=None, repeats=1):
    """A table like that of mend sweep collect: each point of the design `repeats` times; outcomes: name: values of all points."""
    study.mkdir(exist_ok=True)
    places, unit = unit, np.repeat(unit, repeats, axis=0)
    n = len(unit)
    status = np.array(["done"] * n if status is None else status, dtype="S6")
    with h5py.File(study / "table.h5", "w") as file:
        attributes(file, title="a test", design=design, complete="yes", format_version=1, block=block)
        file["point"] = np.arange(n)
        file["point"].make_scale("point")
        for i, (name, (units, low, high, scale)) in enumerate(KEYS.items()):
            share = unit[:, i]
            file[name] = low * (high / low) ** share if scale == "log" else low + (high - low) * share
            attributes(file[name], units=units, description=f"what {name} is", role="parameter", scale=scale, uncertain=0)
        file["case"] = np.array(["pen", "roller"] * n, dtype="S6")[:n]
        attributes(file["case"], units="", description="what is needled with", role="parameter", scale="linear", uncertain=1)
        for name, values in outcomes.items():
            file[name] = values
            attributes(file[name], units="mg/mL", description=f"what {name} is", role="outcome")
        file["status"] = status
        file["reason"] = np.array([""] * n, dtype="S1")
        file["setting"], file["replicate"] = np.arange(n) // repeats, np.arange(n) % repeats
        file["design/unit"] = places
        file["design"]["keys"] = np.bytes_("\n".join(KEYS))


def saltelli(rows, generator):
    a, b = generator.random((2, rows, K))
    points = []
    for i in range(rows):
        points += [a[i], b[i]]
        for key in range(K):
            mixed = a[i].copy()
            mixed[key] = b[i, key]
            points.append(mixed)
    return np.array(points)


def morris(trajectories, generator):
    points = []
    for _ in range(trajectories):
        place = generator.integers(0, 4, K)
        points.append(place / 3)
        for key in generator.permutation(K):
            place[key] = (place[key] + 2) % 4
            points.append(place / 3)
    return np.array(points)


def shares(y):
    """First and total of each key, from blocks that are whole."""
    y = y.reshape(-1, K + 2)
    y = y[np.isfinite(y).all(axis=1)]
    a, b, mixed = y[:, 0], y[:, 1], y[:, 2:].T
    variance = np.var(np.r_[a, b])
    centre = np.mean(np.r_[a, b])
    return [((b - centre) * (m - a)).mean() / variance for m in mixed], [((a - m) ** 2).mean() / 2 / variance for m in mixed]


def effects(unit, y):
    """mu*, sigma, mu of each key."""
    found = [[] for _ in range(K)]
    for x, f in zip(unit.reshape(-1, K + 1, K), y.reshape(-1, K + 1)):
        for point in range(K):
            key = int(np.flatnonzero(x[point + 1] != x[point])[0])
            if np.isfinite(f).all():
                found[key].append((f[point + 1] - f[point]) / (x[point + 1] - x[point])[key])
    found = np.array(found)
    return np.abs(found).mean(axis=1), found.std(axis=1, ddof=1), found.mean(axis=1)


def call(study, *options):
    return subprocess.run([PROGRAM, "sensitivity", str(study), *options], capture_output=True, text=True)


def read(study, *options):
    done = call(study, "--format", "json", *options)
    check(done.returncode == 0, f"{study} {options}: {done.returncode} {done.stderr}")
    return json.loads(done.stdout)


def close(found, expected, sentence):
    check(np.shape(found) == np.shape(expected) and np.allclose(found, expected, rtol=1e-9, atol=1e-12),
          f"{sentence}: {found}, expected {expected}")


def refused(study, status, words, *options):
    done = call(study, *options)
    check(done.returncode == status and words in done.stderr and not done.stdout and "HDF5-DIAG" not in done.stderr,
          f"{options} gives {status} and '{words}': {done.returncode} {done.stderr}")


def model(unit):
    return 50 + np.sin(6 * unit[:, 0]) + 3 * unit[:, 1] * unit[:, 2]


def check_sobol(study, generator):
    rows = 128
    unit = saltelli(rows, generator)
    y = model(unit)
    holes = y.copy()
    holes[generator.random(len(y)) < 0.1] = np.nan
    write_table(study, "sobol", K + 2, unit,
                {"collagen": y, "holes": holes, "never": np.full(len(y), np.nan), "fixed": np.full(len(y), 7.0)},
                np.where(np.isnan(holes), "failed", "done"))
    whole = int(np.isfinite(holes.reshape(-1, K + 2)).all(axis=1).sum())
    failed = int(np.isnan(holes).sum())

    found = read(study)
    check(found["design"] == "sobol" and found["rows"] == rows and found["points"] == len(y) and
          found["failed"] == failed and found["done"] == len(y) - failed, f"JSON says what the study is: {found}")
    check([(key["name"], key["unit"], key["scale"]) for key in found["keys"]] ==
          [(name, units, scale) for name, (units, _, _, scale) in KEYS.items()], f"keys in the design's order: {found['keys']}")
    check(found["keys"][2]["from"] == 0.4 + (1.2 - 0.4) * unit[:, 2].min(), "a key's range is that of its values")
    check(found["left_out"] == {"never": "no number at any point", "fixed": "the same at all points"},
          f"outcomes that say nothing are left out: {found['left_out']}")
    outcomes = {row["name"]: row for row in found["outcomes"]}
    check(list(outcomes) == ["collagen", "holes"], f"outcomes are {list(outcomes)}")
    for name, values, used in (("collagen", y, rows), ("holes", holes, whole)):
        first, total = shares(values)
        indices = outcomes[name]["indices"]
        check(outcomes[name]["rows"] == used, f"{name}: {outcomes[name]['rows']} rows used, expected {used}")
        check(list(indices) == list(KEYS), f"{name}: keys are {list(indices)}")
        close([row["first"] for row in indices.values()], first, f"first shares of {name}")
        close([row["total"] for row in indices.values()], total, f"total shares of {name}")
        for row in indices.values():
            check(row["first_low"] < row["first"] < row["first_high"] and row["total_low"] < row["total"] < row["total_high"],
                  f"{name}: an estimate stands in its interval")
    check(any("wide" in note and "more rows" in note for note in outcomes["collagen"]["notes"]),
          f"wide intervals are said: {outcomes['collagen']['notes']}")
    check(any("left out" in note for note in outcomes["holes"]["notes"]), f"lost rows are said: {outcomes['holes']['notes']}")

    done = call(study)
    lines = done.stdout.splitlines()
    check(done.returncode == 0 and lines[0] == f"{study}: sobol design of 3 keys; at least {whole} of {rows} rows used; of "
          f"{len(y)} points {failed} failed, 0 missing", f"the first line of the text: {lines[0]}")
    check("takes all 5 points of its block with it: with one such point in ten some 59 %" in done.stdout,
          "the text says what a lost point costs")
    first, total = shares(y)
    line = [line for line in lines if line.startswith("  treatment.device.density")][0]
    check(f" {first[0]:.3f} (" in line and f" {total[0]:.3f} (" in line and line.endswith(" 1/cm^2"), f"a line of the text: {line}")
    check("left out, no number at any point: never" in lines and "left out, the same at all points: fixed" in lines, done.stdout)
    check(f"holes [mg/mL]: what holes is; {whole} of {rows} rows" in lines, "a table says its rows")

    table = list(csv.DictReader(call(study, "--format", "csv", "--outcome", "holes").stdout.splitlines()))
    check(len(table) == K and [row["key"] for row in table] == list(KEYS) and {row["outcome"] for row in table} == {"holes"},
          f"CSV: a line per key: {table}")
    close([float(row["total"]) for row in table], shares(holes)[1], "CSV: total shares")
    close([float(row["first_low"]) for row in table],
          [row["first_low"] for row in outcomes["holes"]["indices"].values()], "CSV: the same intervals as in JSON")

    again, other = read(study), read(study, "--seed", "2")
    check(again == found and other["outcomes"] != found["outcomes"], "the seed decides the intervals")
    refused(study, 2, "the study has no outcome 'colagen'; did you mean 'collagen'?", "--outcome", "colagen")
    refused(study, 2, "at least 40 resamples, not 5", "--resamples", "5")
    refused(study, 2, "whole number", "--seed", "-1")
    refused(study, 2, "text, csv or json", "--format", "xml")
    refused(study, 1, "nothing can be said of any outcome; never: no number at any point", "--outcome", "never")


def check_morris(study, generator):
    unit = morris(30, generator)
    y = model(unit)
    holes = y.copy()
    holes[[5, 17]] = np.nan
    noise = generator.normal(size=(len(y), 2))
    noise -= noise.mean(axis=1, keepdims=True)
    write_table(study, "morris", K + 1, unit,
                {"collagen": np.repeat(y, 2) + noise.ravel(), "holes": np.repeat(holes, 2)}, repeats=2)
    found = read(study)
    outcomes = {row["name"]: row for row in found["outcomes"]}
    check(found["trajectories"] == 30 and found["points"] == 240 and outcomes["holes"]["trajectories"] == 28,
          f"JSON says how many trajectories: {found['trajectories']}, {outcomes['holes']['trajectories']}")
    for name, values in (("collagen", y), ("holes", holes)):
        for measure, expected in zip(("mu_star", "sigma", "mu"), effects(unit, values)):
            close([row[measure] for row in outcomes[name]["indices"].values()], expected, f"{measure} of {name}")
    done = call(study)
    check("morris design of 3 keys; at least 28 of 30 trajectories used; of 240 points 0 failed, 0 missing" in done.stdout and
          "mean over the replicates" in done.stdout, done.stdout)
    check("in the unit of the outcome" in done.stdout and "whole range of the key" in done.stdout, "effects have a unit")


def check_refusals(folder, generator):
    study = folder / "grid"
    refused(study, 2, "grid has no table.h5; mend sweep collect makes it")
    unit = generator.random((8, K))
    write_table(study, "grid", 1, unit, {"collagen": np.repeat(model(unit), 3)}, repeats=3)
    refused(study, 2, "is a study of the design 'grid'; sensitivity needs the design 'sobol'")
    unit = saltelli(8, generator)
    write_table(study, "sobol", K + 2, unit[::-1], {"collagen": model(unit)})
    refused(study, 1, "Saltelli's arrangement")
    few = model(unit)
    few[K + 2:] = np.nan
    write_table(study, "sobol", K + 2, unit, {"collagen": few})
    refused(study, 1, "of 8 blocks of 5 points 1 can be used: two are the least")
    for change, words in (({"design": b"spiral"}, "no design"), ({"format_version": 9}, "another format"),
                          ({"block": 0}, "no block")):
        write_table(study, "sobol", K + 2, unit, {"collagen": model(unit)})
        with h5py.File(study / "table.h5", "r+") as file:
            file.attrs.update(change)
            file.attrs["design"] = np.bytes_(file.attrs["design"])
        refused(study, 1, words)
    for name in ("status", "setting", "design", "design/keys", "design/unit"):
        write_table(study, "sobol", K + 2, unit, {"collagen": model(unit)})
        with h5py.File(study / "table.h5", "r+") as file:
            del file[name]
        refused(study, 1, f"'{name.split('/')[-1]}' is missing")
    write_table(study, "sobol", K + 2, unit, {"collagen": model(unit)})
    with h5py.File(study / "table.h5", "r+") as file:
        file["setting"][3] = 4
    refused(study, 1, "a point of the design is missing")
    with h5py.File(study / "table.h5", "r+") as file:
        file["setting"][3] = 40
    refused(study, 1, "a setting is no point of the design")
    (study / "table.h5").write_bytes((study / "table.h5").read_bytes()[:4000])
    refused(study, 1, "cannot read")
    (study / "table.h5").write_text("x")
    refused(study, 1, "cannot read")


with scratch() as name:
    random = np.random.default_rng(1)
    folder = pathlib.Path(name)
    check_sobol(folder / "sobol", random)
    check_morris(folder / "morris", random)
    check_refusals(folder, random)
finish()
