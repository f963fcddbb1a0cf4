#!/usr/bin/python3
"""Outcomes of every configuration, reduced in size, against tests/data/outcomes.json.

run_regression.py --regenerate REASON writes that file anew, each outcome with its error in time: its change at a tenth of the
tolerance of the time steps. An outcome may differ by that error, or by a hundredth of the tolerance, for the same sums may be
compiled differently. Where more differs, results have changed: regenerate in a commit of its own that says why."""
import json
import math
import sys

from runs import SOURCE, check, finish, result, scratch

DATA = SOURCE / "tests/data/outcomes.json"
CELL = ["grid={geometry: axisymmetric, spacing: 25 um}"]  # one channel and its share of the skin, all sessions
COARSE = ["grid={width: [1 mm, 1 mm], spacing: 50 um}"]
REDUCED = {  # configuration: what makes it quick
    "quick.yaml": COARSE, "session.yaml": CELL, "course.yaml": CELL, "punctures.yaml": COARSE, "untreated.yaml": COARSE,
    "cell.yaml": [], "reference.yaml": [], "reference_epithelium.yaml": [], "pen.yaml": COARSE, "pen_overtreated.yaml": CELL, "roller.yaml": CELL,
    "stamp.yaml": CELL, "fisher.yaml": [], "adler.yaml": [], "sherratt_murray.yaml": [], "disc_diffusion.yaml": [], "burn.yaml": [],
    "buganza.yaml": []}


def outcomes(config, *assignments):
    """Name to value."""
    with scratch() as folder, result(config, folder, "output.frames={every: 0 day}", *assignments, *REDUCED[config],
                                     threads=2) as run:
        return {name: float(data[()]) for name, data in run["outcomes"].items()}, tolerance_of(run)


def tolerance_of(run):
    text = run["provenance/configuration"][()].decode()
    return float(next(line.split(":")[1] for line in text.splitlines() if line.strip().startswith("tolerance:")))


def written(value, digits):
    """As JSON holds it: not within the run is null."""
    return None if math.isnan(value) else float(f"{value:.{digits}g}")


def regenerate(reason):
    table = []
    for config in REDUCED:
        values, tolerance = outcomes(config)
        finer, _ = outcomes(config, f"run.tolerance={tolerance / 10}")
        rows = (f"{json.dumps(name)}: {json.dumps([written(value, 12), written(abs(value - finer[name]), 3)])}"
                for name, value in values.items())
        table.append(f"{json.dumps(config)}: {{\n  " + ",\n  ".join(rows) + "}")
        print(f"{config}: {len(values)} outcomes")
    DATA.write_text(f'{{"reason": {json.dumps(reason)},\n"outcomes": {{\n' + ",\n".join(table) + "}}\n", encoding="ascii")


def compare(config, expected):
    values, tolerance = outcomes(config)
    check(set(values) == set(expected), f"{config}: outcomes came or went: {set(values) ^ set(expected)}")
    worst = 0
    for name in values.keys() & expected.keys():
        value, error = expected[name]
        if value is None or math.isnan(values[name]):
            check(value is None and math.isnan(values[name]), f"{config}: {name} is {values[name]}, was {value}")
            continue
        off = abs(values[name] - value)
        worst = max(worst, off / abs(value) if value else off)
        check(off <= max(error or 0, 0.01 * tolerance * abs(value)),
              f"{config}: {name} is {values[name]:.12g}, was {value:.12g}, which is known within {error:.2g}")
    print(f"  {config}: {len(values)} outcomes, the largest change is {worst:.2g} of its value")


if sys.argv[1:2] == ["--regenerate"]:
    if len(sys.argv) != 3:
        sys.exit("run_regression.py --regenerate REASON")
    regenerate(sys.argv[2])
    sys.exit(0)
check({path.name for path in (SOURCE / "configs").glob("*.yaml")} == set(REDUCED), "every configuration is compared")
known = json.loads(DATA.read_text(encoding="ascii"))
check(known["reason"] and set(known["outcomes"]) == set(REDUCED), "every configuration has its outcomes, which have a reason")
for config in REDUCED:
    compare(config, known["outcomes"].get(config, {}))
finish()
