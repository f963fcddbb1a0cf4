"""The picture of tests/bench/run: cost of a step by term, scaling over threads, share of the triad's bandwidth."""
from figures import paper

COLOURS = (paper.BLUE, paper.SKY, paper.VERMILION, paper.ORANGE, paper.GREEN, paper.PURPLE, paper.BLACK)
# The parts of the reaction belong to the model; they stand as one.
TERMS = ("diffusion", "taxis", "reaction", "stage", "along x", "along y", "columns")
WORDS = {"along x": "solves along x", "along y": "along y", "columns": "along z, new values"}
MODELS = {"twelve_fields": "12 fields", "skin": "skin"}


def usual(rows):
    """Steps as most runs take them, by model, size and threads."""
    steps = [row for row in rows if row["part"] == "step" and row["sides"] == "periodic" and row["taxis"] == "taxis"
             and row["scheme"] == "ros2"]
    return sorted(steps, key=lambda row: (row["model"], tuple(row["size"]), row["threads"]))


def by_term(row):
    terms = dict.fromkeys(TERMS, 0.0)
    for term, value in row["terms_nanoseconds"].items():
        terms[term if term in terms else "reaction"] += value
    return terms


def cells(size):
    return "×".join(map(str, size))


def bars(axes, rows):
    """Places of the bars of some rows, with a gap between sizes and models; their labels below."""
    places, place = [], 0.0
    for before, row in zip([None, *rows], rows):
        place += 0 if before is None else 1 if before["size"] == row["size"] and before["model"] == row["model"] else 1.6
        places.append(place)
    words = [f"{MODELS[row['model']]} {cells(row['size'])}, {row['threads']}" for row in rows]
    axes.set_xticks(places, words, rotation=90, fontsize=5.5)
    axes.set_xlabel("Model, cells, threads")
    axes.tick_params(axis="x", length=0)
    return places


def draw_terms(axes, rows):
    places, costs, bottom = bars(axes, rows), [by_term(row) for row in rows], [0.0] * len(rows)
    for term, colour in zip(TERMS, COLOURS):
        heights = [cost[term] for cost in costs]
        axes.bar(places, heights, 0.8, bottom, color=colour, label=WORDS.get(term, term))
        bottom = [low + height for low, height in zip(bottom, heights)]
    axes.set_ylabel("Cost per cell, field and step (ns)")
    axes.set_ylim(0, 1.45 * max(bottom))
    axes.legend(ncols=2, loc="upper left", fontsize=5.5, handlelength=1)


def draw_scaling(axes, rows):
    """Speed over that of one thread."""
    most = max(row["threads"] for row in rows)
    axes.plot([1, most], [1, most], color="0.7", linestyle=":", label="ideal")
    cases = dict.fromkeys((row["model"], tuple(row["size"])) for row in rows)
    for (model, size), colour in zip(cases, COLOURS):
        same = [row for row in rows if (row["model"], tuple(row["size"])) == (model, size)]
        one = next(row["least"] for row in same if row["threads"] == 1)
        axes.plot([row["threads"] for row in same], [one / row["least"] for row in same], marker="o", markersize=3,
                  color=colour, label=f"{MODELS[model]} {cells(size)}")
    axes.set(xlabel="Threads", ylabel="Speed over one thread", xticks=range(1, most + 1) if most <= 8 else (1, most))
    axes.set_ylim(0, None)
    axes.legend(fontsize=5.5)


def draw_shares(axes, rows):
    places = bars(axes, rows)
    axes.bar(places, [100 * row["share_of_triad"] for row in rows], 0.8,
             color=[COLOURS[0] if row["model"] == "skin" else COLOURS[3] for row in rows])
    axes.set_ylabel("Least traffic over time,\nshare of the triad's bandwidth (%)")


def draw(document, path):
    """Draw what there is of the three panels; nothing without steps."""
    rows = usual(document["rows"])
    if not rows:
        return
    figure, grid = paper.multiples(3, 3, 3.2)
    draw_terms(grid[0], rows)
    draw_scaling(grid[1], rows)
    if all("share_of_triad" in row for row in rows):
        draw_shares(grid[2], rows)
    else:
        grid[2].remove()
    for index, words in enumerate(("Cost by term", "Scaling", "Bandwidth")):
        paper.letter(grid[index], index, words)
    paper.write(figure, path)
