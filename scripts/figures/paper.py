"""How every figure looks: colours that the colour-blind tell apart (Okabe and Ito), type of a journal's column."""
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as pyplot  # noqa: E402
from matplotlib.ticker import FixedLocator, NullFormatter, ScalarFormatter  # noqa: E402

BLACK, ORANGE, SKY, GREEN, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7")

pyplot.rcParams.update({
    "font.family": "DejaVu Sans", "font.size": 8, "axes.titlesize": 8, "axes.labelsize": 8, "legend.fontsize": 7,
    "xtick.labelsize": 7, "ytick.labelsize": 7, "axes.linewidth": 0.6, "lines.linewidth": 1.2, "axes.spines.top": False,
    "axes.spines.right": False, "xtick.major.width": 0.6, "ytick.major.width": 0.6, "xtick.minor.width": 0.4,
    "legend.frameon": False, "legend.handlelength": 1.6, "savefig.dpi": 300, "pdf.fonttype": 42})

UNITS = {"cells/mm^3": "cells/mm³", "1": "", "1/day": "day⁻¹", "%/day": "% per day"}


def label(words, unit):
    """An axis label: words, and below them the unit in brackets."""
    unit = UNITS.get(unit, unit)
    return f"{words}\n({unit})" if unit else words


def letter(axes, index, words=""):
    """A panel's letter in bold, and its words."""
    axes.set_title(rf"$\bf{{{chr(ord('a') + index)}}}$  {words}", loc="left")


def set_time_axis(axes, result, times):
    """Logarithmic beyond a day after a single session, since hours and months count alike; linear for a series."""
    sessions = [session.time for session in result.sessions]
    start, end = times[0], times[-1]
    if len(sessions) == 1 and sessions[0] <= start and end > 20:
        axes.set_xscale("symlog", linthresh=1, linscale=0.7)
        ticks = [tick for tick in (0, 1, 3, 7, 28, 90, 365) if tick <= end]
        axes.xaxis.set_major_locator(FixedLocator(ticks))
        axes.xaxis.set_major_formatter(ScalarFormatter())
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.xaxis.set_minor_locator(FixedLocator([]))
    axes.set_xlim(start, end)


def save(figure, folder, name):
    """Write name.png and name.pdf, and say so."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("png", "pdf"):
        path = folder / f"{name}.{suffix}"
        # Without dates, so that the same result gives the same file.
        metadata = {"CreationDate": None} if suffix == "pdf" else {"Software": None}
        figure.savefig(path, bbox_inches="tight", pad_inches=0.04, metadata=metadata)
        print(path)
    pyplot.close(figure)
