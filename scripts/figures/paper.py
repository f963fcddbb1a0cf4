"""How every figure looks: colours that the colour-blind tell apart (Okabe and Ito), type of a journal's column."""
import textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as pyplot  # noqa: E402
from matplotlib.ticker import FixedLocator, NullFormatter, ScalarFormatter  # noqa: E402

BLACK, ORANGE, SKY, GREEN, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7")

pyplot.rcParams.update({
    "font.family": "DejaVu Sans", "font.size": 8, "axes.titlesize": 8, "axes.labelsize": 8, "legend.fontsize": 7,
    "xtick.labelsize": 7, "ytick.labelsize": 7, "axes.linewidth": 0.6, "lines.linewidth": 1.2, "axes.spines.top": False,
    "axes.spines.right": False, "xtick.major.width": 0.6, "ytick.major.width": 0.6, "xtick.minor.width": 0.4,
    "legend.frameon": False, "legend.handlelength": 1.6, "savefig.dpi": 300, "pdf.fonttype": 42})

UNITS = {"cells/mm^3": "cells/mm³", "1": "", "1/day": "day⁻¹", "%/day": "% per day",
         "1/cm^2": "per cm²", "cells day/mm^3": "cells day/mm³"}


def label(words, unit):
    """An axis label: words, and below them the unit in brackets."""
    unit = UNITS.get(unit, unit)
    return f"{words}\n({unit})" if unit else words


def unit(variable):
    """A variable's unit as it is printed."""
    return UNITS.get(variable.attrs["units"], variable.attrs["units"])


def named(variable, line="\n"):
    """An axis label: the variable's own name, without the sections that a key stands in, and its unit."""
    words = variable.name.rpartition(".")[2].replace("_", " ")
    words = f"{words[0].upper()}{words[1:]}" if len(words) > 1 else words
    return words + (f"{line}({unit(variable)})" if unit(variable) else "")


def day(time):
    return f"day {time:.4g}"


def multiples(count, columns, height):
    """A figure as wide as a page and its `count` axes, in rows of so many columns, each so high [inches]."""
    rows = -(-count // columns)
    figure, grid = pyplot.subplots(rows, columns, figsize=(7.2, height * rows + 0.35), layout="constrained",
                                   squeeze=False)
    for axes in grid.flat[count:]:
        axes.remove()
    return figure, list(grid.flat[:count])


def letter(axes, index, words="", pad=None):
    """A panel's letter in bold, and its words."""
    name = chr(ord("a") + index % 26) * (1 + index // 26)
    axes.set_title(rf"$\bf{{{name}}}$  {words}", loc="left", pad=pad)


def legend_above(figure, handles):
    """One legend for all panels, above them."""
    if handles:
        letters = sum(len(one.get_label()) for one in handles)
        columns = 6 if len(handles) <= 6 and letters < 11 * figure.get_figwidth() else 3
        rows = -(-len(handles) // columns)
        # The layout does not see the legend by itself: the top strip is kept free for it.
        figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.25 * rows / figure.get_figheight()))
        figure.legend(handles=handles, loc="upper center", ncols=columns)


def caption(figure, sentences):
    """Sentences below all panels, for which the figure grows. Comes after the legend."""
    words = textwrap.fill(" ".join(filter(None, sentences)), int(17.5 * figure.get_figwidth()))
    before, engine = figure.get_figheight(), figure.get_layout_engine()
    after = before + 0.14 * (words.count("\n") + 1)
    figure.set_figheight(after)
    engine.set(rect=(0, 0, 1, 1 - (1 - engine.get()["rect"][3]) * before / after))
    figure.supxlabel(words, x=0.01, ha="left", fontsize=7, color="0.25", linespacing=1.35)


def session_times(run):
    """Times of the sessions [day]."""
    return run.sessions["time"].values.tolist() if run.sessions else []


def set_time_axis(axes, sessions, times):
    """Logarithmic beyond a day after a single session, since hours and months count alike; linear for a series."""
    start, end = times[0], times[-1]
    if len(sessions) == 1 and sessions[0] <= start and end > 20:
        axes.set_xscale("symlog", linthresh=1, linscale=0.7)
        ticks = [tick for tick in (0, 1, 3, 7, 28, 90, 365) if tick <= end]
        axes.xaxis.set_major_locator(FixedLocator(ticks))
        axes.xaxis.set_major_formatter(ScalarFormatter())
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.xaxis.set_minor_locator(FixedLocator([]))
    if end > start:
        axes.set_xlim(start, end)


def write(figure, path):
    """Write one file, in the format of its ending, and say so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without dates, so that the same result gives the same file.
    undated = {".pdf": {"CreationDate": None}, ".png": {"Software": None}, ".svg": {"Date": None}}
    figure.savefig(path, bbox_inches="tight", pad_inches=0.04, metadata=undated.get(path.suffix))
    print(path)


def save(figure, folder, name):
    """Write name.png and name.pdf."""
    for suffix in ("png", "pdf"):
        write(figure, folder / f"{name}.{suffix}")
    pyplot.close(figure)
