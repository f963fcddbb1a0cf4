"""Pictures of the points of a study in three dimensions, laid out over two keys."""
import functools

import numpy
from matplotlib.colors import Normalize
from matplotlib.image import imread

import mend
from figures import paper, survey
from mend import Error

MOST_COLUMNS, MOST_ROWS = 5, 4
DEEP = 1e-6  # of a day: two times are the same


def some(count, most):
    """Up to so many of the numbers below count, evenly spread, with the first and the last."""
    return numpy.unique(numpy.linspace(0, count - 1, min(count, most)).round().astype(int))


def chosen(study, keys):
    """Rows of tiles from the lowest value of the second key up: each holds `point`, `words` if there is no picture of it,
    else `folder`. Of points with the same two values the first stands for all."""
    if not keys:
        raise Error(f"{study.path}: no key differs between points")
    places = [survey.levels(key)[1] for key in keys] + [numpy.zeros(study.table.sizes["point"], int)] * (2 - len(keys))
    columns, rows = (some(place.max() + 1, most) for place, most in zip(places, (MOST_COLUMNS, MOST_ROWS)))
    return [[tile(study, numpy.flatnonzero((places[0] == column) & (places[1] == row))) for column in columns]
            for row in rows]


def tile(study, points):
    if not points.size:
        return {"words": "not in the design"}
    status = study.table["status"].values[points].astype(str)
    point = int(points[numpy.flatnonzero(status == "done")[0] if (status == "done").any() else 0])
    if not (status == "done").any():
        return {"point": point, "words": str(status[0])}
    identity = str(study.table["identity"].values[point])
    folder = study.folder / "points" / identity[:2] / identity
    if not (folder / "run.xdmf").is_file():
        return {"point": point, "words": "kept no frames"}
    return {"point": point, "folder": folder.resolve()}


def job(grid, day, place):
    """What study_scene.py is to draw: all tiles at one time, by default the last that all have."""
    tiles = [tile for row in grid for tile in row if "folder" in tile]
    if not tiles:
        raise Error("no point kept its frames: the sweep needs 'frames: yes'")
    times = []
    for tile in tiles:
        with mend.open(tile["folder"]) as run:
            times.append(run.fields["time"].values)
    common = functools.reduce(lambda one, other: one[(abs(one[:, None] - other) < DEEP).any(axis=1)], times)
    if not common.size or day is not None and not (abs(common - day) < DEEP).any():
        words = ", ".join(f"{time:g}" for time in common) or "none"
        when = "one time" if day is None else f"day {day:g}"
        raise Error(f"not all points have a frame at {when}; days of all: {words}")
    day = common[-1] if day is None else day
    for number, (tile, there) in enumerate(zip(tiles, times)):
        tile["png"] = f"{place}/{number}.png"
        tile["index"] = int(abs(there - day).argmin())
    return {"day": float(day), "runs": [{"folder": str(tile["folder"]), "index": tile["index"], "png": tile["png"]}
                                        for tile in tiles]}


def cropped(image):
    """An image without its white margins."""
    ink = (image[..., :3] < 0.99).any(axis=2)
    rows, columns = (numpy.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    return image[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1] if rows.size else image


def caption_of(study, keys, grid, job):
    points = [tile["point"] for row in grid for tile in row if "folder" in tile]
    others = [study.parameters[name] for name in study.varied if name not in [key.name for key in keys]]
    held = [survey.told(key, key.values[points[0]])
            for key in others if len(survey.levels(key)[0]) > 1 and len(set(key.values[points].tolist())) == 1]
    sizes = {tuple(f"{edge:.3g}" for edge in run["size"]) for run in job["runs"]}
    return [f"Day {job['day']:.4g}: channels, and change of collagen beyond 40 and 80 % of the largest gain.",
            f"Blocks of {' x '.join(sizes.pop())} mm." if len(sizes) == 1 else "Blocks differ in size.",
            f"At {', '.join(held)}." if held else "",
            f"One of {survey.repeats(study)} each." if survey.repeats(study) else ""]


def draw(study, keys, grid, job, path):
    """Write the picture: the first key to the right, the second upwards."""
    columns = len(grid[0])
    wide = min(2.4, 6.2 / columns)
    figure, axes = paper.pyplot.subplots(len(grid), columns, figsize=(columns * wide + 1.3, len(grid) * wide + 0.7),
                                         layout="constrained", squeeze=False)
    for row, line in zip(axes[::-1], grid):
        for here, tile in zip(row, line):
            here.set(xticks=[], yticks=[])
            here.spines[:].set_visible(False)
            if "png" in tile:
                here.imshow(cropped(imread(tile["png"])))
            else:
                here.set_facecolor("0.93")
                here.set_box_aspect(1)
                here.text(0.5, 0.5, ("×\n" if tile["words"] == "failed" else "") + tile["words"], ha="center", va="center",
                          transform=here.transAxes)
    for here, tile in zip(axes[-1], grid[0]):
        here.set_xlabel(named(study, keys[0], [line[grid[0].index(tile)] for line in grid]))
    for here, line in zip(axes[::-1, 0], grid):
        if len(keys) > 1:
            here.set_ylabel(named(study, keys[1], line))
    scale = paper.matplotlib.cm.ScalarMappable(Normalize(-job["top"], job["top"]), "coolwarm")
    figure.colorbar(scale, ax=axes, label="Collagen, change from rest (%)", shrink=0.8, aspect=30)
    paper.caption(figure, caption_of(study, keys, grid, job))
    paper.write(figure, path)


def named(study, key, line):
    """Words for a row or column of tiles: the key's value at any of its points."""
    point = next(tile["point"] for tile in line if "point" in tile)
    return f"{survey.short(key.name)}\n{survey.quantity(key, key.values[point])}"
