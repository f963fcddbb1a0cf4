#!/usr/bin/python3
"""error_against_tolerance.py TABLE... PICTURE: error of the time steps against their tolerance, of the tables that the
test verify_reference leaves in the tests' folder of the build; a column of panels for each table."""
import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from figures import paper, work_precision  # noqa: E402

ERRORS = (("fields", "Largest error of a field"), ("collagen", "Error of the net\ncollagen change"))


def draw(tables, path):
    """Draw tables of case, scheme, tolerance, steps, fields, collagen."""
    figure, grid = paper.multiples(len(tables) * len(ERRORS), len(tables), 2.3)
    for index, axes in enumerate(grid):
        with open(tables[index % len(tables)], newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        column, words = ERRORS[index // len(tables)]
        for scheme, style, points in work_precision.lines(rows, "tolerance", column):
            axes.loglog([tolerance for _, _, tolerance in points], [error for _, error, _ in points], label=scheme,
                        **style)
        tolerances = sorted({float(row["tolerance"]) for row in rows})
        axes.loglog(tolerances, tolerances, color="0.6", linewidth=0.8, linestyle=(0, (4, 2)), label="the tolerance",
                    zorder=0)
        if index % len(tables) == 0:
            axes.set_ylabel(words)
        if index // len(tables) + 1 == len(ERRORS):
            axes.set_xlabel("Tolerance")
        paper.letter(axes, index, rows[0]["case"])
    paper.legend_above(figure, grid[0].get_legend_handles_labels()[0])
    figure.align_ylabels()
    paper.write(figure, path)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    draw(sys.argv[1:-1], pathlib.Path(sys.argv[-1]))
