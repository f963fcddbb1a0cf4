"""A fit: observed against predicted, residuals, and the parameters with their intervals in their ranges."""
import json
import math

from matplotlib.ticker import LogLocator, NullFormatter

from figures import paper
from figures.paper import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILION

COLOURS = BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY, BLACK


def groups(rows):
    """Observations by what was seen, in the order of the file."""
    found = {}
    for row in rows:
        found.setdefault((row["outcome"], row["unit"]), []).append(row)
    return found


def named(name):
    words = name.replace("_", " ")
    return words[0].upper() + words[1:]


def draw_pairs(axes, rows, colour):
    """Observed, with its deviation, against predicted; what was held out is hollow."""
    for row in rows:
        if row["predicted"] is None:
            continue
        axes.errorbar(row["predicted"], row["observed"], yerr=row["deviation"], fmt="o", markersize=3.5, color=colour,
                      markerfacecolor=colour if row["used"] else "white", linewidth=0.8)
    low, high = min(axes.get_xlim()[0], axes.get_ylim()[0]), max(axes.get_xlim()[1], axes.get_ylim()[1])
    axes.plot([low, high], [low, high], color=BLACK, linewidth=0.6, zorder=0)
    axes.set(xlim=(low, high), ylim=(low, high), xlabel="Predicted")


def pairs(fit, folder):
    """One panel for each measure or outcome."""
    found = groups(fit["observations"])
    figure, panels = paper.multiples(len(found), 3, 2.2)
    for i, (axes, ((name, unit), rows)) in enumerate(zip(panels, found.items())):
        draw_pairs(axes, rows, COLOURS[i % len(COLOURS)])
        axes.set_ylabel(paper.label("Observed", unit))
        paper.letter(axes, i, named(name))
    held = f" and {fit['held_out_chi2']:.3g} of the {fit['held_out']} held out (hollow)" if fit["held_out"] else ""
    paper.caption(figure, [f"Bars: the deviations given. Chi2 {fit['chi2']:.3g} with {fit['degrees_of_freedom']} degrees of "
                           f"freedom{held}."])
    paper.save(figure, folder, "fit")


def residuals(fit, folder):
    """(Predicted - observed)/deviation in the order of the file; the band holds 95 % of them."""
    figure, (axes,) = paper.multiples(1, 1, 2.4)
    axes.axhspan(-1.96, 1.96, color="0.92", zorder=0)
    axes.axhline(0, color=BLACK, linewidth=0.6)
    number = 0
    for i, ((name, _), rows) in enumerate(groups(fit["observations"]).items()):
        colour = COLOURS[i % len(COLOURS)]
        for row in rows:
            number += 1
            if row["residual"] is not None:
                axes.plot(number, row["residual"], "o", markersize=3.5, color=colour,
                          markerfacecolor=colour if row["used"] else "white")
        axes.plot([], [], "o", markersize=3.5, color=colour, label=named(name))
    axes.plot([], [], "o", markersize=3.5, color=BLACK, markerfacecolor="white", label="held out")
    axes.set(xlabel="Observation", ylabel="Residual\n(deviations)")
    paper.legend_above(figure, axes.get_legend_handles_labels()[0])
    paper.caption(figure, ["(Predicted - observed)/deviation in the order of the file; the band holds 95 % of them."])
    paper.save(figure, folder, "fit_residuals")


def draw_parameter(axes, one):
    """Value and interval, in the range if there is one; where the configuration stood as a tick."""
    if one["log"]:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_formatter(NullFormatter())
    if one["from"] is not None:
        axes.axvspan(one["from"], one["to"], color="0.92", zorder=0)
    if one["low"] is not None:
        axes.plot([one["low"], one["high"]], [0, 0], color=BLUE, linewidth=2)
    axes.plot(one["value"], 0, "o", color=BLUE, markersize=5)
    axes.plot(one["configured"], 0, "|", color=BLACK, markersize=12)
    axes.set(yticks=[], ylim=(-1, 1))
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(paper.label(named(one["name"]), one["unit"].replace("^2", "²").replace("^3", "³")))


def parameters(fit, folder):
    figure, panels = paper.multiples(len(fit["parameters"]), 2, 0.9)
    for axes, one in zip(panels, fit["parameters"]):
        draw_parameter(axes, one)
    paper.caption(figure, ["Points: the fit, with its 95 % interval. Ticks: where the configuration stood. Grey: the range."])
    paper.save(figure, folder, "fit_parameters")


def draw(path, folder):
    """Draw the fit whose fit.json this is."""
    fit = json.loads(path.read_text())
    if not fit["observations"] or not all(math.isfinite(row["observed"]) for row in fit["observations"]):
        raise ValueError(f"{path} holds no observations")
    for figure in pairs, residuals, parameters:
        figure(fit, folder)
