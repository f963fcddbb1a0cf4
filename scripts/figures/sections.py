"""Sections of the block at several times: the change of collagen where there is collagen, else what changes most."""
import numpy
from matplotlib.colors import Normalize, SymLogNorm
from matplotlib.ticker import FixedLocator, MaxNLocator

from figures import paper
from figures.paper import BLACK
from figures.plane import WORDS, Plane

MOST_FRAMES, MOST_FIELDS = 5, 3
BAR = 0.4  # length of the colour bar of the injury, of the panel's width
COLLAGEN = ("collagen1", "collagen3")


class Quantity:
    """What a section shows: name of the file, words with a unit, colours; `values(index)` is its cut of one frame."""

    def __init__(self, name, words, values, colours):
        self.name, self.words, self.values, self.colours = name, words, values, colours


def collagen_change(run, plane):
    """Change of collagen I and III together, percent of the first frame, the state before the first session."""
    def total(index):
        return sum(plane.cut(run.fields[field].isel(time=index)) for field in COLLAGEN if field in run.fields).values

    rest = total(0)
    return Quantity("collagen_section", "Change of total collagen from rest (%)",
                    lambda index: 100 * (total(index) / rest - 1), "RdBu_r")


def most_changed(run):
    """Names of the fields that depart most from the first frame, of their own size."""
    sizes = {}
    for name, field in run.fields.items():
        if field.dims[0] == "time":
            values = field.values
            size = numpy.nanmax(abs(values)) if numpy.isfinite(values).any() else 0
            sizes[name] = numpy.nanmax(abs(values - values[0])) / size if size > 0 else 0
    return sorted(sizes, key=lambda name: -sizes[name])[:MOST_FIELDS]


def field_values(run, plane, name):
    field = run.fields[name]
    return Quantity(f"section_{name}", paper.named(field, line=" "),
                    lambda index: plane.cut(field.isel(time=index)).values, "viridis")


def chosen(run):
    """Up to five frames after the first session, about evenly spread in the logarithm of the time since."""
    times = run.fields["time"].values
    start = min(paper.session_times(run), default=times[0])
    later = [index for index, time in enumerate(times) if time > start]
    if len(later) <= MOST_FRAMES:
        return later
    since = times[later] - start
    wanted = numpy.geomspace(since[0], since[-1], MOST_FRAMES)
    picked = {later[int(numpy.argmin(abs(numpy.log(since / time))))] for time in wanted}
    for index in reversed(later):
        if len(picked) == MOST_FRAMES:
            break
        picked.add(index)
    return sorted(picked)


def scale(quantity, values):
    """Of changes, colours centred at 0; channels lose tens of percent while the skin between them gains a few, so large
    ranges are logarithmic beyond 1 %. Of values, all of them."""
    if quantity.colours == "viridis":
        low, high = numpy.nanmin(values), numpy.nanmax(values)
        return Normalize(low, high) if high > low else Normalize(low - 0.5, high + 0.5)
    size = numpy.nanpercentile(abs(values), 99)
    if not size > 0:
        return Normalize(-1, 1)
    step = 10 ** numpy.floor(numpy.log10(size))
    top = float(step * next(factor for factor in (1, 1.5, 2, 3, 5, 7.5, 10) if factor * step >= size))
    return Normalize(-top, top) if top <= 3 else SymLogNorm(linthresh=1, linscale=0.7, vmin=-top, vmax=top)


def colour_bar(figure, image, axes, words, **style):
    extend = "neither" if image.get_cmap().name == "viridis" else "both"
    bar = figure.colorbar(image, ax=axes, label=words, extend=extend, **style)
    if isinstance(image.norm, SymLogNorm):
        sizes = [size for size in (1, 3, 10, 30, 100, 300) if size <= image.norm.vmax]
        ticks = [-size for size in reversed(sizes)] + [0] + sizes
        bar.set_ticks(ticks, labels=[f"{tick:+d}" if tick else "0" for tick in ticks])
        bar.minorticks_off()


def free_corner(injured):
    """Left end of the small colour bar, a share of the width: the middle, else where the fewest channels are."""
    low = injured[2 * len(injured) // 3:]
    columns = low.shape[1]
    return min(((1 - BAR) / 2, 0.05, 0.95 - BAR),
               key=lambda left: low[:, int(left * columns):int((left + BAR) * columns) + 1].sum())


def injury_panel(axes, run, plane):
    """The injured share of each cell after the first session, with its own small colour bar."""
    injured = plane.cut(run.sessions["injured_fraction"].isel(session=0)).values
    image = axes.pcolormesh(plane.faces[plane.across], plane.faces[plane.down], injured, cmap="Greys", vmin=0, vmax=1,
                            rasterized=True)
    plane.outline(axes, of_sessions(run, [1]), color=paper.VERMILION, linewidth=0.8)
    inset = axes.inset_axes([free_corner(injured), 0.1, BAR, 0.025])
    bar = axes.figure.colorbar(image, cax=inset, orientation="horizontal", ticks=[0, 1])
    bar.ax.tick_params(labelsize=6, length=2, pad=1)
    bar.ax.set_title("injured\nfraction", fontsize=6, pad=2)


def of_sessions(run, numbers):
    return run.punctures.isel(puncture=numpy.isin(run.punctures["session"].values, numbers))


def before(run, time):
    """Numbers of the sessions before a time."""
    return [number for number, session in enumerate(paper.session_times(run), 1) if session < time]


def panels(count, plane):
    """Figure and axes for `count` sections in true proportion on a page 7.2 inches wide."""
    columns = min(count, 6 if plane.width < 0.6 * plane.height else 2 if count == 4 else 3)
    rows = -(-count // columns)
    wide = 5.7 / columns - 0.12
    tall = wide * plane.height / plane.width
    if tall > 3.2:
        wide, tall = 3.2 * plane.width / plane.height, 3.2
    size = (1.5 + columns * (wide + 0.15), rows * (tall + 0.3) + 0.45)
    figure, grid = paper.pyplot.subplots(rows, columns, figsize=size, layout="constrained", sharex=True, sharey=True,
                                         squeeze=False)
    for number, axes in enumerate(grid.flat):
        if number >= count:
            axes.remove()
            continue
        axes.set_aspect("equal")
        axes.set_xlim(0, plane.width)
        # Downwards from above too: with x to the right and depth into the page this is how the block is seen.
        axes.set_ylim(plane.height, 0)
        narrow = FixedLocator([0, plane.width])
        axes.xaxis.set_major_locator(MaxNLocator(3 if wide > 1.2 else 2) if wide > 0.6 else narrow)
        if number % columns == 0:
            axes.set_ylabel(WORDS[plane.down])
    return figure, list(grid.flat)[:count], columns


def section(run, plane, quantity, folder):
    """Panels of the injury and of several frames, with the walls of all channels made so far; grey: the quantity does
    not live there."""
    frames = chosen(run)
    maps = [quantity.values(index) for index in frames]
    norm = scale(quantity, numpy.array(maps))
    first = 1 if run.sessions else 0
    figure, axes, columns = panels(len(frames) + first, plane)
    if first:
        injury_panel(axes[0], run, plane)
        paper.letter(axes[0], 0, paper.day(paper.session_times(run)[0]))
    for number, (index, values) in enumerate(zip(frames, maps), first):
        here, time = axes[number], float(run.fields["time"][index])
        here.set_facecolor("0.85")
        image = here.pcolormesh(plane.faces[plane.across], plane.faces[plane.down], values, cmap=quantity.colours,
                                norm=norm, rasterized=True)
        if run.sessions:
            plane.outline(here, of_sessions(run, before(run, time)), color=BLACK, linewidth=0.5)
        count = len(before(run, time))
        paper.letter(here, number, paper.day(time) + (f" ({count} sessions)" if count > 1 else ""))
    for here in axes[-columns:]:
        here.set_xlabel(WORDS[plane.across])
        here.tick_params(labelbottom=True)
    colour_bar(figure, image, axes, quantity.words, shrink=0.9, aspect=35)
    paper.save(figure, folder, quantity.name)


def over_time(run, plane, quantity, folder):
    """One axis against time, where the others have one cell."""
    along, times = plane.centres[plane.across], run.fields["time"].values
    values = numpy.array([quantity.values(index) for index in range(len(times))]).T
    figure, axes = paper.pyplot.subplots(figsize=(3.5, 2.6), layout="constrained")
    # A frame stands for the time around it: nothing is interpolated.
    image = axes.pcolormesh(times, along, values, cmap=quantity.colours, norm=scale(quantity, values),
                            shading="nearest", rasterized=True)
    for time in paper.session_times(run):
        axes.axvline(time, color="0.3", linewidth=0.8)
    if plane.across == "z":
        axes.invert_yaxis()
    elif plane.radial and run.punctures.sizes.get("puncture"):
        axes.axhline(float(run.punctures["radius"][0]), color=BLACK, linewidth=0.6, linestyle="--")
    axes.set(xlabel="Time (days)", ylabel=WORDS[plane.across])
    paper.set_time_axis(axes, paper.session_times(run), times)
    colour_bar(figure, image, axes, quantity.words.replace(" from rest", "\nfrom rest"))
    paper.save(figure, folder, quantity.name)


def draw(run, folder):
    """Write collagen_section, or section_<field> of the fields that change most, as .png and .pdf."""
    plane = Plane(run)
    if run.fields.sizes["time"] < 2 or not chosen(run):
        print("no frame after the first session: no section")
    elif plane.across is None:
        print("one cell: no section")
    else:
        collagen = any(field in run.fields for field in COLLAGEN)
        quantities = [collagen_change(run, plane)] if collagen else [
            field_values(run, plane, name) for name in most_changed(run)]
        for quantity in quantities:
            (section if plane.down else over_time)(run, plane, quantity, folder)
