"""What all pictures of a sweep share: which outcomes, which keys, how axes and failures are shown, and sentences."""
import numpy
import pandas
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from figures import paper, usual
from mend import Error
from study import DONE, FAILED, numeric

CROSS = {"marker": "x", "linestyle": "", "color": paper.BLACK, "markersize": 3.5, "markeredgewidth": 0.8,
         "path_effects": [withStroke(linewidth=1.8, foreground="white")]}
MOST_SHARES = 6  # values of a key, beyond which it gets no panels of its own


class Goal:
    """An outcome, and whether the largest or the smallest value of it is sought (a minus before the name)."""

    def __init__(self, study, word):
        self.smallest = word.startswith("-")
        self.values = study.outcome(word.removeprefix("-"))
        self.name = self.values.name
        self.extreme = "smallest" if self.smallest else "largest"
        self.sign = -1 if self.smallest else 1

    def number(self, value):
        return f"{rounded(value)} {paper.unit(self.values)}".strip()


def goals(study, words):
    """The outcomes asked for; else the usual ones, or those of another model that differ between points."""
    if words:
        return [Goal(study, word) for word in words]
    there = [word for word in usual.GOALS if word.removeprefix("-") in study.outcomes]
    there = there or [name for name, values in study.outcomes.items() if numpy.nanstd(values) > 0][:4]
    if not there:
        raise Error(f"{study.path} has no outcome that differs between points: there is nothing to draw")
    return [Goal(study, word) for word in there]


def levels(key):
    """The different values of a key in order, and which of them each point has."""
    if not numeric(key):
        words, place = numpy.unique(key.values.astype(str), return_inverse=True)
        first = numpy.argsort([numpy.flatnonzero(place == index)[0] for index in range(len(words))])
        return words[first], numpy.argsort(first)[place]
    return numpy.unique(key.values, return_inverse=True)


def differing(study):
    """Varied keys that take more than one value: those of numbers, those of words."""
    keys = [study.parameters[name] for name in study.varied if len(levels(study.parameters[name])[0]) > 1]
    return [key for key in keys if numeric(key)], [key for key in keys if not numeric(key)]


def logarithmic(key):
    return key.attrs.get("scale") == "log" and bool((key.values > 0).all())


def short(name):
    """A key by the end of its name, as words."""
    return name.rpartition(".")[2].replace("_", " ")


def told(key, value):
    """A value of a key as words; a number with the key's name, since it says nothing by itself."""
    return f"{short(key.name)} {quantity(key, value)}" if numeric(key) else str(value)


def rounded(value):
    """A number to three figures as text, without an exponent if it can be."""
    return f"{float(f'{value:.3g}'):g}"


def quantity(key, value):
    """A value of a key with its unit, as text."""
    return str(value) if not numeric(key) else f"{rounded(value)} {paper.unit(key)}".strip()


def span(key, values):
    """Between which of the values of a key nine tenths of them lie, as text."""
    low, high = numpy.percentile(values, (5, 95), method="inverted_cdf")
    return quantity(key, high) if low == high else f"{rounded(low)} to {quantity(key, high)}"


def set_axis(axes, letter, key):
    """Scale and label of the axis x or y along a key."""
    axis = getattr(axes, f"{letter}axis")
    if logarithmic(key):
        getattr(axes, f"set_{letter}scale")("log")
        wide = key.values.max() > 20 * key.values.min()
        axis.set_major_locator(LogLocator(subs=(1, 3) if wide else (1, 2, 5)))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_formatter(NullFormatter())
    axis.set_label_text(paper.named(key, line=" "))


def points_of(study, goal):
    """A row per point: value (NaN unless done), failed, waiting, repeat (number of its replicate and sample)."""
    status = study.table["status"].values
    pairs = list(zip(study.table["replicate"].values.tolist(), study.table["sample"].values.tolist()))
    number = {pair: index for index, pair in enumerate(sorted(set(pairs)))}
    return pandas.DataFrame({
        "value": numpy.where(status == DONE, goal.values.values, numpy.nan), "failed": status == FAILED,
        "waiting": (status != DONE) & (status != FAILED), "repeat": [number[pair] for pair in pairs]})


def repeats(study):
    """What a setting's points differ in, as words; "" if a setting is one point."""
    counts = {"seeds": len(numpy.unique(study.table["replicate"])),
              "samples of uncertain keys": len(numpy.unique(study.table["sample"]))}
    return " x ".join(f"{count} {words}" for words, count in counts.items() if count > 1)


def star_words(study, goals):
    """What a star marks, for a legend."""
    extremes = " or ".join(sorted({goal.extreme for goal in goals}))
    return f"{extremes} {'median' if repeats(study) else 'value'}"


def losses(study, mark):
    """A sentence about points that have nothing to show."""
    status = study.table["status"].values
    n, failed = len(status), int((status == FAILED).sum())
    waiting = n - failed - int((status == DONE).sum())
    said = f"{failed} of {n} points failed ({mark})." if failed else f"None of {n} points failed."
    return said + (f" Not done yet: {waiting}." if waiting else "")


def valueless(study, some):
    """A sentence about finished points that never came to an outcome."""
    done = study.table["status"].values == DONE
    counts = [(goal.name.replace("_", " "), int(numpy.isnan(goal.values.values[done]).sum())) for goal in some]
    words = ", ".join(f"{name} at {count}" for name, count in counts if count)
    return f"Not reached within the run: {words} of {done.sum()} finished points." if words else ""


def cross(words="failed"):
    """Its entry in a legend."""
    return Line2D([], [], **CROSS, label=words)


def any_failed(study):
    return bool((study.table["status"].values == FAILED).any())
