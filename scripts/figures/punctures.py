"""The punctures of each session from above: the hole to scale, and a line to where a tilted channel ends."""
import numpy
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import Normalize
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import MaxNLocator

from figures import paper
from mend import edges

MOST = 9
TILT = "0.15"
MARGIN = 0.04  # of the block's width
NOT_PIERCED = {"marker": "x", "linestyle": "", "color": "0.4", "markersize": 3, "markeredgewidth": 0.6}
PER_CM2 = {"1/mm^2": 100, "1/cm^2": 1}


def block(axes, run):
    """The block's outline, axes in true proportion around it, y downwards: so x, y and depth are right-handed."""
    y = edges(run.fields["y"].values)[-1]
    if "r" in run.fields.sizes:
        radius = edges(run.fields["r"].values)[-1]
        axes.add_patch(Circle((0, 0), radius, fill=False, linewidth=0.6))
        left, right, top, bottom = -radius, radius, -radius, radius
    else:
        left, right, top, bottom = 0, edges(run.fields["x"].values)[-1], 0, y
        axes.add_patch(Rectangle((0, 0), right, bottom, fill=False, linewidth=0.6))
    margin = max(MARGIN * max(right - left, bottom - top), *run.punctures["radius"].values)
    axes.set(xlim=(left - margin, right + margin), ylim=(bottom + margin, top - margin), aspect="equal")
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.spines[:].set_visible(False)


def holes(axes, punctures, norm, point):
    """Discs of the residual radius, coloured by depth; crosses where the needle did not pierce. `point` is that of the
    page [mm]: small holes have neither an edge nor a thick line over them."""
    x, y, depth, radius = (punctures[name].values for name in ("x", "y", "depth", "radius"))
    tips = x + punctures["shear_x"].values * depth, y + punctures["shear_y"].values * depth
    pierced = depth > 0
    size = numpy.median(radius) / point if len(radius) else 0
    discs = PatchCollection([Circle(centre, hole) for *centre, hole in zip(x[pierced], y[pierced], radius[pierced])],
                            cmap="viridis_r", norm=norm, edgecolor="white", linewidth=0.15 if size > 2 else 0)
    discs.set_array(depth[pierced])
    axes.add_collection(discs)
    axes.add_collection(LineCollection(list(zip(zip(x, y), zip(*tips))), colors=TILT,
                                       linewidths=numpy.clip(0.4 * size, 0.3, 0.7)))
    axes.plot(x[~pierced], y[~pierced], **NOT_PIERCED)
    return discs


def title(session, line):
    count, pierced = int(session["punctures"]), int(session["punctures_pierced"])
    density = float(session["density"]) * PER_CM2[session["density"].attrs["units"]]
    words = f"{paper.day(float(session['time']))}: {count} puncture{'' if count == 1 else 's'}"
    if pierced < count:
        words += f", {pierced} pierced"
    return f"{words},{line}{f'{density:.4g}' if density < 1e4 else f'{density:.0f}'} per cm²"


def keys(run):
    """Legend entries of the marks that are there."""
    handles = []
    if (run.punctures["tilt"].values > 0).any():
        handles.append(Line2D([], [], color=TILT, linewidth=0.6, label="from the hole to the channel's tip"))
    if (run.punctures["depth"].values <= 0).any():
        handles.append(Line2D([], [], **NOT_PIERCED, label="did not pierce"))
    return handles


def draw(run, folder):
    """Write punctures.png and .pdf; nothing without sessions."""
    count = min(run.sessions.sizes.get("session", 0), MOST)
    if not count:
        print("no session: no punctures")
        return
    if count < run.sessions.sizes["session"]:
        print(f"the first {count} sessions' punctures are drawn")
    depth = run.punctures["depth"].values
    deep = depth[depth > 0]
    low, high = (deep.min(), deep.max()) if deep.size else (0, 1)
    norm = Normalize(low, high) if high - low > 0.01 * high else Normalize(0, high)
    columns = min(count, 3 if count > 4 else 2)
    wide = {1: 4.2, 2: 3.1, 3: 2.1}[columns]
    rows = -(-count // columns)
    first = run.fields["r" if "r" in run.fields.sizes else "x"].values
    point = edges(first)[-1] * (2 if "r" in run.fields.sizes else 1) / (72 * wide)
    shape = 1 if "r" in run.fields.sizes else edges(run.fields["y"].values)[-1] / edges(run.fields["x"].values)[-1]
    page = columns * wide + 0.9, rows * (max(0.6, wide * shape) + 0.5)
    figure, grid = paper.pyplot.subplots(rows, columns, figsize=page, layout="constrained", sharex=True, sharey=True,
                                         squeeze=False)
    for index, axes in enumerate(grid.flat):
        if index >= count:
            axes.remove()
            continue
        number = int(run.sessions["session"][index])
        block(axes, run)
        discs = holes(axes, run.punctures.isel(puncture=run.punctures["session"].values == number), norm, point)
        paper.letter(axes, index, title(run.sessions.isel(session=index), "\n" if columns > 2 else " "))
        axes.tick_params(labelbottom=True, length=0)
        if index + columns >= count:
            axes.set_xlabel("x (mm)")
        if index % columns == 0:
            axes.set_ylabel("y (mm)")
    if deep.size:
        figure.colorbar(discs, ax=list(grid.flat)[:count], label="Depth of the channel (mm)", shrink=0.7, aspect=30,
                        location="right" if shape > 0.4 else "bottom")
    paper.legend_above(figure, keys(run))
    paper.save(figure, folder, "punctures")
