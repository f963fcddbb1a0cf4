"""Each outcome of a design that is no grid against each key: what depends on what, at a glance."""
import numpy

from figures import paper, survey
from mend import Error
from study import numeric


def draw_panel(axes, table, key):
    """Points of one outcome over one key; where a failed point would stand is marked at the lower edge."""
    if numeric(key):
        place = key.values
        survey.set_axis(axes, "x", key)
    else:
        words, index = survey.levels(key)
        place = index + 0.3 * ((numpy.arange(len(index)) * 0.618) % 1 - 0.5)  # spread sideways, always alike
        axes.set_xticks(range(len(words)), words)
        axes.set_xlabel(paper.named(key, line=" "))
    there = numpy.isfinite(table["value"].values)
    axes.plot(place[there], table["value"].values[there], "o", color=paper.BLUE, markersize=2, alpha=0.6,
              markeredgewidth=0)
    lost = table["failed"].values
    axes.plot(place[lost], numpy.full(lost.sum(), 0.02), transform=axes.get_xaxis_transform(), **survey.CROSS)


def figure_of(study, goal, keys):
    """One panel for each key."""
    figure, grid = paper.multiples(len(keys), min(3, len(keys)), 2.1)
    table = survey.points_of(study, goal)
    for index, (axes, key) in enumerate(zip(grid, keys)):
        draw_panel(axes, table, key)
        paper.letter(axes, index)
        if index % min(3, len(keys)) == 0:
            axes.set_ylabel(paper.named(goal.values))
        else:
            axes.tick_params(labelleft=False)
        axes.sharey(grid[0])
    paper.legend_above(figure, [survey.cross("failed points")] if survey.any_failed(study) else [])
    paper.caption(figure, [survey.losses(study, "crosses at the lower edge, where they stand in the key"),
                           survey.valueless(study, [goal])])
    return figure


def figures(study, goals, names=None):
    """(name, figure) for each outcome, over the keys named or all that differ between points."""
    keys = [key for key in study.parameters.values() if len(survey.levels(key)[0]) > 1]
    keys = [study.key(name) for name in names] if names else keys
    if not keys:
        raise Error(f"{study.path}: no key differs between points")
    for goal in goals:
        yield f"scatter_{goal.name}", figure_of(study, goal, keys)
