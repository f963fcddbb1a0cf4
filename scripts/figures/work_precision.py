"""Error against wall time of the steps, without output, a line for each scheme, a row of panels for each case."""
import csv

from figures import paper

COLOURS = (paper.BLUE, paper.VERMILION, paper.GREEN, paper.ORANGE)
MARKERS = ("o", "s", "^", "D")
ERRORS = (("collagen_error", "Error of the net\ncollagen change"),
          ("centre_error", "Error of the fields\nin a channel"))


def lines(rows, x, y):
    """Per scheme: its word, colour and marker, and its points (x, y, tolerance) in the order of the tolerance, but for
    exact ones."""
    for number, scheme in enumerate(dict.fromkeys(row["scheme"] for row in rows)):
        points = sorted(((float(row[x]), float(row[y]), float(row["tolerance"])) for row in rows
                         if row["scheme"] == scheme and float(row[y]) > 0), key=lambda point: point[2])
        yield scheme, {"color": COLOURS[number % 4], "marker": MARKERS[number % 4], "markersize": 3}, points


def draw(table, path):
    """Draw the table that scripts/work_precision writes."""
    with open(table, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    cases = list(dict.fromkeys(row["case"] for row in rows))
    figure, grid = paper.multiples(2 * len(cases), 2, 2.3)
    for index, axes in enumerate(grid):
        case, (column, words) = cases[index // 2], ERRORS[index % 2]
        for scheme, style, points in lines([row for row in rows if row["case"] == case], "stepping", column):
            axes.loglog([time for time, _, _ in points], [error for _, error, _ in points], label=scheme, **style)
            for time, error, tolerance in points:
                axes.annotate(f"{tolerance:g}", (time, error), (3, 2), textcoords="offset points", fontsize=5,
                              color=style["color"])
        axes.set_ylabel(words)
        if index // 2 + 1 == len(cases):
            axes.set_xlabel("Wall time of the steps (s)")
        paper.letter(axes, index, case)
    paper.legend_above(figure, grid[0].get_legend_handles_labels()[0])
    figure.align_ylabels()
    paper.write(figure, path)
