"""Outcomes over one key: lines with bands for a number, boxes for words."""
import numpy
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from figures import paper, survey
from figures.comparison import look
from figures.heat_map import STAR
from mend import Error
from study import band

MOST_SERIES, MOST_TOLD = 7, 3  # lines of a panel; of which the extremes are told
MOST_GROUPS = 24


def series(study, key):
    """(words, which points) of each combination of the other keys, one line each; and the names of those keys over all of
    whose values a line runs, since there would be too many lines."""
    numbers, words = survey.differing(study)
    others, over, count = [], [], 1
    for other in [*words, *numbers]:
        if other.name == key.name:
            continue
        if count * len(survey.levels(other)[0]) <= MOST_SERIES:
            others.append(other)
            count *= len(survey.levels(other)[0])
        else:
            over.append(survey.short(other.name))
    if not others:
        return [("", numpy.ones(study.table.sizes["point"], bool))], over
    texts = numpy.array([", ".join(survey.told(other, value) for other, value in zip(others, values))
                         for values in zip(*(other.values for other in others))])
    return [(words, texts == words) for words in dict.fromkeys(texts)], over


def course(study, goal, key, which):
    """Values of the key, and at each the quantiles of the outcome (shape [n][3]) and the number of failed points."""
    values, place = survey.levels(key)
    table = survey.points_of(study, goal)
    bands, failed, there = [], [], []
    for index, value in enumerate(values):
        rows = table[which & (place == index)]
        if len(rows):
            bands.append(band(rows["value"].values))
            failed.append(int(rows["failed"].sum()))
            there.append(value)
    return numpy.array(there), numpy.array(bands), numpy.array(failed)


def best_of_repeats(study, goal, key, which):
    """Where each repeat has its extreme."""
    table = survey.points_of(study, goal)
    table["key"] = key.values
    rows = table[which].dropna(subset="value")
    return [(goal.sign * one.groupby("key")["value"].median()).idxmax() for _, one in rows.groupby("repeat")]


def extreme_sentence(goal, key, values, medians, bests, name):
    """Where the median has its extreme, and between what those of the repeats lie."""
    best = int(numpy.nanargmax(goal.sign * medians))
    said = f"{name}: {goal.extreme} {goal.number(medians[best])} at {survey.quantity(key, values[best])}"
    if len(bests) > 1:
        said += f" ({survey.span(key, bests)})"
    return said + (", at the edge of what was varied." if best in (0, len(values) - 1) else ".")


def lines_figure(study, goals, key):
    """One panel for each outcome, one line for each combination of the other keys."""
    shown, over = series(study, key)
    columns = 1 if len(goals) == 1 else 2
    figure, grid = paper.multiples(len(goals), columns, 2.3 if len(goals) > 1 else 3)
    if len(goals) == 1:
        figure.set_figwidth(4.8)
    spread = ", ".join(filter(None, [survey.repeats(study), *(f"all values of {name}" for name in over)]))
    sentences, several = [], bool(spread)
    for index, (axes, goal) in enumerate(zip(grid, goals)):
        survey.set_axis(axes, "x", key)
        for number, (words, which) in enumerate(shown):
            values, bands, failed = course(study, goal, key, which)
            style = look(number)
            if several:
                axes.fill_between(values, bands[:, 0], bands[:, 2], color=style["color"], alpha=0.2, linewidth=0)
            axes.plot(values, bands[:, 1], marker="o", markersize=2.5, **style)
            lost = failed > 0
            axes.plot(values[lost], numpy.full(lost.sum(), 0.02 + 0.035 * number), transform=axes.get_xaxis_transform(),
                      **{**survey.CROSS, "color": style["color"]})
            if numpy.isfinite(bands[:, 1]).any():
                best = int(numpy.nanargmax(goal.sign * bands[:, 1]))
                axes.plot(values[best], bands[best, 1], **STAR, zorder=5, clip_on=False)
                bests = best_of_repeats(study, goal, key, which)
                name = chr(ord("a") + index) + (f", {words}" if words else "")
                sentences.append(extreme_sentence(goal, key, values, bands[:, 1], bests, name))
        axes.set_ylabel(paper.named(goal.values))
        paper.letter(axes, index)
    handles = [Line2D([], [], **look(number), label=words) for number, (words, _) in enumerate(shown) if words]
    handles += [Patch(color="0.4", alpha=0.2, linewidth=0, label="5 to 95 %")] if several else []
    handles.append(Line2D([], [], **STAR, label=survey.star_words(study, goals)))
    handles += [survey.cross("failed points")] if survey.any_failed(study) else []
    paper.legend_above(figure, handles)
    paper.caption(figure, [f"Medians and 5 to 95 % over {spread}." if several else "",
                           "In brackets: 5 to 95 % of where the repeats have theirs." if survey.repeats(study) else "",
                           *(sentences if len(shown) <= MOST_TOLD else ()),
                           survey.losses(study, "crosses at the lower edge"), survey.valueless(study, goals)])
    figure.align_ylabels()
    return figure


def draw_groups(axes, study, goal, groups):
    """A box and all points for each group; returns the words below it, with how many of its points have a value."""
    table, below = survey.points_of(study, goal), []
    for number, (words, which) in enumerate(groups):
        values = table["value"].values[which]
        there = values[numpy.isfinite(values)]
        if len(there) >= 5:
            low, lower, middle, upper, high = numpy.quantile(there, (0.05, 0.25, 0.5, 0.75, 0.95))
            axes.bxp([{"med": middle, "q1": lower, "q3": upper, "whislo": low, "whishi": high}], positions=[number],
                     widths=0.5, showfliers=False, medianprops={"color": paper.BLACK, "linewidth": 1.2})
        elif len(there):
            axes.plot([number - 0.25, number + 0.25], [numpy.median(there)] * 2, color=paper.BLACK)
        # Spread sideways, evenly and always alike.
        aside = 0.15 * ((numpy.arange(len(there)) * 0.618) % 1 - 0.5)
        axes.plot(number + aside, there, "o", color=look(number)["color"], markersize=2.5, alpha=0.8)
        lost = table["failed"].values[which].sum()
        if lost:
            axes.plot(number, 0.02, transform=axes.get_xaxis_transform(), **survey.CROSS)
        below.append(f"{words}\n{len(there)} of {len(values)}")
    return below


def words_figure(study, goals):
    """One panel for each outcome, one group for each combination of words."""
    keys = survey.differing(study)[1]
    texts = numpy.array([", ".join(values) for values in zip(*(key.values.astype(str) for key in keys))])
    groups = [(words, texts == words) for words in dict.fromkeys(texts)]
    if len(groups) > MOST_GROUPS:
        raise Error(f"{len(groups)} combinations of words are too many for one picture")
    wide = len(groups) > 6 or len(goals) == 1
    figure, grid = paper.multiples(len(goals), 1 if wide else 2, 2.5)
    for index, (axes, goal) in enumerate(zip(grid, goals)):
        below = draw_groups(axes, study, goal, groups)
        turned = max(map(len, dict(groups))) * len(groups) * (1 if wide else 2) > 110
        axes.set_xticks(range(len(groups)), below, rotation=60 if turned else 0, ha="right" if turned else "center")
        axes.set_ylabel(paper.named(goal.values))
        paper.letter(axes, index)
    paper.legend_above(figure, [survey.cross("failed points")] if survey.any_failed(study) else [])
    paper.caption(figure, ["Points, medians, boxes from 25 to 75 % and whiskers from 5 to 95 % (boxes from five points "
                           "on); below, how many of a group's points have a value.",
                           survey.losses(study, "a cross below their group"), survey.valueless(study, goals)])
    figure.align_ylabels()
    return figure
