"""Time courses in small multiples: of skin beside the channels and on the mean, of other models each measure."""
import numpy
from matplotlib.lines import Line2D

from figures import paper
from figures.paper import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILION

# A curve: words, colour, measure beside the channels, measure on the mean. A panel: words of its axis, scale, curves.
# Scales: "value" as stored; "change": percent of the resting mean.


def both(words, colour, field):
    return words, colour, f"{field}_near_channel", f"{field}_mean"


PANELS = (
    ("Wound", "value", (both("injury charge", VERMILION, "injury_charge"), both("alarm", ORANGE, "alarm"),
                        both("fibrin", PURPLE, "fibrin"))),
    ("Growth factors", "value", (both("TGF-β1", BLUE, "tgf_beta1"), both("TGF-β3", SKY, "tgf_beta3"),
                                 both("PDGF", GREEN, "pdgf"))),
    ("Epithelial cover", "value", (("least covered channel", BLACK, "cover_minimum", None),
                                   ("whole epidermis", BLACK, None, "keratinocyte_cover_mean"))),
    ("Inflammatory cells", "value", (both("neutrophils", ORANGE, "neutrophils"),
                                     both("inflammatory macrophages", VERMILION, "inflammatory_macrophages"),
                                     both("repair macrophages", GREEN, "repair_macrophages"))),
    ("Fibroblasts", "value", (both("fibroblasts", BLUE, "fibroblasts"),
                              both("myofibroblasts", PURPLE, "myofibroblasts"))),
    ("VEGF", "value", (both("VEGF", GREEN, "vegf"),)),
    ("Collagen change", "change", (both("type I", BLUE, "collagen1"), both("type III", ORANGE, "collagen3"))),
    ("Total collagen change", "value", (("papillary dermis", SKY, None, "collagen_change_papillary"),
                                        ("reticular dermis", BLUE, None, "collagen_change_reticular"),
                                        ("whole dermis", BLACK, None, "collagen_change_mean"))),
    ("Collagen III : I", "value", (("III : I", BLACK, "collagen_ratio_near_channel", "collagen_ratio_mean"),)),
    ("Elastin change", "change", (both("elastin", PURPLE, "elastin"),)),
    ("Capillaries", "value", (both("capillaries", VERMILION, "capillaries"),)),
    ("Hyaluronan", "value", (both("hyaluronan", GREEN, "hyaluronan"),)),
)
NEAR, MEAN = {"linestyle": "-"}, {"linestyle": (0, (4, 2))}


def series(run, name):
    """A measure over time, or None where the result has no such measure or never a number in it."""
    if name not in run.measures or run.measures[name].dims != ("time",):
        return None
    values = run.measures[name].values
    return values if numpy.isfinite(values).any() else None


def of_skin(run):
    """Panels of which the result holds a curve: (title, words of the axis, [(words, colour, style, values)])."""
    for words, scale, curves in PANELS:
        found, unit = [], "1"
        for name, colour, near, mean in curves:
            for measure, style in ((near, NEAR), (mean, MEAN)):
                values = series(run, measure)
                if values is None:
                    continue
                unit = run.measures[measure].attrs["units"]
                if scale == "change":
                    # The mean before the first session: a measure is taken before a session of the same time.
                    rest = series(run, mean)
                    if rest is None or not rest[0]:
                        continue
                    values, unit = 100 * (values / rest[0] - 1), "%"
                found.append((name, colour, style, values))
        if found:
            yield "", paper.label(words, unit), found


def of_any_model(run):
    """One panel for each measure."""
    for name in run.measures:
        values = series(run, name)
        if values is not None:
            yield name.replace("_", " "), paper.unit(run.measures[name]), [(name, BLUE, NEAR, values)]


def draw_panel(axes, run, words, curves):
    times = run.measures["time"].values
    for time in paper.session_times(run):
        axes.axvline(time, color="0.75", linewidth=0.8, zorder=0)
    named = set()
    for name, colour, style, values in curves:
        axes.plot(times, values, color=colour, label=None if name in named else name, **style)
        named.add(name)
    axes.set_ylabel(words)
    low, high = axes.get_ylim()
    # Room for the legend above the curves; a curve of zeros is shown as such, not magnified.
    if high - low < 1e-9 * max(1, abs(high)):
        low, high = low - 0.5, high + 0.5
    if len(named) > 1:
        high += 0.13 * len(named) * (high - low)
        axes.legend(loc="upper right", borderaxespad=0, labelspacing=0.2, handlelength=0.9, handletextpad=0.5)
    axes.set_ylim(low, high)
    paper.set_time_axis(axes, paper.session_times(run), times)


def keys(run, skin):
    """Entries of the legend above all panels."""
    handles = [Line2D([], [], color="0.2", label="beside the channels", **NEAR),
               Line2D([], [], color="0.2", label="mean of the skin", **MEAN)] if skin else []
    if paper.session_times(run):
        handles.append(Line2D([], [], color="0.75", linewidth=0.8, label="session"))
    return handles


def draw(run, folder):
    """Write time_courses.png and .pdf; nothing where the result holds no measures."""
    skin = run.model == "skin"
    panels = list(of_skin(run) if skin else of_any_model(run))
    if not panels:
        print("no measures: no time courses")
        return
    figure, grid = paper.multiples(len(panels), 3, 1.85)
    for index, (axes, (title, words, curves)) in enumerate(zip(grid, panels)):
        draw_panel(axes, run, words, curves)
        paper.letter(axes, index, title)
        if index + 3 >= len(panels):
            axes.set_xlabel("Time (days)")
    paper.legend_above(figure, keys(run, skin))
    figure.align_ylabels()
    paper.save(figure, folder, "time_courses")
