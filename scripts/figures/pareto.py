"""Settings of which none other is better in every respect."""
import csv

import numpy
from matplotlib.lines import Line2D

from figures import paper, survey
from mend import Error


def front(costs):
    """Which rows are on the front: no other row is at most as large in all columns and smaller in one. Rows with NaN are
    not. @param costs shape [n][goals]"""
    costs = numpy.asarray(costs, float)
    there = numpy.isfinite(costs).all(axis=1)
    on = there.copy()
    for index in numpy.flatnonzero(there):
        least = (costs[there] <= costs[index]).all(axis=1) & (costs[there] < costs[index]).any(axis=1)
        on[index] = not least.any()
    return on


def settings(study, goals):
    """Bands of each setting, and whether it is on the front of the medians."""
    bands = study.bands([goal.name for goal in goals])
    costs = numpy.stack([-goal.sign * bands[goal.name].sel(quantile=0.5).values for goal in goals], axis=1)
    return bands, front(costs)


def write_list(path, study, goals, bands, on):
    """Settings of the front in the order of the first goal, with their keys, medians and 5 to 95 %."""
    order = sorted(numpy.flatnonzero(on), key=lambda at: -goals[0].sign * float(bands[goals[0].name][at, 1]))
    keys = [study.parameters[name] for name in study.varied]
    head = ["setting", *(f"{key.name} [{key.attrs['units']}]" if survey.numeric(key) else key.name for key in keys)]
    for goal in goals:
        head += [f"{goal.name} {word} [{goal.values.attrs['units']}]" for word in ("median", "5 %", "95 %")]
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*head, "points with a value", "points"])
        for at in order:
            numbers = [float(bands[goal.name][at, quantile]) for goal in goals for quantile in (1, 0, 2)]
            count = min(int(bands["count"].sel(outcome=goal.name)[at]) for goal in goals)
            writer.writerow([int(bands["setting"][at]), *(bands[key.name].values[at] for key in keys), *numbers, count,
                             int(bands["points"][at])])
    print(path)


def figure_of(study, goals, bands, on):
    """The first two goals as axes, a third as colour."""
    low, middle, high = ([bands[goal.name].values[:, quantile] for goal in goals] for quantile in (0, 1, 2))
    figure, axes = paper.pyplot.subplots(figsize=(4.6, 4.0), layout="constrained")
    several = bool(survey.repeats(study))
    x, y = middle[:2]
    order = numpy.flatnonzero(on)[numpy.argsort(x[on])]
    if several:
        axes.errorbar(x[order], y[order], [(y - low[1])[order], (high[1] - y)[order]],
                      [(x - low[0])[order], (high[0] - x)[order]], linestyle="", color="0.55", linewidth=0.5, zorder=1)
    if len(goals) == 2:
        axes.plot(x[~on], y[~on], "o", color="0.7", markersize=2.5, markeredgewidth=0, zorder=2)
        axes.plot(x[order], y[order], "o", color=paper.VERMILION, markersize=4, zorder=3)
    else:
        style = {"cmap": "viridis", "vmin": numpy.nanmin(middle[2]), "vmax": numpy.nanmax(middle[2])}
        axes.scatter(x[~on], y[~on], c=middle[2][~on], s=7, linewidths=0, zorder=2, **style)
        image = axes.scatter(x[on], y[on], c=middle[2][on], s=26, edgecolors=paper.BLACK, linewidths=0.8, zorder=3,
                             **style)
        figure.colorbar(image, ax=axes, label=label(goals[2]), aspect=30)
    axes.set_xlabel(label(goals[0]))
    axes.set_ylabel(label(goals[1]))
    paper.legend_above(figure, legend(goals, several))
    lost = int((~numpy.isfinite(numpy.stack(middle)).all(axis=0)).sum())
    paper.caption(figure, [
        f"On the front: {on.sum()} of {on.size} settings, listed in the CSV of the same name.",
        f"Medians over {survey.repeats(study)}, bars 5 to 95 %: settings near the front may belong to it."
        if several else "",
        f"Left out for want of a value of each outcome: {lost} of {on.size} settings." if lost else "",
        survey.losses(study, "not drawn"), survey.valueless(study, goals)])
    return figure


def label(goal):
    return paper.named(goal.values, line=" ") + f", {'less' if goal.smallest else 'more'} is better"


def legend(goals, several):
    plain = {"linestyle": "", "marker": "o"}
    if len(goals) == 2:
        handles = [Line2D([], [], color=paper.VERMILION, markersize=4, label="front", **plain),
                   Line2D([], [], color="0.7", markersize=2.5, label="other settings", **plain)]
    else:
        handles = [Line2D([], [], color="0.6", markeredgecolor=paper.BLACK, markersize=5, label="front", **plain),
                   Line2D([], [], color="0.6", markersize=2.5, label="other settings", **plain)]
    return handles + ([Line2D([], [], color="0.55", linewidth=0.5, label="5 to 95 %")] if several else [])


def draw(study, goals, folder):
    """Write pareto_A_B as .png, .pdf and .csv."""
    bands, on = settings(study, goals)
    if not on.any():
        raise Error(f"{study.path}: no setting has a value of each of these outcomes")
    name = "pareto_" + "_".join(goal.name for goal in goals)
    paper.save(figure_of(study, goals, bands, on), folder, name)
    write_list(folder / f"{name}.csv", study, goals, bands, on)
