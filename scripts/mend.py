"""Reader of MEND's results: `import mend; run = mend.open("results/quick")`.

A run holds xarray datasets whose variables carry their units and descriptions:

    run.fields      values in each cell over time, z, y, x (r instead of x if axisymmetric); read when they are used;
                    none in a result of tables alone
    run.measures    means and minima over time, profiles over time and z
    run.outcomes    what the run comes to, one number each
    run.sessions    one entry per session: density, overlap, injured shares, the injured fraction of every cell
    run.punctures   one entry per puncture of all sessions: where, how deep, how wide, how tilted

and run.model, run.configuration (text), run.complete, run.provenance and run.execution. Times are in days, lengths in
mm. The table of a sweep: `study = mend.open_study("STUDY")`, see study.py.
"""
import functools
import pathlib
import re
import resource

import h5netcdf
import h5py
import numpy
import xarray
from xarray.backends import BackendArray
from xarray.core import indexing

FORMAT = 1
COLUMNS = ("x", "y", "depth", "radius", "taper", "shear_x", "shear_y")
SPARE_FILES = 64  # descriptors that are left to the reader's own program


class Error(Exception):
    """What was asked for is not there, or cannot be read; the sentence says why."""


def open(run):
    """The result in a folder, or of its run.vtkhdf, as a Run; also while the run goes on, since it replaces files and
    never changes one that is there. Works as a context manager, which closes the file. Raises mend.Error."""
    path = pathlib.Path(run)
    path = path / "run.vtkhdf" if path.is_dir() else path
    if not path.is_file():
        raise Error(f"{path} does not exist: give the folder of a result")
    try:
        with h5py.File(path, "r") as file:
            require_result(path, file)
            require_frames(path, file)
        return Run(path, h5netcdf.File(path, "r", decode_vlen_strings=True))
    except OSError as error:
        raise Error(f"{path} cannot be read: {error}") from error


def open_study(path):
    """The table of a sweep, given its folder or the table, as a Study (study.py). Raises mend.Error."""
    import study  # Late: it uses this module.
    found = study.find(path)
    if not found:
        raise Error(f"{path} holds no table of a sweep: give the folder of a study")
    return study.Study(found)


def edges(centres):
    """Faces of cells of uniform width that begin at 0, given their centres: one more than cells."""
    centres = numpy.asarray(centres)
    return numpy.linspace(0, 2 * centres[0] * len(centres), len(centres) + 1)


def require_result(path, file):
    version = file.attrs.get("format_version")
    if version is None or not ("VTKHDF/CellData" in file or "tables_only" in file.attrs):
        raise Error(f"{path} is no result of MEND")
    if version != FORMAT:
        raise Error(f"{path} has format {version}; this reader knows format {FORMAT}")


def require_frames(path, file):
    """A frame that is not there or cannot be opened, or one too many to be open at once, would silently read as NaN."""
    cells = file["VTKHDF/CellData"].values() if "VTKHDF" in file else ()
    frames = {source.file_name for data in cells if data.is_virtual
              for source in data.virtual_sources()} - {"."}
    for frame in sorted(frames):
        if not (path.parent / frame).is_file():
            raise Error(f"{path} refers to {frame}, which is not there: keep the folder of a result together")
        try:
            h5py.File(path.parent / frame, "r").close()
        except OSError as error:
            raise Error(f"{path.parent / frame} cannot be read: {error}") from error
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < len(frames) + SPARE_FILES:
        if hard != resource.RLIM_INFINITY and hard < len(frames) + SPARE_FILES:
            raise Error(f"{path} has {len(frames)} frames, but only {hard} files may be open: raise 'ulimit -Hn'")
        resource.setrlimit(resource.RLIMIT_NOFILE, (len(frames) + SPARE_FILES, hard))


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


class Stack(BackendArray):
    """Arrays of one shape, one of each session, as one array that is read when it is used."""

    def __init__(self, parts):
        self.parts, self.dtype = parts, numpy.dtype(parts[0].dtype)
        self.shape = (len(parts), *parts[0].shape)

    def __getitem__(self, key):
        return indexing.explicit_indexing_adapter(key, self.shape, indexing.IndexingSupport.BASIC, self.read)

    def read(self, key):
        first, rest = key[0], key[1:]
        if isinstance(first, slice):
            return numpy.stack([part[rest] for part in self.parts[first]])
        return self.parts[first][rest]


def column(groups, name, dims):
    """One variable of the sessions' groups, joined along the first of `dims`."""
    values = [numpy.atleast_1d(group[name][()]) for group in groups]
    return xarray.Variable(dims, numpy.concatenate(values), described(groups[0][name].attrs))


def described(attributes):
    """Attributes with a long name, by which xarray labels axes: the description."""
    kept = {key: text(value) if isinstance(value, (bytes, str)) else value for key, value in attributes.items()}
    if "description" in kept:
        kept.setdefault("long_name", kept["description"])
    return kept


class Run:
    """A result. See the module's first lines for what it holds."""

    def __init__(self, path, file):
        self.path, self.folder, self._file = path, path.parent, file

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        sizes = ", ".join(f"{axis} {size}" for axis, size in self.fields.sizes.items())
        return (f"<mend.Run {self.path}{'' if self.complete else ', not complete'}>\n"
                f"fields    {len(self.fields.drop_vars('layer', errors='ignore'))} over {sizes}\n"
                f"measures  {len(self.measures)} at {self.measures.sizes.get('time', 0)} times\n"
                f"outcomes  {len(self.outcomes)}\n"
                f"sessions  {self.sessions.sizes.get('session', 0)}\n"
                f"punctures {self.punctures.sizes.get('puncture', 0)}")

    def close(self):
        """Close the file. What was read from it before stays."""
        self._file.close()

    def _dataset(self, group):
        """A group as a dataset that reads when it is used; an empty one where the result has no such group."""
        if group not in self._file and group != "/":
            return xarray.Dataset()
        store = xarray.backends.H5NetCDFStore(self._file, group=group)
        data = xarray.open_dataset(store, decode_times=False)
        for variable in data.variables.values():
            variable.attrs = described(variable.attrs)
        return data

    def _texts(self, group):
        if group not in self._file:
            return {}
        return {name: text(variable[()]) for name, variable in self._file[group].variables.items()}

    @functools.cached_property
    def fields(self):
        """Dataset over time, z, y, x: a variable per field, NaN where it does not live, and the layer of each depth."""
        return self._dataset("/")

    @functools.cached_property
    def measures(self):
        """Dataset over time, and z for profiles."""
        return self._dataset("measures")

    @functools.cached_property
    def outcomes(self):
        """Dataset of single numbers; NaN: not within the run."""
        return self._dataset("outcomes")

    @functools.cached_property
    def _groups(self):
        """The sessions' groups in the order of time."""
        treatment = self._file["treatment"].groups if "treatment" in self._file else {}
        names = sorted(name for name in treatment if name.startswith("session_"))
        return [treatment[name] for name in names]

    @functools.cached_property
    def sessions(self):
        """Dataset over session (1, 2, ...): the time, numbers of the session, and, beside frames, injured_fraction over
        z, y, x."""
        if not self._groups:
            return xarray.Dataset()
        first = self._groups[0].variables
        numbers = {name: column(self._groups, name, ["session"]) for name, variable in first.items()
                   if variable.shape == () or name == "time"}
        axes = {}
        if "injured_fraction" in first:
            injured = Stack([group["injured_fraction"] for group in self._groups])
            dims = first["injured_fraction"].dimensions
            numbers["injured_fraction"] = xarray.Variable(("session", *dims), indexing.LazilyIndexedArray(injured),
                                                          described(first["injured_fraction"].attrs))
            axes = {axis: self.fields[axis] for axis in dims}
        attributes = {"long_name": "number of the session", "units": "1"}
        axes["session"] = "session", numpy.arange(1, len(self._groups) + 1), attributes
        return xarray.Dataset(numbers, axes).set_coords("time")

    @functools.cached_property
    def punctures(self):
        """Dataset over puncture, all sessions in turn: session, time, x, y, depth, radius, taper, shear_x, shear_y, and
        tilt from the vertical and azimuth from x towards y in degrees. `.to_dataframe()` makes a table of it."""
        if not self._groups:
            return xarray.Dataset()
        counts = [group["x"].shape[0] for group in self._groups]
        table = xarray.Dataset({name: ("puncture", numpy.repeat(self.sessions[name], counts).data,
                                       self.sessions[name].attrs) for name in ("session", "time")})
        there = [name for name, variable in self._groups[0].variables.items()
                 if variable.dimensions == ("puncture",) and name != "puncture"]
        for name in sorted(there, key=lambda name: COLUMNS.index(name) if name in COLUMNS else len(COLUMNS)):
            table[name] = column(self._groups, name, ["puncture"])
        shear_x, shear_y = table["shear_x"].data, table["shear_y"].data
        table["tilt"] = ("puncture", numpy.degrees(numpy.arctan(numpy.hypot(shear_x, shear_y))),
                         {"units": "degree", "long_name": "angle of the axis from the vertical"})
        table["azimuth"] = ("puncture", numpy.degrees(numpy.arctan2(shear_y, shear_x)),
                            {"units": "degree", "long_name": "direction of the tilt, from x towards y; 0 if upright"})
        return table

    @functools.cached_property
    def provenance(self):
        """All that determines the numbers, a dict of texts."""
        return self._texts("provenance")

    @functools.cached_property
    def execution(self):
        """All that may differ between two runs of one configuration, a dict of texts."""
        return self._texts("execution")

    @property
    def configuration(self):
        """The configuration with every default filled in, as text."""
        return self.provenance.get("configuration", "")

    @property
    def model(self):
        """Name of the model; "" where the result does not say."""
        found = re.search(r"(?m)^  model: (\w+)$", self.configuration)
        return found.group(1) if found else ""

    @property
    def complete(self):
        """Whether the run came to its end: else it goes on, or was cut short."""
        return self.execution.get("complete") == "yes"
