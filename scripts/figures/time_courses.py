"""Time courses in small multiples: beside the channels, and on the mean of the skin."""
import math

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


def resting(result, mean):
    """The mean before the first session: a measure is taken before a session of the same time."""
    values = result.measure(mean)
    return None if values is None else values[0]


def present(result):
    """Panels of which the result holds a curve: (words, unit, [(words, colour, style, values)])."""
    for words, scale, curves in PANELS:
        found, unit = [], "1"
        for name, colour, near, mean in curves:
            for measure, style in ((near, NEAR), (mean, MEAN)):
                values = result.measure(measure) if measure else None
                if values is None:
                    continue
                unit = result.unit(f"measures/{measure}")
                if scale == "change":
                    rest = resting(result, mean)
                    if not rest:
                        continue
                    values, unit = 100 * (values / rest - 1), "%"
                found.append((name, colour, style, values))
        if found:
            yield words, unit, found


def draw_panel(axes, result, unit, words, curves):
    for session in result.sessions:
        axes.axvline(session.time, color="0.75", linewidth=0.8, zorder=0)
    named = set()
    for name, colour, style, values in curves:
        axes.plot(result.measured, values, color=colour, label=None if name in named else name, **style)
        named.add(name)
    axes.set_ylabel(paper.label(words, unit))
    low, high = axes.get_ylim()
    # Room for the legend above the curves; a curve of zeros is shown as such, not magnified.
    if high - low < 1e-9 * max(1, abs(high)):
        low, high = low - 0.5, high + 0.5
    if len(named) > 1:
        high += 0.13 * len(named) * (high - low)
        axes.legend(loc="upper right", borderaxespad=0, labelspacing=0.2, handlelength=0.9, handletextpad=0.5)
    axes.set_ylim(low, high)
    paper.set_time_axis(axes, result, result.measured)


def draw(result, folder):
    """Write time_courses.png and .pdf; nothing where the result holds no measures."""
    panels = list(present(result)) if "measures" in result.file else []
    if not panels:
        print("no measures: no time courses")
        return
    columns = 3
    rows = math.ceil(len(panels) / columns)
    figure, grid = paper.pyplot.subplots(rows, columns, figsize=(7.2, 1.85 * rows + 0.35), layout="constrained",
                                         squeeze=False)
    for index, axes in enumerate(grid.flat):
        if index >= len(panels):
            axes.remove()
            continue
        words, unit, curves = panels[index]
        draw_panel(axes, result, unit, words, curves)
        paper.letter(axes, index)
        if index + columns >= len(panels):
            axes.set_xlabel("Time (days)")
    handles = [Line2D([], [], color="0.2", label="beside the channels", **NEAR),
               Line2D([], [], color="0.2", label="mean of the skin", **MEAN)]
    if result.sessions:
        handles.append(Line2D([], [], color="0.75", linewidth=0.8, label="session"))
    # The top strip belongs to the legend: the layout does not see it by itself.
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.25 / figure.get_figheight()))
    figure.legend(handles=handles, loc="upper center", ncols=3)
    figure.align_ylabels()
    paper.save(figure, folder, "time_courses")
