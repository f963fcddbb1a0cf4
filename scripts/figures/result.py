"""A result as the figures need it: arrays with units, whatever the geometry and however many frames."""
import pathlib

import h5py
import numpy


class Missing(Exception):
    """The result lacks what was asked for."""


class Session:
    """Punctures of one session: columns x, y, depth, radius, taper, shear_x, shear_y, and the injured share of each cell."""

    def __init__(self, group):
        self.time = float(numpy.ravel(group["time"][()])[0])
        self.columns = {name: numpy.ravel(group[name][()]) for name in
                        ("x", "y", "depth", "radius", "taper", "shear_x", "shear_y")}
        self.injured = group["injured_fraction"][()]


class Result:
    """A result folder, or its run.vtkhdf."""

    def __init__(self, path):
        path = pathlib.Path(path)
        self.folder = path if path.is_dir() else path.parent
        self.path = path / "run.vtkhdf" if path.is_dir() else path
        if not self.path.is_file():
            raise Missing(f"{self.path} does not exist: give the folder of a result")
        self.file = h5py.File(self.path, "r", locking=False)
        self.require_frames()
        self.radial = "r" in self.file
        self.x, self.y, self.z = (self.scale(name) for name in ("r" if self.radial else "x", "y", "z"))
        self.time = self.scale("time")
        groups = self.file.get("treatment", {})
        self.sessions = sorted((Session(groups[name]) for name in groups if name.startswith("session_")),
                               key=lambda session: session.time)

    def require_frames(self):
        """A master without its frames would read as NaN everywhere."""
        for data in self.file["VTKHDF/CellData"].values():
            for source in data.virtual_sources() if data.is_virtual else ():
                if not (self.path.parent / source.file_name).is_file():
                    raise Missing(f"{self.path} refers to {source.file_name}, which is not beside it: keep the folder "
                                  "of a result together")

    @property
    def complete(self):
        """Whether the run came to its end."""
        return self.file["execution/complete"][()] == b"yes" if "execution/complete" in self.file else True

    def scale(self, name):
        if name not in self.file:
            raise Missing(f"{self.path} has no axis '{name}'")
        return numpy.ravel(self.file[name][()]).astype(float)

    def has(self, field):
        return field in self.file

    def frame(self, field, index):
        """Values of a field in one frame, shape [z][y][x]; NaN where it does not live."""
        data = self.file[field]
        return (data[index] if data.ndim == 4 else data[()]).astype(float)

    @property
    def measured(self):
        return numpy.ravel(self.file["measures/time"][()]).astype(float)

    def measure(self, name):
        """Values over the measured times, or None where the result has no such measure or never a number in it."""
        data = self.file.get(f"measures/{name}")
        if data is None or data.ndim != 1 or not numpy.isfinite(data[()]).any():
            return None
        return data[()].astype(float)

    def unit(self, name):
        unit = self.file[name].attrs.get("units", "1")
        return unit.decode() if isinstance(unit, bytes) else str(unit)


def edges(centres):
    """Faces of cells of uniform spacing that begin at 0."""
    return numpy.linspace(0, 2 * centres[0] * len(centres), len(centres) + 1)
