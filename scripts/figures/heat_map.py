"""Maps of outcomes over two keys: medians as colours and contours, where the extreme lies, what failed."""
import itertools

import numpy
from matplotlib.colors import Normalize
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from figures import paper, survey
from mend import Error

NOTHING = "0.85"
STAR = {"marker": "*", "linestyle": "", "color": paper.ORANGE, "markersize": 9, "markeredgecolor": paper.BLACK,
        "markeredgewidth": 0.5}
DOT = {"color": paper.BLACK, "edgecolors": "white", "linewidths": 0.4}


class Map:
    """An outcome over the cells of two keys. `median`, `failed` have shape [y][x]; `best` is the index (y, x) of the
    extreme of the medians, None if nothing is done; `bests` those of each repeat; `holed` counts repeats with a cell
    that has no number."""

    def __init__(self, study, goal, keys, which=None):
        table = survey.points_of(study, goal)
        self.goal, self.keys = goal, keys
        self.x, table["column"] = survey.levels(keys[0])
        self.y, table["row"] = survey.levels(keys[1])
        table = table[which] if which is not None else table
        cells = table.groupby(["row", "column"])
        self.median = self._filled(cells["value"].median())
        self.failed = numpy.nan_to_num(self._filled(cells["failed"].sum()))
        self.best = self._extreme(self.median)
        each = [self._filled(rows.groupby(["row", "column"])["value"].median()) for _, rows in table.groupby("repeat")]
        self.bests = [best for best in map(self._extreme, each) if best]
        self.holed = sum(bool(numpy.isnan(values).any()) for values in each)

    def _filled(self, cells):
        """Shape [y][x], NaN where there is no point."""
        values = numpy.full((len(self.y), len(self.x)), numpy.nan)
        rows, columns = (cells.index.get_level_values(name) for name in ("row", "column"))
        values[rows, columns] = cells.values
        return values

    def _extreme(self, values):
        if not numpy.isfinite(values).any():
            return None
        return numpy.unravel_index(int(numpy.nanargmax(self.goal.sign * values)), values.shape)

    def at(self, best):
        return self.x[best[1]], self.y[best[0]]

    def sentence(self, name):
        """Where the extreme lies, and between what those of the repeats."""
        if not self.best:
            return f"{name}: no finished point."
        words = f"{name}: {self.goal.extreme} {self.goal.number(self.median[self.best])} at "
        words += ", ".join(survey.quantity(key, value) for key, value in zip(self.keys, self.at(self.best)))
        if len(self.bests) > 1:
            places = zip(*(self.at(best) for best in self.bests))
            words += " (" + "; ".join(survey.span(key, values) for key, values in zip(self.keys, places)) + ")"
        edge = any(index in (0, size - 1) for index, size in zip(self.best, self.median.shape) if size > 1)
        return words + (", at the edge of what was varied." if edge else ".")


def faces(centres, logarithmic):
    """Borders of cells around their centres, half way between neighbours."""
    centres = numpy.log(centres) if logarithmic else numpy.asarray(centres, float)
    if len(centres) == 1:
        borders = centres[0] + numpy.array([-0.5, 0.5])
    else:
        middle = (centres[1:] + centres[:-1]) / 2
        borders = numpy.concatenate([[2 * centres[0] - middle[0]], middle, [2 * centres[-1] - middle[-1]]])
    return numpy.exp(borders) if logarithmic else borders


def colours(maps):
    """Of changes to both sides, colours centred at 0; else from the least to the most."""
    values = numpy.concatenate([one.median.ravel() for one in maps])
    values = values[numpy.isfinite(values)]
    if not values.size:
        return {"cmap": "viridis", "norm": Normalize(0, 1)}
    low, high = values.min(), values.max()
    if low < 0 < high:
        return {"cmap": "RdBu_r", "norm": Normalize(-max(-low, high), max(-low, high))}
    return {"cmap": "viridis", "norm": Normalize(low, high if high > low else low + 1)}


def draw_panel(axes, one, style):
    """Draw one map; returns what a colour bar needs."""
    logs = [survey.logarithmic(key) for key in one.keys]
    axes.set_facecolor(NOTHING)
    survey.set_axis(axes, "x", one.keys[0])
    survey.set_axis(axes, "y", one.keys[1])
    image = axes.pcolormesh(faces(one.x, logs[0]), faces(one.y, logs[1]), one.median, rasterized=True, **style)
    there = numpy.isfinite(one.median)
    if min(one.median.shape) > 2 and there.any() and numpy.ptp(one.median[there]) > 0:
        lines = axes.contour(one.x, one.y, numpy.ma.masked_invalid(one.median), 5, colors="0.15", linewidths=0.5)
        for text in axes.clabel(lines, fontsize=5.5, inline_spacing=2):
            text.set_path_effects([withStroke(linewidth=1.2, foreground="white", alpha=0.8)])
    rows, columns = numpy.nonzero(one.failed)
    axes.plot(one.x[columns], one.y[rows], **survey.CROSS, zorder=3)
    if len(one.bests) > 1:
        places, counts = numpy.unique(one.bests, axis=0, return_counts=True)
        axes.scatter(one.x[places[:, 1]], one.y[places[:, 0]], s=3 + 10 * counts / counts.sum(), zorder=5, **DOT)
    if one.best:
        axes.plot(*one.at(one.best), **STAR, zorder=4, clip_on=False)
    return image


def parts(study, keys):
    """How the keys that are not axes are shown: (words of the panel, which points) for each, and the names of those of
    which the median is taken."""
    numbers, words = survey.differing(study)
    shown, folded, count = [], [], 1
    for key in [*words, *numbers]:
        if key.name in [axis.name for axis in keys]:
            continue
        values, _ = survey.levels(key)
        if count * len(values) <= survey.MOST_SHARES:
            shown.append(key)
            count *= len(values)
        else:
            folded.append(survey.short(key.name))
    found = []
    for choice in itertools.product(*(range(len(survey.levels(key)[0])) for key in shown)):
        which = numpy.ones(study.table.sizes["point"], bool)
        names = []
        for key, index in zip(shown, choice):
            values, place = survey.levels(key)
            which &= place == index
            names.append(survey.told(key, values[index]))
        found.append((", ".join(names), which))
    return found, folded


def legend(study, maps):
    handles = [Line2D([], [], **STAR, label=survey.star_words(study, [one.goal for one in maps]))]
    if any(len(one.bests) > 1 for one in maps):
        handles.append(Line2D([], [], marker="o", linestyle="", color=paper.BLACK, markersize=3,
                              label="the same of each repeat"))
    if survey.any_failed(study):
        handles.append(survey.cross("failed points"))
    if any(numpy.isnan(one.median).any() for one in maps):
        handles.append(Patch(color=NOTHING, label="no value"))
    return handles


def captioned(figure, study, maps, folded):
    repeats = survey.repeats(study)
    sentences = [f"Medians over {repeats}." if repeats else "",
                 f"Median also over {', '.join(folded)}." if folded else "",
                 "In brackets: 5 to 95 % of where the repeats have theirs." if repeats else ""]
    sentences += [one.sentence(chr(ord("a") + index)) for index, one in enumerate(maps)]
    holed = max(one.holed for one in maps)
    sentences += [survey.losses(study, "crosses, also where one of several did"),
                  f"In {holed} of {len(maps[0].bests)} repeats a cell has no value: their extremes are those of the "
                  "others." if holed and repeats else "",
                  survey.valueless(study, {one.goal.name: one.goal for one in maps}.values())]
    return paper.caption(figure, sentences)


def figure_of(study, maps, names, folded):
    """One panel for each map; colours are shared by maps of one outcome."""
    columns = 2 if len(maps) in (2, 4) else min(3, len(maps))
    shared = len(maps) > 1 and len({one.goal.name for one in maps}) == 1
    figure, grid = paper.multiples(len(maps), columns, 2.3 if len(maps) > 1 else 3.2)
    if len(maps) == 1:
        figure.set_figwidth(4.8)
    for index, (axes, one, name) in enumerate(zip(grid, maps, names)):
        image = draw_panel(axes, one, colours(maps if shared else [one]))
        paper.letter(axes, index, name)
        if not shared:
            figure.colorbar(image, ax=axes, label=paper.named(one.goal.values), aspect=25)
        if shared and index + columns < len(maps):
            axes.set_xlabel("")
        if index % columns:
            axes.set_ylabel("")
    if shared:
        figure.colorbar(image, ax=grid, label=paper.named(maps[0].goal.values), fraction=0.04, pad=0.01, aspect=35)
    paper.legend_above(figure, legend(study, maps))
    captioned(figure, study, maps, folded)
    return figure


def figures(study, goals, keys):
    """(name, figure) of each picture: one of all outcomes, or, where further keys have panels, one of each outcome."""
    panels, folded = parts(study, keys)
    cells = len(survey.levels(keys[0])[0]) * len(survey.levels(keys[1])[0])
    if cells > 4 * len(numpy.unique(study.table["setting"])):
        raise Error(f"the points form no grid over {keys[0].name} and {keys[1].name}")
    if len(panels) == 1:
        maps = [Map(study, goal, keys) for goal in goals]
        yield "map" if len(goals) > 1 else f"map_{goals[0].name}", figure_of(study, maps, [""] * len(maps), folded)
        return
    for goal in goals:
        maps = [Map(study, goal, keys, which) for _, which in panels]
        yield f"map_{goal.name}", figure_of(study, maps, [name for name, _ in panels], folded)
