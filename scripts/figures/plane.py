"""The plane through the block that a section shows, and where channels cross it."""
import numpy

from mend import COLUMNS, edges

WORDS = {"x": "x (mm)", "y": "y (mm)", "r": "Radius (mm)", "z": "Depth (mm)"}
DOWN = 120  # points along the wall of a channel


class Plane:
    """Depth against x (or the radius), through the channel nearest to the middle; a block one cell deep from above.

    `across` and `down` name its axes, None where the block has one cell: a line, or a point."""

    def __init__(self, run):
        self.radial = "r" in run.fields.sizes
        first = "r" if self.radial else "x"
        long = [axis for axis in (first, "y", "z") if run.fields.sizes[axis] > 1]
        self.across = long[0] if long else None
        self.down = long[-1] if len(long) > 1 else None
        self.faces = {axis: edges(run.fields[axis].values) for axis in (first, "y", "z")}
        self.centres = {axis: run.fields[axis].values for axis in (first, "y", "z")}
        self.fixed = {axis: 0 for axis in (first, "y", "z") if axis not in (self.across, self.down)}
        if len(long) == 3:
            self.fixed["y"] = middle_channel(run)
        self.periodic = "sides: periodic" in run.configuration

    @property
    def width(self):
        """Of the plane [mm]: along `across`."""
        return self.faces[self.across][-1]

    @property
    def height(self):
        """Of the plane [mm]: along `down`."""
        return self.faces[self.down][-1]

    def cut(self, values):
        """A field's values in the plane, the other dimensions as they are: shape [..., down, across]."""
        return values.isel({axis: index for axis, index in self.fixed.items() if axis in values.dims}).astype(float)

    def outline(self, axes, punctures, **style):
        """Draw the walls of channels where they cross the plane, with their images beyond periodic sides."""
        draw = self._from_above if self.down == "y" else self._from_the_side
        first = "r" if self.radial else "x"
        shifts = (-1, 0, 1) if self.periodic and not self.radial else (0,)
        for i in numpy.flatnonzero(punctures["depth"].values > 0):
            hole = {name: float(punctures[name][i]) for name in COLUMNS}
            for image_x in shifts:
                for image_y in shifts:
                    draw(axes, {**hole, "x": hole["x"] + image_x * self.faces[first][-1],
                                "y": hole["y"] + image_y * self.faces["y"][-1]}, style)

    def _from_the_side(self, axes, hole, style):
        z = hole["depth"] * numpy.sin(numpy.linspace(0, numpy.pi / 2, DOWN))
        along, aside = ("y", "x") if self.across == "y" else ("x", "y")
        centre = hole[along] + hole[f"shear_{along}"] * z
        away = 0 if self.radial else self.centres[aside][self.fixed[aside]] - hole[aside] - hole[f"shear_{aside}"] * z
        radius = wall(hole, z)
        half = numpy.sqrt(numpy.where(radius > abs(away), radius**2 - numpy.square(away), numpy.nan))
        inside = numpy.isfinite(half)
        if not inside.any() or (centre - half > self.width).all() or (centre + half < 0).all():
            return
        axes.plot(centre - half, z, centre + half, z, **style)
        axes.plot([(centre - half)[inside][-1], (centre + half)[inside][-1]], [z[inside][-1]] * 2, **style)

    def _from_above(self, axes, hole, style):
        z = self.centres["z"][0]
        if z >= hole["depth"]:
            return
        x, y, radius = hole["x"] + hole["shear_x"] * z, hole["y"] + hole["shear_y"] * z, wall(hole, z)
        if -radius < x < self.width + radius and -radius < y < self.height + radius:
            angle = numpy.linspace(0, 2 * numpy.pi, 60)
            axes.plot(x + radius * numpy.cos(angle), y + radius * numpy.sin(angle), **style)


def wall(hole, z):
    """Radius of a channel at depth z."""
    return hole["radius"] * numpy.maximum(0, 1 - z / hole["depth"]) ** hole["taper"]


def middle_channel(run):
    """Index of the plane along y through the first session's channel nearest to the middle of the block."""
    y = run.fields["y"].values
    if not run.punctures or 1 not in run.punctures["session"]:
        return len(y) // 2
    first = run.punctures.isel(puncture=run.punctures["session"].values == 1)
    away = numpy.hypot(first["x"] - run.fields["x"].values.mean(), first["y"] - y.mean())
    return int(abs(y - float(first["y"][int(away.argmin())])).argmin())
