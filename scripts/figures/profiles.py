"""Profiles over depth at several times."""
import numpy

from figures import paper, sections

COLOURS = ("#B8B8B8", paper.SKY, paper.BLUE, paper.GREEN, paper.ORANGE, paper.VERMILION)


def chosen(run):
    """Indices of the measured times nearest to the frames that the sections show."""
    times = run.measures["time"].values
    wanted = run.fields["time"].values[sections.chosen(run)]
    return sorted({int(abs(times - time).argmin()) for time in wanted})


def draw(run, folder):
    """Write profiles.png and .pdf; nothing where the result measures none."""
    names = [name for name, measure in run.measures.items()
             if measure.dims == ("time", "z") and run.measures.sizes["z"] > 1 and numpy.isfinite(measure.values).any()]
    if not names:
        return
    figure, grid = paper.multiples(len(names), min(3, max(2, len(names))), 2.6)
    depth = run.measures["z"].values
    for index, (axes, name) in enumerate(zip(grid, names)):
        measure = run.measures[name]
        axes.axvline(0, color="0.75", linewidth=0.6, zorder=0)
        for colour, time in zip(COLOURS, chosen(run)):
            axes.plot(measure[time].values, depth, color=colour, label=paper.day(float(run.measures["time"][time])))
        axes.set_ylim(2 * depth[0] * len(depth), 0)
        axes.set(xlabel=paper.named(measure, line=" "), ylabel="Depth (mm)")
        paper.letter(axes, index)
    paper.legend_above(figure, grid[0].get_legend_handles_labels()[0])
    paper.save(figure, folder, "profiles")
