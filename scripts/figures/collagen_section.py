"""Change of total collagen in a section through a channel, at several times."""
import numpy
from matplotlib.colors import Normalize, SymLogNorm
from matplotlib.ticker import MaxNLocator

from figures import paper
from figures.paper import BLACK
from figures.result import edges

MOST = 5


def total(result, index):
    """Collagen I and III together in one frame [mg/mL], shape [z][y][x]."""
    return sum(result.frame(field, index) for field in ("collagen1", "collagen3") if result.has(field))


def change(result, index):
    """Percent of the first frame, which is the state before the first session."""
    return 100 * (total(result, index) / total(result, 0) - 1)


def chosen(result):
    """Up to five frames after the first session, about evenly spread in the logarithm of the time since."""
    start = result.sessions[0].time if result.sessions else result.time[0]
    later = [index for index, time in enumerate(result.time) if time > start]
    if len(later) <= MOST:
        return later
    since = result.time[later] - start
    wanted = numpy.geomspace(since[0], since[-1], MOST)
    picked = {later[int(numpy.argmin(abs(numpy.log(since / time))))] for time in wanted}
    for index in reversed(later):
        if len(picked) == MOST:
            break
        picked.add(index)
    return sorted(picked)


def middle_channel(result):
    """Index of the plane along y through the channel nearest to the middle of the box."""
    if not result.sessions or len(result.y) == 1 or not len(result.sessions[0].columns["x"]):
        return len(result.y) // 2
    columns = result.sessions[0].columns
    x, y = result.x.mean(), result.y.mean()
    nearest = numpy.argmin(numpy.hypot(columns["x"] - x, columns["y"] - y))
    return int(numpy.argmin(abs(result.y - columns["y"][nearest])))


def outline(axes, result, session, plane, **style):
    """Walls of a session's channels where they cross the section, with their images beyond periodic sides."""
    box = edges(result.x)[-1], edges(result.y)[-1]
    columns = session.columns
    for i in range(len(columns["x"])):
        if columns["depth"][i] <= 0:
            continue
        z = columns["depth"][i] * numpy.sin(numpy.linspace(0, numpy.pi / 2, 120))
        radius = columns["radius"][i] * numpy.maximum(0, 1 - z / columns["depth"][i]) ** columns["taper"][i]
        for image_x in ((0,) if result.radial else (-1, 0, 1)):
            for image_y in ((0,) if result.radial else (-1, 0, 1)):
                x = columns["x"][i] + columns["shear_x"][i] * z + image_x * box[0]
                y = columns["y"][i] + columns["shear_y"][i] * z + image_y * box[1]
                away = 0 if result.radial else result.y[plane] - y
                half = numpy.sqrt(numpy.where(radius > abs(away), radius**2 - numpy.square(away), numpy.nan))
                if not numpy.isfinite(half).any() or (x - half > box[0]).all() or (x + half < 0).all():
                    continue
                axes.plot(x - half, z, x + half, z, **style)
                ends = numpy.isfinite(half)
                axes.plot([(x - half)[ends][-1], (x + half)[ends][-1]], [z[ends][-1]] * 2, **style)


def limit(values):
    """A round number that all but the outermost hundredth of the changes stay within [%]."""
    size = numpy.nanpercentile(abs(values), 99)
    if not size > 0:
        return 1.0
    step = 10 ** numpy.floor(numpy.log10(size))
    return float(step * next(factor for factor in (1, 1.5, 2, 3, 5, 7.5, 10) if factor * step >= size))


def since(result, index):
    time = result.time[index]
    number = sum(session.time < time for session in result.sessions)
    words = f"day {time:.3g}"
    return words if number < 2 else f"{words} ({number} sessions)"


def scale(top):
    """Colours centred at 0. Channels lose tens of percent while the skin between them gains a few, so large ranges are
    logarithmic beyond 1 %."""
    if top <= 3:
        return Normalize(-top, top)
    return SymLogNorm(linthresh=1, linscale=0.7, vmin=-top, vmax=top)


def colour_bar(figure, image, axes, words="Change of total collagen from rest (%)", **style):
    bar = figure.colorbar(image, ax=axes, label=words, extend="both", **style)
    top = image.norm.vmax
    if isinstance(image.norm, SymLogNorm):
        sizes = [size for size in (1, 3, 10, 30, 100, 300) if size <= top]
        ticks = [-size for size in reversed(sizes)] + [0] + sizes
        bar.set_ticks(ticks, labels=[f"{tick:+d}" if tick else "0" for tick in ticks])
        bar.minorticks_off()


def injury_panel(axes, result, plane):
    """The injured share of each cell after the first session, with its own small colour bar below the channels."""
    session = result.sessions[0]
    image = axes.pcolormesh(edges(result.x), edges(result.z), session.injured[:, plane], cmap="Greys", vmin=0, vmax=1,
                            rasterized=True)
    outline(axes, result, session, plane, color=paper.VERMILION, linewidth=0.8)
    inset = axes.inset_axes([0.2, 0.12, 0.6, 0.025])
    bar = axes.figure.colorbar(image, cax=inset, orientation="horizontal", ticks=[0, 1])
    bar.ax.tick_params(labelsize=6, length=2, pad=1)
    bar.ax.set_title("injured\nfraction", fontsize=6, pad=2)


def collagen_panel(axes, result, index, plane, values, norm):
    """One frame, with the walls of all channels made so far; grey where there is no collagen."""
    axes.set_facecolor("0.85")
    image = axes.pcolormesh(edges(result.x), edges(result.z), values, cmap="RdBu_r", norm=norm, rasterized=True)
    for session in result.sessions:
        if session.time < result.time[index]:
            outline(axes, result, session, plane, color=BLACK, linewidth=0.5)
    return image


def panels(count, width, depth):
    """Figure and axes for `count` sections of width x depth [mm] in true proportion on a page 7.2 inches wide."""
    columns = min(count, 3 if width > 0.6 * depth else 6)
    rows = -(-count // columns)
    wide = 5.7 / columns - 0.12
    tall = wide * depth / width
    if tall > 3.2:
        wide, tall = 3.2 * width / depth, 3.2
    size = (1.5 + columns * (wide + 0.15), rows * (tall + 0.3) + 0.45)
    figure, grid = paper.pyplot.subplots(rows, columns, figsize=size, layout="constrained", sharex=True, sharey=True,
                                         squeeze=False)
    for number, axes in enumerate(grid.flat):
        if number >= count:
            axes.remove()
            continue
        axes.set_aspect("equal")
        axes.set_xlim(0, width)
        axes.set_ylim(depth, 0)
        axes.xaxis.set_major_locator(MaxNLocator(3 if wide > 1.2 else 2))
        if number % columns == 0:
            axes.set_ylabel("Depth (mm)")
    return figure, list(grid.flat)[:count], columns


def section(result, folder):
    """Panels of depth against x or the radius."""
    plane, frames = middle_channel(result), chosen(result)
    maps = [change(result, index)[:, plane] for index in frames]
    norm = scale(limit(numpy.concatenate([values.ravel() for values in maps])))
    first = 1 if result.sessions else 0
    figure, axes, columns = panels(len(frames) + first, edges(result.x)[-1], edges(result.z)[-1])
    if first:
        injury_panel(axes[0], result, plane)
        paper.letter(axes[0], 0, f"day {result.sessions[0].time:.3g}")
    for number, (index, values) in enumerate(zip(frames, maps), first):
        image = collagen_panel(axes[number], result, index, plane, values, norm)
        paper.letter(axes[number], number, since(result, index))
    for here in axes[-columns:]:
        here.set_xlabel("Radius (mm)" if result.radial else "x (mm)")
        here.tick_params(labelbottom=True)
    colour_bar(figure, image, axes, shrink=0.9, aspect=35)
    paper.save(figure, folder, "collagen_section")


def over_time(result, folder):
    """One axis against time, where the others have one cell."""
    along, words = ((result.x, "Radius (mm)" if result.radial else "x (mm)") if len(result.x) > 1 else
                    (result.z, "Depth (mm)"))
    values = numpy.array([change(result, index).reshape(-1) for index in range(len(result.time))]).T
    figure, axes = paper.pyplot.subplots(figsize=(3.5, 2.6), layout="constrained")
    # A frame stands for the time around it: nothing is interpolated.
    image = axes.pcolormesh(result.time, along, values, cmap="RdBu_r", norm=scale(limit(values)), shading="nearest",
                            rasterized=True)
    for session in result.sessions:
        axes.axvline(session.time, color="0.3", linewidth=0.8)
    if words.startswith("Depth"):
        axes.invert_yaxis()
    elif result.radial and result.sessions and len(result.sessions[0].columns["radius"]):
        axes.axhline(result.sessions[0].columns["radius"][0], color=BLACK, linewidth=0.6, linestyle="--")
    axes.set(xlabel="Time (days)", ylabel=words)
    paper.set_time_axis(axes, result, result.time)
    colour_bar(figure, image, axes, "Change of total collagen\nfrom rest (%)")
    paper.save(figure, folder, "collagen_section")


def draw(result, folder):
    """Write collagen_section.png and .pdf; nothing where the result holds no collagen or no frame after the first."""
    if not result.has("collagen1") and not result.has("collagen3"):
        print("no collagen: no section")
    elif len(result.time) < 2 or not chosen(result):
        print("no frame after the first session: no section")
    elif len(result.z) > 1 and len(result.x) > 1:
        section(result, folder)
    else:
        over_time(result, folder)
