"""Several treatments side by side: medians and ranges over their runs, as a picture and as a table."""
import functools

import numpy
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from figures import paper
from mend import Error

COLOURS = (paper.BLUE, paper.VERMILION, paper.GREEN, paper.ORANGE, paper.PURPLE, paper.SKY, paper.BLACK)
STYLES = ("-", (0, (4, 2)), (0, (1, 1)))
WHOLE_RANGE = 10  # runs, beyond which the outermost twentieths are left out of a band
TITLES = {"collagen_change_mean": "Collagen I and III, change", "elastin_change_mean": "Elastin, change",
          "inflammatory_cells_mean": "Inflammatory cells", "collagen_ratio_mean": "Collagen III : I"}


def look(number):
    """Colour and line of the treatment of this number."""
    return {"color": COLOURS[number % len(COLOURS)], "linestyle": STYLES[number // len(COLOURS) % len(STYLES)]}


def common_times(name, runs, say):
    """Times that all runs of a treatment were measured at [day]."""
    measured = [run.measures["time"].values for run in runs]
    times = functools.reduce(numpy.intersect1d, measured)
    if len(times) < 2:
        raise Error(f"{name}: its runs were measured at fewer than two common times, so that they have no median")
    longest = max(len(one) for one in measured)
    if len(times) < longest:
        say(f"{name}: its runs were measured at different times; the {len(times)} common ones of up to {longest} count")
    return times


def spread(values):
    """Median and band over the runs, given values of shape [run][...]."""
    outer = (0, 100) if len(values) <= WHOLE_RANGE else (5, 95)
    return numpy.median(values, axis=0), *numpy.percentile(values, outer, axis=0)


def draw_panel(axes, treatments, times, name):
    for number, (treatment, runs) in enumerate(treatments.items()):
        values = numpy.array([run.measures[name].sel(time=times[treatment]).values for run in runs])
        median, low, high = spread(values)
        axes.fill_between(times[treatment], low, high, color=look(number)["color"], alpha=0.2, linewidth=0)
        axes.plot(times[treatment], median, **look(number))
    measure = next(iter(treatments.values()))[0].measures[name]
    axes.set_ylabel(paper.label(TITLES[name], measure.attrs["units"]) if name in TITLES else paper.named(measure))


def sessions_of(runs):
    """Times at which any of the runs has a session."""
    return sorted({time for run in runs for time in paper.session_times(run)})


def mark_sessions(axes, treatments):
    """A small triangle in the treatment's colour above the panel at each session, one row for each treatment that has
    any; returns the number of rows."""
    rows = 0
    for number, sessions in enumerate(map(sessions_of, treatments.values())):
        if sessions:
            axes.plot(sessions, [1.03 + 0.05 * rows] * len(sessions), "v", color=look(number)["color"], markersize=3,
                      markeredgewidth=0, transform=axes.get_xaxis_transform(), clip_on=False)
            rows += 1
    return rows


def keys(treatments):
    handles = [Line2D([], [], **look(number), label=f"{name} ({len(runs)} run{'' if len(runs) == 1 else 's'})")
               for number, (name, runs) in enumerate(treatments.items())]
    most = max(len(runs) for runs in treatments.values())
    if most > 1:
        words = "range over the runs" if most <= WHOLE_RANGE else "range, or 5 to 95 % of more than ten runs"
        handles.append(Patch(color="0.4", alpha=0.2, linewidth=0, label=words))
    if any(map(sessions_of, treatments.values())):
        handles.append(Line2D([], [], color="0.4", marker="v", linestyle="", markersize=3, label="session"))
    return handles


def draw(treatments, measures, path, say):
    """Write one panel for each measure: the median over the runs and a band from the least to the largest, or from 5 to
    95 % of more than ten runs. `treatments` names lists of runs; `say` takes a warning."""
    times = {name: common_times(name, runs, say) for name, runs in treatments.items()}
    columns = 2 if len(measures) in (2, 4) else min(3, len(measures))
    figure, grid = paper.multiples(len(measures), columns, 2.2)
    sessions = sessions_of(run for runs in treatments.values() for run in runs)
    every = numpy.unique(numpy.concatenate(list(times.values())))
    for index, (axes, name) in enumerate(zip(grid, measures)):
        draw_panel(axes, treatments, times, name)
        rows = mark_sessions(axes, treatments)
        paper.set_time_axis(axes, sessions, every)
        paper.letter(axes, index, pad=6 + 6 * rows)
        if index + columns >= len(measures):
            axes.set_xlabel("Time (days)")
    paper.legend_above(figure, keys(treatments))
    figure.align_ylabels()
    paper.write(figure, path)


def entry(values):
    """Median and range of one outcome as text; a number that did not come within a run is counted, never averaged."""
    there = values[numpy.isfinite(values)]
    if not there.size:
        return "not within the run"
    median, low, high = spread(there)
    words = f"{median:.4g}" + (f" ({low:.4g} to {high:.4g})" if len(values) > 1 else "")
    return words if there.size == values.size else f"{words}, {there.size} of {values.size} runs"


def table(treatments, outcomes):
    """Lines of outcome, unit, and for each treatment the median with the range over its runs in brackets."""
    first = next(iter(treatments.values()))[0]
    rows = [["outcome", "unit", *treatments]]
    for name in outcomes:
        rows.append([name, paper.unit(first.outcomes[name])] + [
            entry(numpy.array([run.outcomes[name].item() for run in runs])) for runs in treatments.values()])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(word.ljust(width) for word, width in zip(row, widths)).rstrip() for row in rows)
