"""Sensitivities of each outcome to each key, as `mend sensitivity` computes them from the table."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

from matplotlib.patches import Patch

from figures import paper
from figures.survey import short
from mend import Error

BUILT = pathlib.Path(__file__).resolve().parents[2] / "build/release/bin/mend"


def numbers(group):
    """A part of the answer, in which null stands for NaN."""
    return {name: float("nan") if value is None else value for name, value in group.items()}


def found(program):
    """Path of the program: the one given, that of the environment, on PATH, or built beside the scripts; else None."""
    given = program or os.environ.get("MEND_PROGRAM")
    return given or shutil.which("mend") or (str(BUILT) if BUILT.is_file() else None)


def computed(study, program):
    """What `mend sensitivity` says; None, after a sentence, where there is no program or it can say nothing."""
    path = found(program)
    if not path:
        print("plot: no program mend on PATH, so no sensitivities; --program gives it", file=sys.stderr)
        return None
    try:
        done = subprocess.run([path, "sensitivity", str(study.folder), "--format", "json"], capture_output=True, text=True)
    except OSError as error:
        raise Error(f"{path} cannot be run: {error}") from error
    if done.returncode:
        print(f"plot: no sensitivities: {done.stderr.strip()}", file=sys.stderr)
        return None
    return json.loads(done.stdout, object_hook=numbers)


# Of each design what its indices are called in the program's answer, in words, and their colour; the last one says how much a key matters.
BARS = {"sobol": (("first", "by itself (first order)", paper.BLUE), ("total", "with all it takes part in (total)", paper.ORANGE)),
        "morris": (("sigma", "its spread σ", paper.ORANGE), ("mu_star", "mean size of the effect μ*", paper.BLUE))}


def extent(indices, name):
    """Distances of an interval's ends from its estimate, as matplotlib takes them."""
    value = indices[name]
    return [[max(0, value - indices[f"{name}_low"])], [max(0, indices[f"{name}_high"] - value)]]


def draw_bars(axes, indices, bars, label):
    """Two bars for each key, the most important key above."""
    order = sorted(indices.items(), key=lambda item: item[1][bars[-1][0]])
    for aside, (name, _, colour) in zip((-0.2, 0.2), bars):
        for place, (_, of) in enumerate(order):
            axes.barh(place + aside, of[name], 0.36, color=colour, xerr=extent(of, name),
                      error_kw={"elinewidth": 0.6, "capsize": 1.5, "capthick": 0.6})
    axes.axvline(0, color=paper.BLACK, linewidth=0.6)
    axes.set_yticks(range(len(order)), [short(key) for key, _ in order])
    axes.set_xlabel(label)


def captioned(figure, answer, shown):
    blocks = "rows" if answer["design"] == "sobol" else "trajectories"
    used = sorted({outcome[blocks] for outcome in shown})
    notes = dict.fromkeys(f"{outcome['name'].replace('_', ' ')}: {note}."
                          for outcome in shown for note in outcome["notes"])
    words = {"sobol": "A key whose total share is small matters little; a total far above the share by itself means "
                      "that it acts together with others.",
             "morris": "Effects are those of a key's whole range; where the spread is as large as the effect, it hangs on "
                       "the other keys and on where it is taken."}
    paper.caption(figure, [words[answer["design"]],
                           f"Bars of error: 95 % of {answer['resamples']:g} resamples of the {blocks}.",
                           f"{' to '.join(f'{count:g}' for count in sorted({used[0], used[-1]}))} of {answer[blocks]:g} {blocks} "
                           f"could be used; {answer['failed']:g} of {answer['points']:g} points failed.", *notes])


def figures(study, goals, program):
    """(name, figure) of the sensitivities; nothing, after a sentence, where there are none."""
    answer = computed(study, program)
    if not answer:
        return
    there = {outcome["name"]: outcome for outcome in answer["outcomes"]}
    for goal in goals:
        if goal.name not in there:
            print(f"plot: no sensitivities of {goal.name}: {answer['left_out'].get(goal.name, 'not computed')}",
                  file=sys.stderr)
    shown = [there[goal.name] for goal in goals if goal.name in there]
    if not shown:
        return
    keys = len(answer["keys"])
    bars = BARS[answer["design"]]
    figure, grid = paper.multiples(len(shown), 2 if len(shown) > 1 else 1, max(2.2, 0.6 + 0.22 * keys))
    for index, (axes, outcome) in enumerate(zip(grid, shown)):
        unit = paper.UNITS.get(outcome["unit"], outcome["unit"])
        label = "Share of the variance" if answer["design"] == "sobol" else f"Effect{f' ({unit})' if unit else ''}"
        draw_bars(axes, outcome["indices"], bars, label)
        paper.letter(axes, index, outcome["name"].replace("_", " "))
    paper.legend_above(figure, [Patch(color=colour, label=words) for _, words, colour in bars])
    captioned(figure, answer, shown)
    yield "sensitivity", figure
